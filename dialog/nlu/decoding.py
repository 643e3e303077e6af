"""From the model's scores to dialogue acts; shared by training, evaluation and serving."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.nlu.bundle import Calibration
from dialog.nlu.chain import Chain, Tagged
from dialog.nlu.labels import TASK, LabelSet, act_of, tag
from dialog.nlu.naming import NamedSlots
from dialog.nlu.spans import SpanFinder, agreed
from dialog.nlu.words import Bounds
from dialog.pointing import points_back
from dialog.schema import SlotType
from dialog.values import readers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

UNLISTED = 0.8  # how sure the tagger is to be of a value that the slot does not list
_NOT = re.compile(
    r"(?:\bnot|n['’]t|\binstead of|\brather than)\s+"
    r"(?:(?:the|an?|in|on|at|for|near|want|like)\s+)*$",
    re.I,
)
_NOT_THERE = re.compile(
    r"(?:(?<!why )\bnot|n['’]t)\s+(?:be\s+)?(?:in|near|at|on)\s+(?:the\s+)?$"
    r"|\boutside\s+(?:of\s+)?(?:the\s+)?$",
    re.I,
)
_CORRECTED = re.compile(
    r"\b(?:sorry|no|wait|actually|or rather|i mean|i meant|scratch that|make (?:it|that))\b", re.I
)
_OF_ITSELF = frozenset({ActType.INFORM, ActType.REQUEST})  # needs no words of a value
_TOO = re.compile(r"\btoo\s+\w+$", re.I)


class Decoder:
    """Reads acts out of sentence and token scores.

    Args:
        domains: the session's domains; labels of others stay unsaid.
        labels: what the model can say.
        calibration: temperatures and threshold.
        chain: the weights between tags; see `Chain`.
    """

    def __init__(
        self,
        domains: Domains,
        labels: LabelSet,
        calibration: Calibration,
        chain: "Mapping[str, Floats]",
    ) -> None:
        self.labels = labels
        self.calibration = calibration
        self.readers = readers(domains)
        self._acts = [act_of(label) for label in labels.sentence]
        # what a corpus by itself annotates is said as it is
        self._own = all(domain.corpus for domain in domains.values())
        self._spans = frozenset(labels.spans)
        read = Chain(labels.tags, chain, calibration.token)
        self._finder = SpanFinder(self.readers, labels, read)
        self._named = NamedSlots(self.readers, self._acts)

    def decode(
        self,
        text: str,
        sentence: "Floats",
        token: "Floats",
        words: Sequence[Bounds],
        session: Collection[str],
    ) -> list[DialogueAct]:
        """Return the acts of one sentence: see `decode_all`."""
        return self.decode_all([text], [sentence], [token], [words], session)[0]

    def decode_all(
        self,
        texts: Sequence[str],
        sentences: "Sequence[Floats]",
        tokens: "Sequence[Floats]",
        words: Sequence[Sequence[Bounds]],
        session: Collection[str],
    ) -> list[list[DialogueAct]]:
        """Return the acts of sentences, of each the spelled ones in text order, then the others.

        Args:
            texts: the sentences.
            sentences: their logits, (labels,).
            tokens: their words' logits, (words, tags).
            words: the bounds of each word, in characters.
            session: domains that may be said.
        """
        tagged = self._finder.tagged(tokens)
        each = zip(texts, sentences, tagged, words, strict=True)
        return [self._decoded(*one, session) for one in each]

    def _decoded(
        self,
        text: str,
        sentence: "Floats",
        tagged: "Tagged",
        words: Sequence[Bounds],
        session: Collection[str],
    ) -> list[DialogueAct]:
        scores = 1 / (1 + np.exp(-np.clip(sentence / self.calibration.sentence, -60, 60)))
        said = [
            (act, float(score))
            for act, score in zip(self._acts, scores, strict=True)
            if score >= self.calibration.threshold and (not act.domain or act.domain in session)
        ]
        if self.calibration.asks and not any(act.slot == TASK for act, _ in said):
            said += self._likeliest_task(scores, session)
        known = {(act.domain, act.slot) for act, _ in said}
        named = self._named.said(text, scores, session)
        said += [(act, score) for act, score in named if (act.domain, act.slot) not in known]
        over = {(act.domain, act.slot): act.type for act, _ in said if self._over_words(act)}
        acts = []
        for domain, slot, start, end, score in self._finder.find(text, tagged, words, session):
            value, reader = text[start:end], self.readers[domain]
            read = reader.read(slot, value)
            if read is None and points_back(value, reader.domain.schema.slots[slot]):
                read = value, 1.0  # what it points at is the tracker's to find
            if read is None and score >= UNLISTED and (other := reader.unlisted(slot, value)):
                read = other, 1.0
            if read is None:
                continue
            if read[1] < 1 and reader.domain.schema.slots[slot].type is SlotType.CATEGORICAL:
                score = agreed(score, read[1])
            kind = over.get((domain, slot), ActType.INFORM)
            acts.append(DialogueAct(kind, domain, slot, read[0], score * read[1], (start, end)))
        if self.calibration.scope and not acts:
            said = self.calibration.scope.decide(said, self._acts, sentence, session)
        if not self._own:
            acts = _told_apart(text, acts)
        spelled = {(a.domain, a.slot) for a in acts}
        for act, score in said:
            if self._over_words(act):
                continue  # said with its span
            if act.type is ActType.INFORM and (act.domain, act.slot) in spelled:
                continue  # the words win over a value that no words spell
            acts.append(act.with_score(score))
        return _one_value_a_slot(acts, self._takes_several)

    def _likeliest_task(
        self, scores: "Floats", session: Collection[str]
    ) -> list[tuple[DialogueAct, float]]:
        pairs = zip(self._acts, map(float, scores), strict=True)
        tasks = [(act, x) for act, x in pairs if act.slot == TASK and act.domain in session]
        return [max(tasks, key=lambda pair: pair[1])] if tasks else []

    def _over_words(self, act: DialogueAct) -> bool:
        """Whether a label says what is done with the words of a slot, other than to inform."""
        if act.value is not None or act.type in _OF_ITSELF:
            return False
        spelled = tag(act.domain, act.slot) in self._spans
        return act.type in (ActType.CONFIRM, ActType.DENY) or (self._own and spelled)

    def _takes_several(self, act: DialogueAct) -> bool:
        """Whether several values of an act's slot may be meant at once."""
        schema = self.readers[act.domain].domain.schema
        return bool(schema.tasks) if act.slot == TASK else schema.slots[act.slot].many


def _told_apart(text: str, acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Tell values that are wanted from ones that are not by the words before them.

    "Too expensive" denies a value, and so does "not in the centre"; of several values of a slot
    the ones behind a "not" are denied and the others given; of "two, sorry, three" the last holds.
    """
    asked = text.rstrip().endswith("?")
    too = {
        act
        for act in acts
        if _is_too_much(text, act) and not (asked and act.type is ActType.CONFIRM)
    }
    too |= {act for act in acts if _is_elsewhere(text, act)} | _corrected(text, acts)
    no = too | {act for act in acts if act.span and _NOT.search(text[: act.span[0]])}
    given = {(act.domain, act.slot) for act in acts if act not in no}
    rivals = {(act.domain, act.slot) for act in no} & given
    read = []
    for act in acts:
        if act in too or (act in no and (act.domain, act.slot) in rivals):
            read.append(replace(act, type=ActType.DENY))
        elif (act.domain, act.slot) in rivals:
            read.append(replace(act, type=ActType.INFORM))
        else:
            read.append(act)
    return read


def _is_elsewhere(text: str, act: DialogueAct) -> bool:
    said = act.type is ActType.INFORM and act.span is not None
    return said and _NOT_THERE.search(text[: act.span[0] if act.span else 0]) is not None


def _corrected(text: str, acts: Sequence[DialogueAct]) -> set[DialogueAct]:
    """Return the values that are taken back by another of their slot: "two. sorry, three"."""
    said = [act for act in acts if act.type is ActType.INFORM and act.span]
    return {
        act
        for act, later in permutations(said, 2)
        if (act.domain, act.slot) == (later.domain, later.slot)
        if act.span and later.span and act.span[1] <= later.span[0]
        if _CORRECTED.search(text[act.span[1] : later.span[0]])
    }


def _is_too_much(text: str, act: DialogueAct) -> bool:
    start, end = act.span or (0, 0)
    return bool(_TOO.search(text[:end])) and not text[start:end].lower().startswith("not")


def _one_value_a_slot(
    acts: Sequence[DialogueAct], several: Callable[[DialogueAct], bool]
) -> list[DialogueAct]:
    """Drop repeats, and share the certainty between rival values of one slot.

    Of a slot that takes `several` every value said is kept as it is.
    """
    kept: dict[object, DialogueAct] = {}
    for act in acts:
        many = act.type is ActType.INFORM and act.value is not None and several(act)
        key = (act.type, act.domain, act.slot, act.value, act.span if many else None)
        if key not in kept or act.score > kept[key].score:
            kept[key] = act
    informs: dict[tuple[str, str], list[DialogueAct]] = {}
    for act in kept.values():
        if act.type is ActType.INFORM and act.value is not None and not several(act):
            informs.setdefault((act.domain, act.slot), []).append(act)
    result = []
    for act in kept.values():
        rivals = informs.get((act.domain, act.slot), []) if act.type is ActType.INFORM else []
        total = sum(rival.score for rival in rivals)
        result.append(
            replace(act, score=act.score / total) if len(rivals) > 1 and total > 1 else act
        )
    return result
