"""The untrained NLU: the nearest phrase says what is done, a gazetteer and patterns with what."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import spoken
from dialog.nlu.frames import frames
from dialog.nlu.labels import opened
from dialog.nlu.retrieval.cues import Cues
from dialog.nlu.retrieval.means import groups_of, with_means
from dialog.nlu.retrieval.phrases import Phrase, masked, phrases_of, spelled
from dialog.nlu.retrieval.values import ValueFinder
from dialog.quantities import fold
from dialog.runtime.embedding import kept_vectors
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.onnx_bert import Precision
from dialog.runtime.prepare import prepare
from dialog.schema import DONTCARE, SlotType
from dialog.state import DialogueState, UserTurn
from dialog.values import Match

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ANSWER_WORDS = frozenset({"yes", "yeah", "yep", "sure", "ok", "okay", "no", "nope", "nah"})
_TYPED = (SlotType.TIME, SlotType.DAY, SlotType.NUMBER)


class RetrievalNlu:
    """Understands by the nearest phrase of the plugins, without any training.

    Values are replaced by their slots' names before sentences are compared, so "thai please" is
    near "{food} please" whatever the food.

    Args:
        domains: the session's domains.
        encoder: a sentence encoder; by default the embedded one.
        threshold: cosine below which a sentence is out of scope.
        task_threshold: the same where the nearest phrase has no slots and asks for one of the
            tasks that its domain declares.
        announce: gets a sentence when a model has to be prepared first.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"user_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        encoder: str | None = None,
        threshold: float = 0.55,
        task_threshold: float = 0.45,
        precision: Precision = "int8",
        threads: int = 1,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self.domains = domains
        self.encoder = encoder
        self.threshold = threshold
        self.task_threshold = task_threshold
        self.precision: Precision = precision
        self.threads = threads
        self.announce = announce
        self._phrases: list[Phrase] = []
        self._vectors: NDArray[np.float32] | None = None
        self._values = ValueFinder(domains)
        self._cues = Cues(domains)

    def warm_up(self) -> None:
        """Load the sentence encoder, and the phrases' vectors, which the cache folder keeps."""
        if self._vectors is not None:
            return
        folder = resolve_encoder(self.encoder)
        path = prepare(folder, precision=self.precision, announce=self.announce)
        self._encoder = OnnxEncoder(path, folder, threads=self.threads)
        self._encoder.warm_up()
        self._phrases = list(phrases_of(self.domains))
        texts = [phrase.text for phrase in self._phrases]
        vectors = kept_vectors(texts, folder, self.precision, "phrases")
        self._vectors = with_means(vectors, groups_of(self._phrases))

    def _least(self, phrase: Phrase) -> float:
        bare = phrase.asks and not phrase.slots
        return self.task_threshold if bare else self.threshold

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        """Return the turn with the acts of each hypothesis."""
        self.warm_up()
        acts = tuple(opened(self._acts(h.text, state)) for h in turn.hypotheses)
        return UserTurn(turn.hypotheses, acts)

    def _acts(self, text: str, state: DialogueState) -> list[DialogueAct]:
        if not text.strip():
            return []
        if fold(text).strip(" .,!") in frames(spoken(self.domains))["dontcare"]:
            for act in state.system_acts:
                if act.type is ActType.REQUEST and act.slot and act.domain in self.domains:
                    return [DialogueAct(ActType.INFORM, act.domain, act.slot, DONTCARE)]
        found = self._values.find(text, state)
        assert self._vectors is not None
        scores = self._vectors @ self._encoder.embed([masked(text, found)])[0]
        slots = {(m.domain, m.slot) for m in found}
        words = re.findall(r"\w+", text.lower())
        answered = words[:1] != [] and words[0] in _ANSWER_WORDS
        asked = {(a.domain, a.slot) for a in state.system_acts if a.type is ActType.REQUEST}
        for at, phrase in enumerate(self._phrases):
            # a phrase that speaks of the values found is nearer than one that does not
            wanted = {(phrase.domain, slot) for slot in phrase.slots}
            scores[at] += 0.05 * len(wanted & slots) - 0.1 * len(wanted - slots)
            if phrase.domain and phrase.domain == state.active:
                scores[at] += 0.03
            if phrase.answer and phrase.answer not in words:
                scores[at] -= 0.15  # "yes, book it" is not what "book it" says
            if answered and any(act.type is ActType.CONFIRM for act in phrase.acts):
                scores[at] -= 0.15  # who answers asks nothing
            if any((act.domain, act.slot) in asked for act in phrase.acts):
                scores[at] += 0.05
        best = int(scores.argmax())
        score, phrase = min(1.0, float(scores[best])), self._phrases[best]
        if score < self._least(phrase) and not found:
            return [DialogueAct(ActType.OUTOFSCOPE, score=1 - max(0.0, score))]
        return self._also_requested(text, self._combine(text, phrase, score, found, state))

    def _combine(
        self,
        text: str,
        phrase: Phrase,
        score: float,
        found: list[Match],
        state: DialogueState,
    ) -> list[DialogueAct]:
        over = {a.slot: a.type for a in phrase.acts if a.slot and a.value is None}
        domain = phrase.domain or state.active or next(iter(self.domains))
        acts = []
        best: dict[tuple[int, int], Match] = {}
        asks = all(act.type is ActType.REQUEST for act in phrase.acts)
        for match in found:
            slot = self.domains[match.domain].schema.slots[match.slot]
            if asks and slot.type in _TYPED and match.domain != domain:
                continue  # "is it open tomorrow?" tells no other domain the day
            # one reading of each word: the nearest phrase's slots, then its domain
            now = best.get((match.start, match.end))
            if now is None or (
                self._fit(match, text, phrase, domain) > self._fit(now, text, phrase, domain)
            ):
                best[match.start, match.end] = match
        for match in best.values():
            kind = over.get(match.slot, ActType.INFORM)
            if kind not in (ActType.CONFIRM, ActType.DENY):
                kind = ActType.INFORM
            acts.append(
                DialogueAct(
                    kind,
                    match.domain,
                    match.slot,
                    match.value,
                    match.score,
                    (match.start, match.end),
                )
            )
        valued = {a.slot for a in acts}
        strong = score >= self._least(phrase)
        for act in phrase.acts:
            needs_value = (
                act.type in (ActType.CONFIRM, ActType.DENY) and act.value is None and act.slot
            )
            bare = act.type is ActType.INFORM and act.value is None
            if strong and not bare and not needs_value and act.slot not in valued:
                if act.type is ActType.OUTOFSCOPE and acts:
                    continue
                if not act.slot and act.domain:
                    act = replace(act, domain="")
                acts.append(act.with_score(score))
        return acts

    def _also_requested(self, text: str, acts: list[DialogueAct]) -> list[DialogueAct]:
        """Add requests for the slots that a question names beside those of its phrase."""
        asked = [a for a in acts if a.type is ActType.REQUEST and a.slot]
        for name in dict.fromkeys(a.domain for a in asked):
            for slot in self.domains[name].schema.slots.values():
                named = re.search(rf"\b{re.escape(spelled(slot.name))}\b", text, re.I)
                if slot.requestable and named:
                    act = DialogueAct(ActType.REQUEST, name, slot.name, score=asked[0].score)
                    acts += [act] if act not in acts else []
        return acts

    def _fit(
        self, match: Match, text: str, phrase: Phrase, domain: str
    ) -> tuple[bool, float, bool]:
        """Rank a reading: its domain, the word before it and the phrase's slots, its score."""
        wanted = match.domain == domain and match.slot in phrase.slots
        share = self._cues.share(match, text)
        return match.domain == domain, share + 0.5 * wanted, match.score >= 1
