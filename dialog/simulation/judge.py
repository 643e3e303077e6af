"""Whether a conversation gave its user what it wanted, told from outside of the user.

The notions are those of ConvLab's evaluator (Zhu et al. 2020, ConvLab-2; 2022, ConvLab-3): a
conversation is complete when everything was supplied, right or not; inform precision, recall and
F1 count the facts that were asked for; the book rate counts bookings that are as wanted; success
is all of it right. What is right is looked up in the table, never taken from what was said.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dialog.acts import ActType, DialogueAct
from dialog.evaluation.f1 import F1
from dialog.evaluation.paradise.kappa import TOLD, Attribute
from dialog.rows import Row
from dialog.schema import DONTCARE, DomainSchema
from dialog.simulation.conversation import BROKEN, LEFT, LONG, Talk
from dialog.simulation.goals import DomainGoal, admitted, column, fits, same_value
from dialog.simulation.index import RowIndex

UNKNOWN = "unknown"  # what the system says of a fact that it does not know
ANSWERS = (ActType.INFORM, ActType.AFFIRM, ActType.NEGATE)
PUT = (ActType.CONFIRM, ActType.CONFREQ, ActType.SELECT)  # acts that put a value to the user


class Cause(StrEnum):
    """What went wrong; the first that holds is a conversation's main cause."""

    ERROR = "a component failed"
    UNASKED = "booked without being asked"
    WRONG_BOOKING = "booking wrong"
    WRONG_ENTITY = "constraint not met"
    WRONG_ANSWER = "wrong answer"
    PATIENCE = "ran out of patience"
    LONG = "too many turns"
    NEVER_OFFERED = "never offered"
    NOT_BOOKED = "not booked"
    UNANSWERED = "request unanswered"
    UNTOLD = "right by luck: a wish was never told"


@dataclass(slots=True)
class Verdict:
    """What came of a conversation."""

    informs: F1 = field(default_factory=F1)  # facts told, those asked for and those told rightly
    booked: int = 0  # bookings that are as wanted
    to_book: int = 0  # bookings wanted
    complete: bool = True  # everything was supplied, right or not
    causes: list[tuple[Cause, str]] = field(default_factory=list)  # with what it is about

    @property
    def success(self) -> bool:
        """Whether all is as it should be."""
        return not self.causes

    @property
    def cause(self) -> Cause | None:
        """The main cause of a failure."""
        order = list(Cause)
        return min((cause for cause, _ in self.causes), key=order.index, default=None)

    def counts(self) -> dict[str, Any]:
        """Return JSON-able data, the causes left out."""
        return {
            "informs": [self.informs.right, self.informs.said, self.informs.wanted],
            "booked": self.booked,
            "to_book": self.to_book,
            "complete": self.complete,
        }

    @classmethod
    def from_counts(cls, counts: Mapping[str, Any], causes: Sequence[tuple[str, str]]) -> "Verdict":
        """Rebuild a verdict from the data of `counts` and what went wrong."""
        blamed = [(Cause(cause), what) for cause, what in causes]
        return cls(**{**counts, "informs": F1(*counts["informs"])}, causes=blamed)

    def blame(self, cause: Cause, what: str = "") -> None:
        """Note what went wrong."""
        self.causes.append((cause, what))


def judge(
    talk: Talk, schemas: Mapping[str, DomainSchema], tables: Mapping[str, RowIndex]
) -> Verdict:
    """Return the verdict on a conversation.

    Args:
        talk: the conversation.
        schemas: of the session's domains.
        tables: the rows of the session's domains: what there was to find.
    """
    verdict = Verdict()
    for end, cause in ((BROKEN, Cause.ERROR), (LEFT, Cause.PATIENCE), (LONG, Cause.LONG)):
        if talk.end == end:
            verdict.blame(cause)
            verdict.complete = False
    for part in talk.goal.parts:
        _judge_part(verdict, talk, part, schemas[part.domain], tables[part.domain])
    for domain, made in talk.bookings.items():
        goal = talk.goal.part(domain)
        if made and not (goal and goal.booked):
            verdict.blame(Cause.UNASKED, domain)
    return verdict


def _judge_part(
    verdict: Verdict, talk: Talk, part: DomainGoal, schema: DomainSchema, table: RowIndex
) -> None:
    wanted = talk.wanted[part.domain]
    booking = _booking(talk, part)
    finds = schema.search is not None and bool(schema.key)
    key, entity = _taken(talk, part, schema, table) if finds else ("", None)
    if finds:
        wishes = {*part.constraints, *part.near}
        constraints = {s: v for s, v in wanted.items() if s in wishes}
        if not key:
            verdict.blame(Cause.NEVER_OFFERED, part.domain)
            verdict.complete = False
        elif entity is None or not fits(schema.slots, entity, constraints):
            unmet = [
                slot
                for slot, value in constraints.items()
                if entity is None or not fits(schema.slots, entity, {slot: value})
            ]
            verdict.blame(Cause.WRONG_ENTITY, f"{part.domain}: {', '.join(unmet)} of {key}")
        _judge_fallback(verdict, talk, part, table)
    _judge_booking(verdict, part, wanted, booking, _offered(talk, schema) if finds else "")
    _judge_answers(verdict, talk, part, schema, {**(entity or {}), **(booking or {})})
    untold = set(wanted) - set(_told(talk, part.domain, wanted))
    if untold:
        verdict.blame(Cause.UNTOLD, f"{part.domain}: {', '.join(sorted(untold))}")


def _judge_fallback(verdict: Verdict, talk: Talk, part: DomainGoal, table: RowIndex) -> None:
    """Blame a wish that was given up for nothing: what the user wanted first was there."""
    wanted = talk.wanted[part.domain]
    given_up = [s for s, v in part.fallback.items() if wanted.get(s, DONTCARE) == v]
    if not given_up or part.change:
        return
    origins = {slot: _offered_in(talk, other) for slot, other in part.near.items()}
    first = {s: v for s, v in {**part.constraints, **origins}.items() if v != DONTCARE}
    if table.places(first):
        verdict.blame(Cause.WRONG_ENTITY, f"{part.domain}: {', '.join(given_up)} given up")


def _booking(talk: Talk, part: DomainGoal) -> Row | None:
    """Return the last booking of a domain."""
    return next(iter(talk.bookings.get(part.domain, ())[-1:]), None)


def _taken(
    talk: Talk, part: DomainGoal, schema: DomainSchema, table: RowIndex
) -> tuple[str, Row | None]:
    """Return the entity that was booked or put forward last: its key, "" for none, and its row.

    Of several rows with one key, as some trains of MultiWOZ share a number, one that fits counts.
    """
    booking = _booking(talk, part)
    key = booking["entity"] if booking and part.booked else _offered(talk, schema)
    named = [table.rows[place] for place in table.places({schema.key: key})]
    wanted = {s: v for s, v in talk.wanted[part.domain].items() if s in part.constraints}
    fitting = (row for row in named if fits(schema.slots, row, wanted))
    return key, next(fitting, next(iter(named), None))


def _judge_booking(
    verdict: Verdict,
    part: DomainGoal,
    wanted: Mapping[str, str],
    booking: Row | None,
    offered: str,
) -> None:
    """Judge the last booking of a domain where one is wanted, of what was put forward."""
    if not part.booked:
        return
    verdict.to_book += 1
    if booking is None:
        verdict.blame(Cause.NOT_BOOKED, part.domain)
        verdict.complete = False
        return
    details = {s: v for s, v in wanted.items() if s in part.details or s in part.links}
    wrong = [s for s, v in details.items() if booking.get(s, "").casefold() != v.casefold()]
    wrong += [s for s in part.links if s not in details]  # of a place that was never found
    if offered and booking["entity"].casefold() != offered.casefold():
        wrong.append(f"{booking['entity']} instead of {offered}")
    if wrong:
        verdict.blame(Cause.WRONG_BOOKING, f"{part.domain}: {', '.join(wrong)}")
    amiss = any(c is Cause.WRONG_ENTITY and w.startswith(part.domain) for c, w in verdict.causes)
    verdict.booked += not wrong and not amiss


def _judge_answers(
    verdict: Verdict, talk: Talk, part: DomainGoal, schema: DomainSchema, truth: Row
) -> None:
    """Count the facts told about an entity, and judge those that were asked for."""
    told = _answers(talk, part, schema)
    right = {slot for slot, value in told.items() if _true(schema, truth, slot, value)}
    asked = set(part.requests)
    verdict.informs += F1(len(right & asked), len(told), len(asked))
    for slot in part.requests:
        if slot not in told:
            verdict.blame(Cause.UNANSWERED, f"{part.domain}: {slot}")
            verdict.complete = False
        elif slot not in right:
            verdict.blame(Cause.WRONG_ANSWER, f"{part.domain}: {slot} is not {told[slot]}")


def _true(schema: DomainSchema, truth: Row, slot: str, value: str) -> bool:
    actual = truth.get(slot) or truth.get(column(schema.slots, slot), "")
    if value == UNKNOWN:
        return not actual
    known = schema.slots.get(slot)
    members = value.split(";") if known is not None and known.multiple else [value]
    return all(same_value(known, actual, member) for member in members)


def _offered(talk: Talk, schema: DomainSchema) -> str:
    """Return the key of the entity that was put forward last, "" for none."""
    return _offered_in(talk, schema.name)


def _offered_in(talk: Talk, domain: str) -> str:
    """Return what an offer names first, of the last offer of a domain."""
    for exchange in reversed(talk.exchanges):
        for act in exchange.answered:
            if act.type is ActType.OFFER and act.domain == domain and act.value:
                return act.value
    return ""


def _answers(talk: Talk, part: DomainGoal, schema: DomainSchema) -> dict[str, str]:
    """Return the facts told: slot -> the last value, of what the user took in the end.

    What a booking reads back was told by the user, and is no fact; what it gives, and what an
    offer tells, is one if it was asked for.
    """
    gives = set(schema.booking.gives) if schema.booking else set()
    told: dict[str, str] = {}
    offered = ""
    for exchange in talk.exchanges:
        for act in exchange.answered:
            if act.domain != part.domain or not act.value:
                continue
            if act.type is ActType.OFFER and act.slot == schema.key and act.value != offered:
                offered = act.value
                told = {slot: value for slot, value in told.items() if slot in gives}
            requestable = act.slot in schema.slots and schema.slots[act.slot].requestable
            given = act.type is ActType.BOOK and act.slot in gives
            given = (given or act.type is ActType.OFFER) and act.slot in part.requests
            if given or (act.type in ANSWERS and requestable):
                told[act.slot] = act.value
    return told


def _told(talk: Talk, domain: str, wanted: Mapping[str, str]) -> Iterator[str]:
    """Yield the slots whose value the user told, or was asked whether it is right."""
    meant = [a for e in talk.exchanges for a in e.meant if a.type is ActType.INFORM]
    values = {(a.slot, (a.value or "").casefold()) for a in meant if a.domain == domain}
    values |= {(a.slot, (a.value or "").casefold()) for a in _system(talk, domain, PUT)}
    yield from (slot for slot, value in wanted.items() if (slot, value.casefold()) in values)


def _system(talk: Talk, domain: str, types: Sequence[ActType]) -> Iterator[DialogueAct]:
    for exchange in talk.exchanges:
        yield from (a for a in exchange.answered if a.domain == domain and a.type in types)


def causes_of(verdicts: Sequence[Verdict]) -> list[tuple[Cause, int]]:
    """Return the main causes of failures with how often each is one, the commonest first."""
    return Counter(v.cause for v in verdicts if v.cause is not None).most_common()


def attributes_of(
    talk: Talk, schemas: Mapping[str, DomainSchema], tables: Mapping[str, RowIndex]
) -> Iterator[Attribute]:
    """Yield what was wanted with what came about: wishes, details of bookings, facts to be told.

    Args:
        talk: the conversation.
        schemas: of the session's domains.
        tables: their rows.
    """
    for part in talk.goal.parts:
        schema, wanted = schemas[part.domain], talk.wanted[part.domain]
        booking = _booking(talk, part) or {}
        entity: Row = {}
        if schema.search is not None and schema.key:
            entity = _taken(talk, part, schema, tables[part.domain])[1] or {}
        for slot, value in wanted.items():
            if slot in part.constraints or slot in part.near:
                actual = entity.get(column(schema.slots, slot), "")
            else:
                actual = booking.get(slot, "")
            same = admitted(schema.slots.get(slot), actual, value)
            yield Attribute(f"{part.domain}.{slot}", value, value if same else actual)
        told = _answers(talk, part, schema)
        for slot in part.requests:
            true = slot in told and _true(schema, {**entity, **booking}, slot, told[slot])
            got = TOLD if true else told.get(slot, "")
            yield Attribute(f"{part.domain}.{slot}?", TOLD, got)
