"""Words to values: what people type, and the canonical value it stands for."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.domain import Domain, find_domain
from dialog.rows import Row
from dialog.schema import Booking, Database, DomainSchema, Slot, SlotType
from dialog.values import (
    ValueReader,
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


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("food", "Romanian", "romanian"),
        ("food", "some asian oriental food", "asian oriental"),
        ("food", "gluten-free", "gluten-free"),
        ("food", "itallian", None),  # listed, with a typo
        ("food", "north indian", None),  # a kind of a listed one
        ("food", "cheap", None),  # of another slot
        ("food", "expensve", None),
        ("food", "place to dine", None),  # what the domain calls its entities
        ("food", "food", None),
        ("food", "7 pm", None),
        ("food", "that one with the blue door", None),
        ("pricerange", "romanian", None),  # all its values are listed
        ("name", "romanian", None),
    ],
)
def test_what_is_wanted_beside_the_listed_values(slot: str, text: str, value: str | None) -> None:
    assert READER.unlisted(slot, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("North Indian food", "north indian"),
        ("eastern european", "eastern european"),
        ("indian", None),
        ("indain", None),
        ("west african", None),  # a synonym
        ("romanian", None),
    ],
)
def test_a_kind_of_a_listed_value(text: str, value: str | None) -> None:
    assert READER.qualified("food", text) == value


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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("saint osmonds college", "Saint Osmund's College"),
        ("saint john's college", "saint john's college"),  # one word is another, not a typo
    ],
)
def test_a_name_is_another_if_one_of_its_words_is(text: str, name: str) -> None:
    taxi = readers({"taxi": find_domain("taxi")})["taxi"]
    read = taxi.read("departure", text)
    assert read is not None
    assert read[0] == name


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


def test_values_are_found_with_an_apostrophe_too_many() -> None:
    [match] = (m for m in shop().find("is the o'ld mill open") if m.value == "The Old Mill")
    assert "is the o'ld mill open"[match.start : match.end] == "the o'ld mill"


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


@settings(deadline=None)  # the first text loads the rows
@given(st.text())
def test_reading_never_fails(text: str) -> None:
    for slot in RESTAURANT.schema.slots:
        read = READER.read(slot, text)
        assert read is None or (read[0] and 0 < read[1] <= 1)
    for match in READER.find(text):
        assert 0 <= match.start < match.end <= len(text)


@pytest.mark.parametrize("name", ["restaurant", "hotel", "taxi"])
def test_canonical_values_read_to_themselves(name: str) -> None:
    reader = ValueReader(find_domain(name))
    for slot in reader.domain.schema.slots.values():
        for value in slot.values:
            assert reader.read(slot.name, value) == (value, 1.0)
        for value in reader.names.get(slot.name, {}).values():
            assert reader.read(slot.name, value) == (value, 1.0)


@pytest.mark.parametrize(
    ("text", "town"),
    [
        ("the Larkhaven train station", "Larkhaven"),
        ("port", "Port Ellery"),
        ("larkhavn", "Larkhaven"),
        ("Leicester", "Leicester"),
    ],
)
def test_a_listed_name_is_read_from_more_words_or_fewer(text: str, town: str) -> None:
    found = ValueReader(find_domain("train")).read("destination", text)
    assert found is not None
    assert found[0] == town


def test_a_place_called_by_what_it_is_is_not_the_one_whose_name_begins_so() -> None:
    assert ValueReader(find_domain("taxi")).read("departure", "the church") == ("the church", 0.9)
