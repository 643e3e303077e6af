"""Filled phrases: what is marked in them is what they say."""

import random

from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, parse_acts
from dialog.domain import load_domains
from dialog.nlu.examples import Example
from dialog.nlu.filling import PhraseFiller, swapped
from dialog.nlu.labels import TASK

DOMAINS = load_domains(["restaurant", "hotel", "taxi"])


def filled(seed: int) -> list[Example]:
    return PhraseFiller(DOMAINS, random.Random(seed)).examples(1)


FILLER = PhraseFiller(DOMAINS, random.Random(1))
FILLED = filled(0)
SPANNED = [e for e in FILLED if any(a.span for a in e.acts)]


def assert_aligned(example: Example) -> None:
    for act in example.acts:
        if act.span:
            # the first letter may have been capitalised after the fill
            said = example.text[slice(*act.span)]
            assert act.value is not None
            assert said.lower() == act.value.lower()
            assert said.strip() == said != ""


def test_every_span_is_its_value() -> None:
    assert len(SPANNED) > 300
    for example in FILLED:
        assert_aligned(example)
        assert "{" not in example.text


def test_fills_are_deterministic_by_seed() -> None:
    again = filled(0)
    assert again == FILLED
    assert [a.span for e in again for a in e.acts] == [a.span for e in FILLED for a in e.acts]
    assert filled(1) != FILLED


def test_a_key_says_what_is_done_with_the_value() -> None:
    text, acts = FILLER.fill(DOMAINS["restaurant"], "confirm(food)", "is it {food}")
    [act] = acts
    assert (act.type, act.domain, act.slot) == (ActType.CONFIRM, "restaurant", "food")
    assert act.span == (len("is it "), len(text))


def test_a_value_that_no_words_spell_has_no_span() -> None:
    _, acts = FILLER.fill(DOMAINS["restaurant"], "inform(area=dontcare)", "anywhere")
    assert acts == parse_acts("restaurant.inform(area=dontcare)")
    assert acts[0].span is None


@given(st.sampled_from(SPANNED), st.integers(0, 10_000))
def test_swapped_values_stay_aligned(original: Example, seed: int) -> None:
    changed = swapped(original, FILLER, random.Random(seed))
    assert_aligned(changed)
    assert [(a.type, a.domain, a.slot) for a in changed.acts] == [
        (a.type, a.domain, a.slot) for a in original.acts
    ]


def test_what_several_domains_say_alike_comes_with_its_topic() -> None:
    for example in FILLED:
        if example.domain and example.text.lower().strip(" .?!") in ("address", "book it"):
            assert example.active == example.domain


def test_every_question_has_bare_answers() -> None:
    for name, domain in DOMAINS.items():
        asked = {s.name for s in domain.schema.slots.values() if s.informable and s.question}
        bare = {
            a.slot
            for e in FILLED
            for a in e.acts
            if a.span and len(e.text) - (a.span[1] - a.span[0]) < 20 and e.said
            if e.said[0].slot == a.slot and e.active == name
        }
        assert {s for s in asked if domain.schema.slots[s].type != "boolean"} <= bare


def test_two_wishes_share_no_slot_and_one_may_be_refused() -> None:
    both = [e for e in FILLED if len({a.slot for a in e.acts}) > 1 and e.domain == "hotel"]
    refused = [e for e in both if parse_acts("hotel.inform(internet=no)")[0] in e.acts]
    assert any(TASK in {a.slot for a in e.acts} for e in refused)
    for example in both:
        said = [a.slot for a in example.acts if a.type is ActType.INFORM and a.domain == "hotel"]
        assert len(said) == len(set(said)), example.text


def test_words_that_refer_are_values() -> None:
    said = {(a.domain, a.slot, a.value) for seed in range(4) for e in filled(seed) for a in e.acts}
    assert ("taxi", "destination", "there") in said
    assert ("restaurant", "near", "there") in said
    shared = [value for _, slot, value in said if slot == "area" and value]
    assert any("same part of town as the " in value for value in shared)


def test_no_preference_for_a_slot_that_is_named() -> None:
    [act] = parse_acts("hotel.inform(pricerange=dontcare)")
    named = [e for e in FILLED if act in e.acts and "price range" in e.text.lower()]
    assert named
    assert all(e.active == "hotel" for e in named if e.text.lower().startswith("any "))
