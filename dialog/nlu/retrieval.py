"""The untrained NLU: the nearest phrase says what is done, a gazetteer and patterns with what."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.nlu.frames import frames, general_phrases
from dialog.nlu.labels import TASK, opened
from dialog.quantities import find_times, fold
from dialog.ranges import find_ranges
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.onnx_bert import Precision
from dialog.runtime.prepare import prepare
from dialog.schema import DONTCARE, SlotType
from dialog.state import DialogueState, UserTurn
from dialog.texts import PLACEHOLDER, acts_of_key
from dialog.values import Match, readers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ONE_TO_TWELVE = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WORDED = (
    rf"(?:(?:twenty|thirty|forty|fifty)(?:[ -](?:{_ONE_TO_TWELVE}))?|(?:thir|four|fif|six|seven|"
    rf"eigh|nine)teen|{_ONE_TO_TWELVE})"
)
_CUE = re.compile(r"(\w+)\s+(?:(?:the|a|an)\s+)?$")
_DAY = re.compile(
    r"\b(?:\w{6,}|today|(?:(?<=\bon )|(?<=\bthis )|(?<=\bnext )|^)"
    r"(?:mon|tues?|weds?|thurs?|fri|sat|sun))\b",
    re.I,
)
_NUMBER = re.compile(
    rf"(?<!\d\.)\b(?:\d{{1,3}}(?!\.\d)|{_WORDED}|a couple|just me|only me)\b", re.I
)
_PRONOUN_BEFORE = re.compile(  # "one" that counts nothing: "an earlier one"
    r"\b(?:an?|the|this|that|which|any|each|another|other|last|next|good|nice|(?:(?:earl|lat|cheap|"
    r"near|clos|small|bigg|larg|quick|fast|bett|long|short)i?er))\s+$",
    re.I,
)
_CLOCK_BEFORE = re.compile(r"\b(?:at|around|by|about)\s+$", re.I)
_AFTER_HOURS = ("on ", "for ", "in ", "please", "today", "tomorrow", "tonight", "and ", "if ")
_ANSWER_WORDS = frozenset({"yes", "yeah", "yep", "sure", "ok", "okay", "no", "nope", "nah"})
_TYPED = (SlotType.TIME, SlotType.DAY, SlotType.NUMBER)
_ANSWERS = frozenset({ActType.AFFIRM, ActType.NEGATE})


@dataclass(frozen=True)
class _Phrase:
    text: str  # placeholders in words: "i want food food in the area"
    domain: str
    acts: tuple[DialogueAct, ...]
    slots: frozenset[str]
    answer: str = ""  # the word that says yes or no before something else


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
        self._phrases: list[_Phrase] = []
        self._vectors: NDArray[np.float32] | None = None
        self._readers = readers(domains)
        # how often a domain's phrases have a word before a slot: "from {departure}"
        self._cues = Counter(
            (domain.name, slot, match[1].lower())
            for domain in domains.values()
            for phrases in domain.phrases.values()
            for phrase in phrases
            for slot in domain.schema.slots
            for match in _CUE.finditer(phrase, endpos=max(0, phrase.find(f"{{{slot}}}")))
        )

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
        for key, phrases in general_phrases(spoken(self.domains)).items():
            acts = tuple(acts_of_key(key))
            self._phrases += [_Phrase(p, "", acts, frozenset()) for p in phrases]
        vectors = self._encoder.embed([p.text for p in self._phrases])
        self._vectors = with_means(vectors, self._groups())

    def _least(self, phrase: _Phrase) -> float:
        bare = not phrase.slots and self._asks(phrase)
        return self.task_threshold if bare else self.threshold

    def _asks(self, phrase: _Phrase) -> bool:
        """Whether a phrase asks for one of the tasks that its domain declares."""
        tasks = [act.value for act in phrase.acts if act.slot == TASK]
        return any(task in self.domains[phrase.domain].schema.tasks for task in tasks)

    def _groups(self) -> list[int]:
        """Return which phrases ask for the same task: a number each; all others stand alone."""
        slotted = {(p.domain, p.acts) for p in self._phrases if p.slots}
        first: dict[object, int] = {}
        numbers = []
        for at, phrase in enumerate(self._phrases):
            key = phrase.domain, phrase.acts
            alike = key not in slotted and self._asks(phrase)
            numbers.append(first.setdefault(key, at) if alike else at)
        return numbers

    def _phrase(self, domain: Domain, acts: tuple[DialogueAct, ...], phrase: str) -> _Phrase:
        slots = frozenset(match[1] for match in PLACEHOLDER.finditer(phrase))
        text = PLACEHOLDER.sub(lambda m: m[2] or _spelled(m[1]), phrase)
        answers = len(acts) > 1 and any(act.type in _ANSWERS for act in acts)
        first = re.match(r"\w+", phrase.lower()) if answers else None
        return _Phrase(text, domain.name, acts, slots, first.group() if first else "")

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
        found = self._values(text, state)
        masked = _masked(text, found)
        assert self._vectors is not None
        scores = self._vectors @ self._encoder.embed([masked])[0]
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
        phrase: _Phrase,
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
        spelled = {a.slot for a in acts}
        strong = score >= self._least(phrase)
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

    def _also_requested(self, text: str, acts: list[DialogueAct]) -> list[DialogueAct]:
        """Add requests for the slots that a question names beside those of its phrase."""
        asked = [a for a in acts if a.type is ActType.REQUEST and a.slot]
        for name in dict.fromkeys(a.domain for a in asked):
            for slot in self.domains[name].schema.slots.values():
                named = re.search(rf"\b{re.escape(_spelled(slot.name))}\b", text, re.I)
                if slot.requestable and named:
                    act = DialogueAct(ActType.REQUEST, name, slot.name, score=asked[0].score)
                    acts += [act] if act not in acts else []
        return acts

    def _fit(
        self, match: Match, text: str, phrase: _Phrase, domain: str
    ) -> tuple[bool, float, bool]:
        """Rank a reading: its domain, the word before it and the phrase's slots, its score."""
        wanted = match.domain == domain and match.slot in phrase.slots
        cue, share = _CUE.search(text[: match.start].lower()), 0.0
        if cue:
            slots = self.domains[match.domain].schema.slots
            kind = slots[match.slot].type, slots[match.slot].place
            rivals = [name for name, slot in slots.items() if (slot.type, slot.place) == kind]
            every = sum(self._cues[match.domain, name, cue[1]] for name in rivals)
            share = self._cues[match.domain, match.slot, cue[1]] / max(1, every)
        return match.domain == domain, share + 0.5 * wanted, match.score >= 1

    def _values(self, text: str, state: DialogueState) -> list[Match]:
        """Return every reading of every value; longer words hide the shorter ones inside them."""
        found = [m for reader in self._readers.values() for m in reader.find(text)]
        found += self._ranges(text)
        taken = [(m.start, m.end) for m in found]
        for kind, spans in (
            (SlotType.TIME, find_times(text)),
            (SlotType.DAY, [m.span() for m in _DAY.finditer(text)]),
            (SlotType.NUMBER, [m.span() for m in _NUMBER.finditer(text)]),
        ):
            for start, end in spans:
                if any(a < end and start < b for a, b in taken):
                    continue
                if text[start:end].lower() == "one" and _PRONOUN_BEFORE.search(text[:start]):
                    continue
                clock = kind is SlotType.NUMBER and self._is_clock(text, start, end, state)
                slots = self._typed(SlotType.TIME if clock else kind, text, end, state)
                read = [(d, s, self._readers[d].read(s, text[start:end])) for d, s in slots]
                values = [Match(d, s, value[0], start, end) for d, s, value in read if value]
                if values:
                    taken.append((start, end))
                    found += values
        return [
            m
            for m in found
            if not any(
                o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
                for o in found
            )
        ]

    def _ranges(self, text: str) -> Iterator[Match]:
        """Yield the spans of numbers that slots with `spans` may be wished for in."""
        for start, end in find_ranges(text):
            if self._counted(text, end):
                continue
            for name, domain in self.domains.items():
                for slot in domain.schema.slots.values():
                    if slot.spans and slot.informable:
                        value = self._readers[name].read(slot.name, text[start:end])
                        if value:
                            yield Match(name, slot.name, value[0], start, end)

    def _counted(self, text: str, end: int) -> bool:
        """Whether what follows a number is the unit of a slot that takes whole ones."""
        after = text[end : end + 20].lower().split()[:1]
        slots = (slot for d in self.domains.values() for slot in d.schema.slots.values())
        units = [s.unit for s in slots if s.unit and s.type is SlotType.NUMBER]
        return any(word.startswith(_unit_starts(unit)) for word in after for unit in units)

    def _is_clock(self, text: str, start: int, end: int, state: DialogueState) -> bool:
        """Whether a plain number is an hour: "at 7", or "7" where a time was asked for."""
        after = text[end:].strip(" .,!?")
        if _CLOCK_BEFORE.search(text[:start]):
            return not re.match(r"[a-z]", after, re.I) or after.lower().startswith(_AFTER_HOURS)
        asked = (
            self.domains[act.domain].schema.slots.get(act.slot)
            for act in state.system_acts
            if act.type is ActType.REQUEST and act.domain in self.domains
        )
        return not after and any(slot and slot.type is SlotType.TIME for slot in asked)

    def _typed(
        self, kind: SlotType, text: str, end: int, state: DialogueState
    ) -> list[tuple[str, str]]:
        """Return the slots a value may fill: one whose unit follows, the one asked for, or all."""
        slots = [
            (name, slot)
            for name, d in self.domains.items()
            for slot in d.schema.slots.values()
            if slot.type is kind and slot.informable
        ]
        after = text[end : end + 20].lower().split()
        unit = [
            (n, s.name)
            for n, s in slots
            if s.unit and after and after[0].startswith(_unit_starts(s.unit))
        ]
        if unit:
            return unit
        asked = {
            (act.domain, slot)
            for act in state.system_acts
            if act.domain in self.domains
            for slot in self.domains[act.domain].schema.alternatives(act.slot)
        }
        return [(n, s.name) for n, s in slots if (n, s.name) in asked] or [
            (n, s.name) for n, s in slots
        ]


def with_means(vectors: "NDArray[np.float32]", groups: "Sequence[int]") -> "NDArray[np.float32]":
    """Return each vector half way to the mean direction of its group.

    The product with a sentence's vector is then the mean of two cosines, with the phrase and with
    what all phrases of its meaning have in common: prototypes (Snell et al. 2017) and the nearest
    neighbour agree on what neither knows alone.

    Args:
        vectors: of unit length, (phrases, hidden).
        groups: the number of each vector's group, (phrases,).
    """
    import numpy as np

    places = np.unique(np.asarray(groups), return_inverse=True)[1]
    sums = np.zeros((places.max(initial=-1) + 1, vectors.shape[1]), vectors.dtype)
    np.add.at(sums, places, vectors)
    means = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    halfway: NDArray[np.float32] = (vectors + means[places]) / 2
    return halfway


def _unit_starts(unit: str) -> tuple[str, ...]:
    return ("person", "people") if unit.lower() == "person" else (unit.lower()[:4],)


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
