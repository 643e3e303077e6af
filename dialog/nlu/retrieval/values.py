"""Where the values are in a text: a gazetteer of the domains' own, patterns for what is typed."""

import re
from collections.abc import Iterator

from dialog.acts import ActType
from dialog.component import Domains
from dialog.quantities import find_times, is_unit
from dialog.ranges import find_ranges
from dialog.schema import SlotType
from dialog.state import DialogueState
from dialog.values import Match, readers

_ONE_TO_TWELVE = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_WORDED = (
    rf"(?:(?:twenty|thirty|forty|fifty)(?:[ -](?:{_ONE_TO_TWELVE}))?|(?:thir|four|fif|six|seven|"
    rf"eigh|nine)teen|{_ONE_TO_TWELVE})"
)
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


class ValueFinder:
    """Finds values in what users say.

    Args:
        domains: the session's domains.
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self._readers = readers(domains)

    def find(self, text: str, state: DialogueState) -> list[Match]:
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
        return any(is_unit(word, unit) for word in after for unit in units)

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
        unit = [(n, s.name) for n, s in slots if s.unit and after and is_unit(after[0], s.unit)]
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
