"""What the system believes: per slot a scored n-best list, per domain what was found and booked."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from dialog.acts import DialogueAct
from dialog.belief import Origin as Origin  # a part of the state, to be had from here too
from dialog.belief import SlotBelief as SlotBelief

Entity = Mapping[str, str]  # a row of a domain's table: column -> value


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What the user may have said, with its probability (0 to 1); a keyboard gives one."""

    text: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class UserTurn:
    """A user turn: text hypotheses and, once understood, the acts of each (same order)."""

    hypotheses: tuple[Hypothesis, ...]
    acts: tuple[tuple[DialogueAct, ...], ...] | None = None

    @classmethod
    def of(cls, text: str) -> "UserTurn":
        """Return the turn of one typed sentence."""
        return cls((Hypothesis(text),))

    @property
    def text(self) -> str:
        """The likeliest text."""
        return max(self.hypotheses, key=lambda h: h.score).text if self.hypotheses else ""

    @property
    def best_acts(self) -> tuple[DialogueAct, ...]:
        """The acts of the likeliest hypothesis, () before understanding."""
        if not self.acts or not self.hypotheses:
            return ()
        best = max(range(len(self.hypotheses)), key=lambda i: self.hypotheses[i].score)
        return self.acts[best]

    @property
    def likely_acts(self) -> tuple[DialogueAct, ...]:
        """The acts of all hypotheses, likeliest first, () before understanding.

        An act is as likely as the hypotheses that hold it: the sum of its scores there, each times
        the hypothesis's own, which sum to at most 1. It has a span if the likeliest text says it.
        """
        weight = 1 / max(1.0, sum(h.score for h in self.hypotheses))
        said = {act: act for act in self.best_acts}
        total: dict[DialogueAct, float] = {}
        for hypothesis, acts in zip(self.hypotheses, self.acts or (), strict=bool(self.acts)):
            scores: dict[DialogueAct, float] = {}
            for act in acts:  # one that is said twice counts once
                scores[act] = max(act.score, scores.get(act, 0.0))
            for act, score in scores.items():
                total[act] = total.get(act, 0.0) + weight * hypothesis.score * score
        likely = [
            (said.get(act) or replace(act, span=None)).with_score(score)
            for act, score in total.items()
        ]
        return tuple(sorted(likely, key=lambda act: -act.score))


@dataclass(frozen=True, slots=True)
class DomainState:
    """One domain's part of the state."""

    beliefs: Mapping[str, SlotBelief] = field(default_factory=dict)
    task: str = ""  # what the user is after here: "", "find", "book" or tasks joined by ";"
    topic: str = ""  # the task to go back to, when another was a question about one entity
    beside: tuple[str, ...] = ()  # slots told for a question beside the topic
    requested: tuple[str, ...] = ()  # slots the user asked for and was not yet told
    grounded: tuple[str, ...] = ()  # slots whose present value was put to the user already
    results: tuple[Entity, ...] | None = None  # what the last search found; None before one
    relaxed: tuple[str, ...] = ()  # constraints dropped because nothing matched them all
    offered: tuple[str, ...] = ()  # keys of the entities put forward, oldest first
    entity: Entity | None = None  # the entity under discussion
    bookings: tuple[Entity, ...] = ()  # bookings made
    sought: str = ""  # what the last search looked for, in words
    missed: str = ""  # what it looked for first and did not find, in words
    unmet: str = ""  # why the last search could not be made, a sentence
    listed: int = 0  # how many of the results were listed to the user
    answer: Entity | None = None  # what the documents say, between their action and the policy

    def value(self, slot: str) -> str | None:
        """The likeliest value of a slot."""
        belief = self.beliefs.get(slot)
        return belief.value if belief else None


@dataclass(frozen=True, slots=True)
class Listing:
    """A table shown below an answer: rows of what was found, numbered from `first`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]  # as many cells each as there are columns
    first: int = 1

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        rows = [list(row) for row in self.rows]
        return {"columns": list(self.columns), "rows": rows, "first": self.first}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Listing":
        """Rebuild a listing from `to_dict`'s data."""
        rows = tuple(tuple(row) for row in data["rows"])
        return cls(tuple(data["columns"]), rows, data["first"])


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange, as kept in the history."""

    user: UserTurn
    system_acts: tuple[DialogueAct, ...]
    response: str
    listing: Listing | None = None


@dataclass(frozen=True, slots=True)
class Tracking:
    """How the last user turn was tracked, and how often tracking went wrong so far.

    A tracker that has nothing to tell leaves it empty.
    """

    source: str = ""  # who tracked the turn: "llm", "rule (llm: why not)"
    notes: tuple[str, ...] = ()  # what of its answer was repaired or left out
    repairs: int = 0  # such notes, over the conversation
    falls: int = 0  # turns that another tracker had to take over

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self) | {"notes": list(self.notes)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Tracking":
        """Rebuild it from `to_dict`'s data."""
        return cls(**{**data, "notes": tuple(data["notes"])})


@dataclass(frozen=True, slots=True)
class DialogueState:
    """All that is carried from turn to turn; JSON and back without loss."""

    domains: Mapping[str, DomainState] = field(default_factory=dict)
    active: str = ""  # the domain under discussion
    user_acts: tuple[DialogueAct, ...] = ()  # the acts of the last user turn, scored
    system_acts: tuple[DialogueAct, ...] = ()  # the acts of the last system turn
    turns: tuple[Turn, ...] = ()
    closed: bool = False
    tracking: Tracking = Tracking()

    def domain(self, name: str) -> DomainState:
        """One domain's state, an empty one if nothing was said of it."""
        return self.domains.get(name, _EMPTY)

    def with_domain(self, name: str, **changes: Any) -> "DialogueState":
        """Return a state in which fields of one domain are replaced."""
        changed = replace(self.domain(name), **changes)
        return replace(self, domains={**self.domains, name: changed})

    @property
    def focus(self) -> tuple[str, Entity] | None:
        """The entity last under discussion as (domain, row), the active domain's first."""
        order = [self.active, *(d for d in reversed(list(self.domains)) if d != self.active)]
        for name in order:
            entity = self.domain(name).entity
            if entity is not None:
                return name, entity
        return None

    def to_dict(self, *, turns: bool = True) -> dict[str, Any]:
        """Return JSON-able data, on request without the history."""
        return {
            "active": self.active,
            "closed": self.closed,
            "tracking": self.tracking.to_dict(),
            "domains": {name: _domain_to_dict(state) for name, state in self.domains.items()},
            "user_acts": [a.to_dict() for a in self.user_acts],
            "system_acts": [a.to_dict() for a in self.system_acts],
            "turns": [turn_to_dict(t) for t in self.turns] if turns else [],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "DialogueState":
        """Rebuild a state from `to_dict`'s data."""
        return cls(
            domains={name: _domain_from_dict(d) for name, d in data["domains"].items()},
            active=data["active"],
            user_acts=_acts(data["user_acts"]),
            system_acts=_acts(data["system_acts"]),
            turns=tuple(turn_from_dict(t) for t in data["turns"]),
            closed=data["closed"],
            tracking=Tracking.from_dict(data["tracking"]) if "tracking" in data else Tracking(),
        )


_EMPTY = DomainState()


def _acts(data: list[dict[str, Any]]) -> tuple[DialogueAct, ...]:
    return tuple(DialogueAct.from_dict(act) for act in data)


def _domain_to_dict(state: DomainState) -> dict[str, Any]:
    return {
        "beliefs": {slot: [list(v) for v in b.values] for slot, b in state.beliefs.items()},
        "origins": {
            slot: {value: [o.turn, o.words, o.via] for value, o in b.origins.items()}
            for slot, b in state.beliefs.items()
            if b.origins
        },
        "task": state.task,
        "topic": state.topic,
        "beside": list(state.beside),
        "requested": list(state.requested),
        "grounded": list(state.grounded),
        "results": None if state.results is None else [dict(r) for r in state.results],
        "relaxed": list(state.relaxed),
        "offered": list(state.offered),
        "entity": None if state.entity is None else dict(state.entity),
        "bookings": [dict(b) for b in state.bookings],
        "sought": state.sought,
        "missed": state.missed,
        "unmet": state.unmet,
        "listed": state.listed,
        "answer": None if state.answer is None else dict(state.answer),
    }


def _domain_from_dict(data: Mapping[str, Any]) -> DomainState:
    origins = data.get("origins", {})  # conversations kept before there were any have none
    return DomainState(
        beliefs={
            slot: SlotBelief(
                tuple((value, score) for value, score in values),
                {value: Origin(*origin) for value, origin in origins.get(slot, {}).items()},
            )
            for slot, values in data["beliefs"].items()
        },
        task=data["task"],
        topic=data.get("topic", ""),
        beside=tuple(data.get("beside", ())),
        requested=tuple(data["requested"]),
        grounded=tuple(data["grounded"]),
        results=None if data["results"] is None else tuple(data["results"]),
        relaxed=tuple(data["relaxed"]),
        offered=tuple(data["offered"]),
        entity=data["entity"],
        bookings=tuple(data["bookings"]),
        sought=data.get("sought", ""),  # conversations kept before there were lists have none
        missed=data.get("missed", ""),
        unmet=data.get("unmet", ""),
        listed=data.get("listed", 0),
        answer=data.get("answer"),
    )


def turn_to_dict(turn: Turn) -> dict[str, Any]:
    """Return a turn as JSON-able data."""
    acts = turn.user.acts
    data = {
        "hypotheses": [{"text": h.text, "score": h.score} for h in turn.user.hypotheses],
        "user_acts": None if acts is None else [[a.to_dict() for a in group] for group in acts],
        "system_acts": [a.to_dict() for a in turn.system_acts],
        "response": turn.response,
    }
    return data | ({"listing": turn.listing.to_dict()} if turn.listing else {})


def turn_from_dict(data: Mapping[str, Any]) -> Turn:
    """Rebuild a turn from `turn_to_dict`'s data."""
    acts = data["user_acts"]
    return Turn(
        user=UserTurn(
            tuple(Hypothesis(**h) for h in data["hypotheses"]),
            None if acts is None else tuple(_acts(group) for group in acts),
        ),
        system_acts=_acts(data["system_acts"]),
        response=data["response"],
        listing=Listing.from_dict(data["listing"]) if data.get("listing") else None,
    )
