"""`dialog corpora`."""

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from dialog.commands.corpora import corpora
from dialog.errors import CorpusError

if TYPE_CHECKING:
    from conftest import ToyCorpus


def run(*arguments: str) -> Result:
    return CliRunner().invoke(corpora, list(arguments))


def test_list(toy: "ToyCorpus", monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("list")
    assert result.exit_code == 0, result.output
    assert "toy" in result.output
    assert "yes" in result.output
    monkeypatch.setenv("DIALOG_CORPORA", str(toy.folder / "gone"))
    result = run("list")
    assert result.exit_code == 0, result.output
    assert "DIALOG_CORPORA" in result.output


@pytest.mark.usefixtures("toy")
def test_info() -> None:
    result = run("info", "toy")
    assert result.exit_code == 0, result.output
    for shown in ("A toy.", "nobody", "area, stars", "Where [roughly]?", "hotel.request(area)"):
        assert shown in result.output
    assert "state + hotel.stars=4" in result.output


@pytest.mark.usefixtures("toy")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["--split", "test"], "holds no dialogue"), (["--dialogue", "dd1"], "Did you mean 'd1'")],
)
def test_info_without_a_sample(arguments: list[str], message: str) -> None:
    result = run("info", "toy", *arguments)
    assert isinstance(result.exception, CorpusError)
    assert message in str(result.exception)
    assert not result.output
