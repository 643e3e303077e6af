"""What simulated users make of phrases keeps its meaning, and values their places."""

import random

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import load_domains
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.speech import Speech
from dialog.values import readers

CITY = load_domains(["restaurant", "hotel", "taxi"])
SPEECH = Speech(CITY)


def said(acts, *before, seeds=60):
    """Return what is said for acts after exchanges of the system's acts and the user's."""
    texts = []
    for seed in range(seeds):
        rng, heard = random.Random(seed), ""
        for user, system in before:
            SPEECH.say(parse_acts(user), parse_acts(heard) if heard else (), rng)
            heard = system
        texts.append(SPEECH.say(parse_acts(acts), parse_acts(heard) if heard else (), rng))
    return texts


def meant(words):
    return {act for act in words.acts if act.type is not ActType.DENY}


def test_all_that_is_meant_is_said_and_nothing_else():
    known, sampler = readers(CITY), GoalSampler(CITY)
    for seed in range(80):
        rng = random.Random(seed)
        for part in sampler.sample(rng).parts:
            wants = {**part.constraints, **part.details}
            acts = [
                *parse_acts("hello()"),
                *(DialogueAct(ActType.INFORM, part.domain, s, v) for s, v in wants.items()),
                *(a for s in part.requests for a in parse_acts(f"{part.domain}.request({s})")),
            ]
            words = SPEECH.say(acts, (), rng)
            inert = {a for a in words.acts if a.slot == "type" and a not in acts}
            assert set(words.acts) - inert == set(acts), words
            for act in words.acts:
                if act.span and act.value not in ("yes", "no"):
                    text = words.text[slice(*act.span)]
                    read = known[act.domain].read(act.slot, text)
                    assert read, words
                    assert read[0].casefold() == act.value.casefold(), words


def test_thanks_and_goodbye_are_both_told():
    for words in said("negate(); thank(); bye()"):
        assert [act.type for act in words.acts].count(ActType.THANK) == 1
        assert set(words.acts) == set(parse_acts("negate(); thank(); bye()"))


def test_any_time_will_do():
    assert not any("dontcare" in words.text for words in said("restaurant.inform(time=dontcare)"))


def test_what_the_system_got_wrong_is_put_right():
    heard = ("hotel.inform(area=north)", "hotel.confirm(area=south)")
    texts = said("negate(); hotel.inform(area=north)", heard)
    assert any("i said" in words.text.lower() for words in texts)
    denied = [act for words in texts for act in words.acts if act.type is ActType.DENY]
    assert {act.value for act in denied} == {"south"}
    assert all(act.span for act in denied)


def test_another_mind_is_told_as_one():
    heard = ("hotel.inform(area=north)", "hotel.offer(name=Campus Inn)")
    texts = [words.text.lower() for words in said("hotel.inform(area=east)", heard)]
    assert any("instead" in text or "actually" in text for text in texts)
    first = [words.text.lower() for words in said("hotel.inform(area=east)")]
    assert not any("instead" in text or "changed my mind" in text for text in first)


def test_words_vary():
    acts = "restaurant.inform(task=find, food=thai, area=north, pricerange=cheap)"
    assert len({words.text for words in said(acts, seeds=100)}) > 90


@pytest.mark.parametrize("seed", range(5))
def test_in_chinese(seed):
    speech = Speech(load_domains(["crosswoz"]))
    acts = parse_acts("酒店.inform(价格=100-200元, 评分=4分以上); 酒店.request(电话)")
    words = speech.say(acts, (), random.Random(seed))
    assert meant(words) == set(acts)
    assert " " not in words.text
