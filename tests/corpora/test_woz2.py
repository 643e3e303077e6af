"""Reading WOZ 2.0; what needs the corpus itself is skipped where it is absent."""

import gzip
import json
import math
import os
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpora.woz2 import Woz2
from corpora.woz2.corpus import camrest_openings
from corpora.woz2.reader import read_dialogue
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue
from dialog.errors import CorpusError


def inform(slot: str, value: str) -> dict[str, Any]:
    return {"act": "inform", "slots": [[slot, value]]}


def turn(at: int, system: str, text: str, **rest: Any) -> dict[str, Any]:
    base = {"system_acts": [], "turn_label": [], "belief_state": [], "asr": [[text, 1.0]]}
    return {"turn_idx": at, "system_transcript": system, "transcript": text, **base, **rest}


RAW: dict[str, Any] = {
    "dialogue_idx": 7,
    "dialogue": [
        turn(
            0,
            "",
            "A Cheap place, any food. Phone?",
            turn_label=[["price range", "cheap"], ["food", "dontcare"], ["request", "phone"]],
            belief_state=[
                inform("price range", "cheap"),
                inform("food", "dontcare"),
                {"act": "request", "slots": [["slot", "phone"]]},
            ],
        ),
        turn(
            1,
            "Thai or Greek? Which areas?",
            "eastern",
            system_acts=["areas", ["food", "thai"], ["food", "indian"]],
            turn_label=[["area", "east"]],
            belief_state=[inform("food", "dontcare"), inform("area", "east")],
            asr=[["eastern", 0.7], ["is turn", 0.2]],
        ),
    ],
}


def parse(raw: Any) -> Dialogue:
    return read_dialogue("woz.json.gz, record 0", raw, "train")


def write(folder: Path, file: str, records: Any) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"woz_{file}_en.json.gz"
    path.write_bytes(gzip.compress(json.dumps(records).encode()))
    return path


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert (dialogue.dialogue_id, dialogue.domains, dialogue.goal) == ("7", ("restaurant",), {})
    first, system, last = dialogue.turns
    assert [t.speaker for t in dialogue.turns] == ["user", "system", "user"]
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "restaurant.inform(price range=cheap, food=dontcare); restaurant.request(phone)",
        "restaurant.request(area); restaurant.confirm(food=thai, food=indian)",
        "restaurant.inform(area=east)",
    ]
    assert [first.text_of(act) for act in first.acts] == ["Cheap", None, None]
    assert [system.text_of(act) for act in system.acts] == [None, "Thai", None]
    assert first.state == {"restaurant": {"price range": "cheap", "food": "dontcare"}}
    assert last.state == {"restaurant": {"food": "dontcare", "area": "east"}}
    assert system.state == {}
    assert first.extra["unaligned"] == [
        {"act": "restaurant.inform(food=dontcare)", "why": "dontcare"}
    ]
    assert system.extra == {
        "system_acts": ["areas", ["food", "thai"], ["food", "indian"]],
        "unaligned": [{"act": "restaurant.confirm(food=indian)", "why": "not in the text"}],
    }
    assert last.extra["belief_state"] == RAW["dialogue"][1]["belief_state"]


@pytest.mark.parametrize(
    ("asr", "expected"),
    [
        ([["eastern", 0.7], ["is turn", 0.2]], [0.7, 0.2]),
        ([["eastern", 1]], [1.0]),
        ([["eastern", -0.5], ["is turn", -2]], [math.exp(-0.5), math.exp(-2)]),
        ([["eastern", 0.0]], [1.0]),
        ([], []),
    ],
)
def test_n_best_lists(
    changed: Callable[[Any, list[Any], Any], Any], asr: list[Any], expected: list[float]
) -> None:
    last = parse(changed(RAW, ["dialogue", 1, "asr"], asr)).turns[-1]
    assert [h.text for h in last.hypotheses] == [text for text, _ in asr]
    assert [h.score for h in last.hypotheses] == pytest.approx(expected)


def test_a_system_that_speaks_first(changed: Callable[[Any, list[Any], Any], Any]) -> None:
    raw = changed(RAW, ["dialogue", 0, "system_transcript"], "Hello.")
    assert [t.speaker for t in parse(raw).turns] == ["system", "user", "system", "user"]


def test_a_slot_with_two_values_keeps_the_first(
    changed: Callable[[Any, list[Any], Any], Any],
) -> None:
    state = [inform("food", "thai"), inform("food", "greek")]
    turn = parse(changed(RAW, ["dialogue", 0, "belief_state"], state)).turns[0]
    assert turn.state == {"restaurant": {"food": "thai"}}
    assert turn.extra["belief_state"] == state


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["dialogue_idx"], "7", "record 0 has text at dialogue_idx"),
        (["dialogue"], [], "dialogue 7 has no turns"),
        (["dialogue", 1], 3, r"has a whole number at dialogue\[1\]"),
        (["dialogue", 1, "turn_idx"], 0, r"has turn_idx 0 at dialogue\[1\]"),
        (
            ["dialogue", 1, "system_transcript"],
            " ",
            r"dialogue\[1\], so the turns do not alternate",
        ),
        (["dialogue", 0, "system_acts"], ["food"], r"no system turn at dialogue\[0\]"),
        (["dialogue", 1, "system_acts", 0], "colour", "has 'colour' at"),
        (["dialogue", 1, "system_acts", 1], ["name", "x"], "no slot or"),
        (["dialogue", 0, "turn_label", 0], ["colour", "red"], r"has \['colour', 'red'\] at"),
        (["dialogue", 0, "turn_label", 2], ["request", "colour"], "turn_label"),
        (["dialogue", 0, "belief_state", 0, "slots"], [], "no inform or request"),
        (["dialogue", 0, "belief_state", 2, "act"], "deny", "no inform or request"),
        (["dialogue", 0, "asr", 0, 1], 1.5, r"no \[text, score\]"),
        (["dialogue", 0, "asr", 0, 1], math.nan, r"no \[text, score\]"),
        (["dialogue", 0, "asr", 0, 1], True, r"no \[text, score\]"),
        (["dialogue", 0, "asr", 0, 1], -(10**400), r"no \[text, score\]"),
        (["dialogue", 1, "asr", 0, 1], -0.1, "has scores below and above 0"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    with pytest.raises(CorpusError, match=message) as caught:
        parse(changed(RAW, path, value))
    assert str(caught.value).startswith("woz.json.gz, record 0")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    loads_or_says(lambda: parse(mutated(data, RAW)), "woz.json.gz, record 0")


CAMREST = [
    {
        "data_split": "test",
        "dialogue_id": f"camrest-test-{number}",
        "turns": [{"utterance": text} for text in texts],
    }
    for number, texts in enumerate(
        [
            ["a cheap place any food . phone", "Thai or Greek ? Which areas ?", "Eastern", "Bye"],
            ["a cheap place any food . phone", "Sorry ?", "Eastern"],
            ["a cheap place any food . phone"],
        ]
    )
]


def write_camrest(folder: Path, records: Any) -> Path:
    folder.mkdir(parents=True)
    with zipfile.ZipFile(folder / "data.zip", "w") as archive:
        archive.writestr("data/dialogues.json", json.dumps(records))
        archive.writestr("data/ontology.json", "{}")
    return folder / "data.zip"


def test_dialogues_of_camrest_are_marked(tmp_path: Path) -> None:
    write(tmp_path / "woz2", "train", [RAW])
    corpus = Woz2(tmp_path / "woz2")
    assert isinstance(corpus, Corpus)
    assert corpus.load("train")[0].extra == {"not_compared_with": ["camrest"]}
    write_camrest(tmp_path / "camrest", CAMREST)
    assert corpus.load("train")[0].extra == {"also_in": ["camrest/test/camrest-test-0"]}


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_of_camrest(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    path = write_camrest(tmp_path_factory.mktemp("woz2") / "camrest", mutated(data, CAMREST))
    try:
        found = camrest_openings(path)
    except CorpusError as error:
        message = str(error)
    else:
        assert all(where.startswith("camrest/") for names in found.values() for where in names)
        return
    assert message.startswith(f"{path}, ")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = Woz2(tmp_path)
    path = write(tmp_path, "validate", [RAW, 3])
    with pytest.raises(CorpusError, match=r"validate_en\.json\.gz, record 1 has a whole number"):
        corpus.load("validation")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=r"woz_validate_en\.json\.gz"):
        corpus.load("validation")
    with pytest.raises(CorpusError, match=r"woz_test_en\.json\.gz does not exist"):
        corpus.load("test")
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        corpus.load("validate")


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "woz2"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds woz2",
)


@real
@pytest.mark.parametrize(
    ("split", "file", "dialogues", "users", "first"),
    [
        ("train", "train", 600, 2_536, 0),
        ("validation", "validate", 200, 830, 600),
        ("test", "test", 400, 1_646, 800),
    ],
)
def test_published_counts(split: str, file: str, dialogues: int, users: int, first: int) -> None:
    loaded = Woz2(FOLDER).load(split)
    turns = [[turn for turn in d.turns if turn.speaker == "user"] for d in loaded]
    assert (len(loaded), sum(map(len, turns))) == (dialogues, users)
    assert [d.dialogue_id for d in loaded] == [str(first + at) for at in range(dialogues)]
    raw = json.loads(gzip.decompress((FOLDER / f"woz_{file}_en.json.gz").read_bytes()))
    for dialogue, of_user, record in zip(loaded, turns, raw, strict=True):
        for user, item in zip(of_user, record["dialogue"], strict=True):
            assert [
                ["request", a.slot] if a.value is None else [a.slot, a.value] for a in user.acts
            ] == item["turn_label"]
            assert user.state.get("restaurant", {}) == {
                slot: value
                for part in item["belief_state"]
                if part["act"] == "inform"
                for slot, value in part["slots"]
            }
            assert [[h.text, h.score] for h in user.hypotheses] == item["asr"]
            assert item["asr"] == [[user.utterance, 1.0]]
        said = [turn.utterance for turn in dialogue.turns if turn.speaker == "system"]
        assert ["", *said] == [item["system_transcript"] for item in record["dialogue"]]


@real
def test_spans() -> None:
    fates: Counter[str] = Counter()
    for split in Woz2.splits:
        for turn in (t for d in Woz2(FOLDER).load(split) for t in d.turns):
            fates.update(note["why"] for note in turn.extra.get("unaligned", ()))
            for act in turn.acts:
                text = turn.text_of(act)
                if text is not None:
                    assert text.lower() == act.value
                    fates["found"] += 1
    assert fates == {"found": 2_672, "not in the text": 444, "dontcare": 404}


@real
@pytest.mark.skipif(not (FOLDER.parent / "camrest").is_dir(), reason="camrest is not at hand")
def test_dialogues_that_stand_in_camrest() -> None:
    where = {
        split: Counter(
            name.split("/")[1]
            for d in Woz2(FOLDER).load(split)
            for name in d.extra.get("also_in", ())
        )
        for split in Woz2.splits
    }
    assert where == {
        "train": {"train": 190, "validation": 70, "test": 61},
        "validation": {"train": 62, "validation": 22, "test": 24},
        "test": {"train": 144, "validation": 39, "test": 44},
    }
