"""From annotated dialogues to what each turn changes, and the words that say it."""

from dataclasses import replace

import pytest

from dialog.acts import parse_acts
from dialog.corpus import CorpusTurn, Dialogue
from dialog.domain import load_domains
from dialog.dst.neural.examples import Change, TrackedTurn, TrackedTurns, Words, find, find_like
from dialog.dst.neural.reading import Place
from dialog.schema import DONTCARE
from dialog.values import readers

DOMAINS = load_domains(["hotel", "taxi"])


def test_changes_are_told_with_their_words(turns: list[TrackedTurn]) -> None:
    first, second, third = turns
    assert first.changes == {
        Place("hotel", "area"): Change("north", Words("text", 14, 19)),
        Place("hotel", "people"): Change("2", Words("text", 24, 27)),
    }
    name = second.changes[Place("hotel", "name")]
    assert name.value == "Aurora"
    assert name.words
    assert name.words.part == "context"
    assert second.reading.context[name.words.start : name.words.end] == "Aurora"
    assert second.changes[Place("hotel", "area")] == Change(DONTCARE)
    assert second.changes[Place("taxi", "departure")].words == name.words
    assert Place("hotel", "people") not in second.changes
    assert third.changes == {
        place: Change("") for place in (Place("hotel", s) for s in ("area", "people", "name"))
    }


def test_a_turn_is_read_with_what_the_system_said_and_offered(turns: list[TrackedTurn]) -> None:
    _, second, _ = turns
    assert second.system == "Aurora is free."
    assert second.told == {Place("hotel", "name"): "Aurora"}
    assert [known.value for known in second.reading.held] == ["north", "2"]
    assert second.read_with({}).held == ()


def test_what_the_system_asked_for_is_known(dialogue: Dialogue) -> None:
    acts = parse_acts("hotel.request(area); hotel.select(stars); reqmore(); hotel.offer(name=Alma)")
    asks = replace(dialogue.turns[1], acts=tuple(acts))
    talk = replace(dialogue, turns=(dialogue.turns[0], asks, dialogue.turns[2]))
    first, second = TrackedTurns(DOMAINS).turns(talk)
    assert first.reading.asked == frozenset()
    assert second.reading.asked == {Place("hotel", "area"), Place("hotel", "stars")}


def test_own_domains_alone(dialogue: Dialogue) -> None:
    maker = TrackedTurns(DOMAINS)
    taxi = replace(dialogue, domains=("taxi",))
    assert {p.domain for p in next(maker.turns(taxi, own=True)).places} == {"taxi"}
    assert {p.domain for p in next(maker.turns(taxi)).places} == {"hotel", "taxi"}
    strangers = next(maker.turns(taxi, own=True)).strangers
    assert [{p.domain for p in slots} for slots in strangers] == [{"hotel"}]
    assert next(maker.turns(taxi)).strangers == ()


def test_a_domain_of_the_same_kind_is_no_stranger(dialogue: Dialogue) -> None:
    hotel = DOMAINS["hotel"]
    twin = replace(hotel, schema=hotel.schema.model_copy(update={"name": "inn"}))
    maker = TrackedTurns({**DOMAINS, "inn": twin})
    turn = next(maker.turns(replace(dialogue, domains=("hotel",)), own=True))
    assert [{p.domain for p in slots} for slots in turn.strangers] == [{"taxi"}]


def test_what_is_only_asked_for_is_no_value_that_was_told() -> None:
    said = CorpusTurn("system", "", acts=tuple(parse_acts("hotel.inform(phone=1, stars=3)")))
    dialogue = Dialogue("d", "train", ("hotel",), {}, (said, CorpusTurn("user", "ok")))
    (turn,) = TrackedTurns(DOMAINS).turns(dialogue)
    assert turn.told == {Place("hotel", "stars"): "3"}
    assert Place("hotel", "phone") in turn.places


def test_another_spelling_of_a_value_is_no_change() -> None:
    def turn(text: str, *spellings: str) -> CorpusTurn:
        extra = {"state_variants": {"taxi": {"destination": spellings}}}
        return CorpusTurn("user", text, state={"taxi": {"destination": spellings[0]}}, extra=extra)

    said = (turn("to the city", "town", "the city"), turn("to town", "the centre", "town"))
    dialogue = Dialogue("d", "train", ("taxi",), {}, said)
    first, second = TrackedTurns(DOMAINS).turns(dialogue)
    place = Place("taxi", "destination")
    assert first.changes == {place: Change("town", Words("text", 3, 11))}
    assert not second.changes
    assert second.after == {place: "town"}


@pytest.mark.parametrize(
    ("slot", "text", "value", "words"),
    [
        ("leave_at", "pick me up at half past six", "18:30", None),
        ("leave_at", "pick me up at half past six", "06:30", "half past six"),
        ("leave_at", "at 6 pm, no, 7 pm", "19:00", "7 pm"),
        ("destination", "to the Roma, please", "roma", "Roma"),
        ("destination", "to Roma Termini", "milano", None),
    ],
)
def test_the_fewest_words_of_a_value(slot: str, text: str, value: str, words: str | None) -> None:
    found = find(readers(DOMAINS)["taxi"], slot, text, value)
    assert (text[slice(*found)] if found else None) == words


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("about the Cambrige artworks .", "cambridge artworks", "Cambrige artworks"),
        ("is it Queen 's College ?", "queens college", "Queen 's College"),
        ("to Bishop 's Stortford today", "bishops stortford", "Bishop 's Stortford"),
        ("人均消费50 - 100元的餐馆", "50-100元", None),  # words are not cut in Chinese
        ("at the cafe", "the cow", None),
        ("Is the Acorn free?", "alexander bed and breakfast", None),
    ],
)
def test_words_that_spell_a_value_otherwise(text: str, value: str, words: str | None) -> None:
    found = find_like(text, value)
    assert (text[slice(*found)] if found else None) == words
