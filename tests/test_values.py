"""Words to values: what people type, and the canonical value it stands for."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.domain import Domain, find_domain
from dialog.rows import Row
from dialog.schema import Booking, Database, DomainSchema, Slot, SlotType
from dialog.values import (
    DAYS,
    ValueReader,
    fold,
    read_boolean,
    read_day,
    read_number,
    read_time,
    readers,
)

RESTAURANT = find_domain("restaurant")
READER = ValueReader(RESTAURANT)


class Rows(Domain):
    """A domain with rows of its own."""

    @property
    def _rows(self) -> list[Row]:  # type: ignore[override]
        return [{"name": n} for n in ("The Old Mill", "Room 7", "Room 9", "Blue Lagoon", "???")]


def shop(**slots: Slot) -> ValueReader:
    schema = DomainSchema(
        name="shop",
        description="Find a shop.",
        entity="shop",
        slots={
            "name": Slot(name="name", description="the name", place=True),
            **{n: s.model_copy(update={"name": n}) for n, s in slots.items()},
        },
        database=Database(table="shop"),
        booking=Booking(),
    )
    return ValueReader(Rows(schema, Path()), ["Central Station"])


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("7", "07:00"),
        ("7 pm", "19:00"),
        ("7pm", "19:00"),
        ("9:45pm", "21:45"),
        ("7 p.m.", "19:00"),
        ("07:00", "07:00"),
        ("18h30", "18:30"),
        ("half past six", "06:30"),
        ("half past six in the evening", "18:30"),
        ("half six", "06:30"),
        ("quarter to 8", "07:45"),
        ("a quarter to eight pm", "19:45"),
        ("quarter past 9", "09:15"),
        ("quarter to midnight", "23:45"),
        ("quarter to 12 am", "23:45"),
        ("quarter to one pm", "12:45"),
        ("ten to one", "00:50"),
        ("twenty five to nine", "08:35"),
        ("7 to 9", "07:00"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("12 am", "00:00"),
        ("12:30 am", "00:30"),
        ("12 pm", "12:00"),
        ("5 o'clock", "05:00"),
        ("five o’clock in the afternoon", "17:00"),
        ("5:30 in the afternoon", "17:30"),
        ("afternoon at 4", "16:00"),
        ("1900", "19:00"),
        ("930", "09:30"),
        ("at 19.30", "19:30"),
        ("seven thirty pm", "19:30"),
        ("seven oh five", "07:05"),
        ("eleven forty five", "11:45"),
        ("twenty one thirty", "21:30"),
        ("nineteen hundred", "19:00"),
        ("tonight at 8", "20:00"),
        ("table for 4 at 18:30", "18:30"),
        ("for two at seven", "07:00"),
        ("i am free at 7 pm", "19:00"),
        ("24:00", "00:00"),
    ],
)
def test_times(text: str, time: str) -> None:
    assert read_time(text) == time


@pytest.mark.parametrize("text", ["", "25:00", "7:75", "half past", "soon", "in 5 minutes", "99"])
def test_what_is_no_time_of_day(text: str) -> None:
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("two", "2"),
        ("2 people", "2"),
        ("just me", "1"),
        ("me and my wife", "2"),
        ("on my own", "1"),
        ("a couple", "2"),
        ("a couple of people", "2"),
        ("a party of six", "6"),
        ("a table for four", "4"),
        ("one person", "1"),
        ("a person", "1"),
        ("twenty five", "25"),
        ("twenty-five", "25"),
        ("thirty", "30"),
        ("a dozen", "12"),
        ("half a dozen", "6"),
        ("two hundred", "200"),
        ("1,000", "1000"),
        ("007", "7"),
        ("the two of us", "2"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize("text", ["", "none", "many", "call me later", "9" * 5000])
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((day, day) for day in DAYS),
        ("wensday", "wednesday"),
        ("wendsday", "wednesday"),
        ("tuesdya", "tuesday"),
        ("firday", "friday"),
        ("munday", "monday"),
        ("saturdya", "saturday"),
        ("sat", "saturday"),
        ("weds", "wednesday"),
        ("thurs.", "thursday"),
        ("on Mondays", "monday"),
        ("friday's", "friday"),
        ("this Sunday", "sunday"),
        ("tommorow", "tomorrow"),
        ("tonight", "today"),
        ("this evening", "today"),
    ],
)
def test_days(text: str, day: str) -> None:
    assert read_day(text) == day


@pytest.mark.parametrize("text", ["", "money", "sunny", "a holiday", "the day after tomorrow"])
def test_what_is_no_day(text: str) -> None:
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("free wifi", "yes"),
        ("parking", "yes"),
        ("yes", "yes"),
        ("no parking", "no"),
        ("without internet", "no"),
        ("we don't need it", "no"),
    ],
)
def test_booleans(text: str, answer: str) -> None:
    assert read_boolean(text) == answer


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("food", "itallian", "italian"),
        ("food", "Chineese food", "chinese"),
        ("food", "thia", "thai"),
        ("food", "THAI!", "thai"),
        ("food", "pizzas", "italian"),
        ("food", "north indian", "indian"),
        ("area", "center", "centre"),
        ("area", "the city centre", "centre"),
        ("area", "norht", "north"),
        ("area", "north part of town", "north"),
        ("pricerange", "reasonably priced", "moderate"),
        ("pricerange", "moderately priced", "moderate"),
        ("pricerange", "moderatly priced", "moderate"),
        ("pricerange", "expensive restaurant", "expensive"),
        ("pricerange", "the very cheap price range", "cheap"),
        ("pricerange", "cheaper", "cheap"),
        ("pricerange", "a bit more expensive", "expensive"),
        ("pricerange", "not expensive", "cheap"),
        ("pricerange", "something not expensive at all", "cheap"),
    ],
)
def test_categorical_synonyms_and_typos(slot: str, text: str, value: str) -> None:
    read = READER.read(slot, text)
    assert read is not None
    assert read[0] == value


@pytest.mark.parametrize(
    ("slot", "text"),
    [("food", "xyzzy"), ("food", "any"), ("food", ""), ("food", "not so italian"), ("area", "?")],
)
def test_what_is_no_categorical_value(slot: str, text: str) -> None:
    assert READER.read(slot, text) is None


def test_of_two_values_the_first_is_read_and_trusted_less() -> None:
    read = READER.read("food", "italian or maybe chinese")
    assert read is not None
    assert read[0] == "italian"
    assert read[1] < 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the old mill", "The Old Mill"),
        ("old mill", "The Old Mill"),
        ("Blue Lagoon", "Blue Lagoon"),
        ("the blue lagoon", "Blue Lagoon"),
        ("blue lagon", "Blue Lagoon"),
        ("central station", "Central Station"),
        ("room 7", "Room 7"),
    ],
)
def test_open_names_take_the_spelling_of_their_row(text: str, name: str) -> None:
    read = shop().read("name", text)
    assert read is not None
    assert read[0] == name


@pytest.mark.parametrize("text", ["the museum", "Zorblax", "room 8", "my hotel"])
def test_unknown_open_text_stays_as_said(text: str) -> None:
    assert shop().read("name", text) == (text, 0.9)


def test_a_landmark_is_found_with_its_article() -> None:
    assert READER.read("near", "the museum") == ("museum", 1.0)


def test_a_name_as_near_to_two_rows_is_trusted_less() -> None:
    colour = Slot(
        name="colour",
        type=SlotType.CATEGORICAL,
        description="the colour",
        values={"crimson1": [], "crimsona": [], "crimsonb": []},
    )
    read = shop(colour=colour).read("colour", "crimsonc")
    assert read is not None
    assert read[1] < 0.5


def test_a_canonical_value_wins_over_a_synonym_of_another() -> None:
    slot = Slot(
        type=SlotType.CATEGORICAL, description="size", values={"large": [], "huge": ["large"]}
    )
    assert shop(size=slot).read("size", "large") == ("large", 1.0)


def test_found_values_are_where_they_stand_in_the_text() -> None:
    text = "İs there a CHEAP thai place near the Museum?"
    found = {(m.slot, m.value, text[m.start : m.end]) for m in READER.find(text)}
    assert found >= {
        ("pricerange", "cheap", "CHEAP"),
        ("food", "thai", "thai"),
        ("near", "museum", "Museum"),
    }


def test_a_longer_value_hides_the_shorter_one_inside_it() -> None:
    values = [m.value for m in READER.find("something not too expensive")]
    assert values == ["cheap"]


def test_names_are_found_without_their_article() -> None:
    assert [m.value for m in shop().find("is the old mill open")] == ["The Old Mill"]
    assert [m.value for m in shop().find("is old mill open")] == ["The Old Mill"]


def test_places_are_the_entities_of_every_domain() -> None:
    known = readers({"restaurant": RESTAURANT, "taxi": find_domain("taxi")})
    name = RESTAURANT.rows()[0]["name"]
    slot = next(s for s in known["taxi"].domain.schema.slots.values() if s.place)
    assert known["taxi"].read(slot.name, name.lower()) == (name, 1.0)


@given(st.text())
def test_reading_never_fails(text: str) -> None:
    for slot in RESTAURANT.schema.slots:
        read = READER.read(slot, text)
        assert read is None or (read[0] and 0 < read[1] <= 1)
    for match in READER.find(text):
        assert 0 <= match.start < match.end <= len(text)


@given(st.one_of(st.text(), st.from_regex(r"[a-z ]{0,9}\d{1,4}[:. ]?\d{0,3} ?([ap]m)?")))
def test_times_are_valid(text: str) -> None:
    time = read_time(text)
    assert time is None or re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", time)


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_canonical_time_reads_to_itself(hour: int, minute: int) -> None:
    time = f"{hour:02d}:{minute:02d}"
    assert read_time(time) == time
    half = "pm" if hour >= 12 else "am"
    assert read_time(f"{hour % 12 or 12}:{minute:02d} {half}") == time


@given(st.integers(0, 999_999_999))
def test_a_canonical_number_reads_to_itself(number: int) -> None:
    assert read_number(str(number)) == str(number)


@pytest.mark.parametrize("name", ["restaurant", "hotel", "taxi"])
def test_canonical_values_read_to_themselves(name: str) -> None:
    reader = ValueReader(find_domain(name))
    for slot in reader.domain.schema.slots.values():
        for value in slot.values:
            assert reader.read(slot.name, value) == (value, 1.0)
        for value in reader.names.get(slot.name, {}).values():
            assert reader.read(slot.name, value) == (value, 1.0)


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)
