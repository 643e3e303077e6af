"""Reading CrossWOZ; what needs the corpus itself is skipped where it is absent."""

import copy
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

from corpora.crosswoz import CrossWoz
from corpora.crosswoz.labels import SOURCE, act_of
from corpora.crosswoz.reader import DialogueReader
from corpora.crosswoz.spans import find_spans
from dialog.acts import format_acts
from dialog.corpus import Corpus, Dialogue, from_dataset, to_dataset
from dialog.corpus.published import SPLITS
from dialog.errors import CorpusError


def query(found: Any = (), **slots: str) -> dict[str, Any]:
    hotel = {"名称": "", "价格": "", "酒店设施": "", **slots, "selectedResults": list(found)}
    return {"酒店": hotel, "出租": {"出发地": "", "目的地": "", "selectedResults": []}}


def user(text: str, *acts: list[str]) -> dict[str, Any]:
    rows = [[1, "酒店", "价格", "100-200元", True]]
    return {"content": text, "role": "usr", "dialog_act": list(acts), "user_state": rows}


def system(text: str, first: Any, last: Any, *acts: list[str]) -> dict[str, Any]:
    states = {"sys_state": last, "sys_state_init": first}
    return {"content": text, "role": "sys", "dialog_act": list(acts), **states}


RAW: dict[str, Any] = {
    "sys-usr": [1, 2],
    "goal": [[1, "酒店", "价格", "100-200元", False], [1, "酒店", "周边景点", [], False]],
    "messages": [
        user(
            "你好，100-200元，有叫醒服务，还要暖气。",
            ["General", "greet", "none", "none"],
            ["Inform", "酒店", "价格", "100-200元"],
            ["Inform", "酒店", "酒店设施-叫醒服务", "是"],
            ["Inform", "酒店", "评分", "5分"],
            ["Request", "酒店", "名称", ""],
        ),
        system(
            "没有。甲酒店可以吗？",
            query(价格="100-200元", 酒店设施="叫醒服务 暖气"),
            query(["甲酒店"], 价格="100-200元"),
            ["NoOffer", "酒店", "none", "none"],
            ["Recommend", "酒店", "名称", "甲酒店"],
        ),
        user("好，叫车去那儿，谢谢", ["Select", "酒店", "源领域", "酒店"]),
        system(
            "车牌是#CP。",
            query(["甲酒店"], 名称="甲酒店"),
            query(["甲酒店"], 名称="甲酒店"),
            ["Inform", "出租", "车牌", "#CP"],
        ),
    ],
    "final_goal": [],
    "task description": ["找一个酒店"],
    "type": "单领域",
}
DATABASE: dict[str, Any] = {
    "hotel": [
        ["甲", {"领域": "酒店", "名称": "甲", "价格": 90, "酒店设施": ["暖气", " "], "地铁": None}],
        ["乙", {"领域": "酒店", "名称": "乙", "评分": 4.5, "酒店设施": ["SPA"], "周边景点": []}],
    ],
    "restaurant": [["丙", {"领域": "餐馆", "名称": "丙", "推荐菜": ["面", "饭"]}]],
}


def parse(raw: Any) -> Dialogue:
    return DialogueReader("val.json.zip", "7").read(raw, "train")


def write(folder: Path, name: str, records: Any) -> CrossWoz:
    with zipfile.ZipFile(folder / f"{name}.json.zip", "w") as archive:
        archive.writestr(f"{name}.json", json.dumps(records, ensure_ascii=False))
    return CrossWoz(folder)


def write_database(folder: Path, tables: dict[str, Any]) -> CrossWoz:
    (folder / "database").mkdir(exist_ok=True)
    for name, rows in tables.items():
        path = folder / "database" / f"{name}_db.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return CrossWoz(folder)


def test_a_dialogue() -> None:
    dialogue = parse(RAW)
    assert dialogue.domains == ("酒店",)
    assert dialogue.goal == {key: RAW[key] for key in ("goal", "final_goal", "task description")}
    assert dialogue.extra == {"sys-usr": [1, 2], "type": "单领域"}
    assert [format_acts(t.acts) for t in dialogue.turns] == [
        "hello(); 酒店.inform(价格=100-200元, 酒店设施-叫醒服务=是, 评分=5分); 酒店.request(名称)",
        "酒店.nooffer(); 酒店.offer(名称=甲酒店)",
        "酒店.select(源领域=酒店)",
        "出租.inform(车牌=#CP)",
    ]
    first, second, third, last = dialogue.turns
    said = [None, "100-200元", "叫醒服务", None, None]
    assert [first.text_of(act) for act in first.acts] == said
    assert [second.text_of(act) for act in second.acts] == [None, "甲酒店"]
    assert first.state == {"酒店": {"价格": "100-200元", "酒店设施": "叫醒服务 暖气"}}
    assert third.state == {"酒店": {"名称": "甲酒店"}}
    assert second.db_results == last.db_results == {"酒店": ({"名称": "甲酒店"},)}
    assert first.extra == {
        "user_state": RAW["messages"][0]["user_state"],
        "unaligned": [{"act": "酒店.inform(评分=5分)", "why": "not in the text"}],
    }
    assert second.extra == {"sys_state": {"酒店": {"价格": "100-200元"}}, "selected_init": {}}
    assert last.extra == {}


def test_a_turn_without_an_answer_keeps_the_state() -> None:
    raw = copy.deepcopy(RAW)
    raw["messages"].append(user("谢谢", ["General", "thank", "none", "none"]))
    assert parse(raw).turns[-1].state == {"酒店": {"名称": "甲酒店"}}


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (("General", "welcome", "none", "none"), "thank()"),
        (("General", "reqmore", "none", "none"), "reqmore()"),
        (("Request", "酒店", "酒店设施-暖气", ""), "酒店.request(酒店设施-暖气)"),
        (("Inform", "餐馆", "推荐菜", "面"), "餐馆.inform(推荐菜=面)"),
        (("NoOffer", "景点", "none", "none"), "景点.nooffer()"),
    ],
)
def test_acts(item: tuple[str, str, str, str], expected: str) -> None:
    assert format_acts([act_of(*item)]) == expected


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("故宫博物院在故宫", ["故宫", "故宫博物院"], ["故宫", "故宫博物院"]),
        ("只有故宫博物院", ["故宫", "故宫博物院"], [None, "故宫博物院"]),
        ("从甲到乙，甲", ["甲", "甲", "甲"], ["甲", "甲", "甲"]),
        ("14.5分，4分", ["4分", "5分", "4.5分"], ["4分", None, None]),
        ("酒店58号", ["58", "5", "8"], ["58", None, None]),
        ("有WiFi吗", ["wifi", "fi"], ["WiFi", None]),
        ("a.b", ["a.b", "axb"], ["a.b", None]),
    ],
)
def test_spans(text: str, values: list[str], expected: list[str | None]) -> None:
    spans = find_spans(text, values)
    assert [span and text[slice(*span)] for span in spans] == expected


def test_repeated_values_take_their_places_in_turn() -> None:
    assert find_spans("甲乙甲", ["甲", "甲", "甲"]) == [(0, 1), (2, 3), (0, 1)]
    assert find_spans("故宫博物院在故宫", ["故宫", "故宫博物院"])[0] == (6, 8)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["messages"], [], "has no messages"),
        (["messages", 1, "role"], "usr", r"does not alternate at messages\[1\]"),
        (["messages", 0, "content"], 3, r"a whole number at messages\[0\].content"),
        (["messages", 0, "dialog_act", 0], ["General"], "domain, slot, value"),
        (["messages", 0, "dialog_act", 1, 0], "Shout", "unknown act label.*Shout"),
        (["messages", 0, "dialog_act", 1, 2], "颜色", "unknown act label.*酒店 颜色"),
        (["messages", 0, "dialog_act", 0, 1], "cheer", "unknown act label.*cheer"),
        (["messages", 1, "sys_state_init", "酒店", "颜色"], "红", "unknown slot.*酒店 颜色"),
        (["messages", 1, "sys_state", "火车"], {"价格": ""}, "unknown slot.*火车 价格"),
        (["messages", 3, "sys_state_init"], None, r"nothing at messages\[3\].sys_state_init"),
        (["goal", 0], [1, "酒店"], "no .sub-goal, domain, slot, value, said"),
    ],
)
def test_malformed_records(
    changed: Callable[[Any, list[Any], Any], Any], path: list[Any], value: Any, message: str
) -> None:
    raw = changed(RAW, path, value)
    with pytest.raises(CorpusError, match=message) as caught:
        parse(raw)
    assert str(caught.value).startswith("val.json.zip, dialogue 7 ")


@settings(deadline=None)
@given(data=st.data())
def test_mutated_records_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    loads_or_says: Callable[[Callable[[], Dialogue], str], None],
) -> None:
    loads_or_says(lambda: parse(mutated(data, RAW)), "val.json.zip, dialogue 7 ")


def test_splits(tmp_path: Path) -> None:
    write(tmp_path, "val", {str(number): RAW for number in range(29)})
    corpus = write(tmp_path, "test", {"x": RAW})
    assert isinstance(corpus, Corpus)
    ids = {split: {d.dialogue_id for d in corpus.load(split)} for split in SPLITS}
    assert {split: len(names) for split, names in ids.items()} == {
        "train": 27,
        "validation": 2,
        "test": 1,
        "published_val": 29,
    }
    assert ids["train"] | ids["validation"] == ids["published_val"]
    assert from_dataset(to_dataset(corpus.load("validation"))) == corpus.load("validation")
    write(tmp_path, "train", {"y": RAW})
    assert [d.dialogue_id for d in corpus.load("train")] == ["y"]
    assert len(corpus.load("validation")) == 29


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    corpus = write(tmp_path, "test", {"x": 3})
    with pytest.raises(CorpusError, match=r"test\.json\.zip, dialogue x has a whole number"):
        corpus.load("test")
    with pytest.raises(CorpusError, match=r"val\.json\.zip does not exist"):
        corpus.load("train")
    with pytest.raises(CorpusError, match="Did you mean 'validation'"):
        corpus.load("valid")
    path = tmp_path / "test.json.zip"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(CorpusError, match=r"test\.json\.zip"):
        corpus.load("test")


def test_database(tmp_path: Path) -> None:
    corpus = write_database(tmp_path, DATABASE)
    assert corpus.entities("酒店") == [
        {"名称": "甲", "价格": "90", "酒店设施-暖气": "是", "酒店设施-SPA": "否"},
        {"名称": "乙", "评分": "4.5", "酒店设施-暖气": "否", "酒店设施-SPA": "是"},
    ]
    assert corpus.entities("餐馆") == [{"名称": "丙", "推荐菜": "面;饭"}]
    with pytest.raises(CorpusError, match="no database of '火车'; there are: 景点, 餐馆"):
        corpus.entities("火车")
    with pytest.raises(CorpusError, match=r"attraction_db\.json does not exist"):
        corpus.entities("景点")


def test_the_names_of_places_and_of_those_nearby(tmp_path: Path) -> None:
    assert write(tmp_path, "val", {}).names("酒店") == {}  # no databases
    place = ["丁", {"领域": "餐馆", "名称": "丁", "周边酒店": ["乙"], "电话": "1"}]
    corpus = write_database(tmp_path, {"restaurant": [place], "hotel": DATABASE["hotel"]})
    assert corpus.names("餐馆") == {"名称": ("丁",), "周边酒店": ("甲", "乙")}


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_mutated_databases_load_or_say_what_is_wrong(
    data: st.DataObject,
    mutated: Callable[[st.DataObject, Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("crosswoz")
    corpus = write_database(folder, {"hotel": mutated(data, DATABASE["hotel"])})
    try:
        rows = corpus.entities("酒店")
    except CorpusError as error:
        message = str(error)
    else:
        assert all(isinstance(value, str) for row in rows for value in row.values())
        return
    assert str(folder / "database" / "hotel_db.json") in message


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "crosswoz"
real = pytest.mark.skipif(
    "DIALOG_CORPORA" not in os.environ or not FOLDER.is_dir(),
    reason="DIALOG_CORPORA names no folder that holds crosswoz",
)


@pytest.fixture(scope="module")
def loaded() -> dict[str, list[Dialogue]]:
    return {split: CrossWoz(FOLDER).load(split) for split in ("published_val", "test")}


@real
def test_published_sizes(loaded: dict[str, list[Dialogue]]) -> None:
    sizes = {s: (len(ds), sum(len(d.turns) for d in ds)) for s, ds in loaded.items()}
    assert sizes == {"published_val": (500, 8_458), "test": (500, 8_476)}


@real
def test_nothing_annotated_is_lost(loaded: dict[str, list[Dialogue]]) -> None:
    with zipfile.ZipFile(FOLDER / "test.json.zip") as archive:
        records = json.loads(archive.read("test.json"))
    for dialogue in loaded["test"]:
        messages = records[dialogue.dialogue_id]["messages"]
        for at, (turned, message) in enumerate(zip(dialogue.turns, messages, strict=True)):
            assert len(turned.acts) == len(message["dialog_act"])
            if turned.speaker == "system":
                found = {d: q["selectedResults"] for d, q in message["sys_state"].items()}
                rows = {d: [row["名称"] for row in r] for d, r in turned.db_results.items()}
                assert rows == {d: names for d, names in found.items() if names}
                continue
            assert turned.extra["user_state"] == message["user_state"]
            state = {
                (domain, slot): value
                for domain, slots in messages[at + 1]["sys_state_init"].items()
                for slot, value in slots.items()
                if value and slot != "selectedResults"
            }
            assert {(d, s): v for d, slots in turned.state.items() for s, v in slots.items()} == (
                state
            )


@real
def test_most_values_stand_in_the_text(loaded: dict[str, list[Dialogue]]) -> None:
    turns = [turned for ds in loaded.values() for d in ds for turned in d.turns]
    counts = Counter(
        act.span is not None
        for turned in turns
        for act in turned.acts
        if act.value is not None and act.slot != SOURCE
    )
    assert counts == {True: 20_900, False: 1_179}
    assert sum(len(turned.extra.get("unaligned", ())) for turned in turns) == 1_179
    for turned in turns:
        for act in turned.acts:
            if act.span and act.value not in ("是", "否"):
                assert (turned.text_of(act) or "").lower() == (act.value or "").lower()


@real
def test_real_databases() -> None:
    corpus = CrossWoz(FOLDER)
    sizes = {domain: len(corpus.entities(domain)) for domain in ("景点", "餐馆", "酒店", "地铁")}
    assert sizes == {"景点": 465, "餐馆": 951, "酒店": 1_133, "地铁": 2_549}
    assert corpus.entities("出租") == [{"车型": "#CX", "车牌": "#CP"}]
