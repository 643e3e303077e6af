"""One turn's deliberation: what the rules look at, and what they have decided so far."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dialog.acts import ActType, DialogueAct, format_acts
from dialog.component import ActionResult, Decision, Domains, RunAction
from dialog.knowledge.index import LEAST
from dialog.schema import DONTCARE, DomainSchema, Slot
from dialog.state import DialogueState, DomainState, Entity, Listing

TASK, FIND, BOOK = "task", "find", "book"  # the pseudo-slot of what the user is after
CHOICE = "choice"  # the pseudo-slot of a place in the list
COUNT = "count"  # the pseudo-slot of how many entities match
OTHER, NONE = "other", "none"  # nooffer(other=none): everything that matches was put forward
BOOKINGS = "bookings"  # the pseudo-slot of all that was booked
ANSWER, SOURCE = "answer", "source"  # the pseudo-slots of what a document says, and which one
LIMITED, BOUND = "limited", "bound"  # the pseudo-slots of what has limits, and of these
UNKNOWN = "unknown"  # the value of a fact that nobody knows

Rule = Callable[..., object] | str  # a rule, or what it is called
QUESTIONS = (ActType.REQUEST, ActType.CONFREQ, ActType.CONFIRM, ActType.SELECT)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How sure a belief must be."""

    accept: float = 0.8  # acted upon as it is
    confirm: float = 0.4  # asked about; less is ignored
    sure: float = 0.95  # not even put to the user in passing
    noticed: float = 0.1  # less was hardly heard at all
    heard: float = 0.5  # an act without a value counts as said
    consult: float = LEAST  # how sure a document must be to answer
    restated: float = (
        0.3  # acted upon in a domain with tasks, whose answers say what was understood
    )


class Deliberation:
    """What is known in a turn, and what the rules decide; they change it through its methods."""

    def __init__(
        self,
        domains: Domains,
        thresholds: Thresholds,
        state: DialogueState,
        run_action: RunAction,
    ) -> None:
        self.domains = domains
        self.schemas = {name: domain.schema for name, domain in domains.items()}
        self.thresholds = thresholds
        self.state = state
        self.acts: list[DialogueAct] = []
        self.listing: Listing | None = None  # a table to show below the answer
        self.finished = False  # what was going on is done: see whether there is anything else
        self._said = [act for act in state.user_acts if act.score >= self._enough(act)]
        self._run_action = run_action
        self._reasons: list[str] = []
        self._messages: list[str] = []
        self._rule: Rule = ""
        self._passed: list[Rule] = []

    @property
    def documented(self) -> list[str]:
        """The domains with documents."""
        return [name for name, domain in self.domains.items() if domain.passages]

    # What the user said

    def heard(self, *types: ActType, domain: str | None = None) -> list[DialogueAct]:
        """Return the user's acts that count as said, of the types and of the domain given."""
        return [
            act
            for act in self._said
            if (not types or act.type in types) and (domain is None or act.domain in ("", domain))
        ]

    def _enough(self, act: DialogueAct) -> float:
        """Return how sure an act must be to count as said."""
        return self.thresholds.heard if act.value is None else self._least(act.domain)

    def only(self, *types: ActType) -> bool:
        """Whether the user said something, and nothing but acts of these types."""
        heard = self.heard()
        return bool(heard) and all(act.type in types for act in heard)

    def asked(self, act: DialogueAct) -> bool:
        """Whether the last system turn had this act."""
        return act in self.state.system_acts

    # What is believed of a domain

    def domain(self, name: str) -> DomainState:
        """Return a domain's state as it now is."""
        return self.state.domain(name)

    def value(self, domain: str, slot: str) -> str | None:
        """Return a slot's value if it is believed enough to act upon."""
        own = self.domain(domain)
        belief = own.beliefs.get(slot)
        if belief is None:
            return None
        enough = self._least(domain) if slot in own.grounded else self.thresholds.accept
        return belief.value if belief.score >= enough else None

    def _least(self, domain: str) -> float:
        """Return how sure a value must be not to be ignored."""
        answers = domain in self.schemas and self.schemas[domain].tasks
        return self.thresholds.restated if answers else self.thresholds.confirm

    def wishes(self, domain: str) -> dict[str, str]:
        """Return what the user said an entity should be like, "no preference" included."""
        schema, beliefs = self.schemas[domain], self.domain(domain).beliefs
        names = [s.name for s in schema.slots.values() if s.name in beliefs]
        names = [n for n in names if schema.slots[n].search != "no" or n == schema.key]
        values = ((name, self.value(domain, name)) for name in names)
        return {name: value for name, value in values if value is not None}

    def constraints(self, domain: str) -> dict[str, str]:
        """Return the values that the user wants an entity to have."""
        return {name: v for name, v in self.wishes(domain).items() if v != DONTCARE}

    def unsure(self, domain: str) -> list[str]:
        """Return the slots searched by that may have been misheard, and were not yet put."""
        own, slots = self.domain(domain), self.schemas[domain].slots
        return [
            name
            for name, belief in own.beliefs.items()
            if name in slots
            and slots[name].search != "no"
            and name not in own.grounded
            and self.thresholds.noticed <= belief.score < self.thresholds.sure
        ]

    def doubtful(self, domain: str) -> list[tuple[Slot, list[str]]]:
        """Return the slots to ask about, with their values that are neither held nor ignored."""
        schema, own = self.schemas[domain], self.domain(domain)
        found = []
        for name, belief in own.beliefs.items():
            slot = schema.slots.get(name)
            if slot is None or name in own.grounded or not self._matters(schema, own, slot):
                continue
            values = [v for v, score in belief.values if score >= self.thresholds.confirm]
            if len(values) > 1 or (values and belief.score < self.thresholds.accept):
                found.append((slot, values))
        return found

    @staticmethod
    def _matters(schema: DomainSchema, own: DomainState, slot: Slot) -> bool:
        if slot.search != "no" or slot.name == schema.key:
            return True
        return slot.booking != "no" and (own.task == BOOK or schema.search is None)

    def key_of(self, domain: str, entity: Entity) -> str:
        """Return the name of an entity."""
        return self.fact(domain, entity, self.schemas[domain].key)

    def fact(self, domain: str, entity: Entity, slot: str) -> str:
        """Return an entity's value of a slot, "" when it has none."""
        known = self.schemas[domain].slots.get(slot)
        return entity.get((known.column or slot) if known else slot, "")

    def holds(self, domain: str, entity: Entity, slot: str, value: str) -> bool:
        """Whether an entity has a value of a slot, a list of them if the slot takes one."""
        known, actual = self.schemas[domain].slots.get(slot), self.fact(domain, entity, slot)
        return known.holds(actual, value) if known else value.casefold() == actual.casefold()

    def booked(self, domain: str) -> bool:
        """Whether the entity under discussion, or the service of a domain, is booked."""
        own, key = self.domain(domain), self.schemas[domain].key
        if own.entity is None:
            return bool(own.bookings)
        return self.key_of(domain, own.entity) in {row.get(key) for row in own.bookings}

    def beliefs_of(self, domain: str) -> str:
        """Return a domain's beliefs for reading: food=italian 0.93."""
        beliefs = self.domain(domain).beliefs
        return ", ".join(f"{slot}={b.value} {b.score:.2f}" for slot, b in beliefs.items())

    # What is decided

    @property
    def asking(self) -> bool:
        """Whether this turn puts a question already; it puts one only."""
        return any(act.type in QUESTIONS for act in self.acts)

    def consider(self, rule: Rule) -> None:
        """Note which rule is deciding now, or what it is called."""
        if self._rule:
            self._passed.append(self._rule)
        self._rule = rule

    def say(self, why: str, *acts: DialogueAct) -> None:
        """Decide on acts, for a reason; what is said already is not said twice."""
        new = [act for act in dict.fromkeys(acts) if act not in self.acts]
        self.acts += new
        parts = [f"{_name(self._rule)}: {why}", f"-> {format_acts(new) or 'nothing new'}"]
        domain = next((act.domain for act in acts if act.domain), "")
        if domain and (beliefs := self.beliefs_of(domain)):
            parts.append(f"beliefs: {beliefs}")
        passed = [rule for rule in dict.fromkeys(self._passed) if rule != self._rule]
        if passed:
            parts.append(f"considered before: {', '.join(map(_name, passed))}")
        self._reasons.append("; ".join(parts))

    def change(self, domain: str, **changes: object) -> None:
        """Change fields of a domain's state."""
        self.state = self.state.with_domain(domain, **changes)

    def ground(self, domain: str, *slots: str) -> None:
        """Note that the present values of slots were put to the user."""
        if slots:
            grounded = dict.fromkeys([*self.domain(domain).grounded, *slots])
            self.change(domain, grounded=tuple(grounded))

    async def act(self, domain: str, action: str, only: Sequence[str]) -> ActionResult:
        """Run an action that sees, of its domain's beliefs, the accepted values of some slots."""
        beliefs = self.domain(domain).beliefs
        seen = {
            name: belief
            for name, belief in beliefs.items()
            if name in only and self.value(domain, name) is not None
        }
        result = await self._run_action(
            domain, action, self.state.with_domain(domain, beliefs=seen)
        )
        after = result.state.domain(domain).beliefs
        hidden = {name: belief for name, belief in beliefs.items() if name not in seen}
        self.state = result.state.with_domain(domain, beliefs={**hidden, **after})
        self._messages += result.messages
        return replace(result, state=self.state)

    def decision(self) -> Decision:
        """Return what was decided."""
        reasons, messages = tuple(self._reasons), tuple(self._messages)
        return Decision(tuple(self.acts), self.state, reasons, messages, self.listing)


def _name(rule: Rule) -> str:
    return rule if isinstance(rule, str) else rule.__name__
