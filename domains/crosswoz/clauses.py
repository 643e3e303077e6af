"""Clauses that few words make plain, which the model was hardly trained on.

What a hotel has or has not, no preference, the name of a place alone, and the question for it:
each is read by its words, and the model reads the rest of the sentence.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import yaml

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.nlu.frames import frames
from dialog.schema import DONTCARE, Slot, SlotType
from dialog.state import DialogueState

DISH, EATING = "推荐菜", "吃"
ASKING = (ActType.REQUEST, ActType.CONFREQ, ActType.SELECT)
_ANY = re.compile(r"没有?(?:什么)?要求|都可以|都行|不限|无所谓|随便|不重要|不在乎")
_NO = re.compile(r"不要|不需要|不用|不想要|没有.*(?:也行|也可以)")
_ASKS = re.compile(r"吗|有没有|是否|能不能")
_WHAT = re.compile(r"多少|多长|多久|是什么|什么样|怎么样|哪里|哪儿|告诉|给我|[呢吗]$|几点")
_NAME_ASKED = re.compile(r"叫什么|名字是|什么名字")
_EATS = re.compile(r".*(?:想|要|爱|喜欢)吃(?:一?[点些])?(?P<dish>[^\W\d的]{2,6}?)[的了吧]?")
_NO_DISH = re.compile(r"东西|什么|好吃|人均|评分|附近|周边|地方|[这那家]|[饭餐店馆]$")
_CHOSEN = re.compile(
    r"(?:那|我|就|想|要|是|还是|选|定|住|去|到|回|从|吃饭?)*(?P<name>.+?)(?:玩|吃饭?|住|出发|那里|那儿|就行|吧)*"
)
_TAKEN = re.compile(  # 那就住这家吧
    r"(?:好的?|行|那么?|嗯|可以|我们?)*[就要选定]+[住去吃选要定订在]*(?:[这那]一?[家个里儿]|它)"
    r"(?:酒店|餐馆|餐厅|饭店|景点|店)?[吧了啊好]*"
)


class Reading(NamedTuple):
    """What a clause says, and whether that is all."""

    acts: list[DialogueAct]
    whole: bool = True


def read(clause: str, domains: Domains, state: DialogueState) -> Reading:
    """Return what words make plain of a clause.

    Args:
        clause: without marks.
        domains: of the session.
        state: before the turn.
    """
    own = [state.active] if state.active in domains else []
    order = [*own, *(name for name in domains if name not in own)]
    if state.focus and _TAKEN.fullmatch(clause):
        return Reading([DialogueAct(ActType.AFFIRM)])
    if _ANY.search(clause):
        acts = list(_free(clause, domains, own, state))
        return Reading(acts, bool(acts))
    if _NAME_ASKED.search(clause):
        named = [name for name in order if domains[name].schema.entity in clause] or own
        keys = ((name, domains[name].schema.key) for name in named[:1])
        acts = [DialogueAct(ActType.REQUEST, name, key) for name, key in keys if key]
        return Reading(acts, bool(acts))
    kinds = [domain.schema.entity for domain in domains.values()]
    for name in () if EATING in clause else order:  # breakfast is also a meal
        has = (_ASKS.search(clause) and state.domain(name).entity) or {}
        if there := list(_there(clause, domains[name].schema.slots.values(), kinds, has)):
            nouns = domains[name].schema.nouns
            return Reading([_had(clause, name, slot, nouns) for slot in there], whole=False)
    acts = [*_asked(clause, domains, own)] or _chosen(clause, domains, state)
    acts = acts or [*_eaten(clause, domains)]
    return Reading(acts, bool(acts))


def _asked(clause: str, domains: Domains, own: Sequence[str]) -> Iterator[DialogueAct]:
    """Yield the questions of a clause for facts of the domain under discussion, by their names."""
    for name in own if _WHAT.search(clause) else ():
        slots = domains[name].schema.slots.values()
        named = (s for s in slots if any(word in clause for word in words_for(s)))
        for slot in named:
            if slot.requestable and slot.type is not SlotType.BOOLEAN:
                yield DialogueAct(ActType.REQUEST, name, slot.name)


def words_for(slot: Slot) -> tuple[str, ...]:
    """Return what a slot is called: its noun, and the words of everyday."""
    return (slot.noun.lower(), *everyday().get(slot.noun, ()))


@cache
def everyday() -> Mapping[str, list[str]]:
    """Return the words for kinds of places and for what they have, by the noun."""
    text = Path(__file__).with_name("everyday.yml").read_text(encoding="utf-8")
    words: dict[str, list[str]] = yaml.safe_load(text)
    return words


def _there(
    clause: str,
    slots: Iterable[Slot],
    kinds: Iterable[str] = (),
    has: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Slot]:
    """Yield the yes-or-no slots that a clause names, longer words before those within them.

    One that is but a part of a kind of place is not named: 租车 in 出租车. Of several with the same
    word, as for wifi, the one is named that the place under discussion has, or else the first.

    Args:
        clause: what is said.
        slots: of a domain.
        kinds: what kinds of places are called.
        has: the place under discussion.
    """
    left = clause.lower()
    named: dict[str, list[Slot]] = {}
    for slot in slots:
        for word in words_for(slot) if slot.type is SlotType.BOOLEAN else ():
            named.setdefault(word, []).append(slot)
    for kind in kinds:
        if any(word in kind for word in named):
            left = left.replace(kind, " ")
    found: dict[str, Slot] = {}
    for word in sorted(named, key=len, reverse=True):
        if word in left:
            left = left.replace(word, " ")
            there = (slot for slot in named[word] if has.get(slot.name) == "yes")
            slot = next(there, named[word][0])
            found[slot.name] = slot
    yield from found.values()


def _had(clause: str, domain: str, slot: Slot, nouns: Iterable[str]) -> DialogueAct:
    if _ASKS.search(clause) and not _described(clause, slot, nouns):
        return DialogueAct(ActType.REQUEST, domain, slot.name)
    value = "no" if _NO.search(clause) else "yes"
    return DialogueAct(ActType.INFORM, domain, slot.name, value)


def _described(clause: str, slot: Slot, nouns: Iterable[str]) -> bool:
    """Whether what it has tells the place that is sought: 有没有能停车的酒店."""
    word = "|".join(map(re.escape, words_for(slot)))
    place = rf"的.{{0,2}}(?:{'|'.join(nouns)}|[吗呢]?$)"
    return re.search(rf"^(?:[^是]|是否)*(?:{word}).*?{place}", clause.lower()) is not None


def _free(
    clause: str, domains: Domains, own: Sequence[str], state: DialogueState
) -> Iterator[DialogueAct]:
    """Yield no preference for the slots that a clause names, or else for what was asked."""
    for name in own:
        slots = list(domains[name].schema.slots.values())
        wished = [slot for slot in slots if slot.search != "no" and slot.noun in clause]
        there = [*_there(clause, slots)] or wished
        for slot in there[:1] if len(there) > 1 else there:
            yield DialogueAct(ActType.INFORM, name, slot.name, DONTCARE)
        if there:
            return
    if clause in frames("zh")["dontcare"]:
        for act in state.system_acts:
            if act.type in ASKING and act.domain in domains and act.slot:
                yield DialogueAct(ActType.INFORM, act.domain, act.slot, DONTCARE)


def _eaten(clause: str, domains: Domains) -> Iterator[DialogueAct]:
    """Yield the dish that a clause ends with a wish for, wherever one can be asked for."""
    found = _EATS.fullmatch(clause)
    if found is None or _NO_DISH.search(found["dish"]):
        return
    for name, domain in domains.items():
        if DISH in domain.schema.slots:
            yield DialogueAct(ActType.INFORM, name, DISH, found["dish"])
            yield DialogueAct(ActType.INFORM, name, "task", "find")


def _chosen(clause: str, domains: Domains, state: DialogueState) -> list[DialogueAct]:
    """Return the place that a clause names alone, as the answer to a question or as wanted."""
    found = _CHOSEN.fullmatch(clause)
    name = found["name"] if found else ""
    home = next((d for d in domains if name in names_of(d, domains)), "")
    if not home:
        return []
    for act in state.system_acts:
        known = domains[act.domain].schema.slots if act.domain in domains else {}
        if act.type in ASKING and act.slot in known and known[act.slot].place:
            return [DialogueAct(ActType.INFORM, act.domain, act.slot, name)]
    return [DialogueAct(ActType.INFORM, home, domains[home].schema.key, name)]


def names_of(domain: str, domains: Domains) -> set[str]:
    """Return the names of a domain's places."""
    key = domains[domain].schema.key
    return {row.get(key, "") for row in domains[domain].rows()} - {""} if key else set()
