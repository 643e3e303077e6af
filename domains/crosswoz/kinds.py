"""What kind of place a sentence seeks: a restaurant in 颐和园附近有什么餐馆，人均100元以下.

Its nouns tell, except the one that says where: 酒店附近的餐馆 seeks no hotel. A place that is
called by its name is no kind: 天坛公园.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dialog.component import Domains
from dialog.schema import SlotType
from domains.crosswoz.clauses import everyday, names_of

CLAUSE = re.compile(r"[^，。！？；,!?;]+")
_NEAR = re.compile(
    r"(?P<place>.*?)(?:附近|周边|周围|旁边|边上|(?<!最)近(?:一?[点些]|[的、]|$)|不远)(?P<rest>.*)"
)
_VEHICLE = "车"  # a noun that other words end with: 停车
_LEAD = re.compile(
    r"^.*(?:在|离|到|去|住|订|推荐|找|要|靠近)(?:一下)?(?:一?[家个间处])?|^(?:那|请|再|最好|我|就|的)+"
)


class Near(NamedTuple):
    """A clause that says near where something is: 酒店要在|故宫|附近|的."""

    lead: str
    place: str
    rest: str


def near(clause: str, domains: Domains) -> Near | None:
    """Return the parts of a clause that says near where something is, None for another."""
    found = _NEAR.match(clause)
    if found is None:
        return None
    before, rest = found["place"], found["rest"]
    if name := last_name(before, domains):
        return Near(before[: before.rindex(name)], name, rest)
    lead = _LEAD.match(before)
    end = lead.end() if lead else 0
    return Near(before[:end], before[end:], rest)


def last_name(words: str, domains: Domains) -> str:
    """Return the name of a place that stands last in words, the longest there, "" for none."""
    names = (name for domain in domains for name in names_of(domain, domains) if name in words)
    return max(names, key=lambda name: (words.rindex(name) + len(name), len(name)), default="")


def called(words: str, domains: Domains) -> str:
    """Return the name of the place that words are a part of, 天坛公园 for 天坛, "" for none.

    They are to be part of one name of a domain only, and no noun.
    """
    if len(words) < 2 or named(words, domains):
        return ""
    for domain in domains:
        names = [name for name in names_of(domain, domains) if words in name]
        if words in names or len(names) == 1:
            return words if words in names else names[0]
    return ""


def kind_of(clause: str, domains: Domains) -> str:
    """Return the domain of the kind that a clause seeks, "" where it names none."""
    if parts := near(clause, domains):
        return named(parts.rest, domains) or named(parts.lead, domains)
    return named(clause, domains)


def sought(text: str, at: int, domains: Domains) -> str:
    """Return the domain that is spoken of at a place in a text.

    It is the one of the clause there, or the last before it, or the first after it.
    """
    kinds = [(clause.start(), kind_of(clause.group(), domains)) for clause in CLAUSE.finditer(text)]
    before = [kind for start, kind in kinds if kind and start <= at]
    after = [kind for start, kind in kinds if kind and start > at]
    return before[-1] if before else "".join(after[:1])


def named(words: str, domains: Domains) -> str:
    """Return the domain of the noun that stands last in words, as heads do, "" for none."""
    for no_kind in _no_kinds(words, domains):
        words = words.replace(no_kind, "，" * len(no_kind))
    found = [
        (words.rindex(noun) + len(noun), len(noun), name)
        for name, domain in domains.items()
        for noun in (*domain.schema.nouns, *everyday().get(domain.schema.entity, ()))
        if noun in words and noun != _VEHICLE
    ]
    return max(found, default=(0, 0, ""))[2]


def _no_kinds(words: str, domains: Domains) -> Iterator[str]:
    """Yield what in words has a noun in it but is none: names, and what places have, 中式餐厅."""
    for name in domains:
        yield from sorted(filter(words.__contains__, names_of(name, domains)), key=len)[::-1]
    for domain in domains.values():
        slots = domain.schema.slots.values()
        yield from (s.noun for s in slots if s.type is SlotType.BOOLEAN and s.noun in words)
