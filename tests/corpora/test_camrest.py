"""Reading CamRest676; what needs the corpus itself is skipped where it is absent."""

import json
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.camrest import CamRest
from dialog.corpus import Corpus, Dialogue
from dialog.errors import CorpusError

ROWS: list[dict[str, Any]] = [
    {"name": "roma", "pricerange": "cheap", "phone": ""},
    {"name": "kohi", "pricerange": "expensive", "id": "2"},
]


def write(folder: Path, rows: Any) -> CamRest:
    with zipfile.ZipFile(folder / "data.zip", "w") as archive:
        archive.writestr("data/CamRestDB.json", json.dumps(rows))
    return CamRest(folder)


def test_database(tmp_path: Path) -> None:
    corpus = write(tmp_path, ROWS)
    assert isinstance(corpus, Corpus)
    assert corpus.entities("restaurant") == [
        {"name": "roma", "price range": "cheap"},
        {"name": "kohi", "price range": "expensive", "id": "2"},
    ]
    with pytest.raises(CorpusError, match="no database of 'hotel'; there is: restaurant"):
        corpus.entities("hotel")


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_mutated_databases_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("camrest")
    corpus = write(folder, mutated(data, ROWS))
    try:
        rows = corpus.entities("restaurant")
    except CorpusError as error:
        message = str(error)
    else:
        assert all(isinstance(value, str) and value for row in rows for value in row.values())
        return
    assert str(folder / "data.zip") in message


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "camrest"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds camrest",
)


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    corpus = CamRest(FOLDER)
    return {split: corpus.load(split) for split in corpus.splits}


@real
def test_published_sizes(loaded: dict[str, list[Dialogue]]) -> None:
    sizes = {s: (len(ds), sum(len(d.turns) for d in ds)) for s, ds in loaded.items()}
    assert sizes == {"train": (406, 3_342), "validation": (135, 1_076), "test": (135, 1_070)}
    finished = Counter(d.extra["finished"] for ds in loaded.values() for d in ds)
    assert finished == {True: 650, False: 26}


@real
def test_acts_and_spans(loaded: dict[str, list[Dialogue]]) -> None:
    turns = [turned for ds in loaded.values() for d in ds for turned in d.turns]
    acts = [act for turned in turns for act in turned.acts]
    assert len(acts) == 2_135 + 2_336 + 4_047
    assert sum(act.span is not None for act in acts) == 3_963
    why = Counter(note["why"] for turned in turns for note in turned.extra.get("unaligned", ()))
    assert why == {"categorical slot": 2_156, "dontcare": 260, "no span": 4}
    assert {domain for turned in turns for domain in turned.state} == {"restaurant"}


@real
def test_real_database() -> None:
    rows = CamRest(FOLDER).entities("restaurant")
    assert len(rows) == 110
    assert {row["price range"] for row in rows} == {"cheap", "moderate", "expensive"}
