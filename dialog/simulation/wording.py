"""Puts a user's acts into a sentence, through the phrase templates of the plugins."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.nlu.spoken import shifted
from dialog.quantities import NUMBER_WORDS
from dialog.schema import DONTCARE, JOINT, Language, Slot, SlotType
from dialog.simulation.goals import TASK
from dialog.simulation.phrasing import Phrasing, learnt
from dialog.texts import PLACEHOLDER, acts_of_key
from dialog.values import readers

SYNONYM = 0.4  # how often a value is said in other words
_ASKING = (ActType.REQUEST, ActType.CONFREQ, ActType.SELECT)
_OPENING = (ActType.AFFIRM, ActType.NEGATE, ActType.HELLO)  # set off by a comma
# after what opens a sentence, and after a sentence
_MARKS: Mapping[Language, Mapping[bool, str]] = {
    "en": {True: ", ", False: ". "},
    "zh": {True: "，", False: "，"},
}
_ALSO: Mapping[Language, str] = {"en": " and ", "zh": "和"}  # between values wanted together
_SPELLED = {str(number): word for word, number in reversed(NUMBER_WORDS.items())}

Said = tuple[ActType, str, str]  # type, domain, slot of an act
Place = tuple[str, str]  # domain, slot


@dataclass(frozen=True)
class Phrase:
    """A template and the acts that it says."""

    text: str
    says: frozenset[Said]
    fixed: Mapping[Said, str]  # the values that it says by itself
    bare: bool  # nothing but values, which only a question makes clear


@dataclass(frozen=True)
class Words:
    """What is said, with the acts that it says over the places of their values."""

    text: str = ""
    acts: tuple[DialogueAct, ...] = ()

    def __add__(self, other: "Words") -> "Words":
        """Return both, one behind the other."""
        moved = (shifted(act, len(self.text)) for act in other.acts)
        return Words(self.text + other.text, (*self.acts, *moved))

    @property
    def opens(self) -> bool:
        """Whether it only opens a sentence."""
        return all(act.type in _OPENING for act in self.acts)


class Wording:
    """Says acts in words; what no template has is said by `frames.yml`.

    Args:
        domains: the session's domains.
        phrasing: what to say it by; by default the plugins' own phrases.
    """

    def __init__(self, domains: Domains, phrasing: Phrasing | None = None) -> None:
        self.domains = domains
        self.phrasing = phrasing or learnt(domains)
        self._readers = readers(domains)
        self._language = spoken(domains)
        self._phrases: dict[frozenset[Said], list[Phrase]] = {}
        for phrase in self._all():
            self._phrases.setdefault(phrase.says, []).append(phrase)

    def say(
        self, acts: Sequence[DialogueAct], heard: Sequence[DialogueAct], rng: random.Random
    ) -> Words:
        """Return a sentence or several for acts that answer what the system said."""
        order = list(dict.fromkeys(acts))
        parts = sorted(self._parts(order, asked_of(heard), rng), key=lambda part: part[0])
        return self._joined([words for _, words in parts], rng)

    def _parts(
        self, acts: Sequence[DialogueAct], asked: set[Place], rng: random.Random
    ) -> Iterator[tuple[int, Words]]:
        """Yield words for all the acts, each with the place of the first act that they say.

        So a greeting can stay in front, however little it says.
        """
        left = list(acts)
        while left:
            chosen = self._chosen(left, asked, rng)
            if chosen is None:
                said, words = left[:1], self._plain(left[0], asked, rng)
            else:
                said = [act for act in left if _kind(act) in chosen.says]
                words = self._filled(chosen, said, rng)
            yield acts.index(said[0]), words
            left = [act for act in left if act not in said]

    def _joined(self, parts: Sequence[Words], rng: random.Random) -> Words:
        """Return the parts of what is said as one text."""
        whole = Words()
        for before, words in zip((None, *parts), parts, strict=False):
            mark = "" if before is None else _MARKS[self._language][before.opens]
            whole = whole + Words(mark) + words
        return whole

    def _all(self) -> Iterator[Phrase]:
        for key, texts in self.phrasing.general.items():
            says = frozenset(_kind(act) for act in acts_of_key(key))
            yield from (Phrase(text, says, {}, False) for text in texts)
        for domain in self.domains.values():
            for key, texts in self.phrasing.domains[domain.name].items():
                for text in texts:
                    if phrase := self._phrase(domain, key, text):
                        yield phrase

    def _phrase(self, domain: Domain, key: str, text: str) -> Phrase | None:
        """Return a template of a domain, None if it says what no user here means."""
        fixed: dict[Said, str] = {}
        says: set[Said] = set()
        over: dict[str, ActType] = {}  # slots whose placeholders do something else than inform
        for act in acts_of_key(key, domain.name):
            if act.value is not None:
                fixed[_kind(act)] = act.value
            if act.slot and act.value is None and act.type is not ActType.REQUEST:
                over[act.slot] = act.type
            elif act.slot or act.type is not ActType.INFORM:
                says.add(_kind(act))
        for name, words in PLACEHOLDER.findall(text):
            kind = (over.get(name, ActType.INFORM), domain.name, name)
            if kind in says:
                return None  # one slot with two values
            if words:
                value = self._readers[domain.name].read(name, words)
                fixed[kind] = value[0] if value else words
            elif _inert(domain.schema.slots[name]):
                continue
            says.add(kind)
        bare = not any(c.isalpha() for c in PLACEHOLDER.sub("", text))
        return Phrase(text, frozenset(says), fixed, bare)

    def _chosen(
        self, acts: Sequence[DialogueAct], asked: set[Place], rng: random.Random
    ) -> Phrase | None:
        """Return a phrase that says as many of the acts as one can."""
        values = {_kind(act): act.value for act in acts}
        for count in range(len(values), 0, -1):
            found = [
                phrase
                for some in combinations(values, count)
                for phrase in self._phrases.get(frozenset(some), ())
                if _right(phrase, values) and not (phrase.bare and _unasked(phrase, asked))
            ]
            if count == 1 and len(values) == 1:
                found += self._answers(next(iter(values)), values, asked)
            if found:
                return rng.choice(found)
        return None

    def _filled(self, phrase: Phrase, acts: Sequence[DialogueAct], rng: random.Random) -> Words:
        meant = {act.slot: act for act in acts if act.slot}
        domain = next((act.domain for act in acts if act.domain), "")
        whole, at = Words(), 0
        for match in PLACEHOLDER.finditer(phrase.text):
            whole += Words(phrase.text[at : match.start()])
            at = match.end()
            act = meant.pop(match[1], None)
            if act is None:  # the noun for what is looked for, which is meant by nobody
                act = DialogueAct(ActType.INFORM, domain, match[1])
            words = match[2] or self._words(domain, match[1], act.value, rng)
            if whole.text.lower().endswith("the ") and words.lower().startswith("the "):
                words = words[4:]
            whole += self._over(words, act)
        whole += Words(phrase.text[at:])
        unspelled = (act for act in acts if not act.slot or act in meant.values())
        return replace(whole, acts=(*whole.acts, *unspelled))

    def _over(self, words: str, act: DialogueAct) -> Words:
        """Return words for the value of an act, or for several that are wanted together."""
        if act.value is None:
            read = self._readers[act.domain].read(act.slot, words)
            act = replace(act, value=read[0] if read else words)
        also = _ALSO[self._language]
        whole = Words()
        values = act.value.split(JOINT) if act.value else []
        pieces = words.split(also) if len(values) > 1 else [words]
        if len(pieces) != len(values):
            pieces, values = [words], [act.value or ""]
        for piece, value in zip(pieces, values, strict=True):
            mark = also if whole.text else ""
            said = replace(act, value=value, span=(len(mark), len(mark) + len(piece)))
            whole += Words(mark + piece, (said,))
        return whole

    def _words(self, domain: str, name: str, value: str | None, rng: random.Random) -> str:
        """Return a value in words that are read as this value; any one for a slot without."""
        slot = self.domains[domain].schema.slots[name]
        if value is None:
            value = rng.choice(list(slot.values))
            return rng.choice([value, *slot.values[value]])
        if slot.many and JOINT in value:
            return _ALSO[self._language].join(value.split(JOINT))
        words = _spoken(slot, value, rng)
        read = self._readers[domain].read(name, words)
        return words if read and read[0].casefold() == value.casefold() else value

    def _plain(self, act: DialogueAct, asked: set[Place], rng: random.Random) -> Words:
        """Return words for one act that no phrase says."""
        if act.domain not in self.domains:
            return Words(act.type.value, (act,))
        schema, plain = self.domains[act.domain].schema, _frames(self._language)
        if act.slot == TASK:
            frame = rng.choice(plain[act.value or ""])
            return Words(frame.format(entity=schema.entity), (act,))
        slot = schema.slots[act.slot]
        if act.type is ActType.REQUEST:
            kind = "request=yes" if slot.type is SlotType.BOOLEAN else "request"
            return Words(rng.choice(plain[kind]).format(slot=slot.noun), (act,))
        boolean = slot.type is SlotType.BOOLEAN or act.value == DONTCARE
        if boolean and (act.domain, act.slot) in asked:
            if act.value == DONTCARE:
                return Words(rng.choice(self.phrasing.dontcare), (act,))
            answers = self.phrasing.general["affirm()" if act.value == "yes" else "negate()"]
            return Words(rng.choice(answers), (act,))
        informs = plain[f"inform={act.value}" if boolean else "inform"]
        frame = rng.choice(informs).replace("{slot}", slot.noun)
        if boolean:
            return Words(frame, (act,))
        return self._framed(frame, self._words(act.domain, act.slot, act.value or "", rng), act)

    def _framed(self, frame: str, words: str, act: DialogueAct) -> Words:
        """Return a frame with words in the place of its {value}, if it has one."""
        before, place, after = frame.partition("{value}")
        if not place:
            return Words(frame, (act,))
        return Words(before) + self._over(words, act) + Words(after)

    def _answers(
        self, kind: Said, values: Mapping[Said, str | None], asked: set[Place]
    ) -> list[Phrase]:
        """Return the ways to answer a question with nothing but a value."""
        act, domain, slot = kind
        if act is not ActType.INFORM or (domain, slot) not in asked or values[kind] == DONTCARE:
            return []
        if values[kind] in ("yes", "no"):
            return []
        frames = self.phrasing.answers
        texts = (frame.replace("{value}", f"{{{slot}}}") for frame in frames)
        return [Phrase(text, frozenset([kind]), {}, True) for text in texts]


def asked_of(heard: Sequence[DialogueAct]) -> set[Place]:
    """Return the slots that the system asked for."""
    return {(act.domain, act.slot) for act in heard if act.type in _ASKING}


@cache
def _frames(language: Language) -> Mapping[str, list[str]]:
    import yaml

    name = "frames.yml" if language == "en" else f"frames.{language}.yml"
    path = Path(__file__).with_name(name)
    loaded: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _kind(act: DialogueAct) -> Said:
    # what has no slot is said alike of any domain
    return act.type, act.domain if act.slot else "", act.slot


def _inert(slot: Slot) -> bool:
    """Whether a slot neither finds nor books anything, as the noun for what is looked for."""
    return bool(slot.values) and slot.search == "no" and slot.booking == "no"


def _right(phrase: Phrase, values: Mapping[Said, str | None]) -> bool:
    """Whether a phrase says no other values than those meant."""
    return all(values[kind] == value for kind, value in phrase.fixed.items()) and all(
        kind in phrase.fixed or value != DONTCARE
        for kind, value in values.items()
        if kind in phrase.says
    )


def _unasked(phrase: Phrase, asked: set[Place]) -> bool:
    return not all((domain, slot) in asked for _, domain, slot in phrase.says)


def _spoken(slot: Slot, value: str, rng: random.Random) -> str:
    """Return a value as a user might say it."""
    if slot.type is SlotType.TIME and rng.random() < SYNONYM:
        hour, minute = int(value[:2]), value[3:]
        return f"{hour % 12 or 12}:{minute} {'pm' if hour >= 12 else 'am'}"
    if slot.type is SlotType.NUMBER and rng.random() < SYNONYM:
        return _SPELLED.get(value, value)
    if synonyms := slot.values.get(value):
        return rng.choice(synonyms) if rng.random() < SYNONYM else value
    return value.lower() if slot.type is SlotType.OPEN and rng.random() < SYNONYM else value
