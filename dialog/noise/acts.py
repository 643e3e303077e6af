"""N-best lists of misunderstood acts, for a tracker whose corpus has no recogniser's lists.

A list has the form of a recogniser's: each entry is one way in which the turn may have been heard,
with its acts and a score. Errors come together, as they do where a line is bad: some turns are hard
to hear, the others are heard as they are, with a list of one. Of a hard turn

- the first entry has a score evenly between the bounds of `HARD`, a half in the mean, and each
  further one `FALL` of what is left above it; the rest is not on the list;
- the first entry is right one time out of two, the further ones less often (`RIGHT`), each by
  itself;
- a wrong entry is the truth with mistakes: at least one act has another value or another slot, is
  taken for a request, or is lost, and sometimes an act is added.

So the truth may stand anywhere, several times or not at all, and what several entries say is more
often right than what the first one says alone. An act is right about as often as the scores of the
entries that hold it sum to (over the hard turns of two corpora, the calibration error was 4 and 7
points).

Thomson et al. 2012, N-best error simulation for training spoken dialogue systems, draw lists in
this way; their confusions are learned from a recogniser, those here are drawn from a corpus.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.acts import ActType, DialogueAct
from dialog.state import Hypothesis, UserTurn

HARD = (0.3, 0.7)
FALL = 0.6
RIGHT = (0.5, 0.4, 0.35, 0.3, 0.25)  # how often each entry of a hard turn is the truth
TOUCHED = 0.5  # how likely a further act of a wrong entry is misunderstood
_TRIES = 20  # to make a wrong entry that differs from the truth

Acts = tuple[DialogueAct, ...]
_ANSWERS = {ActType.AFFIRM: ActType.NEGATE, ActType.NEGATE: ActType.AFFIRM}
# kind of mistake -> how often, of the acts that are misunderstood
_KINDS = {"value": 0.5, "slot": 0.15, "type": 0.05, "deletion": 0.3}
_INSERTION = 0.15  # how often a wrong entry has an act more


@dataclass(frozen=True)
class Confusions:
    """What can be taken for what: the user acts of a training split."""

    values: Mapping[tuple[str, str], Sequence[str]]  # (domain, slot) -> values, as often as told
    informs: Sequence[DialogueAct]  # the informs, as often as told

    @classmethod
    def of(cls, acts: Iterable[DialogueAct]) -> "Confusions":
        """Collect them from user acts; a value that is told often is confused often."""
        told = [
            replace(act, span=None, score=1.0)
            for act in acts
            if act.type is ActType.INFORM and act.slot and act.value
        ]
        values: dict[tuple[str, str], list[str]] = {}
        for act in told:
            values.setdefault((act.domain, act.slot), []).append(act.value or "")
        return cls(values, told)


@dataclass(frozen=True)
class ActNoise:
    """Makes the n-best list of a turn from its true acts.

    Attributes:
        confusions: what can be taken for what.
        rate: how often the first entry is wrong, 0 to 0.5.
    """

    confusions: Confusions
    rate: float

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 0.5:
            raise ValueError(f"the error rate is from 0 to 0.5, not {self.rate}")

    def __call__(self, text: str, acts: Sequence[DialogueAct], rng: random.Random) -> UserTurn:
        """Return the turn with its list; all entries have the same text, and no spans."""
        truth = tuple(act if act.span is None else replace(act, span=None) for act in acts)
        if rng.random() >= self.rate / (1 - RIGHT[0]):
            return UserTurn((Hypothesis(text),), (truth,))
        entries = [truth if rng.random() < right else self._wrong(truth, rng) for right in RIGHT]
        hypotheses = tuple(Hypothesis(text, score) for score in _scores(rng))
        return UserTurn(hypotheses, tuple(entries))

    def _wrong(self, truth: Acts, rng: random.Random) -> Acts:
        """Return the acts with at least one mistake; those of an empty turn gain one."""
        for _ in range(_TRIES):
            sure = rng.randrange(len(truth)) if truth else -1  # this one is misunderstood
            entry: list[DialogueAct] = []
            for at, act in enumerate(truth):
                touched = at == sure or rng.random() < TOUCHED
                said = self._misunderstood(act, rng) if touched else act
                entry += [said] if said else []
            if self.confusions.informs and (not truth or rng.random() < _INSERTION):
                entry.append(rng.choice(self.confusions.informs))
            if (made := tuple(dict.fromkeys(entry))) != truth:
                return made
        return ()

    def _misunderstood(self, act: DialogueAct, rng: random.Random) -> DialogueAct | None:
        """Return what an act is taken for; None for nothing at all."""
        kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == "value" and act.value is not None:
            every = self.confusions.values.get((act.domain, act.slot), ())
            others = [value for value in every if value != act.value]
            return replace(act, value=rng.choice(others)) if others else None
        if kind in ("slot", "type") and act.type is ActType.INFORM and act.slot:
            if kind == "type":
                return replace(act, type=ActType.REQUEST, value=None)
            places = [p for p in self.confusions.values if p[0] == act.domain and p[1] != act.slot]
            if not places:
                return None
            place = rng.choice(places)
            return DialogueAct(act.type, *place, rng.choice(self.confusions.values[place]))
        if kind == "type" and act.type in _ANSWERS:
            return replace(act, type=_ANSWERS[act.type])
        return None


def _scores(rng: random.Random) -> list[float]:
    """Return the scores of the entries of a hard turn, which sum to less than 1."""
    first = rng.uniform(*HARD)
    scores, left = [first], 1 - first
    for _ in RIGHT[1:]:
        scores.append(min(scores[-1], FALL * left))
        left -= scores[-1]
    return scores
