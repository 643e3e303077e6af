"""From the model's scores to dialogue acts; shared by training, evaluation and serving."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.nlu.bundle import Calibration
from dialog.nlu.labels import OUTSIDE, LabelSet, act_of
from dialog.quantities import find_times
from dialog.schema import SlotType
from dialog.values import points_back, readers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

KNOWN = 0.6  # trust in a known value met word for word, as a second witness beside the tagger
HINT = 0.2  # what the tagger must give a known value at least for the two to outvote it
_NOT = re.compile(
    r"(?:\bnot|n['’]t|\binstead of|\brather than)\s+"
    r"(?:(?:the|an?|in|on|at|for|near|want|like)\s+)*$",
    re.I,
)
_TOO = re.compile(r"\btoo\s+\w+$", re.I)
Span = tuple[str, str, int, int, float]  # domain, slot, start, end, score


class Decoder:
    """Reads acts out of sentence and token scores.

    Args:
        domains: the session's domains; labels of others stay unsaid.
        labels: what the model can say.
        calibration: temperatures and threshold.
    """

    def __init__(self, domains: Domains, labels: LabelSet, calibration: Calibration) -> None:
        self.labels = labels
        self.calibration = calibration
        self.readers = readers(domains)
        self._acts = [act_of(label) for label in labels.sentence]
        self._tags = labels.tags
        # per slot the columns of its B- and I- tag
        self._columns = {
            span: [self._tags.index(f"B-{span}"), self._tags.index(f"I-{span}")]
            for span in labels.spans
        }

    def decode(
        self,
        text: str,
        sentence: "Floats",
        token: "Floats",
        offsets: Any,
        own: Any,
        session: Collection[str],
    ) -> list[DialogueAct]:
        """Return the acts of one sentence, spelled ones in text order, then the others.

        Args:
            text: the sentence.
            sentence: logits, (labels,).
            token: logits, (length, tags).
            offsets: character bounds of each token, (length, 2).
            own: which tokens are the sentence's, (length,) of bool.
            session: domains that may be said.
        """
        scores = 1 / (1 + np.exp(-np.clip(sentence / self.calibration.sentence, -60, 60)))
        said = [
            (act, float(score))
            for act, score in zip(self._acts, scores, strict=True)
            if score >= self.calibration.threshold and (not act.domain or act.domain in session)
        ]
        over = {
            (act.domain, act.slot): act.type
            for act, _ in said
            if act.type in (ActType.CONFIRM, ActType.DENY) and act.value is None
        }
        acts = []
        for domain, slot, start, end, score in self._spans(text, token, offsets, own, session):
            words, reader = text[start:end], self.readers[domain]
            read = reader.read(slot, words)
            if read is None and points_back(words, reader.domain.schema.slots[slot]):
                read = words, 1.0  # what it points at is the tracker's to find
            if read is None:
                continue
            kind = over.get((domain, slot), ActType.INFORM)
            acts.append(DialogueAct(kind, domain, slot, read[0], score * read[1], (start, end)))
        acts = _told_apart(text, acts)
        spelled = {(a.domain, a.slot) for a in acts}
        for act, score in said:
            if act.type in (ActType.CONFIRM, ActType.DENY) and act.value is None:
                continue  # said with its span
            if act.type is ActType.INFORM and (act.domain, act.slot) in spelled:
                continue  # the words win over a value that no words spell
            acts.append(act.with_score(score))
        return _one_value_a_slot(acts)

    def _spans(
        self, text: str, token: "Floats", offsets: Any, own: Any, session: Collection[str]
    ) -> list[Span]:
        """Return the spans that the tagger and the gazetteer find, in text order.

        Both are witnesses: where they agree, the slot is as sure as a noisy or of the two; a known
        value that the tagger only half sees is found all the same.
        """
        at = np.flatnonzero(own)
        if not len(at):
            return []
        bounds = [(int(a), int(b)) for a, b in offsets[at]]
        odds = np.exp((token[at] - token[at].max(axis=1, keepdims=True)) / self.calibration.token)
        probabilities = odds / odds.sum(axis=1, keepdims=True)
        found: list[Span] = []
        times = find_times(text)
        for name, start, end, score in self._tagged(text, probabilities, bounds):
            domain, _, slot = name.partition(".")
            if domain not in session or domain not in self.readers:
                continue
            known = self.readers[domain].knows(slot, text[start:end])
            if self.readers[domain].domain.schema.slots[slot].type is SlotType.TIME:
                start, end = _whole_time(start, end, times)
                if found and found[-1][3] > start:
                    continue  # the tagger took one time of day for two
            elif not known and any(a <= start and end <= b for a, b in times):
                continue  # "half past seven" is not for seven people
            found.append((domain, slot, start, end, _agreed(score) if known else score))
        taken = [(start, end) for _, _, start, end, _ in found]
        hinted = self._hinted(text, times, session, probabilities, bounds)
        for (start, end), (score, domain, slot) in sorted(
            hinted.items(), key=lambda item: item[0][0] - item[0][1]
        ):
            if score >= HINT and not any(a < end and b > start for a, b in taken):
                found.append((domain, slot, start, end, _agreed(score)))
                taken.append((start, end))
        return sorted(found, key=lambda span: span[2:4])

    def _hinted(
        self,
        text: str,
        times: Sequence[tuple[int, int]],
        session: Collection[str],
        probabilities: "Floats",
        bounds: Sequence[tuple[int, int]],
    ) -> dict[tuple[int, int], tuple[float, str, str]]:
        """Return per known value or time in the text the slot that the tagger gives it most."""
        best: dict[tuple[int, int], tuple[float, str, str]] = {}
        for domain in session:
            if domain not in self.readers:
                continue
            reader = self.readers[domain]
            spans = [(m.slot, m.start, m.end) for m in reader.find(text)]
            spans += [
                (slot.name, *span)
                for slot in reader.domain.schema.slots.values()
                if slot.type is SlotType.TIME
                for span in times
            ]
            for slot, start, end in spans:
                columns = self._columns.get(f"{domain}.{slot}")
                inside = [a < end and b > start for a, b in bounds]
                if columns is not None and any(inside):
                    score = float(probabilities[inside][:, columns].sum(axis=1).mean())
                    best[start, end] = max(
                        best.get((start, end), (0.0, "", "")), (score, domain, slot)
                    )
        return best

    def _tagged(
        self, text: str, probabilities: "Floats", bounds: Sequence[tuple[int, int]]
    ) -> list[tuple[str, int, int, float]]:
        """Return the spans of the likeliest tags, each as sure as its surest token."""
        found: list[tuple[str, int, int, float]] = []
        open_name = ""
        for row, (start, end) in zip(probabilities, bounds, strict=True):
            name = self._tags[int(row.argmax())]
            # A piece of a word goes with the word's first piece.
            glued = (
                open_name
                and start == found[-1][2]
                and text[start - 1 : start].isalnum()
                and text[start : start + 1].isalnum()
            )
            if glued or (name[0] == "I" and name[2:] == open_name):
                label, first, _, score = found[-1]
                sure = float(row[self._columns[label]].sum())
                found[-1] = (label, first, end, max(score, sure))
            elif name == OUTSIDE:
                open_name = ""
            else:
                open_name = name[2:]
                # how sure the slot is, whether the token begins it or goes on with it
                found.append((open_name, start, end, float(row[self._columns[open_name]].sum())))
        return found


def _whole_time(start: int, end: int, times: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Widen a span to the time of day that it is a part of: "half" to "half past six"."""
    for first, last in times:
        if first < end and last > start:
            return min(first, start), max(last, end)
    return start, end


def _agreed(score: float) -> float:
    return 1 - (1 - score) * (1 - KNOWN)


def _told_apart(text: str, acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Tell values that are wanted from ones that are not by the words before them.

    "Too expensive" denies a value; of several values of a slot the ones behind a "not" are denied
    and the others given.
    """
    too = {act for act in acts if act.type is ActType.INFORM and _is_too_much(text, act)}
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


def _is_too_much(text: str, act: DialogueAct) -> bool:
    start, end = act.span or (0, 0)
    return bool(_TOO.search(text[:end])) and not text[start:end].lower().startswith("not")


def _one_value_a_slot(acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Drop repeats, and share the certainty between rival values of one slot."""
    kept: dict[tuple[str, str, str, str | None], DialogueAct] = {}
    for act in acts:
        key = (act.type.value, act.domain, act.slot, act.value)
        if key not in kept or act.score > kept[key].score:
            kept[key] = act
    informs: dict[tuple[str, str], list[DialogueAct]] = {}
    for act in kept.values():
        if act.type is ActType.INFORM and act.value is not None:
            informs.setdefault((act.domain, act.slot), []).append(act)
    result = []
    for act in kept.values():
        rivals = informs.get((act.domain, act.slot), []) if act.type is ActType.INFORM else []
        total = sum(rival.score for rival in rivals)
        result.append(
            replace(act, score=act.score / total) if len(rivals) > 1 and total > 1 else act
        )
    return result
