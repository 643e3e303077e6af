"""Prices and ratings that are said with other wishes: 500块以内，要能停车.

CrossWOZ asks for one thing at a time, so that the model loses a price in a longer sentence, or
takes it for one of the place under discussion. A number with its words is plain, and what kind of
place it is of, the nouns tell.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.ranges import Range, beyond, read_range, written
from dialog.schema import Slot
from dialog.state import DialogueState
from domains.crosswoz.acts import TASK
from domains.crosswoz.clauses import words_for
from domains.crosswoz.kinds import CLAUSE, sought

_NOT = r"(?:不|别)(?:要|能|想|可以|会)?"
_SPAN = re.compile(
    rf"(?:(?P<most>{_NOT}(?:超过|高于|大于|多于)|最多|最高|至多)|"
    rf"(?P<least>{_NOT}(?:低于|少于|小于)|至少|最低|最少)|"
    r"(?P<less>低于|不到|少于|小于|不足)|(?P<more>超过|高于|大于|多于)|"
    r"(?P<budget>预算|控制)(?:[在是为]|大概|大约)*)?"
    r"(?<![\d.])(?P<a>\d+(?:\.\d+)?)(?P<unit>{0})?(?:-(?P<b>\d+(?:\.\d+)?)(?P<last>{0})?)?"
    r"(?![\d.人位个点公千米里天晚号年月日楼层站次间家星岁小%:]|分钟)"
    r"(?:(?P<under>以下|以内|之内|以里|封顶)|(?P<over>以上|起步|往上|或更高)|(?P<about>左右|上下))?".replace(
        "{0}", r"元|块钱?|分(?!钟)"
    )
)
_ASKS = re.compile(r"(?:(?!有|找|要|想|附近|周边).)*\d[^的有]*[吗么]")
_YUAN, _POINTS, _BEST = "元", "分", 5  # no rating is higher
_ANYTHING = "价格"  # is said of the price of whatever is spoken of
_ROUND = 0.2  # 100元左右 is 80-120元


@dataclass(frozen=True, slots=True)
class _Said:
    """A span that a text states, the words for it, 人均, and whether it asks: 门票超过50吗."""

    at: int
    value: str
    unit: str
    word: str
    asks: bool


def spans(
    text: str, acts: Sequence[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    """Return the acts with the spans that a text states, each of what it is said of."""
    read, new = list(acts), list[DialogueAct]()
    for said in _stated(text, domains):
        again = [act for act in read if _is(act, said, domains)]
        others = [act for act in read if act not in again]
        home = _home(text, said, [*others, *again], domains, state)
        slot = _slot(home, said.unit, domains)
        if slot is None:
            continue
        half = next((a.value for a in new if (a.domain, a.slot) == (home, slot.name)), None)
        value = _between(half, said.value, said.unit) if half else said.value
        act = DialogueAct(ActType.INFORM, home, slot.name, value)
        if said.asks and state.domain(home).entity is not None:  # of the place under discussion
            act = DialogueAct(ActType.REQUEST, home, slot.name)
        place = read.index(again[0]) if again else len(read)
        read = [other for other in read if other not in again and not _instead(other, act)]
        read.insert(place, act)
        new.append(act)
    return list(dict.fromkeys(read))


def _between(one: str, other: str, unit: str) -> str:
    """Return what two spans of a slot have in common, the other if that is no span of two ends."""
    both = [span for span in (read_range(one), read_range(other)) if span is not None]
    low, high = max(span.low for span in both), min(span.high for span in both)
    return written(Range(low, high), unit, "zh") if -inf < low < high < inf else other


def _instead(other: DialogueAct, act: DialogueAct) -> bool:
    """Whether another act gives the slot of an act too, or takes 评分4.5以上的吗 for a question."""
    return (other.domain, other.slot) == (act.domain, act.slot)


def _stated(text: str, domains: Domains) -> Iterator[_Said]:
    slots = [slot for domain in domains.values() for slot in domain.schema.slots.values()]
    units = {word: slot.unit for slot in slots if slot.spans for word in words_for(slot)}
    for clause in CLAUSE.finditer(text):
        words = clause.group()
        for found in _SPAN.finditer(words):
            before = words[: found.start("a")]
            word = max(filter(before.__contains__, units), key=before.rindex, default="")
            told = found["last"] or found["unit"] or ""
            small = float(found["b"] or found["a"]) <= _BEST
            unit = (_POINTS if told == _POINTS else _YUAN) if told else units.get(word, "")
            unit = unit or (_POINTS if small and not found["budget"] else _YUAN)
            if value := _value(found, unit):
                word = word if units.get(word) == unit else ""
                asks = _ASKS.fullmatch(words) is not None
                yield _Said(clause.start() + found.start(), value, unit, word, asks)


def _value(found: re.Match[str], unit: str) -> str:
    """Return the span that is stated as the domains write it, "" for a number alone."""
    number, high = float(found["a"]), float(found["b"] or 0)
    if found["b"]:
        return written(Range(min(number, high), max(number, high)), unit, "zh")
    if found["less"] or found["more"]:
        return beyond(number, -1 if found["less"] else 1, unit, "zh")
    if found["about"]:
        return written(Range(number * (1 - _ROUND), number * (1 + _ROUND)), unit, "zh")
    if found["over"] or found["least"]:
        return written(Range(low=number), unit, "zh")
    if found["under"] or found["most"] or found["budget"]:
        return written(Range(high=number), unit, "zh")
    return ""


def _is(act: DialogueAct, said: _Said, domains: Domains) -> bool:
    """Whether an act is the model's reading of a span, of whatever place."""
    slots = domains[act.domain].schema.slots if act.domain in domains else {}
    if act.type is not ActType.INFORM or act.slot not in slots or not slots[act.slot].spans:
        return False
    return read_range(act.value or "") == read_range(said.value)


def _home(
    text: str,
    said: _Said,
    acts: Sequence[DialogueAct],
    domains: Domains,
    state: DialogueState,
) -> str:
    """Return the domain that a span is of.

    It is the one whose word is said, the one spoken of, the one that the turn else wishes
    something of, or the one under discussion.
    """
    by_word = [
        name
        for name, domain in domains.items()
        if any(slot.spans and said.word in words_for(slot) for slot in domain.schema.slots.values())
    ]
    if len(by_word) == 1 and said.word != _ANYTHING:
        return by_word[0]
    wished = [act.domain for act in acts if act.type is ActType.INFORM and act.slot != TASK]
    begun = [act.domain for act in acts if act.slot == TASK]
    kinds = [sought(text, said.at, domains), *wished, *begun, state.active]
    return next((kind for kind in kinds if _slot(kind, said.unit, domains)), "")


def _slot(domain: str, unit: str, domains: Domains) -> Slot | None:
    """Return the slot of a domain whose spans have a unit."""
    slots = domains[domain].schema.slots.values() if domain in domains else ()
    return next((slot for slot in slots if slot.spans and slot.unit == unit), None)
