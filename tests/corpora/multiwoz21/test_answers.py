"""How answers to the users of MultiWOZ 2.1 are judged."""

import json
from pathlib import Path

import pytest

from corpora.multiwoz21.answers import MultiWoz21Key
from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, corpora_folder, find_corpus
from dialog.corpus.answers import Wanted
from dialog.errors import CorpusError
from dialog.evaluation.answers import measure, read_predictions
from dialog.evaluation.answers.measuring import human

ROWS = {
    "hotel": [
        {"id": "0", "name": "alpha-milton guest house", "type": "guesthouse", "parking": "no"},
        {"id": "1", "name": "acorn guest house", "type": "guesthouse", "parking": "yes"},
        {"id": "2", "name": "the lensfield hotel", "type": "hotel", "parking": "?"},
    ],
    "train": [
        {"trainID": "TR1", "leaveAt": "09:00", "arriveBy": "09:51", "departure": "cambridge"},
        {"trainID": "TR2", "leaveAt": "11:00", "arriveBy": "11:51", "departure": "cambridge"},
    ],
}


@pytest.fixture
def key(tmp_path: Path) -> MultiWoz21Key:
    for domain, rows in ROWS.items():
        (tmp_path / f"{domain}_db.json").write_text(json.dumps(rows))
    return MultiWoz21Key(tmp_path)


@pytest.mark.parametrize(
    ("domain", "state", "rows"),
    [
        ("hotel", {}, "0 1 2"),
        ("hotel", {"type": "guest house"}, "0 1"),
        ("hotel", {"parking": "free"}, "1 2"),  # what a row does not know fits
        ("hotel", {"parking": "do n't care", "people": "3"}, "0 1 2"),
        ("hotel", {"type": "none"}, ""),
        ("hotel", {"name": "lensfield hotel"}, "2"),
        ("hotel", {"name": "acorn guest house"}, "1"),
        ("hotel", {"type": "hotel|guesthouse"}, "2"),
        ("train", {"leave": "10 : 30"}, "TR2"),
        ("train", {"arriveBy": "10:00"}, "TR1"),
        ("train", {"arrive by": "soon"}, ""),
        ("train", {"leave at": "soon"}, "TR1 TR2"),
        ("taxi", {"leaveAt": "10:30"}, ""),
    ],
)
def test_a_search(key, domain, state, rows) -> None:
    spelled = key.spelled({domain: state})
    assert key.find(domain, spelled[domain]) == set(rows.split())


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("value_name", ("", "name")),
        ("hotel_name", ("hotel", "name")),
        ("Entrance Fee", ("", "price")),
        ("attraction_entrance fee", ("attraction", "price")),
        ("train_id", ("train", "trainID")),
        ("value_id", ("", "trainID")),
        ("hospital_id", ("hospital", "")),
        ("taxi_car", ("taxi", "type")),
        ("hotel", ("", "")),
    ],
)
def test_placeholders(key, name, means) -> None:
    assert key.placeholder(name) == means


def test_a_goal(key) -> None:
    raw = {
        "hotel": {"info": {"name": "acorn guest house"}, "reqt": ["phone", "stars"]},
        "train": {"info": {"leaveAt": "9"}, "fail_info": {"leaveAt": "8"}, "book": {"people": "1"}},
        "taxi": {"info": {}, "reqt": ["car type", "phone"]},
        "police": {},
        "message": ["go"],
    }
    assert key.goal(Dialogue("d", "test", (), raw, ())) == {
        "hotel": Wanted({"name": "acorn guest house"}, frozenset({"phone"})),
        "train": Wanted({"leaveAt": "09:00"}, frozenset({"ref"}), "trainID", needed=False),
        "taxi": Wanted({}, frozenset({"phone"})),
    }


def test_a_reference_has_placeholders_for_its_values(key) -> None:
    text = "Acorn Guest House 's phone is 01223353888 , is n't it ?"
    acts = (
        DialogueAct(ActType.INFORM, "hotel", "name", "acorn", span=(0, 17)),
        DialogueAct(ActType.INFORM, "hotel", "phone", "01223353888"),
        DialogueAct(ActType.CONFIRM, "hotel", "task", "is"),
    )
    said = key.delexicalised(CorpusTurn("system", text, acts=acts))
    assert said == "[hotel_name] 's phone is [hotel_phone] , is n't it ?"
    assert key.plain(said) == "NAME's phone is PHONE , isn't it ?"
    assert key.plain("[value_choice] [hotel_type]s are cheap -ly") == "COUNT TYPE are cheap"


@pytest.fixture(scope="module")
def corpus():
    try:
        return find_corpus("multiwoz21")
    except CorpusError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def dialogues(corpus):
    return corpus.load("test")


def test_the_clerks_themselves(corpus, dialogues) -> None:
    """The published figures are 93.7 and 90.9, with goals, states and spans of MultiWOZ 2.2."""
    key = corpus.answer_key()
    outcomes = [m.outcome for m in measure(dialogues, human(dialogues, key), key).measured]
    assert sum(each.informed for each in outcomes) == 932
    assert sum(each.success for each in outcomes) == 912


def test_a_published_system(corpus, dialogues) -> None:
    """The published figures of PPTOD are 83.1 and 72.7 (MultiWOZ_Evaluation's leaderboard)."""
    path = corpora_folder() / "mwzeval" / "predictions" / "pptod.json.gz"
    if not path.exists():
        pytest.skip(f"there is no {path}")
    outcomes = [
        m.outcome for m in measure(dialogues, read_predictions(path), corpus.answer_key()).measured
    ]
    assert sum(each.informed for each in outcomes) == 831
    assert sum(each.success for each in outcomes) == 727
