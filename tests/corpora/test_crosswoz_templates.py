"""The templates of CrossWOZ, filled; what needs the corpus itself is skipped where it is absent."""

import gzip
import json
import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.crosswoz import CrossWoz
from corpora.crosswoz.templates import TemplateReader
from corpora.crosswoz.values import Values
from dialog.acts import format_acts
from dialog.errors import CorpusError

ROWS = {
    "餐馆": [
        {"名称": "甲", "人均消费": "137", "评分": "4.7", "推荐菜": "面;饭"},
        {"名称": "乙", "人均消费": "137", "评分": "4.7"},
    ],
    "景点": [{"名称": "丙", "门票": "0"}, {"名称": "丁", "门票": "20", "电话": "1,2"}],
    "酒店": [{"名称": "戊", "价格": "2000", "酒店设施-暖气": "是", "酒店设施-SPA": "否"}],
    "地铁": [{"名称": "己", "地铁": "庚站A口"}],
    "出租": [{"车型": "#CX"}],
}
NOTHING: dict[str, list[str]] = {}


@pytest.mark.parametrize(
    ("domain", "slot", "speaker", "values"),
    [
        ("餐馆", "人均消费", "system", {"137元"}),
        ("餐馆", "人均消费", "user", {"100-150元"}),
        ("餐馆", "评分", "system", {"4.7分"}),
        ("餐馆", "评分", "user", {"4.5分以上"}),
        ("餐馆", "推荐菜", "user", {"面", "饭"}),
        ("景点", "门票", "user", {"20-50元"}),  # what is free has templates of its own
        ("景点", "电话", "system", {"1 2"}),
        ("酒店", "价格", "user", {"1000元以上"}),
        ("酒店", "酒店设施", "user", {"暖气", "SPA"}),
        ("地铁", "出发地附近地铁站", "system", {"庚站A口"}),
        ("出租", "目的地", "user", {"己"}),
        ("出租", "车型", "system", {"#CX"}),
    ],
)
def test_values_are_said_as_the_speaker_says_them(
    domain: str, slot: str, speaker: Any, values: set[str]
) -> None:
    drawn = {Values(ROWS).draw(random.Random(n), domain, slot, speaker) for n in range(20)}
    assert drawn == values


def test_a_value_that_is_taken_is_not_drawn() -> None:
    values = Values(ROWS)
    assert values.draw(random.Random(0), "餐馆", "推荐菜", "user", ["面"]) == "饭"
    with pytest.raises(CorpusError, match="too few values of 餐馆 推荐菜"):
        values.draw(random.Random(0), "餐馆", "推荐菜", "user", ["面", "饭"])


def corpus(folder: Path, user: Any = NOTHING, system: Any = NOTHING, **manual: Any) -> Path:
    names = {"餐馆": "restaurant", "景点": "attraction", "酒店": "hotel", "地铁": "metro"}
    (folder / "database").mkdir()
    (folder / "templates").mkdir()
    for domain, rows in ROWS.items():
        records = []
        for row in rows:
            plain = {k: v for k, v in row.items() if "-" not in k}
            facilities = [k.partition("-")[2] for k in row if "-" in k]
            records.append([row.get("名称", ""), plain | {"酒店设施": facilities}])
        path = folder / "database" / f"{names.get(domain, 'taxi')}_db.json"
        path.write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    for speaker, keys in (("user", user), ("system", system)):
        stem = f"{speaker}_template_nlg.json"
        auto = json.dumps(keys, ensure_ascii=False).encode()
        (folder / "templates" / f"auto_{stem}.gz").write_bytes(gzip.compress(auto))
        own = json.dumps(manual.get(speaker, {}), ensure_ascii=False)
        (folder / "templates" / f"manual_{stem}").write_text(own, encoding="utf-8")
    return folder


def filled(folder: Path) -> list[tuple[str, str]]:
    found = CrossWoz(folder).load("templates")
    return [(d.turns[0].utterance, format_acts(d.turns[0].acts)) for d in found]


def test_placeholders_are_filled_and_acts_have_the_words(tmp_path: Path) -> None:
    user = {
        "General+greet+none*Inform+餐馆+人均消费*Request+餐馆+名称": [
            "你好，人均消费[Inform+餐馆+人均消费]的餐馆？",
            "你好，人均消费[Inform+餐馆+人均消费]的餐馆？",  # each once
        ],
        "Inform+餐馆+推荐菜*Inform+餐馆+推荐菜": ["[Inform+餐馆+推荐菜2]和[Inform+餐馆+推荐菜1]"],
        "Request+酒店+酒店设施*Request+酒店+酒店设施": [
            "有[Request+酒店+酒店设施2]、[Request+酒店+酒店设施1]吗"
        ],
        "Select+餐馆+源领域+酒店": ["周边找餐馆"],
    }
    made = CrossWoz(corpus(tmp_path, user)).load("templates")
    first, second, third, fourth = (d.turns[0] for d in made)
    assert first.utterance == "你好，人均消费100-150元的餐馆？"
    assert format_acts(first.acts) == "hello(); 餐馆.inform(人均消费=100-150元); 餐馆.request(名称)"
    assert [first.text_of(act) for act in first.acts] == [None, "100-150元", None]
    assert sorted(second.text_of(act) or "" for act in second.acts) == ["面", "饭"]
    assert {str(a) for a in third.acts} == {
        f"酒店.request(酒店设施-{name})" for name in ("暖气", "SPA")
    }
    assert format_acts(fourth.acts) == "餐馆.select(源领域=酒店)"
    assert {d.dialogue_id for d in made} == {"user-1", "user-2", "user-3", "user-4"}
    assert made[0].domains == ("餐馆",)


def test_a_unit_behind_a_placeholder_is_not_said_twice(tmp_path: Path) -> None:
    system = {"Inform+餐馆+评分": ["评分[Inform+餐馆+评分]分。"]}
    [dialogue] = CrossWoz(corpus(tmp_path, system=system)).load("templates")
    turn = dialogue.turns[0]
    assert turn.utterance == "评分4.7分。"
    assert [turn.text_of(act) for act in turn.acts] == ["4.7分"]
    assert turn.speaker == "system"
    assert not turn.hypotheses


def test_facilities_and_what_there_is_not(tmp_path: Path) -> None:
    system = {
        "Inform+酒店+酒店设施+否": ["没有[Inform+酒店+酒店设施+否]"],
        "Inform+酒店+周边景点+无": ["周边没有景点"],
        "": ["好的"],
    }
    (_, facility), nothing, empty = filled(corpus(tmp_path, system=system))
    assert facility in ("酒店.inform(酒店设施-暖气=否)", "酒店.inform(酒店设施-SPA=否)")
    assert nothing == ("周边没有景点", "酒店.inform(周边景点=无)")
    assert empty == ("好的", "")


def test_several_slots_of_a_key_written_by_hand(tmp_path: Path) -> None:
    manual = {"Inform+餐馆+推荐菜1+推荐菜2": ["[Inform+餐馆+推荐菜1]、[Inform+餐馆+推荐菜2]"]}
    [(text, acts)] = filled(corpus(tmp_path, user=NOTHING, system=manual))
    assert text in ("面、饭", "饭、面")
    assert acts == f"餐馆.inform(推荐菜={text[0]}, 推荐菜={text[2]})"


def test_what_cannot_be_filled_is_skipped_and_counted(tmp_path: Path) -> None:
    user = {
        "Inform+餐馆+人均消费": ["不贵的餐馆", "[Inform+餐馆+推荐菜]，[Inform+餐馆+人均消费]"],
        "Inform+主体+属性+无": ["[主体]没有[属性]"],
    }
    reader = TemplateReader(corpus(tmp_path, user))
    assert not list(reader.read())
    assert reader.skipped == {"without the words of a value": 2, "about any slot": 1}


@pytest.mark.parametrize(
    ("templates", "message"),
    [
        ({"Inform+飞机+名称": ["x"]}, "unknown act in the key 'Inform[+]飞机[+]名称'"),
        ({"Fly+餐馆+名称": ["x"]}, "unknown act"),
        ({"Inform": ["x"]}, "'Inform' in a key"),
        ({"Inform+餐馆+名称": "x"}, "has text at Inform"),
        ({"Inform+餐馆+名称": [1]}, "has a whole number at Inform"),
    ],
)
def test_a_file_of_another_form_is_told(tmp_path: Path, templates: Any, message: str) -> None:
    with pytest.raises(CorpusError, match=f"auto_user_template_nlg.json.gz .*{message}"):
        CrossWoz(corpus(tmp_path, templates)).load("templates")


@given(
    st.dictionaries(
        st.sampled_from(["Request+餐馆+名称", "NoOffer+酒店+none"]), st.lists(st.text())
    )
)
def test_a_sentence_without_placeholders_stays(templates: dict[str, list[str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        said = [text for text, _ in filled(corpus(Path(folder), templates))]
    plain = [t for texts in templates.values() for t in dict.fromkeys(texts)]
    assert [t for t in plain if "[" not in t] == [t for t in said if "[" not in t]


FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "crosswoz"


@pytest.mark.skipif(
    not (FOLDER / "templates").is_dir(), reason="the templates of CrossWOZ are not at hand"
)
def test_the_published_templates() -> None:
    reader = TemplateReader(FOLDER)
    made = list(reader.read())
    assert len(made) == 55_569
    assert reader.skipped == {"without the words of a value": 192, "about any slot": 10}
    assert not any("+" in d.turns[0].utterance and "[" in d.turns[0].utterance for d in made)
