"""Templates: which are chosen, what fills them, and that all is said."""

import asyncio
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.component import Generator, Response
from dialog.domain import Domain
from dialog.errors import DomainError
from dialog.nlg.template import TemplateGenerator
from dialog.schema import Booking, DomainSchema
from dialog.state import DialogueState, DomainState, SlotBelief, Turn, UserTurn

ROMA = {
    "name": "Roma",
    "food": "italian",
    "area": "west",
    "internet": "yes",
    "phone": "614953",
    "near": "bridge;tower",
}


def belief(**values: str) -> dict[str, SlotBelief]:
    return {slot: SlotBelief(((value, 1.0),)) for slot, value in values.items()}


AT_ROMA = DialogueState(
    active="inn", domains={"inn": DomainState(entity=ROMA, beliefs=belief(stay="2", day="monday"))}
)


def respond(domain: Domain, acts: str, state: DialogueState = AT_ROMA, seed: int = 0) -> Response:
    generator = TemplateGenerator({domain.name: domain}, seed=seed)
    parsed = parse_acts(acts, default_domain=domain.name)
    return asyncio.run(generator.generate(parsed, state))


def say(domain: Domain, acts: str, state: DialogueState = AT_ROMA) -> str:
    return respond(domain, acts, state).text


def test_it_is_a_generator(inn: Domain) -> None:
    assert isinstance(TemplateGenerator({"inn": inn}), Generator)


@pytest.mark.parametrize(
    ("acts", "text"),
    [
        (
            "offer(name=Roma, internet=yes)",
            "Roma is an Italian inn in the west. The wifi is available.",
        ),
        (
            "offer(name=Roma, phone=614953)",
            "Roma is an Italian inn in the west. The phone number of Roma is 614953.",
        ),
        ("offer(name=Roma)", "Roma is an Italian inn in the west."),
        ("inform(phone=1, area=west)", "Roma is in the west, call 1."),
        ("inform(internet=yes)", "Yes, Roma has wifi."),
        ("confreq(area=west, food)", "In the west. What food?"),
        ("nooffer(food=thai)", "There is no Thai inn."),
        ("nooffer(food=thai, food=fusion)", "There is no Thai or fusion inn."),
        ("book(reference=AB12)", "Booked for 2 nights from Monday, reference AB12."),
        ("book(reference=AB12, stay=1)", "Booked for 1 night from Monday, reference AB12."),
    ],
)
def test_the_domain_speaks(inn: Domain, acts: str, text: str) -> None:
    assert say(inn, acts) == text


def test_what_one_template_leaves_is_said_by_others(inn: Domain) -> None:
    response = respond(inn, "inform(phone=1, internet=yes, time=19:00)")
    assert "Yes, Roma has wifi." in response.text
    assert "19:00" in response.text
    assert re.search(r"(Call Roma on|of Roma is) 1\.", response.text)
    assert response.facts == {"name": "Roma", "phone": "1", "internet": "yes", "time": "19:00"}


def test_what_a_booking_left_out_is_not_said_to_be_booked(inn: Domain) -> None:
    made = AT_ROMA.with_domain("inn", bookings=({"stay": "2", "day": "", "reference": "AB12"},))
    assert say(inn, "book(reference=AB12)", made) == "Booked for 2 nights, reference AB12."


def test_what_a_booking_gave_is_known_when_another_is_proposed(inn: Domain) -> None:
    words = "[{reference} stays booked. ]Shall I book a room[ for {stay:unit}]?"
    bookable = replace(
        inn,
        schema=inn.schema.model_copy(update={"booking": Booking()}),
        responses={**inn.responses, "confirm(task=book)": [words]},
    )
    assert say(bookable, "confirm(task=book)") == "Shall I book a room for 2 nights?"
    made = AT_ROMA.with_domain("inn", bookings=({"stay": "3", "reference": "AB12"},))
    proposed = "AB12 stays booked. Shall I book a room for 2 nights?"
    assert say(bookable, "confirm(task=book)", made) == proposed


def test_rest_of_a_booking_is_not_booked_twice(inn: Domain) -> None:
    text = say(inn, "book(reference=AB12, time=19:00)")
    assert text.casefold().count("booked") == 1
    assert "19:00" in text


def test_part_of_a_refusal_would_be_a_lie(inn: Domain) -> None:
    text = say(inn, "nooffer(food=thai, area=west)")
    assert "There is no Thai inn" not in text


def test_an_offer_may_carry_what_is_informed(inn: Domain) -> None:
    assert say(inn, "offer(name=Roma); inform(area=west)") == "Roma is an Italian inn in the west."


def test_another_entity_lends_no_facts(inn: Domain) -> None:
    assert say(inn, "offer(name=Siam House)") == "Siam House is an inn."
    siam = {**ROMA, "name": "Siam House", "food": "thai", "area": "north"}
    found = AT_ROMA.with_domain("inn", results=(ROMA, siam))
    assert say(inn, "offer(name=Siam House)", found) == "Siam House is a Thai inn in the north."


def test_of_many_values_only_those_asked_by_are_said(inn: Domain) -> None:
    near = AT_ROMA.with_domain("inn", beliefs=belief(near="tower"))
    assert (
        say(inn, "offer(name=Roma)", near) == "Roma is an Italian inn in the west near the tower."
    )
    elsewhere = AT_ROMA.with_domain("inn", beliefs=belief(near="museum"))
    assert "museum" not in say(inn, "offer(name=Roma)", elsewhere)


def test_a_blank_of_the_entity_is_not_filled_from_the_belief(inn: Domain) -> None:
    state = AT_ROMA.with_domain("inn", entity={**ROMA, "area": ""}, beliefs=belief(area="north"))
    assert say(inn, "offer(name=Roma)", state) == "Roma is an Italian inn."


@pytest.mark.parametrize("acts", ["inform(phone=unknown)", "inform(area=unknown)"])
def test_unknown_is_said_to_be_so(inn: Domain, acts: str) -> None:
    response = respond(inn, acts)
    assert "unknown" not in response.text
    assert "614953" not in response.text
    assert "phone" not in response.facts


@pytest.mark.parametrize(
    "acts",
    ["confirm(area=dontcare)", "confreq(area=dontcare, food)", "confreq(area=dontcare, day)"],
)
def test_dontcare_is_never_said(inn: Domain, plain_inn: Domain, acts: str) -> None:
    for domain in (inn, plain_inn):
        text = say(domain, acts)
        assert "dontcare" not in text
        assert text.endswith("?")


@pytest.mark.parametrize(
    ("acts", "words"),
    [
        ("request(food)", ["What kind of food?"]),
        ("request(day)", ["the day", "?"]),
        ("select(food=thai, food=italian)", ["Thai or Italian", "?"]),
        ("confreq(area=west, stay=2, food)", ["West", "2 nights", "What kind of food?"]),
        ("nooffer(food=thai, internet=yes)", ["inn"]),
        ("confirm(stay=1)", ["1 night", "?"]),
        ("inform(count=5)", ["5"]),
        ("offer(name=Roma)", ["Roma"]),
        ("offer(name=Roma, internet=no, stay=2)", ["Roma", "wifi is not available", "2 nights."]),
        ("nobook(reason=full)", ["book"]),
    ],
)
def test_generic_words(plain_inn: Domain, acts: str, words: list[str]) -> None:
    text = say(plain_inn, acts)
    assert all(word in text for word in words), text


@pytest.mark.parametrize("kind", list(ActType))
def test_every_act_has_words(plain_inn: Domain, kind: ActType) -> None:
    generator = TemplateGenerator({"inn": plain_inn})
    for act in [
        DialogueAct(kind),
        DialogueAct(kind, "inn"),
        DialogueAct(kind, "inn", "food"),
        DialogueAct(kind, "inn", "food", "thai"),
        DialogueAct(kind, "elsewhere", "colour", "red"),
    ]:
        assert re.search(r"\w", generator.say([act], DialogueState()).text)


def test_the_last_word_without_generic_responses(
    plain_inn: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dialog.nlg.template.generic_book", lambda language: _empty_book())
    assert say(plain_inn, "inform(area=west)") == "The part of town is west."
    assert say(plain_inn, "request(food)") == "What kind of food?"
    assert say(plain_inn, "inform(area=unknown)") == "I am sorry, I do not know the part of town."
    assert say(plain_inn, "confreq(area=west, food)") == "West. What kind of food?"
    assert say(plain_inn, "book(reference=AB12)") == "That is booked. The reference is AB12."
    assert say(plain_inn, "repeat()") == "I am sorry, I have no answer to that."


def _empty_book() -> object:
    from dialog.nlg.book import Book

    return Book.parse({}, "")


def test_facts_of_several_domains_are_told_apart(inn: Domain, tmp_path: Path) -> None:
    cab = Domain(
        DomainSchema.model_validate(
            {"name": "cab", "description": "A cab.", "entity": "cab", "slots": {}}
        ),
        tmp_path,
    )
    generator = TemplateGenerator({"inn": inn, "cab": cab})
    acts = parse_acts("inn.inform(area=west); cab.book(phone=07700); reqmore()")
    response = generator.say(acts, AT_ROMA)
    assert response.facts["cab.phone"] == "07700"
    assert response.facts["inn.area"] == "west"


def test_same_seed_and_turn_same_words(inn: Domain) -> None:
    said = {respond(inn, "inform(phone=1)", seed=s).text for s in range(20)}
    assert len(said) == 2
    assert len({respond(inn, "inform(phone=1)", seed=3).text for _ in range(5)}) == 1


@pytest.mark.parametrize("seed", range(5))
def test_a_variant_is_not_said_twice_in_a_row(inn: Domain, seed: int) -> None:
    state = AT_ROMA
    spoken = []
    for phone in "123456":
        text = respond(inn, f"inform(phone={phone})", state, seed).text
        spoken.append(text.replace(phone, "#"))
        turn = Turn(UserTurn.of("number?"), (), text)
        other = Turn(UserTurn.of("thanks"), (), "You're welcome.")
        state = DialogueState(domains=state.domains, turns=(*state.turns, turn, other))
    assert all(a != b for a, b in pairwise(spoken))


def test_what_is_put_forward_is_named_rather_than_what_was_perhaps_asked_for(
    inn: Domain, tmp_path: Path
) -> None:
    domain = Domain(inn.schema, tmp_path, responses={"confirm(task=book)": ["Book[ at {name}]?"]})
    unsure = SlotBelief((("Breakfast", 0.49),))
    own = DomainState(entity=ROMA, beliefs={"name": unsure})
    assert say(domain, "confirm(task=book)", DialogueState({"inn": own})) == "Book at Roma?"
    alone = DialogueState({"inn": DomainState(beliefs=belief(name="Siam House"))})
    assert say(domain, "confirm(task=book)", alone) == "Book at Siam House?"


def test_a_bad_template_is_named(inn: Domain, tmp_path: Path) -> None:
    bad = Domain(inn.schema, tmp_path, responses={"inform(phone)": ["Call {phone"]})
    with pytest.raises(DomainError, match=r"responses\.yml, key 'inform\(phone\)'.*partner"):
        TemplateGenerator({"inn": bad}).warm_up()


WORDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9 ']{0,12}[a-z0-9]", fullmatch=True)
SLOTS = st.sampled_from(
    ["name", "food", "area", "internet", "phone", "near", "stay", "day", "time", "odd"]
)
VALUES = st.one_of(
    st.none(), WORDS, st.sampled_from(["yes", "no", "unknown", "dontcare", "italian", "1", "2"])
)
ACTS = st.lists(
    st.one_of(
        st.builds(DialogueAct, st.sampled_from(ActType), st.sampled_from(["inn", ""])),
        st.builds(
            DialogueAct, st.sampled_from(ActType), st.sampled_from(["inn", "", "x"]), SLOTS, VALUES
        ),
    ),
    min_size=1,
    max_size=6,
)
SAID = {ActType.OFFER, ActType.INFORM, ActType.BOOK, ActType.AFFIRM, ActType.NEGATE}


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS, seed=st.integers(0, 9))
def test_all_is_said_and_every_value_said_is_a_fact(
    inn: Domain, acts: list[DialogueAct], seed: int
) -> None:
    response = TemplateGenerator({"inn": inn}, seed=seed).say(acts, AT_ROMA)
    text = response.text
    assert re.search(r"\w", text)
    assert not re.search(r"[{}\[\]]|  |dontcare", text)
    assert text == text.strip()
    stated = {part for value in response.facts.values() for part in value.split("; ")}
    for value in ROMA.values():  # an entity's values are said as facts or not at all
        if re.search(rf"\b{re.escape(value)}\b", text) and value not in ("yes", "Roma"):
            assert value in stated or any(value in part for part in stated)
    for act in acts:
        wordless = act.value is None or act.value in ("unknown", "dontcare", "yes", "no")
        if act.type in SAID and act.value and not wordless and not _contradicted(act, acts):
            assert act.value in stated
            assert " ".join(act.value.split()).casefold() in text.casefold()


def _contradicted(act: DialogueAct, acts: list[DialogueAct]) -> bool:
    """Whether the same act has another value for the slot as well, such as "unknown"."""
    same = [a for a in acts if (a.type, a.domain, a.slot) == (act.type, act.domain, act.slot)]
    return len({a.value for a in same}) > 1


def test_acts_without_slots_are_said_in_more_than_one_way(inn: Domain) -> None:
    generator = TemplateGenerator({"inn": inn})
    acts = parse_acts("reqmore()")
    state, said = DialogueState(), []
    for _ in range(4):
        said.append(generator.say(acts, state).text)
        state = replace(state, turns=(*state.turns, Turn(UserTurn.of("no"), acts, said[-1])))
    assert len(set(said)) > 1
    assert all(one != other for one, other in pairwise(said))
