"""From the model's scores to dialogue acts; shared by training, evaluation and serving."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.dst.references import points_back
from dialog.nlu.bundle import Calibration
from dialog.nlu.labels import LabelSet, act_of
from dialog.values import readers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

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
        self._same = [
            [other for other, name in enumerate(self._tags) if name[1:] == tag[1:]]
            for tag in self._tags
        ]

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
        for domain, slot, start, end, score in self.spans(text, token, offsets, own):
            if domain not in session or domain not in self.readers:
                continue
            words, reader = text[start:end], self.readers[domain]
            read = reader.read(slot, words)
            if read is None and points_back(words, reader.domain.schema.slots[slot]):
                read = words, 1.0  # what it points at is the tracker's to find
            if read is None:
                continue
            kind = over.get((domain, slot), ActType.INFORM)
            acts.append(DialogueAct(kind, domain, slot, read[0], score * read[1], (start, end)))
        spelled = {(a.domain, a.slot) for a in acts}
        for act, score in said:
            if act.type in (ActType.CONFIRM, ActType.DENY) and act.value is None:
                continue  # said with its span
            if act.type is ActType.INFORM and (act.domain, act.slot) in spelled:
                continue  # the words win over a value that no words spell
            acts.append(act.with_score(score))
        return _one_value_a_slot(acts)

    def spans(self, text: str, token: "Floats", offsets: Any, own: Any) -> list[Span]:
        """Return the spans of the likeliest tag path, each as sure as its surest token."""
        at = np.flatnonzero(own)
        if not len(at):
            return []
        logits = token[at] / self.calibration.token
        logits = logits - logits.max(axis=1, keepdims=True)
        odds = np.exp(logits)
        probabilities = odds / odds.sum(axis=1, keepdims=True)
        found: list[tuple[str, int, int, list[float]]] = []
        open_name = ""
        for nth, position in enumerate(at):
            best = int(probabilities[nth].argmax())
            name = self._tags[best]
            # how sure the slot is, whether the token begins it or goes on with it
            sure = float(probabilities[nth, self._same[best]].sum())
            start, end = (int(x) for x in offsets[position])
            # A piece of a word goes with the word's first piece.
            glued = (
                bool(found)
                and open_name
                and start == found[-1][2]
                and text[start - 1 : start].isalnum()
                and text[start : start + 1].isalnum()
            )
            if glued or (name[:2] in ("I-", "B-") and name[2:] == open_name and (name[0] == "I")):
                label, first, _, scores = found[-1]
                scores.append(sure)
                found[-1] = (label, first, end, scores)
            elif name == "O":
                open_name = ""
            else:
                open_name = name[2:]
                found.append((open_name, start, end, [sure]))
        return [
            (name.partition(".")[0], name.partition(".")[2], start, end, max(scores))
            for name, start, end, scores in found
        ]


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
