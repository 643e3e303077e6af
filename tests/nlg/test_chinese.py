"""What is said in Chinese."""

import asyncio
from pathlib import Path

import pytest

from dialog.acts import ActType, parse_acts
from dialog.domain import Domain
from dialog.nlg.book import generic_book
from dialog.nlg.chinese import day, finish, listed
from dialog.nlg.template import TemplateGenerator
from dialog.nlg.wording import Part
from dialog.schema import DomainSchema
from dialog.state import DialogueState, DomainState

SHOP = {
    "name": "shop",
    "language": "zh",
    "description": "找书店。",
    "entity": "书店",
    "slots": {
        "name": {"description": "名称"},
        "price": {"description": "价格", "unit": "元", "spans": [50, 100]},
        "day": {"type": "day", "description": "日期", "question": "哪一天？"},
        "wifi": {"type": "boolean", "description": "无线网"},
    },
}


@pytest.fixture
def say():
    generator = TemplateGenerator({"shop": Domain(DomainSchema.model_validate(SHOP), Path())})

    def said(acts, **entity):
        state = DialogueState(active="shop", domains={"shop": DomainState(entity=entity or None)})
        spoken = generator.generate(parse_acts(acts, default_domain="shop"), state)
        return asyncio.run(spoken).text

    return said


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        ("inform(price=0)", "价格是免费。"),
        ("inform(price=60)", "价格是60元。"),
        ("inform(day=monday)", "日期是星期一。"),
        ("request(day)", "哪一天？"),
        ("request(price)", "请问价格是什么？"),
        ("nooffer(price=50元以下, wifi=yes)", "抱歉，没有完全符合条件（50元以下和无线网）的书店。"),
        ("select(price=50元以下, price=100元以上)", "50元以下或100元以上？"),
    ],
)
def test_words(say, acts, text):
    assert say(acts).endswith(text)


def test_sentences_have_no_space_between_them(say):
    assert " " not in say("inform(price=60); reqmore()")


@pytest.mark.parametrize("kind", list(ActType))
def test_every_act_of_the_system_has_words_of_its_language(kind):
    assert generic_book("zh").of(kind) or not generic_book("en").of(kind)


def test_small_forms():
    assert [listed(["甲"]), listed(["甲", "乙", "丙"])] == ["甲", "甲、乙和丙"]
    assert [day("sunday"), day("tomorrow")] == ["星期日", "明天"]
    assert finish([Part("门票"), Part("60元", is_value=True)]) == "门票60元。"
    assert finish([Part("好吗？")]) == "好吗？"
