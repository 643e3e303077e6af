"""What is read of a turn: every known value has its place in the context."""

from dialog.acts import parse_acts
from dialog.dst.neural.reading import Place, latest, offers, reading, values_before, words_of
from dialog.schema import DONTCARE
from dialog.state import DialogueState, DomainState, SlotBelief, Turn, UserTurn

AREA, NAME, STARS = (Place("hotel", slot) for slot in ("area", "name", "stars"))


def test_known_values_stand_where_they_are_said_to() -> None:
    read = reading("Try Alma.", "fine", {AREA: "north", STARS: DONTCARE}, {NAME: "Alma"})
    assert read.context == "Try Alma. | hotel area: north ; hotel stars: any ; hotel name: Alma ;"
    assert read.context[: read.said] == "Try Alma."
    known = [*read.held, *read.offered]
    assert [read.context[k.start : k.end] for k in known] == ["north", "any", "Alma"]
    assert [(k.place, k.value) for k in known] == [
        (AREA, "north"),
        (STARS, DONTCARE),
        (NAME, "Alma"),
    ]


def test_names_become_words() -> None:
    assert words_of(Place("Hotels_1", "check-in.day")) == "Hotels 1 check in day"


def test_what_was_told_last_is_offered_unless_it_is_held() -> None:
    first = Turn(
        UserTurn.of("a hotel"), tuple(parse_acts("hotel.offer(name=Alma, stars=3)")), "Alma?"
    )
    state = DialogueState(turns=(first,), system_acts=tuple(parse_acts("hotel.inform(name=Roma)")))
    assert offers([NAME, STARS], state, {}) == {NAME: "Roma", STARS: "3"}
    assert list(offers([NAME, STARS], state, {})) == [NAME, STARS]
    assert offers([NAME, STARS], state, {NAME: "Roma"}) == {STARS: "3"}
    assert offers([NAME, AREA], state, {}) == {NAME: "Roma"}  # of what is tracked alone
    assert latest({AREA: "north", NAME: "Alma", STARS: "3"}, {}, most=2) == {
        STARS: "3", NAME: "Alma",
    }  # fmt: skip


def test_only_what_is_believed_enough_is_held() -> None:
    beliefs = {"area": SlotBelief((("north", 0.8),)), "stars": SlotBelief((("3", 0.3),))}
    state = DialogueState(domains={"hotel": DomainState(beliefs=beliefs)})
    assert values_before([AREA, NAME, STARS], state, 0.5) == {AREA: "north"}
