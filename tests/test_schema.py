"""What a domain may declare, and what is refused."""

from typing import Any

import pytest
from pydantic import ValidationError

from dialog.schema import DomainSchema, SlotType

_TOLD = {"description": "x", "informable": False}


def schema(**slots: dict[str, Any]) -> DomainSchema:
    return DomainSchema.model_validate(
        {"name": "inn", "description": "Find an inn.", "entity": "inn", "slots": slots}
    )


def test_slots_know_their_names_and_values_may_be_a_list() -> None:
    inn = schema(
        area={"type": "categorical", "description": "the area", "values": ["north", "south"]},
        stars={
            "type": "categorical",
            "description": "the stars",
            "values": {4: None, 5: ["top"]},
        },
    )
    assert inn.slots["area"].name == "area"
    assert inn.slots["area"].values == {"north": [], "south": []}
    assert inn.slots["stars"].values == {"4": [], "5": ["top"]}
    assert inn.key == ""


def test_required_slots_come_first() -> None:
    ask = {"description": "it", "question": "Which?"}
    inn = schema(
        a={**ask, "search": "optional", "booking": "required"},
        b={**ask, "search": "required", "booking": "optional"},
        c=ask,
    )
    assert [s.name for s in inn.searchable] == ["b", "a"]
    assert [s.name for s in inn.bookable] == ["a", "b"]


@pytest.mark.parametrize(
    ("slot", "message"),
    [
        ({"description": "x", "type": "categorical"}, "a categorical slot needs `values`"),
        ({"description": "x", "search": "required"}, "needs a `question`"),
        ({"description": "x", "hours": ["11:00", "23:00"]}, "`hours` are of a time"),
        ({"description": "x", "type": "time", "hours": ["23:00", "11:00"]}, "the first and the"),
        ({"description": "x", "type": "time", "hours": ["11", "23"]}, "should match pattern"),
        ({"description": "x", "booking": "optional"}, "needs a `question`"),
        ({"description": "x", "bound": "at_least"}, "a `bound` is of a slot of the type time"),
        ({"description": "x", "type": "time", "bound": "least"}, "'at_least' or 'at_most'"),
        ({"description": "x", "least": 1}, "of a slot of the type number or time"),
        ({"description": "x", "type": "number", "least": "1.5"}, "are whole numbers"),
        ({"description": "x", "type": "time", "most": "25:00"}, 'of a time as "11:00"'),
        ({"description": "x", "type": "number", "least": 3, "most": 2}, "3, is more than `most`"),
        ({"description": "x", "unlisted": True}, "`unlisted` is of a slot of the type categorical"),
        ({"description": "x", "colour": "red"}, "Extra inputs are not permitted"),
        ({"description": "x", "type": "colour"}, "categorical"),
        ({"description": "x", "search": "maybe"}, "'required', 'asked', 'optional' or 'no'"),
        ({}, "Field required"),
    ],
)
def test_a_slot_that_is_wrong_is_named(slot: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message) as raised:
        schema(area=slot)
    assert raised.value.errors()[0]["loc"][:2] == ("slots", "area")


@pytest.mark.parametrize(
    ("slot", "value", "taken"),
    [
        ({"type": "number", "least": 1, "most": 20}, "1", True),
        ({"type": "number", "least": 1, "most": 20}, "20", True),
        ({"type": "number", "least": 1, "most": 20}, "0", False),
        ({"type": "number", "least": 1, "most": 20}, "-2", False),
        ({"type": "number", "least": 1, "most": 20}, "100", False),
        ({"type": "number", "least": 1, "most": 20}, "several", True),
        ({"type": "number", "least": 0}, "1000", True),
        ({"type": "number"}, "0", True),
        ({"type": "time", "least": "08:00", "most": "23:00"}, "08:00", True),
        ({"type": "time", "least": "08:00", "most": "23:00"}, "03:00", False),
        ({"type": "time", "most": "22:00"}, "22:15", False),
    ],
)
def test_a_booking_takes_what_is_within_the_limits(
    slot: dict[str, Any], value: str, taken: bool
) -> None:
    own = schema(a={"description": "x", **slot}).slots["a"]
    assert own.takes(value) is taken


@pytest.mark.parametrize(
    ("slot", "actual", "wanted", "held"),
    [
        ({"type": "categorical", "values": ["a", "b", "c"]}, "b", "a;b", True),
        ({"type": "categorical", "values": ["a", "b", "c"]}, "c", "a;b", False),
        ({"type": "categorical", "values": ["a", "b"], "multiple": True}, "b;x", "a;b", True),
        ({"type": "categorical", "values": ["a", "b"], "many": True}, "b", "a;b", False),
        ({"type": "number", "search": "optional"}, "4", "at least 3", True),
        ({"type": "number", "search": "optional"}, "2", "at least 3", False),
        ({"type": "number", "search": "optional"}, "5", "3;5", True),
        ({"type": "number", "search": "optional"}, "4", "3;5", False),
        ({"type": "number"}, "4", "at least 3", False),
    ],
)
def test_a_wish_may_be_for_more_than_one_value(
    slot: dict[str, Any], actual: str, wanted: str, held: bool
) -> None:
    own = schema(a={"description": "x", "question": "x", **slot}).slots["a"]
    assert own.holds(actual, wanted) is held


@pytest.mark.parametrize(
    ("slot", "text", "span"),
    [
        ({"type": "number", "search": "optional", "question": "x"}, "0 stars", "0"),
        ({"type": "number", "search": "optional", "question": "x"}, "two or more", "at least 2"),
        ({"type": "number", "search": "optional", "question": "x"}, "free", None),
        ({"type": "number"}, "at least 2", None),
        ({"spans": [20, 50]}, "free", "free"),
        ({"spans": [20, 50]}, "anything", None),
    ],
)
def test_a_text_is_read_as_the_span_that_it_wishes_for(
    slot: dict[str, Any], text: str, span: str | None
) -> None:
    assert schema(a={"description": "x", **slot}).slots["a"].span(text, "en") == span


def test_limits_are_said_in_words() -> None:
    inn = schema(
        people={"type": "number", "description": "x", "least": 1, "most": 20},
        nights={"type": "number", "description": "x", "least": 2},
        time={"type": "time", "description": "x", "most": "22:00"},
    ).slots
    assert inn["people"].limits("en") == "between 1 and 20"
    assert inn["people"].limits("zh") == "1到20"
    assert inn["nights"].limits("en") == "at least 2"
    assert inn["time"].limits("en") == "at most 22:00"


def test_unknown_keys_and_narrowing_below_one_match_are_refused() -> None:
    base = {"name": "inn", "description": "x", "entity": "inn", "slots": {}}
    with pytest.raises(ValidationError, match="Extra inputs"):
        DomainSchema.model_validate({**base, "slotz": {}})
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        DomainSchema.model_validate({**base, "search": {"ask_above": 0}})


def test_many_and_groups() -> None:
    inn = schema(
        day={"description": "the day", "group": "date", "many": True},
        week={"description": "the week", "group": "date"},
        area={"description": "the area"},
        date={"description": "the date"},
    )
    assert inn.members("date") == ["day", "week"]  # a group goes before a slot of its name
    assert inn.members("area") == ["area"]
    assert inn.members("aera") == []
    assert [name for name in (*inn.slots, "none") if inn.takes_many(name)] == ["day"]


def test_slots_without_a_group_are_no_group() -> None:
    assert schema(area={"description": "the area"}, day={"description": "it"}).members("") == []


def test_an_optional_search_needs_no_question() -> None:
    assert schema(area={"description": "the area", "search": "optional"}).searchable


def test_the_key_is_of_a_table_of_entities() -> None:
    base = {"name": "inn", "description": "x", "entity": "inn", "slots": {}}
    joined = {"tables": {"inns": {"rows": "inns.csv", "key": "code"}}}
    assert DomainSchema.model_validate({**base, "database": joined}).key == ""
    assert DomainSchema.model_validate({**base, "database": {**joined, "table": "i"}}).key == "name"


def test_all_that_users_speak_of_may_be_called_the_same_in_a_corpus() -> None:
    inn = DomainSchema.model_validate(
        {
            "name": "inn",
            "description": "x",
            "entity": "inn",
            "slots": {"city.part": {"description": "x"}, "fax": _TOLD},
            "corpora": {
                "one": {"domain": "hotel", "slots": "same"},
                "two": {"domain": "hotel", "slots": {"area": "city.part"}},
            },
        }
    )
    assert inn.corpora["one"].slots == {"city.part": "city.part"}
    assert inn.corpora["two"].slots == {"area": "city.part"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("tasks", {"rooms": {"description": "rooms"}}, "Field required"),
        ("tasks", {"rooms": {"shows": ["area"]}}, "Field required"),
        ("tasks", {"rooms": {"description": "x", "shows": [], "needs": ["a"]}}, "valid list"),
        ("tasks", {"rooms": {"description": "x", "shows": [], "need": []}}, "Extra inputs"),
        ("afresh", ["area"], "valid list"),
        ("database", {"tables": {"inns": {"key": "code"}}}, "Field required"),
        ("database", {"tables": {"inns": {"rows": "x.csv", "number": []}}}, "Extra inputs"),
        ("search", {"page": 0}, "greater than or equal to 1"),
        ("corpora", {"one": {"domain": "hotel", "slots": "all"}}, "valid dictionary"),
    ],
)
def test_a_part_that_is_wrong_is_refused(key: str, value: Any, message: str) -> None:
    base = {"name": "inn", "description": "x", "entity": "inn", "slots": {"area": _TOLD}}
    with pytest.raises(ValidationError, match=message) as raised:
        DomainSchema.model_validate({**base, key: value})
    assert raised.value.errors()[0]["loc"][0] == key


def test_a_schema_cannot_be_changed() -> None:
    inn = schema(area={"description": "x"})
    with pytest.raises(ValidationError, match="frozen"):
        inn.slots["area"].type = SlotType.DAY


@pytest.mark.parametrize(
    ("slot", "actual", "wanted", "suits"),
    [
        ({"type": "time", "bound": "at_least"}, "10:15", "10:00", True),
        ({"type": "time", "bound": "at_least"}, "10:00", "10:00", True),
        ({"type": "time", "bound": "at_least"}, "09:59", "10:00", False),
        ({"type": "time", "bound": "at_most"}, "09:59", "10:00", True),
        ({"type": "time", "bound": "at_most"}, "24:10", "23:59", False),
        ({"type": "time", "bound": "at_most"}, "", "10:00", False),
        ({"type": "number", "bound": "at_least"}, "10", "9", True),
        ({"type": "number", "bound": "at_most"}, "10", "9", False),
        ({"multiple": True}, "park; Old Mill", "old mill", True),
        ({}, "Thai", "thai", True),
        ({}, "Thai", "greek", False),
    ],
)
def test_what_suits_a_wish(slot: dict[str, Any], actual: str, wanted: str, suits: bool) -> None:
    inn = schema(it={"description": "it", **slot})
    assert inn.slots["it"].admits(actual, wanted) is suits


def test_any_slot_of_a_group_answers_for_the_others() -> None:
    ask = {"description": "it", "question": "Which?"}
    data = {"slots": dict.fromkeys("abcd", ask), "search": {"one_of": [["a", "b"]]}}
    data |= {"booking": {"one_of": [["c", "a"]]}, "entity": "inn", "description": "Find an inn."}
    inn = DomainSchema.model_validate({"name": "inn", **data})
    assert inn.alternatives("a") == ["a", "b", "c"]
    assert inn.alternatives("c") == ["c", "a"]
    assert inn.alternatives("d") == ["d"]


@pytest.mark.parametrize(
    ("database", "places"),
    [({"table": "inn"}, True), ({"table": "inn", "places": False}, False), ({}, False)],
)
def test_entities_are_places_unless_it_is_denied(database: dict[str, Any], places: bool) -> None:
    data = {"name": "inn", "description": "x", "entity": "inn", "slots": {}}
    assert DomainSchema.model_validate({**data, "database": database}).has_places is places
