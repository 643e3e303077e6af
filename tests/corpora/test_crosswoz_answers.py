"""What is right to answer to the users of CrossWOZ."""

import json
import os
from pathlib import Path

import pytest

from corpora.crosswoz import CrossWoz
from corpora.crosswoz.answers import CrossWozKey
from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.answers import Wanted
from dialog.evaluation.answers import Answer, answer_metrics, judge, measure
from dialog.evaluation.answers.measuring import human

PARK = {"名称": "北海公园", "门票": 5, "游玩时间": "1小时 - 2小时", "评分": 4.7}
WALL = {"名称": "长城", "门票": 45, "游玩时间": "3天", "评分": 4.4, "周边景点": ["北海公园"]}
INN = {"名称": "如家 (东店)", "酒店类型": "经济型", "酒店设施": ["叫醒服务"], "价格": None}

FOLDER = Path(os.environ.get("DIALOG_CORPORA", "")) / "crosswoz"


@pytest.fixture
def key(tmp_path: Path) -> CrossWozKey:
    for name, rows in (("attraction", [PARK, WALL]), ("hotel", [INN]), ("restaurant", [])):
        records = [[row["名称"], row] for row in rows]
        text = json.dumps(records, ensure_ascii=False)
        (tmp_path / f"{name}_db.json").write_text(text, encoding="utf-8")
    return CrossWozKey(tmp_path)


def dialogue(rows, *turns):
    """A dialogue with the rows of a goal, all found as wanted."""
    data = {"goal": rows, "final_goal": rows}
    return Dialogue("one", "test", (), data, tuple(turns))


@pytest.mark.parametrize(
    ("domain", "slot", "value", "found"),
    [
        ("景点", "门票", "20元以下", {"北海公园"}),
        ("景点", "门票", "20-50元", {"长城"}),
        ("景点", "评分", "4.5分以上", {"北海公园"}),
        ("景点", "游玩时间", "2小时", {"北海公园"}),
        ("景点", "游玩时间", "12小时 - 6天", {"长城"}),
        ("景点", "周边景点", "北海公园", {"长城"}),
        ("酒店", "酒店类型", "经济", {"如家 (东店)"}),
        ("酒店", "酒店设施", "叫醒服务", {"如家 (东店)"}),
        ("酒店", "酒店设施", "叫醒服务 吹风机", set()),
        ("酒店", "酒店设施-叫醒服务", "是", {"如家 (东店)"}),
        ("酒店", "价格", "100-200元", set()),  # whose price is not known
        ("酒店", "名称", "如家(东店)", {"如家 (东店)"}),
        ("出租", "车型", "#CX", set()),
    ],
)
def test_the_places_that_fit(key, domain, slot, value, found) -> None:
    assert key.find(domain, {slot: value}) == found


def test_facilities_are_yes_or_no_in_either_language(key) -> None:
    state = {"酒店": {"酒店设施-叫醒服务": "yes", "酒店类型": "经济型"}}
    assert key.spelled(state) == {"酒店": {"酒店设施-叫醒服务": "是", "酒店类型": "经济型"}}


def test_what_is_wanted(key) -> None:
    rows = [
        [1, "景点", "评分", "4.5分以上", True],
        [1, "景点", "名称", "", True],
        [1, "景点", "电话", "", True],
        [1, "景点", "周边酒店", [], True],
        [2, "酒店", "名称", "如家", True],
        [2, "酒店", "酒店设施-吹风机", "", True],
        [3, "景点", "门票", "免费", True],
    ]
    none = CorpusTurn("system", "周边没有酒店", acts=tuple(parse_acts("景点.inform(周边酒店=无)")))
    assert key.goal(dialogue(rows, none)) == {
        "景点": Wanted({"评分": "4.5分以上"}, frozenset({"电话"}), "名称", domain="景点"),
        "酒店": Wanted({"名称": "如家"}, frozenset(), "", domain="酒店"),
        "景点 (2)": Wanted({"门票": "免费"}, frozenset(), "名称", domain="景点"),
    }


def test_values_become_placeholders_and_characters_tokens(key) -> None:
    said = "推荐如家（东店），电话是6738,6739。"
    told = parse_acts('酒店.offer(名称="如家(东店)"); 酒店.inform(电话="6738 6739")')
    answer = key.delexicalised(CorpusTurn("system", said, acts=tuple(told)))
    assert answer == "推荐[酒店_名称]，电话是[酒店_电话]。"
    assert key.plain(answer) == "推 荐 名称 ， 电 话 是 电话 。"
    assert key.placeholder("名称") == ("", "名称")
    assert key.placeholder("hotel_phone") == ("", "")


def test_each_of_two_wishes_of_a_domain_needs_an_offer_of_its_own(key) -> None:
    rows = [
        [1, "景点", "门票", "20元以下", True],
        [2, "景点", "门票", "20-50元", True],
        [2, "景点", "电话", "", True],
    ]
    turns = [CorpusTurn(speaker, "…") for _ in range(2) for speaker in ("user", "system")]
    cheap, dear = {"景点": {"门票": "20元以下"}}, {"景点": {"门票": "20-50元"}}

    def causes(*states):
        said = [Answer("[景点_名称] [景点_电话]", state, ("景点",)) for state in states]
        return [verdict.cause for verdict in judge(dialogue(rows, *turns), said, key).verdicts]

    assert causes(cheap, dear) == causes(dear, cheap) == ["", ""]
    assert causes(cheap, cheap) == ["", "wrong offer"]
    assert causes(cheap) == ["", "nothing offered"]
    assert causes(dear) == ["nothing offered", ""]


@pytest.mark.skipif(
    not (FOLDER / "val.json.zip").is_file(),
    reason="DIALOG_CORPORA names no folder that holds crosswoz",
)
def test_the_clerks_of_the_corpus_do_well() -> None:
    corpus = CrossWoz(FOLDER)
    dialogues, key = corpus.load("validation"), corpus.answer_key()
    measured = measure(dialogues, human(dialogues, key), key).measured
    inform, success, bleu, _ = answer_metrics(measured)
    assert inform.value >= success.value > 80
    assert bleu.value == pytest.approx(100)  # its own answers
