"""N-best lists of misunderstood acts, for a tracker whose corpus has no recogniser's lists.

The list of a turn is drawn by scores first: the first entry has a score evenly between 1 - 2 * rate
and 1, so 1 - rate in the mean, and each further one `FALL` of what is left above it, the rest is
not on the list. Where the truth stands is then drawn by these very scores, so that of the entries
with a score of 0.7 seven in ten are right: the scores are calibrated, the first entry is wrong at
the rate asked for, and the truth may stand anywhere or be missing. The other entries are the truth
with mistakes. A mistake that one of them makes is often made by the next one too, as with a
recogniser that misheard a word.

Thomson et al. 2012, N-best error simulation for training spoken dialogue systems, model lists in
this way; their confusions are learned from a recogniser, those here are drawn from a corpus.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.acts import ActType, DialogueAct
from dialog.state import Hypothesis, UserTurn

FALL = 0.6  # of what is left, the share of the next entry
TOUCHED = 0.5  # how likely an act of a wrong entry is misunderstood
REPEATED = 0.5  # how likely that is in the way of an entry above
_TRIES = 20  # to find an entry that is not on the list yet

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
        entries: how many at most.
    """

    confusions: Confusions
    rate: float
    entries: int = 5

    def __post_init__(self) -> None:
        if not 0 <= self.rate <= 0.5:
            raise ValueError(f"the error rate is from 0 to 0.5, not {self.rate}")

    def __call__(self, text: str, acts: Sequence[DialogueAct], rng: random.Random) -> UserTurn:
        """Return the turn with its list; all entries have the same text, and no spans."""
        truth = tuple(replace(act, span=None) for act in acts)
        if not self.rate:
            return UserTurn((Hypothesis(text),), (truth,))
        scores = self._scores(rng)
        place = _drawn(scores, rng)
        listed: list[Acts] = []
        hypotheses: list[Hypothesis] = []
        mistaken: dict[DialogueAct, DialogueAct | None] = {}  # what an act was last taken for
        for at, score in enumerate(scores):
            entry = truth if at == place else self._wrong(truth, listed, mistaken, rng)
            if entry is not None:  # else no further mistake could be made; its share is not listed
                listed.append(entry)
                hypotheses.append(Hypothesis(text, score))
        return UserTurn(tuple(hypotheses), tuple(listed))

    def _scores(self, rng: random.Random) -> list[float]:
        first = 1 - 2 * self.rate * rng.random()
        scores, left = [first], 1 - first
        for _ in range(self.entries - 1):
            scores.append(min(scores[-1], FALL * left))
            left -= scores[-1]
        return scores

    def _wrong(
        self,
        truth: Acts,
        listed: Sequence[Acts],
        mistaken: dict[DialogueAct, DialogueAct | None],
        rng: random.Random,
    ) -> Acts | None:
        """Return an entry with at least one mistake that is not listed yet; None if none comes."""
        for _ in range(_TRIES):
            sure = rng.randrange(len(truth)) if truth else -1  # this one is misunderstood
            insert = not truth or rng.random() < _INSERTION
            entry: list[DialogueAct] = []
            for at, act in enumerate(truth):
                if at != sure and rng.random() >= TOUCHED:
                    entry.append(act)
                    continue
                if act not in mistaken or rng.random() >= REPEATED:
                    mistaken[act] = self._misunderstood(act, rng)
                said = mistaken[act]
                entry += [said] if said else []
            if insert and self.confusions.informs:
                entry.append(rng.choice(self.confusions.informs))
            made = tuple(dict.fromkeys(entry))
            if made != truth and made not in listed:
                return made
        return None

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


def _drawn(scores: Sequence[float], rng: random.Random) -> int:
    """Return a place drawn by its score, the number of scores for none of them."""
    left = rng.random()
    for place, score in enumerate(scores):
        left -= score
        if left < 0:
            return place
    return len(scores)
