"""Base classes of the actions that search and book.

A plugin whose domain needs more writes actions.py with subclasses, for instance

    class OrderTaxi(BookAction):
        def name(self) -> str:
            return "action_order"

        def gives(self, entity):
            return {"car": "black Corvane"}

The slots named here as constants are reserved: through them actions read and write what is no
slot of the schema.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from dialog.database import BookingError, Database, Gives
from dialog.domain import Domain
from dialog.quantities import weekday
from dialog.rows import Row
from dialog.schema import DONTCARE, SlotType
from dialog.tables import REFERENCE, column_of

RESULTS = "results"  # list of rows: what the last search found, None before one
RELAXED = "relaxed"  # list of slots: constraints dropped because nothing matched them all
BOOKING = "booking"  # a row: set it to add a booking; reads as the last one made
BOOKING_ERROR = "booking_error"  # a sentence: set it when a booking could not be made
ENTITY = "entity"  # a row: the entity under discussion
TASK = "task"  # what the user is after, several tasks joined by ";"; to be read only
SOUGHT = "sought"  # what the search looked for, in words: "flights from Boston to Denver"
MISSED = "missed"  # what it looked for first and did not find, in words
UNMET = "unmet"  # a sentence: why the search could not be made
ANSWER = "answer"  # a row: what the documents say, its source and its certainty
RESERVED = frozenset(
    {RESULTS, RELAXED, BOOKING, BOOKING_ERROR, ENTITY, TASK, SOUGHT, MISSED, UNMET, ANSWER}
)
DEFAULT_SENDER = "default"  # rasa-sdk's name for a conversation without an id
_MOST_DROPPED = 2  # constraints that a search may drop at once

Events = list[dict[str, Any]]


class DatabaseAction(Action):  # type: ignore[misc]
    """An action that works on its domain's tables; `run` may be `async` or not."""

    def __init__(self, domain: Domain, database: Database) -> None:
        self.domain = domain
        self.database = database


class SearchAction(DatabaseAction):
    """Searches by the slots' values; when nothing matches, drops as few constraints as it can."""

    def name(self) -> str:
        """The name that the schema gives it."""
        search = self.domain.schema.search
        return search.action if search else "action_search"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Set `results` to all matches in the table's order, `relaxed` to what was dropped.

        A name that the table does not know, of a town, is not done without: there is no result
        then, and `relaxed` says of what slot it is.
        """
        name, constraints = self.domain.name, self.constraints(tracker)
        rows = self.database.search(name, constraints)
        relaxed: list[str] = []
        if not rows and (unknown := self._unknown(constraints)):
            return [SlotSet(RESULTS, []), SlotSet(RELAXED, unknown)]
        if not rows:
            for dropped in self.relaxations(constraints):
                kept = {s: v for s, v in constraints.items() if s not in dropped}
                rows = self.database.search(name, kept)
                if rows:
                    relaxed = [slot for slot in constraints if slot in dropped]
                    self._nearest_first(rows, relaxed)
                    break
        return [SlotSet(RESULTS, rows), SlotSet(RELAXED, relaxed)]

    def _unknown(self, constraints: Mapping[str, str]) -> list[str]:
        """Return the required slots with a list of names whose values no row has at all."""
        slots, name = self.domain.schema.slots, self.domain.name
        needed = [s for s in constraints if slots[s].search == "required"]
        return [
            slot
            for slot in needed
            if slots[slot].names and not self.database.search(name, {slot: constraints[slot]})
        ]

    def _nearest_first(self, rows: list[Row], relaxed: Sequence[str]) -> None:
        """Put what is least beyond the bounds that were dropped first."""
        for name in relaxed:
            slot = self.domain.schema.slots[name]
            if slot.bound:
                column = column_of(self.domain.schema, name)
                beyond = slot.bound == "at_least"  # so all rows are below it
                rows.sort(key=lambda row: slot.measure(row[column]), reverse=beyond)

    def constraints(self, tracker: Tracker) -> dict[str, str]:
        """Return the values to search by, in the schema's order; tomorrow by its weekday."""
        values = {
            name: tracker.get_slot(name)
            for name, slot in self.domain.schema.slots.items()
            if slot.search != "no"
        }
        slots = self.domain.schema.slots
        return {
            name: weekday(str(v), date.today()) if slots[name].type is SlotType.DAY else str(v)
            for name, v in values.items()
            if v and v != DONTCARE
        }

    def relaxations(self, constraints: Mapping[str, str]) -> Iterator[frozenset[str]]:
        """Give the sets of slots to do without, the least loss first.

        Who says "a hotel" may mean no more than somewhere to stay, so that goes first of all. One
        slot before two, later slots of the schema before earlier ones, and those that a search
        requires last; one constraint always stays.
        """
        slots, noun = self.domain.schema.slots, self.domain.schema.entity
        loose = frozenset(s for s, value in constraints.items() if slots[s].kind and value == noun)
        constraints = {slot: value for slot, value in constraints.items() if slot not in loose}
        if loose and constraints:
            yield loose
        required = {name for name in constraints if slots[name].asked}
        latest_first = list(constraints)[::-1]
        for size in range(1, min(_MOST_DROPPED, len(constraints) - 1) + 1):
            sets = [frozenset(c) for c in combinations(latest_first, size)]
            ordered = sorted(sets, key=lambda dropped: len(dropped & required))
            yield from (dropped | loose for dropped in ordered)


class BookAction(DatabaseAction):
    """Books the entity under discussion with the values of the booking slots."""

    def name(self) -> str:
        """The name that the schema gives it."""
        booking = self.domain.schema.booking
        return booking.action if booking else "action_book"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Set `booking` to the booking made, or `booking_error` to why it was not."""
        entity: Mapping[str, str] = tracker.get_slot(ENTITY) or {}
        key = entity.get(column_of(self.domain.schema, self.domain.schema.key), "")
        values = {s.name: tracker.get_slot(s.name) for s in self.domain.schema.bookable}
        sender = tracker.sender_id
        try:
            booking = self.database.book(
                self.domain.name,
                key,
                {name: str(value) for name, value in values.items() if value},
                self.gives_for(entity, {name: str(value or "") for name, value in values.items()}),
                conversation=None if sender == DEFAULT_SENDER else sender,
            )
        except BookingError as error:
            return [SlotSet(BOOKING_ERROR, str(error))]
        return [SlotSet(BOOKING, booking)]

    def gives_for(self, entity: Mapping[str, str], details: Mapping[str, str]) -> Gives:
        """Return what `gives` does, where it depends on the details; by default it does not."""
        return self.gives(entity)

    def gives(self, entity: Mapping[str, str]) -> Gives:
        """Return what the booking tells: here the entity's own values.

        A `reference` among them is the booking's; without one it gets one that nobody can guess.
        Instead of the values it may return a function from the number of bookings made before
        to them, which is called while nobody else can book. Raise `BookingError` to refuse.
        """
        schema = self.domain.schema
        names = schema.booking.gives if schema.booking else []
        columns = {name: column_of(schema, name) for name in names if name != REFERENCE}
        return {name: entity[column] for name, column in columns.items() if column in entity}
