"""What a split holds, counted from its dialogues."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from dialog.acts import ActType
from dialog.corpus.dialogue import CorpusTurn, Dialogue

TASK = "task"  # the pseudo-slot of what the user is after


@dataclass
class Statistics:
    """Counts over the dialogues of a split."""

    dialogues: int = 0
    turns: Counter[str] = field(default_factory=Counter)  # by speaker
    domains: Counter[str] = field(default_factory=Counter)  # dialogues, by domain
    types: Counter[tuple[str, ActType]] = field(default_factory=Counter)  # acts, by speaker
    acts: Counter[tuple[str, str]] = field(default_factory=Counter)  # acts, by speaker and domain
    tasks: Counter[str] = field(default_factory=Counter)  # user turns, by what the user is after
    # domain -> slot -> value: acts that give it and states that come to hold it
    values: dict[str, dict[str, Counter[str]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )
    spans: Counter[str] = field(default_factory=Counter)  # "verbatim" or "in other words"
    unaligned: Counter[str] = field(default_factory=Counter)  # acts without a place, by reason
    also_in: Counter[str] = field(default_factory=Counter)  # dialogues, by corpus/split

    @property
    def slots(self) -> int:
        """The number of slots, told apart by domain."""
        return sum(len(slots) for slots in self.values.values())

    @property
    def distinct_values(self) -> int:
        """The number of values, told apart by slot."""
        return sum(len(seen) for slots in self.values.values() for seen in slots.values())

    def _turn(self, turn: CorpusTurn, before: set[tuple[str, str, str]]) -> None:
        self.turns[turn.speaker] += 1
        for act in turn.acts:
            self.types[turn.speaker, act.type] += 1
            self.acts[turn.speaker, act.domain] += 1
            if act.slot and act.slot != TASK:
                seen = self.values[act.domain][act.slot]
                if act.value is not None:
                    seen[act.value] += 1
            if act.span:
                said = (turn.text_of(act) or "").lower().split()
                verbatim = said == (act.value or "").lower().split()
                self.spans["verbatim" if verbatim else "in other words"] += 1
        if turn.speaker == "user":
            self.tasks.update({a.value for a in turn.acts if a.slot == TASK and a.value})
            state = {(d, s, v) for d, slots in turn.state.items() for s, v in slots.items()}
            for domain, slot, value in state - before:
                self.values[domain][slot][value] += 1
            before |= state
        self.unaligned.update(note["why"] for note in turn.extra.get("unaligned", ()))


def measure(dialogues: Iterable[Dialogue]) -> Statistics:
    """Return the counts over dialogues, which are gone through once."""
    found = Statistics()
    for dialogue in dialogues:
        found.dialogues += 1
        found.domains.update(set(dialogue.domains))
        before: set[tuple[str, str, str]] = set()
        for turn in dialogue.turns:
            found._turn(turn, before)
        places = dialogue.extra.get("also_in", ())
        found.also_in.update({place.rpartition("/")[0] for place in places})
    return found
