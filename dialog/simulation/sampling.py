"""Goals drawn from a plugin's schema and rows, so that each can be reached."""

import random
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from dialog.component import Domains
from dialog.errors import ConfigError
from dialog.quantities import DAYS
from dialog.ranges import read_amount, wish, written
from dialog.rows import Row
from dialog.schema import DomainSchema, Slot, SlotType
from dialog.simulation.goals import DomainGoal, Goal, column
from dialog.simulation.index import indexed
from dialog.simulation.nearness import Nearness
from dialog.values import readers

# how often each happens, where it can
SEVERAL = (0.4, 0.35, 0.25)  # of one domain, two, three
BY_NAME = 0.1  # the user asks for an entity by its name
UNMET = 0.25  # nothing fits what is wanted at first
CHANGED = 0.15  # the user changes its mind about a constraint or a detail
BOOKED = 0.5  # an entity is to be booked
NEAR = 0.5  # an entity is to be near one that was found before
OTHER = 0.1  # the user wants to hear of another entity than the first
OPTIONAL = 0.3  # a booking's optional detail
TOLD = 0.5  # the user asks for what a booking gives
MOST_CONSTRAINTS, MOST_REQUESTS, MOST_NUMBER = 4, 3, 8
_TRIES = 20


class GoalSampler:
    """Draws goals for the domains of a session.

    Args:
        domains: the session's domains.
        rows: per domain the rows of its table; by default those of the plugins.
        wishes: how many of a row's values a user wants at least and at most.

    Raises:
        ConfigError: when there is nothing that a user could want of a domain.
    """

    def __init__(
        self,
        domains: Domains,
        rows: Mapping[str, Sequence[Row]] | None = None,
        wishes: tuple[int, int] = (1, MOST_CONSTRAINTS),
    ) -> None:
        self.wishes = wishes
        self.schemas: dict[str, DomainSchema] = {n: d.schema for n, d in domains.items()}
        self._rows = {n: list((rows or {}).get(n) or d.rows()) for n, d in domains.items()}
        self._indexes = indexed(self.schemas, self.rows)
        keys = {
            row[column(schema.slots, schema.key)]
            for name, schema in self.schemas.items()
            if schema.key and self._has_entities(name)
            for row in self.rows[name]
        }
        nouns = {schema.entity for schema in self.schemas.values()}
        self._names: dict[tuple[str, str], list[str]] = {}
        for name, reader in readers(domains).items():
            for slot, words in reader.names.items():
                known = sorted(set(words.values()) - nouns)
                self._names[name, slot] = [v for v in known if v not in keys] or known
        for name in self.schemas:
            self._check(name)
        self._telling: dict[tuple[str, str], list[Row]] = {}  # the rows that have a slot
        self._nearness = Nearness(self.schemas, self.rows)

    @property
    def rows(self) -> dict[str, list[Row]]:
        """What there is to find, by domain."""
        return self._rows

    def numbered(self, number: int, seed: str) -> Goal:
        """Return the goal of a conversation, which its seed decides."""
        return self.sample(random.Random(f"{seed} goal"))  # noqa: S311

    def sample(self, rng: random.Random) -> Goal:
        """Return a goal over one domain or several."""
        every = list(self.schemas)
        most = min(len(every), len(SEVERAL))
        count = rng.choices(range(1, most + 1), SEVERAL[:most])[0]
        chosen = rng.sample(every, count)
        # a service comes last, as it may be between what was found before
        chosen.sort(key=lambda name: not self._has_entities(name))
        parts: list[DomainGoal] = []
        for name in chosen:
            parts.append(self._part(name, chosen, parts, rng))
        return Goal(tuple(parts))

    def _part(
        self, name: str, chosen: Sequence[str], before: Sequence[DomainGoal], rng: random.Random
    ) -> DomainGoal:
        if not self._has_entities(name):
            return self._service(name, chosen, rng)
        near = self._nearness.slots(name, before) and rng.random() < NEAR
        if near and (part := self._near(name, before, rng)):
            return part
        schema, row = self.schemas[name], rng.choice(self.rows[name])
        constraints = self._constraints(schema, row, rng)
        named = schema.key in constraints
        fallback: dict[str, str] = {}
        change: dict[str, str] = {}
        if not named and rng.random() < UNMET:
            constraints, fallback = self._unmet(name, constraints, rng)
        elif not named and rng.random() < CHANGED:
            constraints, change = self._changed(name, constraints, rng)
        booked = schema.booking is not None and schema.booking.entity and rng.random() < BOOKED
        details = self._details(name, rng) if booked else {}
        requests = self._requests(schema, row, constraints, rng, booked=booked)
        if not (requests or booked):
            requests = self._requests(schema, row, constraints, rng, booked=False, least=1)
        several = len(self._indexes[name].places({**constraints, **change})) > 1
        other = several and not (fallback or change) and rng.random() < OTHER
        return DomainGoal(
            name, constraints, fallback, change, requests, booked, details, other=other
        )

    def _near(
        self, name: str, before: Sequence[DomainGoal], rng: random.Random
    ) -> DomainGoal | None:
        """Return a goal for an entity near one of before, None where not all have one near."""
        schema = self.schemas[name]
        slot, other = rng.choice(self._nearness.slots(name, before))
        for _ in range(_TRIES):
            row = rng.choice(self._nearness.choices(name, slot, before))
            constraints = self._constraints(schema, row, rng)
            constraints = {s: v for s, v in constraints.items() if s not in (slot, schema.key)}
            part = DomainGoal(name, constraints, near={slot: other})
            if self._nearness.reached(part, before):
                taken = {**constraints, slot: ""}
                asked = self._requests(schema, row, taken, rng, booked=False, least=1)
                return replace(part, requests=asked)
        return None

    def _service(self, name: str, chosen: Sequence[str], rng: random.Random) -> DomainGoal:
        """Return a goal for what is booked without being looked for, as a taxi is."""
        schema = self.schemas[name]
        near = [other for other in chosen if other != name and self._has_places(other)]
        rng.shuffle(near)
        details = self._details(name, rng)
        places = [slot for slot in details if schema.slots[slot].place]
        rng.shuffle(places)
        links = dict(zip(places, near, strict=False))
        details = {slot: value for slot, value in details.items() if slot not in links}
        gives = list(schema.booking.gives) if schema.booking else []
        asked = tuple(slot for slot in gives if slot in schema.slots and rng.random() < TOLD)
        change: dict[str, str] = {}
        if details and rng.random() < CHANGED:
            slot = rng.choice(list(details))
            other = self._value(name, schema.slots[slot], rng)
            if other not in details.values():
                change = {slot: other}
        return DomainGoal(name, {}, {}, change, asked, True, details, links)

    def _constraints(self, schema: DomainSchema, row: Row, rng: random.Random) -> dict[str, str]:
        key = schema.slots.get(schema.key)
        if key is not None and key.search != "no" and rng.random() < BY_NAME:
            return {schema.key: row[column(schema.slots, schema.key)]}
        possible = [
            slot
            for slot in schema.searchable
            if slot.informable and slot.name != schema.key and _cell(slot, row)
        ]
        count = min(len(possible), rng.randint(*self.wishes))
        some = sorted(rng.sample(possible, count), key=lambda slot: not slot.asked)
        return {slot.name: self._wish(schema, slot, row, rng) for slot in some}

    @staticmethod
    def _wish(schema: DomainSchema, slot: Slot, row: Row, rng: random.Random) -> str:
        """Return what a user who has this row in mind wants of a slot."""
        amount = read_amount(_cell(slot, row)) if slot.spans else None
        if amount is None:
            return _one(slot, row, rng)
        return written(wish(amount, slot.spans, rng), slot.unit, schema.language)

    def _unmet(
        self, name: str, constraints: dict[str, str], rng: random.Random
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return constraints that no row fits, and what to say instead; the same if none do."""
        for _ in range(_TRIES):
            slot = rng.choice(list(constraints))
            tried = {**constraints, slot: self._seen(name, slot, rng)}
            if not self._indexes[name].places(tried):
                return tried, {slot: constraints[slot]}
        return constraints, {}

    def _changed(
        self, name: str, constraints: dict[str, str], rng: random.Random
    ) -> tuple[dict[str, str], dict[str, str]]:
        slot = rng.choice(list(constraints))
        first = self._seen(name, slot, rng)
        if first == constraints[slot]:
            return constraints, {}
        return {**constraints, slot: first}, {slot: constraints[slot]}

    def _seen(self, name: str, slot: str, rng: random.Random) -> str:
        """Return a value that some row has."""
        known = self.schemas[name].slots[slot]
        if (name, slot) not in self._telling:
            self._telling[name, slot] = [row for row in self.rows[name] if _cell(known, row)]
        row = rng.choice(self._telling[name, slot])
        return self._wish(self.schemas[name], known, row, rng)

    def _requests(
        self,
        schema: DomainSchema,
        row: Row,
        constraints: Mapping[str, str],
        rng: random.Random,
        *,
        booked: bool,
        least: int = 0,
    ) -> tuple[str, ...]:
        possible = [
            slot.name
            for slot in schema.slots.values()
            if slot.requestable and slot.name not in constraints and _cell(slot, row)
        ]
        count = min(len(possible), rng.randint(least, MOST_REQUESTS))
        gives = schema.booking.gives if schema.booking and booked else []
        told = [slot for slot in gives if slot in schema.slots and rng.random() < TOLD]
        return (*rng.sample(possible, count), *told)

    def _details(self, name: str, rng: random.Random) -> dict[str, str]:
        schema = self.schemas[name]
        groups = schema.booking.one_of if schema.booking else []
        one_each = {rng.choice([s for s in group if s in schema.slots]) for group in groups}
        grouped = {slot for group in groups for slot in group}
        details: dict[str, str] = {}
        for slot in schema.bookable:
            wanted = slot.booking == "required" or slot.name in one_each
            if slot.name not in grouped and not wanted:
                wanted = rng.random() < OPTIONAL and bool(self._values(name, slot))
            if wanted:
                details[slot.name] = self._value(name, slot, rng, set(details.values()))
        return details

    def _value(self, name: str, slot: Slot, rng: random.Random, taken: Container[str] = ()) -> str:
        if slot.type is SlotType.TIME:
            usual = slot.hours or (slot.least or "00:00", slot.most or "23:45")
            first, last = (_quarter(time) for time in usual)
            hour, quarter = divmod(rng.randint(first, last), 4)
            return f"{hour:02d}:{15 * quarter:02d}"
        known = self._values(name, slot)
        free = [v for v in known if v not in taken] if slot.place else []  # not from there to there
        return rng.choice(free or known)

    def _values(self, name: str, slot: Slot) -> list[str]:
        """Return the values of a slot that a user may give, [] when none are known."""
        match slot.type:
            case SlotType.NUMBER:
                return [str(number) for number in _numbers(slot)]
            case SlotType.DAY:
                return list(DAYS)
            case SlotType.TIME:
                return ["12:00"]
            case SlotType.BOOLEAN:
                return ["yes", "no"]
            case SlotType.CATEGORICAL:
                return list(slot.values)
            case SlotType.OPEN:
                return self._names.get((name, slot.name), [])

    def _has_entities(self, name: str) -> bool:
        schema = self.schemas[name]
        return schema.search is not None and bool(schema.key) and bool(self.rows[name])

    def _has_places(self, name: str) -> bool:
        return self._has_entities(name) and self.schemas[name].has_places

    def _check(self, name: str) -> None:
        schema = self.schemas[name]
        if schema.tasks:
            raise ConfigError(
                f"The domain {name!r} answers questions by its own search; simulated users want "
                "an entity from a table or a booking."
            )
        if not self._has_entities(name) and (schema.booking is None or schema.booking.entity):
            raise ConfigError(f"The domain {name!r} has no rows to find and nothing to book.")
        for slot in schema.bookable if schema.booking else ():
            needed = slot.booking == "required" or any(
                slot.name in group for group in (schema.booking.one_of if schema.booking else [])
            )
            places = slot.place and sum(map(self._has_places, self.schemas)) > 1
            if needed and not self._values(name, slot) and not places:
                raise ConfigError(
                    f"No value of the slot {slot.name!r} of the domain {name!r} is known, which "
                    "its bookings need; give it a file of `names` in domain.yml."
                )


def _cell(slot: Slot, row: Row) -> str:
    return row.get(slot.column or slot.name, "")


def _one(slot: Slot, row: Row, rng: random.Random) -> str:
    """Return a row's value of a slot, of a list one member."""
    cell = _cell(slot, row)
    members = [one.strip() for one in cell.split(";") if one.strip()] if slot.multiple else [cell]
    return rng.choice(members)


def _quarter(time: str) -> int:
    """Return how many quarters of an hour have passed at HH:MM."""
    return 4 * int(time[:2]) + int(time[3:]) // 15


def _numbers(slot: Slot) -> range:
    """Return the numbers that users want of a slot: small ones, within what a booking takes."""
    first = max(1, int(slot.least or 1))
    return range(first, min(first + MOST_NUMBER - 1, int(slot.most or first + MOST_NUMBER)) + 1)
