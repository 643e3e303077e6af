"""Folders of trained modules."""

from pathlib import Path

import numpy as np
import pytest

from dialog.errors import BundleError
from dialog.runtime.bundles import CARD, META, check_output, read_description, write_bundle


def write(path: Path, module="nlg") -> None:
    weights = {"w": np.zeros(2, dtype=np.float32)}
    write_bundle(path, module, weights, {"name": "x", "training": {}}, lambda made: "# x\n")


def test_a_bundle_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    for _ in range(2):
        check_output(tmp_path / "words", "nlg")
        write(tmp_path / "words")
    assert read_description(tmp_path / "words", "nlg")["name"] == "x"


def test_a_package_is_made_where_nothing_but_its_mark_is(tmp_path: Path) -> None:
    (tmp_path / "__init__.py").write_text("")
    write(tmp_path)
    assert {each.name for each in tmp_path.iterdir()} >= {"__init__.py", META, CARD}


@pytest.mark.parametrize("there", ["folder", "file", "nlu"])
def test_what_is_something_else_is_kept(tmp_path: Path, there: str) -> None:
    path = tmp_path / "mine"
    if there == "file":
        path.write_text("a year of work")
    elif there == "nlu":
        write(path, "nlu")
    else:
        path.mkdir()
        (path / "thesis.tex").write_text("a year of work")
    before = sorted(tmp_path.rglob("*"))
    for refused in (lambda: check_output(path, "nlg"), lambda: write(path)):
        with pytest.raises(BundleError, match=r"mine (holds|is) .*; name a folder"):
            refused()
    assert sorted(tmp_path.rglob("*")) == before
