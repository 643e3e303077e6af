"""Yes-or-no slots that the words of a sentence name: "is there a sauna", "no wake-up calls".

Of dozens of things that a place has or has not, each is spoken of too seldom for a label of its
own to be sure. What is said of them is alike, though: that they are wanted, there, absent or asked
for. So all their labels together tell what is said, and the words of which.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from dialog.acts import ActType, DialogueAct
from dialog.nlu.spans import HINT
from dialog.schema import SlotType
from dialog.values import ValueReader
from dialog.wordbounds import lower, places

Way = tuple[ActType, str | None]  # what is said of a slot: act type and value


class _Label(NamedTuple):
    number: int
    act: DialogueAct


class NamedSlots:
    """Finds the yes-or-no slots that a sentence names, and what it says of them.

    Args:
        readers: of the domains; the words that name a slot are its `wordings`.
        acts: what each label stands for.
    """

    def __init__(self, readers: Mapping[str, ValueReader], acts: Sequence[DialogueAct]) -> None:
        self._names: dict[str, dict[str, str]] = {}  # domain -> words -> slot
        self._labels: dict[str, list[_Label]] = {}
        for name, reader in readers.items():
            slots = reader.domain.schema.slots
            words = {
                wording: slot
                for slot, wordings in reader.domain.wordings.items()
                if slots[slot].type is SlotType.BOOLEAN
                for wording in wordings
            }
            if words:
                self._names[name] = words
                known = set(words.values())
                self._labels[name] = [
                    _Label(number, act)
                    for number, act in enumerate(acts)
                    if act.domain == name and act.slot in known
                ]

    def said(
        self, text: str, scores: Sequence[float], session: Collection[str]
    ) -> list[tuple[DialogueAct, float]]:
        """Return the acts over the slots that a sentence names, each with its score.

        Args:
            text: the sentence.
            scores: of each label, 0 to 1.
            session: domains that may be said.
        """
        found: list[tuple[DialogueAct, float]] = []
        for domain, labels in self._labels.items():
            if domain not in session or not labels:
                continue
            if slots := self._named(text, domain):
                (kind, value), score = _likeliest(labels, scores)
                if score >= HINT:
                    found += [(DialogueAct(kind, domain, slot, value), score) for slot in slots]
        return found

    def _named(self, text: str, domain: str) -> list[str]:
        """Return the slots that words of a text name, longer words before those within them."""
        taken: list[tuple[int, int]] = []
        slots: dict[str, None] = {}
        names, folded = self._names[domain], lower(text)
        for words in sorted(names, key=len, reverse=True):
            for start, end in places(words, folded):
                if all(end <= a or start >= b for a, b in taken):
                    taken.append((start, end))
                    slots[names[words]] = None
        return list(slots)


def _likeliest(labels: Sequence[_Label], scores: Sequence[float]) -> tuple[Way, float]:
    """Return what is likeliest said of any slot, by a noisy or over the slots' labels."""
    unsaid: dict[Way, float] = {}
    for number, act in labels:
        way = act.type, act.value
        unsaid[way] = unsaid.get(way, 1.0) * (1 - float(scores[number]))
    best = min(unsaid, key=lambda way: unsaid[way])
    return best, 1 - unsaid[best]
