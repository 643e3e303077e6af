"""Files of answers."""

import gzip
import json

import pytest

from dialog.errors import CorpusError
from dialog.evaluation.answers.predictions import Answer, read_predictions, write_predictions


@pytest.fixture
def file(tmp_path):
    """A function that writes what a file of answers holds."""

    def write(data):
        path = tmp_path / "answers.json"
        path.write_text(json.dumps(data))
        return path

    return write


def test_what_is_written_is_read(tmp_path) -> None:
    answers = {"sng1": (Answer("[name]", {"inn": {"area": "north"}}, ("inn",)), Answer("", {}, ()))}
    write_predictions(tmp_path / "a.json", answers)
    assert read_predictions(tmp_path / "a.json") == answers


def test_packed_and_named_otherwise(tmp_path) -> None:
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(b'{"SNG1.json": [{"response": "hi"}]}'))
    assert read_predictions(path) == {"sng1": (Answer("hi"),)}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "a list at the top"),
        ({}, "holds no dialogue"),
        ({"d": {}}, "dialogue d has an object at the dialogue"),
        ({"d": [{}]}, r"nothing at \[0\].response"),
        ({"d": [{"response": "", "state": {"inn": {"area": None}}}]}, "state.inn.area"),
        ({"d": [{"response": "", "active_domains": "inn"}]}, r"text at \[0\].active_domains"),
        ({"d": [], "D.json": []}, "stands there twice"),
        ({"d": [{"response": "", "state": {}}, {"response": ""}]}, "'state' in some turns alone"),
    ],
)
def test_what_is_wrong_is_named(file, data, message) -> None:
    with pytest.raises(CorpusError, match=message):
        read_predictions(file(data))
