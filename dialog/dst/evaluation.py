"""What a tracker gets right of a corpus's states: the comparison behind every figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from dialog.component import Domains
from dialog.corpus.scoring import Scoring
from dialog.dst.replay import Place, Tracked
from dialog.evaluation.f1 import F1
from dialog.schema import Slot
from dialog.state import SlotBelief

Kind = Literal["right", "missed", "spurious", "wrong value"]


@dataclass(frozen=True, slots=True)
class SlotResult:
    """One slot that is filled by the annotation or by the tracker."""

    place: Place
    wanted: tuple[str, ...]  # the right forms, () for a slot that is to be empty
    said: str  # in the same form, "" for none
    score: float  # how sure the tracker is of what it says, a value or none
    match: float  # how right that is, 0 to 1

    @property
    def kind(self) -> Kind:
        """What is right or wrong with it."""
        if self.match == 1:
            return "right"
        if not self.wanted:
            return "spurious"
        return "wrong value" if self.said else "missed"


@dataclass(frozen=True)
class Judged:
    """One user turn, or one domain's part of it, as a way of scoring compares it."""

    turn: Tracked
    frame: str  # the domain that is scored by itself, "" for all together
    slots: Sequence[SlotResult]  # those filled on either side
    size: int  # how many slots a state may fill here
    sureness: float  # the probability of the joint hypothesis that the tracker holds
    right_mass: float  # the probability of the annotated values of all slots together
    squared_mass: float  # the sum of squared probabilities over all joint hypotheses

    @property
    def joint(self) -> float:
        """How right all slots together are: the product, so 0 or 1 for values of one spelling."""
        product = 1.0
        for slot in self.slots:
            product *= slot.match
        return product

    @property
    def accuracy(self) -> float:
        """The share of slots that are right, empty ones too."""
        wrong = sum(1 - slot.match for slot in self.slots)
        return 1 - wrong / self.size if self.size else 1.0

    @property
    def l2(self) -> float:
        """The squared distance of the joint distribution from the truth (Henderson et al. 2014)."""
        return max(0.0, 1 - 2 * self.right_mass + self.squared_mass)

    @cached_property
    def values(self) -> tuple[float, int, int]:
        """Filled slots that are right, said and wanted: the counts of F1."""
        said = sum(bool(slot.said) for slot in self.slots)
        wanted = sum(bool(slot.wanted) for slot in self.slots)
        right = sum(slot.match for slot in self.slots if slot.wanted and slot.said)
        return right, said, wanted


def judge(tracked: Sequence[Tracked], domains: Domains, scoring: Scoring) -> list[Judged]:
    """Compare what was tracked with the annotation, as one way of scoring does."""
    return [judged for turn in tracked for judged in _judged(turn, domains, scoring)]


def _judged(turn: Tracked, domains: Domains, scoring: Scoring) -> Iterator[Judged]:
    slots = {(n, s.name): s for n, domain in domains.items() for s in domain.schema.slots.values()}
    if scoring.frames is None:
        yield _one(turn, "", slots, scoring)
        return
    for frame in scoring.frames(turn.annotation):
        own = {place: slot for place, slot in slots.items() if place[0] == frame}
        if own:
            yield _one(turn, frame, own, scoring)


def _one(turn: Tracked, frame: str, slots: Mapping[Place, Slot], scoring: Scoring) -> Judged:
    results = []
    sureness = right_mass = squared_mass = 1.0
    for place in {**turn.wanted, **turn.beliefs}:
        if place not in slots:
            continue
        annotated = turn.wanted.get(place, ())[: None if scoring.variants else 1]
        forms = (scoring.read(*place, value) for value in annotated)
        wanted = tuple(dict.fromkeys(form for form in forms if form))
        believed = _forms(place, turn.beliefs.get(place, SlotBelief()), scoring)
        right = {form: _match(slots[place], wanted, form, scoring) for form in believed}
        said = max(believed, key=lambda value: (believed[value], bool(value)))
        sureness *= believed[said]
        right_mass *= sum(p for v, p in believed.items() if right[v] == 1)
        squared_mass *= sum(p * p for p in believed.values())
        if wanted or said:
            results.append(SlotResult(place, wanted, said, believed[said], right[said]))
    size = sum(slot.informable for slot in slots.values())
    return Judged(turn, frame, tuple(results), size, sureness, right_mass, squared_mass)


def _match(slot: Slot, wanted: Sequence[str], said: str, scoring: Scoring) -> float:
    """Return how right a form of a value is, or that there is none."""
    return scoring.match(slot, wanted, said) if wanted and said else float(not wanted and not said)


def _forms(place: Place, belief: SlotBelief, scoring: Scoring) -> dict[str, float]:
    """Return the probability of each form of a slot's value, "" for that it has none."""
    found: dict[str, float] = {"": max(0.0, 1 - sum(score for _, score in belief.values))}
    for value, score in belief.values:
        form = scoring.read(*place, value)
        found[form] = found.get(form, 0.0) + score
    return found


def requests(turn: Tracked) -> F1:
    """Count the slots that the user asks for in a turn."""
    counts = F1()
    counts.add(turn.asked, turn.requested)
    return counts
