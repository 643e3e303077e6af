"""Reading satisfaction ratings; what needs the corpus itself is skipped where it is absent."""

import gzip
import json
import os
import re
import time
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.multiwoz21 import MultiWoz21
from corpora.satisfaction import Satisfaction
from corpora.satisfaction.sources import multiwoz_openings, scan, sgd_openings
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue
from dialog.corpus.files import Place
from dialog.errors import CorpusError

MULTIWOZ = """
USER\tA cheap hotel?\tHotel-Inform\t3,4
SYSTEM\tThere are two.\tBooking-Inform\t
SYSTEM\tShall I book?\tgeneral-reqmore\t
USER\tNo.\t\t2,2
USER\tOVERALL\t\t3,2

USER\tBye!\tgeneral-bye\t5
USER\tOVERALL\t\t1
"""
SGD = """
USER\tA film\tINFORM_INTENT\t3,3,3
SYSTEM\tWhere?\tREQUEST\t
USER\tHere\tINFORM\t3,3,4
SYSTEM\tBye\tGOODBYE\t
USER\tOVERALL\t\t3,3,3
"""


def write(folder: Path, multiwoz: str = MULTIWOZ, sgd: str = SGD) -> Satisfaction:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "MWOZ.txt.gz").write_bytes(gzip.compress(multiwoz.encode(), 1))
    (folder / "SGD.txt.gz").write_bytes(gzip.compress(sgd.encode(), 1))
    return Satisfaction(folder)


def write_zip(path: Path, members: dict[str, Any]) -> None:
    path.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data if isinstance(data, str) else json.dumps(data, indent=2))


def log(*texts: str) -> dict[str, Any]:
    return {"goal": {"message": ["text"]}, "log": [{"text": text} for text in texts]}


def test_dialogues(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    assert isinstance(corpus, Corpus)
    first, second = corpus.load("multiwoz")
    assert (first.dialogue_id, first.domains, first.split) == ("multiwoz-1", ("hotel",), "multiwoz")
    assert first.extra["satisfaction"] == [3, 2]
    assert [(t.speaker, t.utterance, format_acts(t.acts)) for t in first.turns] == [
        ("user", "A cheap hotel?", "hotel.inform()"),
        ("system", "There are two. Shall I book?", "inform(); reqmore()"),
        ("user", "No.", ""),
    ]
    assert [dict(t.extra) for t in first.turns] == [
        {"action": "Hotel-Inform", "satisfaction": [3, 4]},
        {
            "action": ["Booking-Inform", "general-reqmore"],
            "utterances": ["There are two.", "Shall I book?"],
        },
        {"satisfaction": [2, 2]},
    ]
    assert first.turns[0].hypotheses[0].text == "A cheap hotel?"
    assert (second.dialogue_id, second.turns[0].extra["satisfaction"]) == ("multiwoz-2", [5])
    (dialogue,) = corpus.load("sgd")
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "inform(task)",
        "request()",
        "inform()",
        "bye()",
    ]


def test_absent_sources_are_named(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    assert corpus.load("multiwoz")[0].extra["not_compared_with"] == [
        "multiwoz21/train.json.zip",
        "multiwoz21/val.json.zip",
        "multiwoz21/test.json.zip",
    ]
    assert corpus.load("sgd")[0].extra["not_compared_with"] == [
        "sgd/train (127 of 127 files)",
        "sgd/dev (20 of 20 files)",
        "sgd/test (34 of 34 files)",
    ]


def test_dialogues_of_multiwoz_are_marked(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    others = {f"MUL{at}": log(f"text {at}", "x", "y") for at in range(10, 29)}
    same = log("a cheap hotel ?", 'There are two . Shall "I" book ?'.replace('"', ""), "and on")
    write_zip(tmp_path / "multiwoz21" / "val.json.zip", {"val.json": {"SNG1.json": same, **others}})
    write_zip(tmp_path / "multiwoz21" / "test.json.zip", {"test.json": {"SNG2": log("Bye !")}})
    first, second = corpus.load("multiwoz")
    assert first.extra["also_in"] == [
        "multiwoz21/train/SNG1.json",
        "multiwoz21/published_val/SNG1.json",
    ]
    assert "not_compared_with" not in first.extra
    # One utterance is no opening.
    assert second.extra["not_compared_with"] == ["multiwoz21/train.json.zip"]
    write_zip(tmp_path / "multiwoz21" / "train.json.zip", {"train.json": others})
    assert corpus.load("multiwoz")[0].extra["also_in"] == [
        "multiwoz21/validation/SNG1.json",
        "multiwoz21/published_val/SNG1.json",
    ]


def test_ratings_and_goals(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    state = {"hotel": {"semi": {"pricerange": "cheap", "area": "north"}, "book": {"booked": []}}}
    said = log("a cheap hotel ?", "There are two . Shall I book ?", "the north", "yes")
    for turn in said["log"]:
        turn.update(dialog_act={}, span_info=[], metadata={})
    said["log"][1]["metadata"] = said["log"][3]["metadata"] = state
    said["goal"]["hotel"] = {"info": {"price range": "cheap", "area": "south"}, "reqt": ["phone"]}
    write_zip(tmp_path / "multiwoz21" / "test.json.zip", {"test.json": {"SNG1.json": said}})
    first, second = corpus.load("multiwoz")
    assert [corpus.satisfaction(each) for each in (first, second)] == [[3, 2], [1]]
    assert corpus.attributes(first) == [
        ("hotel.pricerange", "cheap", "cheap"),
        ("hotel.area", "south", "north"),
        ("hotel.phone?", "told", ""),
    ]
    assert corpus.attributes(second) == []  # its goal is not at hand


def test_dialogues_of_sgd_are_marked(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    record = {
        "dialogue_id": "1_00001",
        "turns": [{"frames": [], "utterance": text} for text in ("A film", "Where?", "Here", "No")],
    }
    other = {"dialogue_id": "1_00002", "turns": [{"utterance": "A film"}, {"utterance": "Where?"}]}
    files = {"schema.json": [], "dialogues_001.json": [other, record]}
    write_zip(tmp_path / "sgd" / "dev.zip", files)
    assert corpus.load("sgd")[0].extra["also_in"] == ["sgd/validation/validation-1_00001"]
    write_zip(tmp_path / "sgd" / "dev.zip", {"dialogues_001.json": [other]})
    assert "sgd/dev (19 of 20 files)" in corpus.load("sgd")[0].extra["not_compared_with"]


ID, TEXT = re.compile(r'"id":"(\w+)"'), re.compile(r'"said":(?=")')


def test_scanning() -> None:
    text = (
        '[{"id":"a","x":[{"said":"o\\"\\u0041"},{"said":"\\"said\\":"},{"said":"c"}]},{"id":"b"}]'
    )
    assert list(scan(Place("f"), text, ID, TEXT, 2)) == [("a", ['o"A', '"said":']), ("b", [])]
    with pytest.raises(CorpusError, match="f does not hold JSON"):
        list(scan(Place("f"), text.replace('"o', '"\n'), ID, TEXT, 2))
    with pytest.raises(CorpusError, match="f has an utterance before the id"):
        list(scan(Place("f"), '[{"said":"x","id":"a"}]', ID, TEXT, 2))


def test_damaged_sources(tmp_path: Path) -> None:
    corpus = write(tmp_path / "satisfaction")
    write_zip(tmp_path / "multiwoz21" / "val.json.zip", {"val.json": '{"MUL1": {"text": "\n'})
    with pytest.raises(CorpusError, match=r"val\.json\.zip does not hold JSON"):
        corpus.load("multiwoz")
    (tmp_path / "sgd").mkdir()
    (tmp_path / "sgd" / "test.zip").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"test\.zip cannot be unpacked"):
        corpus.load("sgd")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\t3,4", "", "line 2 does not hold role"),
        ("USER\tA cheap hotel?", "CLERK\tA cheap hotel?", "line 2 does not hold role"),
        ("A cheap hotel?", " ", "line 2 does not hold role"),
        ("3,4", "", "line 2 has the ratings ''"),
        ("3,4", "3,6", "line 2 has the ratings '3,6'"),
        ("3,4", "3,", "line 2 has the ratings '3,'"),
        ("3,4", "3,4,5", "dialogue multiwoz-1 has ratings by 3 annotators, not 2"),
        ("Inform\t\nSYS", "Inform\t3\nSYS", "line 3 has the ratings '3'"),
        ("Hotel-Inform", "Hotel-Shout", "dialogue multiwoz-1 has the unknown action 'Hotel-Shout'"),
        ("Hotel-Inform", "Moon-Inform", "unknown action 'Moon-Inform'"),
        ("USER\tOVERALL\t\t3,2\n", "", "line 5 ends a dialogue"),
        ("USER\tBye!\tgeneral-bye\t5\n", "", "line 8 ends a dialogue"),
        (
            "SYSTEM\tThere are two.\tBooking-Inform\t\nSYSTEM\tShall",
            "USER\tShall",
            "the ratings ''",
        ),
        ("USER\tA cheap hotel?\tHotel-Inform\t3,4\n", "", "does not begin with a user's turn"),
        ("USER\tNo.", "USER\tYes.\t\t3,3\nUSER\tNo.", "does not alternate: the user's 'No.'"),
        (
            "3,2\n\nUSER\tBye!\tgeneral-bye\t5\nUSER\tOVERALL\t\t1",
            "3,2\nUSER\tOVERALL\t\t3,2",
            "does not alternate: the user's 'OVERALL'",
        ),
    ],
)
def test_malformed_rows(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in MULTIWOZ
    corpus = write(tmp_path, MULTIWOZ.replace(old, new, 1))
    with pytest.raises(CorpusError, match=message) as caught:
        corpus.load("multiwoz")
    assert str(tmp_path / "MWOZ.txt.gz") in str(caught.value)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = write(tmp_path)
    path = tmp_path / "SGD.txt.gz"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=r"SGD\.txt\.gz cannot be unpacked"):
        corpus.load("sgd")
    path.write_bytes(gzip.compress(b"USER\t\xff"))
    with pytest.raises(CorpusError, match="UTF-8"):
        corpus.load("sgd")
    path.unlink()
    with pytest.raises(CorpusError, match=r"SGD\.txt\.gz does not exist"):
        corpus.load("sgd")
    with pytest.raises(CorpusError, match="Did you mean 'multiwoz'"):
        corpus.load("multiwoz21")


PIECES = st.sampled_from(
    ["", "\n", "\n\n", "\t", ",", "3", "9", "USER", "SYSTEM", "OVERALL", "\x00"]
)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(MULTIWOZ)), st.integers(0, 40), PIECES),
        min_size=1,
        max_size=3,
    )
)
def test_mutated_files_load_or_say_what_is_wrong(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int, str]]
) -> None:
    text = MULTIWOZ
    for start, length, piece in changes:
        text = text[:start] + piece + text[start + length :]
    folder = tmp_path_factory.mktemp("uss") / "satisfaction"
    try:
        dialogues = write(folder, text).load("multiwoz")
    except CorpusError as error:
        message = str(error)
    else:
        assert [Dialogue.from_dict(d.to_dict()) for d in dialogues] == dialogues
        return
    assert str(folder) in message


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "satisfaction"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds satisfaction",
)


def beside(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        not (FOLDER.parent / name).is_dir(), reason=f"{name} is not beside satisfaction"
    )


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    return {split: Satisfaction(FOLDER).load(split) for split in Satisfaction.splits}


@real
def test_published_counts(loaded: dict[str, list[Dialogue]]) -> None:
    rated, utterances = Counter[str](), Counter[str]()
    for dialogue in (d for found in loaded.values() for d in found):
        annotators = len(dialogue.extra["satisfaction"])
        assert 3 <= annotators <= 7
        for turn in dialogue.turns:
            assert len(turn.extra.get("satisfaction", [])) == annotators * (turn.speaker == "user")
            rated[dialogue.split] += turn.speaker == "user"
            utterances[dialogue.split] += len(turn.extra.get("utterances", [turn.utterance]))
    assert {split: len(found) for split, found in loaded.items()} == {
        "multiwoz": 1_000,
        "sgd": 1_000,
    }
    assert utterances == {"multiwoz": 22_108, "sgd": 25_666}
    assert rated == {"multiwoz": 11_553, "sgd": 12_833}
    joined = [
        d.dialogue_id for d in loaded["multiwoz"] if any("utterances" in t.extra for t in d.turns)
    ]
    assert joined == ["multiwoz-918"]
    assert {d.turns[-1].speaker for d in loaded["multiwoz"]} == {"user"}
    assert {d.turns[-1].speaker for d in loaded["sgd"]} == {"system"}


@real
@pytest.mark.parametrize(
    ("split", "expected"),
    [("multiwoz", {1: 2, 2: 51, 3: 758, 4: 189}), ("sgd", {2: 37, 3: 664, 4: 299})],
)
def test_overall_ratings(
    split: str, expected: dict[int, int], loaded: dict[str, list[Dialogue]]
) -> None:
    ratings = [d.extra["satisfaction"] for d in loaded[split]]
    assert Counter(round(sum(each) / len(each)) for each in ratings) == expected


def places(dialogues: list[Dialogue]) -> list[str]:
    return [name for d in dialogues for name in d.extra.get("also_in", ())]


@real
@beside("multiwoz21")
def test_dialogues_that_stand_in_multiwoz(loaded: dict[str, list[Dialogue]]) -> None:
    found = places(loaded["multiwoz"])
    counts = Counter(name.split("/")[1] for name in found)
    assert (counts["published_val"], counts["test"]) == (91, 95)
    assert counts["train"] + counts["validation"] == 91
    held = {
        f"multiwoz21/validation/{d.dialogue_id}"
        for d in MultiWoz21(FOLDER.parent / "multiwoz21").load("validation")
    }
    assert {name for name in found if name.startswith("multiwoz21/validation/")} <= held
    assert (
        not {name.replace("/train/", "/validation/") for name in found if "/train/" in name} & held
    )


@real
@beside("multiwoz21")
def test_goals_are_there_for_those_in_multiwoz(loaded: dict[str, list[Dialogue]]) -> None:
    corpus = Satisfaction(FOLDER)
    found = [attributes for d in loaded["multiwoz"] if (attributes := corpus.attributes(d))]
    assert len(found) == 91 + 95
    every = [each for attributes in found for each in attributes]
    assert sum(each.right for each in every) / len(every) > 0.95


@real
@beside("sgd")
def test_dialogues_that_stand_in_sgd(loaded: dict[str, list[Dialogue]]) -> None:
    assert Counter(name.split("/")[1] for name in places(loaded["sgd"])) == {"train": 602}


@real
@beside("sgd")
@beside("multiwoz21")
def test_comparing_is_quick() -> None:
    start = time.process_time()
    multiwoz, _ = multiwoz_openings(FOLDER.parent / "multiwoz21", 2)
    sgd, _ = sgd_openings(FOLDER.parent / "sgd", 3)
    assert time.process_time() - start < 4
    assert sum(map(len, multiwoz.values())) == 2 * 999 + 1_000
    assert sum(map(len, sgd.values())) == 12_174 + 2_098 + 1_459
