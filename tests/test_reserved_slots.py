"""What actions read and set beside the slots of the schema, and slots with a dot in their name."""

from pathlib import Path

import pytest
from rasa_sdk.events import SlotSet

from dialog.actions import ActionError, ActionRunner, apply_events
from dialog.actions.payload import tracker_state
from dialog.database import Database
from dialog.domain import load_domain
from dialog.errors import DomainError
from dialog.state import DialogueState


def test_what_a_search_says_beside_its_results(library: Path) -> None:
    domains = {"library": load_domain(library)}
    before = DialogueState().with_domain("library", task="books", unmet="There is none.")
    events = [SlotSet("sought", "books"), SlotSet("missed", None), SlotSet("unmet", "")]
    events += [SlotSet("task", "return")]  # to be read only
    after, _ = apply_events(before, "library", events, domains)
    own = after.domain("library")
    assert (own.sought, own.missed, own.unmet, own.task) == ("books", "", "", "books")
    with pytest.raises(ActionError, match="set the slot 'missed' to a list where a text"):
        apply_events(before, "library", [SlotSet("missed", ["a"])], domains)


def test_an_action_sees_the_task_and_what_the_last_search_said(library: Path) -> None:
    domains = {"library": load_domain(library)}
    told = {"task": "books;return", "sought": "books", "missed": "maps", "unmet": "No."}
    state = DialogueState().with_domain("library", **told)
    slots = tracker_state(state, domains, "library", "default", None, "action_listen")["slots"]
    assert {name: slots[name] for name in told} == told


def test_a_slot_with_a_dot_is_the_domains_own(library: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "domain.yml").write_text(
        "name: book\ndescription: x\nentity: book\n"
        "slots: {title: {description: x}, other: {description: x}}\n",
        encoding="utf-8",
    )
    domains = {"library": load_domain(library), "book": load_domain(book)}
    events = [SlotSet("book.title", "Salt"), SlotSet("book.other", "Fog")]
    state, _ = apply_events(DialogueState(), "library", events, domains)
    assert state.domain("library").value("book.title") == "Salt"
    assert state.domain("book").beliefs.keys() == {"other"}
    for order in (domains, dict(reversed(domains.items()))):
        sent = tracker_state(state, order, "library", "default", None, "action_listen")
        assert sent["slots"]["book.title"] == "Salt"
    with pytest.raises(ActionError, match=r"unknown slot 'book\.titel'"):
        apply_events(state, "library", [SlotSet("book.titel", "x")], domains)


@pytest.mark.parametrize("name", ["sought", "missed", "unmet"])
def test_a_slot_of_a_reserved_name_is_refused(library: Path, name: str) -> None:
    file = library / "domain.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("  part:", f"  {name}:", 1), encoding="utf-8")
    domains = {"library": load_domain(library)}
    runner = ActionRunner(domains, Database("sqlite://", domains))
    with pytest.raises(DomainError, match=f"a slot '{name}', a name that actions keep"):
        runner.actions("library")
