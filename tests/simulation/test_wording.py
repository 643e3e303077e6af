"""Acts are said in words of the plugins, and read back as what was meant."""

import random

import pytest

from dialog.acts import parse_acts
from dialog.domain import load_domains
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.wording import Wording
from dialog.values import readers


@pytest.fixture(scope="module")
def city():
    return load_domains(["restaurant", "hotel", "taxi"])


def said(wording, acts, heard="", seeds=40):
    meant, asked = parse_acts(acts), parse_acts(heard)
    return {wording.say(meant, asked, random.Random(seed)).text for seed in range(seeds)}


def test_one_phrase_says_several_acts(city):
    wording = Wording(city)
    assert "a thai restaurant" in {
        text.lower() for text in said(wording, "restaurant.inform(task=find, food=thai)", seeds=300)
    }
    assert all(
        "." not in text for text in said(wording, "hotel.request(phone, postcode)", seeds=20)
    )


def test_a_bare_value_is_only_an_answer(city):
    wording = Wording(city)
    asked = said(wording, "hotel.inform(stay=3)", "hotel.request(stay)", 200)
    assert {"3", "three"} & {text.strip(" .") for text in asked}
    unasked = said(wording, "hotel.inform(stay=3)", seeds=200)
    assert not {"3", "three"} & unasked


def test_yes_is_set_off_by_a_comma(city):
    texts = said(Wording(city), "affirm(); hotel.inform(stay=3)")
    assert any(", " in text for text in texts)


def test_a_yes_stays_in_front(city):
    texts = said(Wording(city), "affirm(); hotel.inform(stay=3, internet=yes, stars=4)")
    stay = {"three", "3", "four", "4", "night", "star", "wifi", "internet"}
    assert not any(text.split(", ")[0].split()[0].strip(".,") in stay for text in texts)


def test_a_plugin_without_phrases_is_talked_about_all_the_same(domains):
    wording = Wording(domains)
    texts = said(wording, "cafe.inform(task=find, food=thai, area=dontcare); cafe.request(phone)")
    assert any("café" in text and "area" in text and "phone" in text for text in texts)
    assert all("thai" in text or "siamese" in text for text in texts)


def test_every_value_of_a_goal_is_said(city):
    wording, sampler = Wording(city), GoalSampler(city)
    known = readers(city)
    for seed in range(60):
        rng = random.Random(seed)
        for part in sampler.sample(rng).parts:
            for slot, value in {**part.constraints, **part.details}.items():
                meant = parse_acts(f'{part.domain}.inform({slot}="{value}")')
                text = wording.say(meant, (), rng).text
                yes_or_no = city[part.domain].schema.slots[slot].type == "boolean"
                found = {m.value for m in known[part.domain].find(text) if m.slot == slot}
                if found and not yes_or_no:
                    assert value in found, text


def test_the_same_chance_says_the_same(city):
    acts = "restaurant.inform(task=find, food=thai, area=north)"
    one, two = Wording(city), Wording(city)
    assert [one.say(parse_acts(acts), (), random.Random(n)) for n in range(10)] == [
        two.say(parse_acts(acts), (), random.Random(n)) for n in range(10)
    ]


@pytest.mark.parametrize(
    ("acts", "heard", "text"),
    [
        ("酒店.inform(价格=100-200元)", "", "价格要100-200元的"),
        ("酒店.request(酒店设施-桑拿)", "", "有桑拿吗"),
        ("酒店.inform(酒店设施-桑拿=no)", "", "不要桑拿"),
        ("出租.inform(出发地=故宫)", "出租.request(出发地)", "就故宫吧"),
        ("affirm(); 景点.request(门票)", "", "好的，门票多少钱"),
        ("餐馆.inform(推荐菜=烤鸭;豆汁)", "", "我想吃烤鸭和豆汁"),
    ],
)
def test_a_domain_is_spoken_of_in_its_language(acts, heard, text):
    texts = said(
        Wording(load_domains(["crosswoz"])), acts.replace("烤鸭;豆汁", '"烤鸭;豆汁"'), heard, 300
    )
    assert text in texts
    assert not any(letter in text for text in texts for letter in "abc ")
