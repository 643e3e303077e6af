"""What of a question still holds when the next one is asked: asides, passing slots, the topic."""

from dialog.dst.tasks import is_about_one, kept, turned_to
from dialog.schema import DomainSchema
from dialog.state import DomainState, SlotBelief


def slot(**data: object) -> dict[str, object]:
    return {"description": "a slot", "search": "optional", **data}


SCHEMA = DomainSchema.model_validate(
    {
        "name": "museum",
        "description": "Paintings.",
        "entity": "painting",
        "slots": {
            "painter": slot(),
            "century": slot(group="when"),
            "year": slot(group="when"),
            "size": slot(passing=True),
            "tram": slot(),
            "colour": slot(),
        },
        "tasks": {
            "paintings": {"description": "paintings", "shows": ["painter"]},
            "price": {"description": "a price", "shows": ["painter"]},
            "way": {"description": "the way", "shows": ["tram"], "aside": ["tram"]},
        },
        "afresh": [["painter", "when"]],
        "search": {},
    }
)


def state(task: str = "paintings", entity: bool = False, **beliefs: str) -> DomainState:
    return DomainState(
        beliefs={name: SlotBelief(((value, 1.0),)) for name, value in beliefs.items()},
        task=task,
        topic="paintings",
        entity={"painter": "Vermeer"} if entity else None,
    )


def left(old: DomainState, told: list[str], task: str) -> set[str]:
    return set(kept(SCHEMA, old, told, task).beliefs)


def test_a_question_goes_on_without_its_task() -> None:
    assert turned_to(SCHEMA, state(), ["painter"], "") == "paintings"
    assert turned_to(SCHEMA, state(), ["painter"], "price") == "price"
    assert turned_to(SCHEMA, DomainState(), ["painter"], "") == "paintings"  # the first there is


def test_an_aside_goes_on_with_its_own_slots_and_ends_with_others() -> None:
    aside = state("way")
    assert turned_to(SCHEMA, aside, ["tram"], "") == "way"
    assert turned_to(SCHEMA, aside, [], "") == "way"
    assert turned_to(SCHEMA, aside, ["painter"], "") == "paintings"


def test_what_an_aside_told_is_forgotten_with_it() -> None:
    during = kept(SCHEMA, state(painter="Vermeer"), ["task", "tram"], "way")
    assert during.beside == ("tram",)
    told = kept(SCHEMA, state("way", painter="Vermeer", tram="4"), ["task", "tram"], "way")
    assert set(told.beliefs) == {"painter", "tram"}
    after = DomainState(beliefs=told.beliefs, task="way", topic="paintings", beside=("tram",))
    assert left(after, ["colour"], "paintings") == {"painter"}


def test_a_question_about_one_result_ends_with_a_new_limit() -> None:
    about = state("price", entity=True)
    assert turned_to(SCHEMA, about, ["colour"], "") == "paintings"
    assert turned_to(SCHEMA, about, [], "") == "price"


def test_a_limit_in_a_question_about_one_result_is_its_own() -> None:
    chosen = state(entity=True, painter="Vermeer")
    assert is_about_one(SCHEMA, chosen, ["task", "colour"], "price")
    assert kept(SCHEMA, chosen, ["task", "colour"], "price").beside == ("colour",)
    assert not is_about_one(SCHEMA, chosen, ["task", "colour"], "paintings")
    assert not is_about_one(SCHEMA, chosen, ["task", "painter"], "price")  # begins another
    assert not is_about_one(SCHEMA, state(), ["task", "colour"], "price")


def test_which_of_them_is_asked_once() -> None:
    old = state(painter="Vermeer", size="the largest")
    assert left(old, ["task", "colour"], "paintings") == {"painter"}
    assert left(old, ["colour"], "paintings") == {"painter", "size"}  # goes on with it
    assert left(old, ["task"], "price") == {"painter", "size"}  # is about what it chose


def test_one_of_a_group_takes_the_place_of_all() -> None:
    assert left(state(painter="Vermeer", century="17th"), ["year"], "paintings") == {"painter"}


def test_all_of_a_list_with_a_task_begin_anew() -> None:
    old = state(painter="Vermeer", colour="blue", century="17th")
    assert left(old, ["task", "painter", "year"], "paintings") == set()
    assert left(old, ["painter", "year"], "paintings") == {"painter", "colour"}
