"""The untrained NLU: the nearest phrase says what is done, a gazetteer and patterns say with what."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlu.examples import general_phrases
from dialog.nlu.labels import opened
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.prepare import Precision, prepare
from dialog.schema import SlotType
from dialog.state import DialogueState, UserTurn
from dialog.texts import acts_of_key
from dialog.values import Match, read_day, read_number, read_time, readers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TIME = re.compile(
    r"\b(?:\d{1,2}[:.]\d{2}(?:\s*[ap]m)?|\d{1,2}\s*(?:[ap]m|o'?\s?clock)|noon|midday|midnight|"
    r"(?:half|quarter)\s+(?:past|to)\s+\w+)",
    re.I,
)
_DAY = re.compile(
    r"\b(?:(?:mon|tues?|wednes|thurs?|fri|satur|sun)day|today|tomorrow|tonight)\b", re.I
)
_NUMBER = re.compile(
    r"\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I
)


@dataclass(frozen=True)
class _Phrase:
    text: str  # placeholders in words: "i want food food in the area"
    domain: str
    acts: tuple[DialogueAct, ...]
    slots: frozenset[str]


class RetrievalNlu:
    """Understands by the nearest phrase of the plugins, without any training.

    Values are replaced by their slots' names before sentences are compared, so "thai please" is
    near "{food} please" whatever the food.

    Args:
        domains: the session's domains.
        encoder: a sentence encoder; by default the embedded one.
        threshold: cosine below which a sentence is out of scope.
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
        precision: Precision = "int8",
        threads: int = 1,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self.domains = domains
        self.encoder = encoder
        self.threshold = threshold
        self.precision: Precision = precision
        self.threads = threads
        self.announce = announce
        self._phrases: list[_Phrase] = []
        self._vectors: "NDArray[np.float32] | None" = None
        self._readers = readers(domains)

    def warm_up(self) -> None:
        """Load the sentence encoder and embed the phrases."""
        if self._vectors is not None:
            return
        folder = resolve_encoder(self.encoder)
        path = prepare(folder, precision=self.precision, announce=self.announce)
        self._encoder = OnnxEncoder(path, folder, threads=self.threads)
        self._encoder.warm_up()
        for domain in self.domains.values():
            for key, phrases in domain.phrases.items():
                acts = tuple(acts_of_key(key, domain.name))
                self._phrases += [self._phrase(domain, acts, phrase) for phrase in phrases]
        for key, phrases in general_phrases().items():
            acts = tuple(acts_of_key(key))
            self._phrases += [_Phrase(p, "", acts, frozenset()) for p in phrases]
        self._vectors = self._encoder.embed([p.text for p in self._phrases])

    def _phrase(self, domain: Domain, acts: tuple[DialogueAct, ...], phrase: str) -> _Phrase:
        slots = frozenset(_PLACEHOLDER.findall(phrase))
        text = _PLACEHOLDER.sub(lambda m: _spelled(m[1]), phrase)
        return _Phrase(text, domain.name, acts, slots)

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        """Return the turn with the acts of each hypothesis."""
        self.warm_up()
        acts = tuple(opened(self._acts(h.text, state)) for h in turn.hypotheses)
        return UserTurn(turn.hypotheses, acts)

    def _acts(self, text: str, state: DialogueState) -> list[DialogueAct]:
        if not text.strip():
            return []
        found = self._values(text, state)
        masked = _masked(text, found)
        assert self._vectors is not None
        scores = self._vectors @ self._encoder.embed([masked])[0]
        slots = {(m.domain, m.slot) for m in found}
        for at, phrase in enumerate(self._phrases):
            # a phrase that speaks of the values found is nearer than one that does not
            wanted = {(phrase.domain, slot) for slot in phrase.slots}
            scores[at] += 0.05 * len(wanted & slots) - 0.1 * len(wanted - slots)
            if phrase.domain and phrase.domain == state.active:
                scores[at] += 0.03
        best = int(scores.argmax())
        score, phrase = min(1.0, float(scores[best])), self._phrases[best]
        if score < self.threshold and not found:
            return [DialogueAct(ActType.OUTOFSCOPE, score=1 - max(0.0, score))]
        return self._combine(phrase, score, found, state)

    def _combine(
        self, phrase: _Phrase, score: float, found: list[Match], state: DialogueState
    ) -> list[DialogueAct]:
        over = {a.slot: a.type for a in phrase.acts if a.slot and a.value is None}
        domain = phrase.domain or state.active or next(iter(self.domains))
        acts = []
        best: dict[tuple[int, int], Match] = {}
        for match in found:
            # one reading of each word: the nearest phrase's slots, then its domain, then the longest
            now = best.get((match.start, match.end))
            if now is None or self._fit(match, phrase, domain) > self._fit(now, phrase, domain):
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
        spelled = {a.slot for a in acts}
        strong = score >= self.threshold
        for act in phrase.acts:
            needs_value = (
                act.type in (ActType.CONFIRM, ActType.DENY) and act.value is None and act.slot
            )
            bare = act.type is ActType.INFORM and act.value is None
            if strong and not bare and not needs_value and act.slot not in spelled:
                if act.type is ActType.OUTOFSCOPE and acts:
                    continue
                if not act.slot and act.domain:
                    act = replace(act, domain="")
                acts.append(act.with_score(score))
        return acts

    def _fit(self, match: Match, phrase: _Phrase, domain: str) -> tuple[bool, bool, bool]:
        return (
            match.domain == domain and match.slot in phrase.slots,
            match.domain == domain,
            match.score >= 1,
        )

    def _values(self, text: str, state: DialogueState) -> list[Match]:
        """Return every reading of every value; longer words hide the shorter ones inside them."""
        found = [m for reader in self._readers.values() for m in reader.find(text)]
        taken = [(m.start, m.end) for m in found]
        for kind, pattern, read in (
            (SlotType.TIME, _TIME, read_time),
            (SlotType.DAY, _DAY, read_day),
            (SlotType.NUMBER, _NUMBER, read_number),
        ):
            for word in pattern.finditer(text):
                if any(a < word.end() and word.start() < b for a, b in taken):
                    continue
                value = read(word.group())
                slots = self._typed(kind, text, word, state)
                if value is not None and slots:
                    taken.append(word.span())
                    found += [Match(d, s, value, *word.span()) for d, s in slots]
        return [
            m
            for m in found
            if not any(
                o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
                for o in found
            )
        ]

    def _typed(
        self, kind: SlotType, text: str, word: "re.Match[str]", state: DialogueState
    ) -> list[tuple[str, str]]:
        """Return the slots a typed value may fill: the one asked for, one whose unit follows, all."""
        slots = [
            (name, slot)
            for name, d in self.domains.items()
            for slot in d.schema.slots.values()
            if slot.type is kind and slot.informable
        ]
        after = text[word.end() : word.end() + 20].lower().split()
        unit = [
            (n, s.name)
            for n, s in slots
            if s.unit and after and after[0].startswith(s.unit.lower()[:4])
        ]
        if unit:
            return unit
        asked = {(a.domain, a.slot) for a in state.system_acts}
        return [(n, s.name) for n, s in slots if (n, s.name) in asked] or [
            (n, s.name) for n, s in slots
        ]


def _spelled(slot: str) -> str:
    return slot.replace("_", " ")


def _masked(text: str, found: list[Match]) -> str:
    spans: dict[tuple[int, int], str] = {}
    for match in found:
        spans.setdefault((match.start, match.end), match.slot)
    out, at = "", 0
    for (start, end), slot in sorted(spans.items()):
        if start >= at:
            out += text[at:start] + _spelled(slot)
            at = end
    return out + text[at:]
