"""Says system acts with the templates of the domains, and where those are silent the generic ones.

How an answer is put together: acts of one type and domain form a group. The most specific key
of the domain whose slots the group has gives the words, then the generic keys do. What a
template leaves unsaid is said by further ones, so `inform(phone, address)` is one sentence if a
template has both and two if not.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains, Response
from dialog.nlg.book import Book, Entry, generic_book, last_book
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.patterns import ANY_SLOT, Segment, Template, filled, names_of
from dialog.nlg.values import UNKNOWN, Group, Values, grouped
from dialog.nlg.wording import Part
from dialog.schema import DomainSchema, Language
from dialog.state import DialogueState

# Said by one template or none, for a part of it would mislead: "There is no Thai restaurant."
_WHOLE = frozenset({ActType.NOOFFER, ActType.NOBOOK, ActType.SELECT, ActType.CONFREQ})
_OPENED = frozenset({ActType.BOOK, ActType.AFFIRM, ActType.NEGATE})  # "Yes.", then the values
_ASSERTED = _OPENED | {ActType.OFFER, ActType.INFORM}
# Every value is said; the others are content with a template that names no slot.
_IN_FULL = _OPENED | {
    ActType.OFFER,
    ActType.INFORM,
    ActType.CONFIRM,
    ActType.CONFREQ,
    ActType.DENY,
}
_LIST = frozenset({"task", "count"})  # the slots of an answer with several results
_PER_SLOT = frozenset({"slot", "value", "question"})
_REMEMBERED = 8  # turns looked back on for the variant said last


@dataclass(frozen=True, slots=True)
class Saying:
    """One template with values for its gaps."""

    template: Template
    segments: tuple[Segment, ...]  # those of it that are said
    says: frozenset[str]  # the group's slots that need no further words
    names: frozenset[str]  # the placeholders filled
    entry: Entry
    bound: str  # the slot that {slot} and {value} stand for

    def parts(self, values: Values) -> list[Part]:
        """Return its words."""
        return filled(self.segments, lambda gap: values.lookup(gap, self.bound))

    def facts(self, values: Values) -> dict[str, str]:
        """Return what it states."""
        given = {s: v for s, v in self.entry.key.slots if v is not None and v != UNKNOWN}
        facts = {(self.bound if s == ANY_SLOT else s): v for s, v in given.items()}
        return facts | values.facts(self.names, self.bound)


class TemplateGenerator:
    """Puts system acts into words by templates; the same seed and dialogue give the same words.

    Args:
        domains: the session's domains.
        seed: decides which variants are said.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"system_acts"})
    writes: ClassVar[frozenset[str]] = frozenset({"response"})

    def __init__(self, domains: Domains, *, seed: int = 0) -> None:
        self.domains = domains
        self.seed = seed
        self._schemas: dict[str, DomainSchema] = {n: d.schema for n, d in domains.items()}
        self._books: dict[str, Book] | None = None

    def warm_up(self) -> None:
        """Read the templates.

        Raises:
            DomainError: for a responses.yml with a key or template that cannot be read.
        """
        self._books = {
            name: Book.parse(domain.responses, str(domain.path / "responses.yml"))
            for name, domain in self.domains.items()
        }
        for schema in self._schemas.values():
            generic_book(schema.language)

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts and the facts stated."""
        return self.say(acts, state)

    def say(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts and the facts stated; there are words for any acts."""
        groups = grouped(acts)
        sentences: list[str] = []
        facts: dict[tuple[str, str], list[str]] = {}
        told: set[tuple[str, str, str]] = set()  # (domain, slot, value) asserted, not just asked
        for group in groups:
            left = {s for s in group.slots if not _told(group, s, told)}
            if group.slots and not left:
                continue
            language = self._language(group.domain or state.active)
            values = Values(group, groups, state, self._schemas, language)
            for saying in self._sayings(group, left, values):
                chosen = self._vary(saying, state, group)
                sentences.append(GRAMMARS[language].finish(chosen.parts(values)))
                for slot, value in chosen.facts(values).items():
                    stated = facts.setdefault((group.domain, slot), [])
                    stated += [v for v in value.split("; ") if v not in stated]
                    if group.type in _ASSERTED:
                        told |= {(group.domain, slot, v) for v in value.split("; ")}
        grammar = GRAMMARS[self._language(state.active)]
        text = grammar.between.join(filter(None, sentences))
        return Response(text or grammar.nothing, _named(facts))

    def has_words_for(self, act: DialogueAct) -> bool:
        """Whether the act's domain has words of its own for the very value of an act."""
        if self._books is None:
            self.warm_up()
        book = (self._books or {}).get(act.domain)
        entries = book.of(act.type) if book and act.value else ()
        return any((act.slot, act.value) in entry.key.slots for entry in entries)

    def _language(self, domain: str) -> Language:
        """Return what is spoken of a domain, of none in the session's first."""
        schema = self._schemas.get(domain) or next(iter(self._schemas.values()), None)
        return schema.language if schema else "en"

    def _sayings(self, group: Group, left: set[str], values: Values) -> Iterator[list[Saying]]:
        """Yield, until all is said, the variants that can say the next part of a group."""
        first = True
        while first or left:
            rest = group.type is ActType.BOOK and not first  # "It's booked" once is enough
            variants = [] if rest else self._variants(group, left, values, opening=first)
            if not variants and group.type in _OPENED | {ActType.OFFER}:
                inform = replace(group, type=ActType.INFORM)
                variants = self._variants(inform, left, values, opening=False)
            if not variants:
                return
            says = frozenset.intersection(*(v.says for v in variants))
            # Variants of one key may differ in their optional parts; those alike are exchangeable.
            alike = [v for v in variants if v.says == variants[0].says]
            yield alike if says or not group.slots else variants[:1]
            left = left - variants[0].says
            first = False

    def _variants(
        self, group: Group, left: set[str], values: Values, *, opening: bool
    ) -> list[Saying]:
        """Return the usable variants of the best key that has any."""
        opener: list[Saying] = []
        for book in self._books_of(group.domain, values.language):
            for entry in book.of(group.type):
                for bound in _bindings(entry, group, left):
                    filled = [f for t in entry.variants if (f := _fill(t, entry, values, bound))]
                    usable = [f for f in filled if _suits(f, entry, group, left, opening=opening)]
                    if usable:
                        return usable
                    if opening and group.type in _OPENED and not entry.key.slots:
                        opener = opener or filled
        return opener

    def _books_of(self, domain: str, language: Language) -> list[Book]:
        if self._books is None:
            self.warm_up()
        books = [self._books[domain]] if self._books and domain in self._books else []
        return [*books, generic_book(language), last_book(language)]

    def _vary(self, variants: list[Saying], state: DialogueState, group: Group) -> Saying:
        """Choose a variant by seed and turn, but not the one said last."""
        if len(variants) == 1:
            return variants[0]
        choices = variants
        for turn in reversed(state.turns[-_REMEMBERED:]):
            said = [v for v in variants if v.template.said_in(turn.response)]
            if said:
                choices = [v for v in variants if v not in said] or variants
                break
        place = f"{self.seed}|{len(state.turns)}|{group.domain}|{group.type}|{sorted(group.slots)}"
        return choices[zlib.crc32(place.encode()) % len(choices)]


def _bindings(entry: Entry, group: Group, left: set[str]) -> list[str]:
    """Return the slots that {slot} and {value} may stand for, [] when the key does not match."""
    key = entry.key
    if not group.slots:
        return [""] if not key.slots else []
    if not left.issuperset(key.named):
        return []
    if "count" not in key.named and group.slots.keys() >= _LIST:
        return []  # words for one result would tell of the one that was found before
    wanted = key.wanted
    if not all(_value_fits(group.slots[slot], wanted[slot]) for slot in key.named):
        return []
    order = [slot for slot in group.slots if slot in left]
    if ANY_SLOT in wanted:
        value = wanted[ANY_SLOT]
        free = [slot for slot in order if slot not in key.named]
        return [slot for slot in free if _value_fits(group.slots[slot], value)]
    if key.slots:
        return [next((s for s in order if s in key.named), "")]
    return order


def _value_fits(values: tuple[str, ...], wanted: str | None) -> bool:
    """Whether a slot has the value a key wants; "unknown" must be asked for by name."""
    return UNKNOWN not in values if wanted is None else values == (wanted,)


def _fill(template: Template, entry: Entry, values: Values, bound: str) -> Saying | None:
    segments = template.sayable(lambda gap: values.lookup(gap, bound))
    if segments is None:
        return None
    names, group = names_of(segments), values.group
    says = {name for name in names if name in group.slots} | set(entry.key.named)
    if names & _PER_SLOT or ANY_SLOT in entry.key.wanted:
        says.add(bound)
    if "list" in names:
        says |= set(group.valued)
    if "question" in names and group.type is ActType.CONFREQ:
        says |= set(group.asked)
    if not entry.key.slots and not names & _PER_SLOT and group.type not in _IN_FULL:
        says |= set(group.slots)
    return Saying(template, segments, frozenset(says), names, entry, bound)


def _suits(saying: Saying, entry: Entry, group: Group, left: set[str], *, opening: bool) -> bool:
    """Whether a filled template moves the group on."""
    if not group.slots:
        return True
    if group.type is ActType.OFFER:  # the entity first, then what it is like
        if opening:
            return next(iter(group.slots)) in saying.says
        if (ANY_SLOT, None) in entry.key.slots:  # "How about ...?" puts an entity forward
            return False
    if group.type in _WHOLE and not saying.says >= left:
        return False
    return bool(saying.says & left)


def _told(group: Group, slot: str, told: set[tuple[str, str, str]]) -> bool:
    """Whether an earlier template of the turn gave the information already."""
    values = group.slots[slot]
    known = all((group.domain, slot, value) in told for value in values)
    return group.type is ActType.INFORM and bool(values) and known


def _named(facts: Mapping[tuple[str, str], list[str]]) -> dict[str, str]:
    """Return facts by slot, or by domain and slot when they are of several domains."""
    mixed = len({domain for domain, _ in facts}) > 1
    return {
        f"{domain}.{slot}" if mixed and domain else slot: "; ".join(values)
        for (domain, slot), values in facts.items()
    }
