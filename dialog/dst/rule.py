"""The rule tracker: folds scored user acts into beliefs, for any domain with a schema."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.dst.belief import Scores, bounded, clamp, mixture, update
from dialog.dst.origins import traced
from dialog.dst.resolving.around import proposes
from dialog.dst.resolving.chosen import CHOICE
from dialog.dst.resolving.resolve import BOOK, FIND, TASK, Place, Resolver
from dialog.dst.spelling import spelt_alike
from dialog.dst.tasks import kept, turned_to
from dialog.dst.unobjected import unobjected
from dialog.pointing import plain_words
from dialog.schema import DONTCARE, JOINT, DomainSchema, Slot
from dialog.state import DialogueState, DomainState, Entity, SlotBelief, UserTurn

Hypotheses = list[tuple[float, tuple[DialogueAct, ...]]]  # probability, resolved acts
_EVIDENCE = frozenset({ActType.INFORM, ActType.DENY, ActType.REQUEST})
_OVER = 0.9  # how sure it must be that the user starts over, which loses all that was said


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a turn says of one domain."""

    informed: dict[str, Scores] = field(default_factory=dict)  # slot -> value -> probability
    denied: dict[str, Scores] = field(default_factory=dict)
    requested: Scores = field(default_factory=dict)  # slot -> probability


class RuleTracker:
    """Tracks beliefs by probability rules.

    Args:
        domains: the domains of the session.
        likely: the probability from which something counts as said: a task, a request, a value
            that makes earlier search results stale.
        restated: the same for a domain with tasks, whose answers say what was understood.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"user_acts"})
    writes: ClassVar[frozenset[str]] = frozenset({"state"})

    def __init__(self, domains: Domains, *, likely: float = 0.5, restated: float = 0.3) -> None:
        self._schemas = {name: domain.schema for name, domain in domains.items()}
        self._domains = domains
        self._likely = likely
        self._restated = restated

    def warm_up(self) -> None:
        """Nothing to load."""

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names of all entities, by their letters without case."""
        return {name.casefold(): name for _, name in self._named()}

    @cached_property
    def _owners(self) -> Mapping[str, Sequence[str]]:
        """The domains whose entities go by a name, by its plain words."""
        owners: dict[str, list[str]] = {}
        for domain, name in self._named():
            known = owners.setdefault(plain_words(name), [])
            if domain not in known:
                known.append(domain)
        return owners

    def _named(self) -> Iterator[tuple[str, str]]:
        """Yield the domain and the name of every entity."""
        for domain in self._domains.values():
            key = domain.schema.key
            names = (row.get(key, "") for row in domain.rows()) if key else ()
            yield from ((domain.schema.name, name) for name in names if name)

    def track(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn that answered `system_acts`."""
        resolver = Resolver(self._schemas, state, system_acts, self._names, self._owners)
        hypotheses = _hypotheses(turn, resolver)
        best = max(hypotheses, key=lambda h: h[0])[1] if hypotheses else ()
        best = tuple(a for a in best if a.type is not ActType.RESTART or a.score >= _OVER)
        said = [act for act in best if act.score >= self._likely]
        if any(act.type is ActType.RESTART for act in said):
            return replace(state, domains={}, active="", user_acts=best, closed=False)
        before, asks = state, turn.text.rstrip().endswith("?") and not proposes(turn.text)
        state = unobjected(state, system_acts, hypotheses)
        state = replace(state, user_acts=best, closed=False)
        for name, evidence in self._evidence(hypotheses).items():
            old = state.domain(name)
            proposed = DialogueAct(ActType.CONFIRM, name, TASK, BOOK) in system_acts
            new = self._updated(self._schemas[name], old, evidence, proposed=proposed)
            orders = self._said_task(evidence) or self._wants_given(self._schemas[name], evidence)
            if asks and BOOK == new.task != old.task and not orders:
                new = replace(new, task=old.task)  # "how much for two?" orders nothing
            new = _with_choice(old, new, evidence)
            others = {n: d for n, d in state.domains.items() if n != name}
            state = replace(state, domains={**others, name: new})  # the latest comes last
        if (active := self._active(said)) not in ("", state.active):
            state = replace(state, active=active)
        for act in said:
            name = act.domain or state.active
            if name not in self._schemas:
                continue
            if act.type is ActType.CANCEL:
                state = _cancelled(state, self._schemas[name])
            elif act.type is ActType.REQALTS and (act.domain or act is _first_reqalts(said)):
                state = _without_key(state, self._schemas[name])
        return traced(before, state, resolver.origins)

    def _evidence(self, hypotheses: Hypotheses) -> dict[str, Evidence]:
        """Return the evidence for each domain spoken of, in the order of first mention."""
        # of each place, per type of act, the values that each hypothesis gives
        said: dict[Place, dict[ActType, dict[int, list[tuple[str, float]]]]] = {}
        for number, (_, acts) in enumerate(hypotheses):
            for act in acts:
                if act.slot and act.domain in self._schemas:
                    kinds = said.setdefault((act.domain, act.slot), {})
                    values = kinds.setdefault(act.type, {}).setdefault(number, [])
                    values.append((act.value or "", act.score))
        found: dict[str, Evidence] = {}
        for (domain, slot), kinds in said.items():
            evidence = found.setdefault(domain, Evidence())
            mixed = {
                kind: mixture((hypotheses[number][0], values) for number, values in parts.items())
                for kind, parts in kinds.items()
                if kind in _EVIDENCE
            }
            informed = {v: p for v, p in mixed.get(ActType.INFORM, {}).items() if v}
            if informed:
                evidence.informed[slot] = informed
            if denied := mixed.get(ActType.DENY):
                evidence.denied[slot] = denied
            if requested := sum(mixed.get(ActType.REQUEST, {}).values()):
                evidence.requested[slot] = clamp(requested)
        return found

    def _updated(
        self, schema: DomainSchema, old: DomainState, evidence: Evidence, *, proposed: bool
    ) -> DomainState:
        """Return a domain's state after a turn's evidence; `proposed`: a booking was, before it."""
        if self._books_again(schema, old, evidence) and not proposed:
            old = _without_details(old, schema)
        before = old
        if schema.tasks:
            sure = ((slot, max(values.values())) for slot, values in evidence.informed.items())
            told = [slot for slot, score in sure if score >= self._restated]
            said = self._said_task(evidence)
            said = said if set(said.split(JOINT)) & set(schema.tasks) else ""
            task = turned_to(schema, old, told, said)
            old = replace(kept(schema, old, told, task), task=task)
        beliefs = dict(old.beliefs)
        for name in dict.fromkeys([*evidence.informed, *evidence.denied]):
            if name not in schema.slots or not schema.slots[name].informable:
                continue
            belief = beliefs.get(name, SlotBelief())
            slot = schema.slots[name]
            informed = spelt_alike(slot, evidence.informed.get(name, {}), belief)
            denied = spelt_alike(slot, evidence.denied.get(name, {}), belief)
            beliefs[name] = update(belief, informed, _spelled_out(denied, belief))
            if not beliefs[name].values:
                del beliefs[name]
        asked = self._asked(evidence)
        new = replace(
            old,
            beliefs=beliefs,
            requested=tuple(dict.fromkeys([*old.requested, *asked])),
            grounded=tuple(
                s for s in old.grounded if s in beliefs and beliefs[s].value == old.value(s)
            ),
        )
        if schema.tasks:
            return self._searched_anew(schema, before, new)
        new = self._searched_anew(schema, old, new)
        task = self._task(schema, old, new, evidence)
        return new if task == new.task else replace(new, task=task)

    def _asked(self, evidence: Evidence) -> list[str]:
        """Return the slots whose values a turn asks for."""
        return [slot for slot, p in evidence.requested.items() if p >= self._likely]

    def _wants_given(self, schema: DomainSchema, evidence: Evidence) -> bool:
        """Whether a turn asks for nothing but what a booking gives, such as its reference."""
        asked = self._asked(evidence)
        return (
            schema.booking is not None and bool(asked) and set(asked) <= set(schema.booking.gives)
        )

    def _said_task(self, evidence: Evidence) -> str:
        """Return the task that a turn names, "" for none."""
        said = evidence.informed.get(TASK, {})
        best = max(said, key=lambda task: said[task], default="")
        return best if said and said[best] >= self._likely else ""

    def _books_again(self, schema: DomainSchema, old: DomainState, evidence: Evidence) -> bool:
        """Whether another booking is asked for where nothing but its details tells which.

        With an entity, the details of one booking are a fair guess at those of the next.
        """
        asked = evidence.informed.get(TASK, {}).get(BOOK, 0.0) >= self._likely
        alone = schema.booking is not None and not schema.booking.entity
        return asked and alone and bool(old.bookings) and not old.task

    def _searched_anew(
        self, schema: DomainSchema, old: DomainState, new: DomainState
    ) -> DomainState:
        """Return the state without the results that a changed constraint made stale."""
        slots = [
            s
            for s in schema.slots.values()
            if (s.search != "no" or s.name == schema.key)
            and s.name not in (*old.beside, *new.beside)
        ]
        enough = self._enough(schema)
        held = ((s, self._held(old, s, enough), self._held(new, s, enough)) for s in slots)
        changed = [s for s, was, now in held if was != now and (now or not s.passing)]
        if not changed:
            return new
        lacking = set(new.relaxed) - {s.name for s in changed}  # another may have it all now
        if (
            new.entity is not None
            and not lacking
            and all(_describes(new.entity, s, self._held(new, s, enough)) for s in changed)
        ):
            return replace(new, results=None, relaxed=(), listed=0)
        if [s.name for s in changed] == [schema.key]:
            name = self._held(new, changed[0], enough)
            if (row := _found(old, changed[0], name)) is not None:
                return replace(new, entity=row)  # one of what was found: the others stay
        beliefs = dict(new.beliefs)
        if old.results is not None and schema.key not in {s.name for s in changed}:
            beliefs.pop(schema.key, None)  # the one asked for by name is not what is wanted now
        fresh = replace(new, beliefs=beliefs, results=None, relaxed=(), listed=0)
        return replace(fresh, offered=(), entity=None)

    def _enough(self, schema: DomainSchema) -> float:
        return self._restated if schema.tasks else self._likely

    @staticmethod
    def _held(state: DomainState, slot: Slot, enough: float) -> str:
        """Return the value of a slot that is believed enough, "" for none or no preference."""
        belief = state.beliefs.get(slot.name)
        if belief is None or belief.score < enough or belief.value == DONTCARE:
            return ""
        return belief.value or ""

    def _task(
        self, schema: DomainSchema, old: DomainState, new: DomainState, evidence: Evidence
    ) -> str:
        """Return what the user is after: said so, or shown by what was informed."""
        if said := self._said_task(evidence):
            return said
        if evidence.denied.get(TASK, {}).get(new.task, 0.0) >= self._likely:
            return ""
        given = [
            schema.slots[name]
            for name, values in evidence.informed.items()
            if name in schema.slots and max(values.values()) >= self._likely
        ]
        was, now = ({s.name: self._held(d, s, self._likely) for s in given} for d in (old, new))
        news = [s for s in given if was[s.name] != now[s.name]]
        wishes = [s for s in news if not _describes(new.entity or {}, s, now[s.name])]
        booking_only = all(s.booking != "no" and s.search == "no" for s in wishes or given)
        if not given and not old.beliefs and any(name in schema.slots for name in evidence.denied):
            return new.task or FIND  # "something that is not chinese"
        if not given or not news:
            return new.task
        ready = schema.booking and (new.entity is not None or not schema.booking.entity)
        if booking_only and schema.booking and (ready or not new.task):
            asks = set(self._asked(evidence)) - set(schema.booking.gives)
            return new.task if asks else BOOK  # "how much for two?" orders nothing
        details = any(s.booking != "no" and s.search == "no" for s in wishes)
        if details and self._wants_given(schema, evidence):
            return BOOK  # who wants the reference along with the details orders
        return new.task or ("" if new.entity is not None else FIND)

    def _active(self, said: Iterable[DialogueAct]) -> str:
        """Return the domain a turn is about: one with a task, the one told most, the last."""
        ranks: dict[str, tuple[bool, int, int]] = {}
        for place, act in enumerate(said):
            if act.domain in self._schemas:
                task, informs, _ = ranks.get(act.domain, (False, 0, 0))
                tells = act.type in (ActType.INFORM, ActType.DENY)
                ranks[act.domain] = (
                    task or (act.type is ActType.INFORM and act.slot == TASK),
                    informs + (tells and act.slot != TASK),
                    place,
                )
        return max(ranks, key=lambda name: ranks[name], default="")


def _hypotheses(turn: UserTurn, resolver: Resolver) -> Hypotheses:
    """Return the turn's hypotheses with probabilities that sum to at most 1."""
    scores = bounded({str(i): h.score for i, h in enumerate(turn.hypotheses)})
    return [
        (scores[str(i)], resolver.resolve(acts, turn.hypotheses[i].text))
        for i, acts in enumerate(turn.acts or ())
    ]


def _spelled_out(denied: Scores, belief: SlotBelief) -> Mapping[str, float]:
    """Return the denial with deny(slot) taken as a denial of the likeliest value."""
    if "" not in denied or belief.value is None:
        return denied
    return {**denied, belief.value: max(denied[""], denied.get(belief.value, 0.0))}


def _with_choice(old: DomainState, new: DomainState, evidence: Evidence) -> DomainState:
    """Return the state with the result under discussion that the user chose from the list."""
    place = max(evidence.informed.get(CHOICE, {"": 0.0}).items(), key=lambda item: item[1])[0]
    results = old.results or ()
    if not place or not 1 <= int(place) <= len(results):
        return new
    return replace(new, entity=results[int(place) - 1], results=results, listed=old.listed)


def _found(state: DomainState, key: Slot, name: str) -> Entity | None:
    """Return the result that goes by a name."""
    rows = state.results or ()
    return next((row for row in rows if _describes(row, key, name)), None)


def _describes(entity: Entity, slot: Slot, value: str) -> bool:
    """Whether a value holds of an entity."""
    return bool(value) and slot.holds(entity.get(slot.column or slot.name, ""), value)


def _first_reqalts(acts: Sequence[DialogueAct]) -> DialogueAct:
    return next(act for act in acts if act.type is ActType.REQALTS)


def _cancelled(state: DialogueState, schema: DomainSchema) -> DialogueState:
    """Return the state in which what was being arranged in a domain is given up."""
    kept = _without_details(state.domain(schema.name), schema)
    return state.with_domain(
        schema.name, task="", requested=(), beliefs=kept.beliefs, grounded=kept.grounded
    )


def _without_details(state: DomainState, schema: DomainSchema) -> DomainState:
    """Return a domain's state without the values that only a booking needs."""
    dropped = {slot.name for slot in schema.bookable if slot.search == "no"}
    beliefs = {name: belief for name, belief in state.beliefs.items() if name not in dropped}
    grounded = tuple(name for name in state.grounded if name not in dropped)
    return replace(state, beliefs=beliefs, grounded=grounded)


def _without_key(state: DialogueState, schema: DomainSchema) -> DialogueState:
    """Return the state in which another entity than the one asked for by name will do."""
    old = state.domain(schema.name)
    if schema.key not in old.beliefs:
        return state
    beliefs = {name: belief for name, belief in old.beliefs.items() if name != schema.key}
    return state.with_domain(schema.name, beliefs=beliefs, results=None, relaxed=())
