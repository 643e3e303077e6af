"""Places said in relation to something: 故宫附近的酒店, 从故宫到颐和园.

CrossWOZ annotates the first as two acts of two domains and the second by chance as the metro's or
a taxi's, which a small model mixes up; the words tell.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.state import DialogueState
from domains.crosswoz.acts import BOOK, FIND, NEARBY, TASK
from domains.crosswoz.clauses import names_of

FROM, TO = "出发地", "目的地"
HAILING = "打车"  # a synonym of the domain whose entities are hailed
_HAIL = (
    r"(?:打个?的|(?:打|叫|坐|要|来|拦)(?:一?[个辆部台])?(?:的士|出租车?|车(?![型牌])))"  # 打个车
)
CLAUSE = re.compile(r"[^，。！？；,!?;]+")
_NEAR = re.compile(r"(?P<place>.*?)(?:附近|周边|周围|旁边|边上|近一?点|不远)(?P<rest>.*)")
_QUESTION = re.compile(r"什么|哪些|哪家|哪个|有没有|有.*[吗么]|还有|都有")
_LEAD = re.compile(
    r"^.*(?:在|离|到|去|想住|推荐|找|要|靠近)(?:一下)?(?:一?[家个间处])?|^(?:那|请|再|最好|我|就|的)+"
)
_WAY = re.compile(
    r"(?:从|由)(?P<a>.+?)(?:出发|坐地铁|乘地铁|"
    rf"{_HAIL})?(?:到|去|前往|回)(?P<b>.+?)"
    r"(?=的(?:出租|车|地铁|士)|怎么|打车|坐|乘|要|，|。|？|吧|$)"
)
_START = re.compile(r"^(?:从|由)(?P<a>.+?)(?:出发|走|上车)$")
_HAILED = re.compile(_HAIL)
_END = re.compile(r"(?:到|去|前往|回)(?P<b>.+?)(?:吧|下车|怎么.*)?$")


def nearby(
    text: str, acts: Sequence[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    """Return the acts with what is to be found near something said as that.

    A question for what is nearby is none of these.
    """
    read = list(acts)
    for clause in CLAUSE.findall(text):
        found = _NEAR.match(clause)
        if found and not _QUESTION.search(clause):
            read = _near(found["place"], found["rest"], read, domains, state)
    return read


def _near(
    before: str, rest: str, acts: list[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    place = _LEAD.sub("", before)
    seen = [state.active, *(n for n, own in state.domains.items() if own.entity is not None)]
    origin = _home(place, domains) or next((name for name in seen if name in domains), "")
    target = _named(rest, domains) or _about(acts, domains, state, origin)
    if target and NEARBY + origin not in domains[target].schema.slots:  # nothing is near a metro
        known = domains[target].schema.slots
        origin = next((name for name in seen if NEARBY + name in known), origin)
    slot = NEARBY + origin
    if not target or not origin or slot not in domains[target].schema.slots:
        return acts
    value = place if place in names_of(origin, domains) else f"那个{origin}"
    kept = [act for act in acts if not _said_again(act, place, target, origin, slot)]
    find = DialogueAct(ActType.INFORM, target, TASK, FIND)
    begins = [] if any(act.domain == target for act in kept) else [find]
    return [*kept, *begins, DialogueAct(ActType.INFORM, target, slot, value)]


def _home(place: str, domains: Domains) -> str:
    """Return the domain that a place is of, by its name or its noun."""
    by_name = (name for name in domains if place in names_of(name, domains))
    return next(by_name, "") or _named(place, domains)


def _named(words: str, domains: Domains) -> str:
    """Return the domain that words name by its noun, "" for none."""
    for name, domain in domains.items():
        nouns = domain.schema.nouns
        if any(noun in words for noun in nouns if len(noun) > 1):
            return name
    return ""


def _about(acts: Sequence[DialogueAct], domains: Domains, state: DialogueState, origin: str) -> str:
    """Return the domain that a turn is about besides where it is to be near."""
    told = [act.domain for act in acts if act.domain in domains]
    others = (name for name in told if name != origin)
    return next(others, "") or (state.active if state.active in domains else "".join(told[:1]))


def _said_again(act: DialogueAct, place: str, target: str, origin: str, slot: str) -> bool:
    """Whether an act says in CrossWOZ's way what is said as near by now."""
    if act.domain == target and act.slot == slot:
        return act.value == place or act.type is not ActType.INFORM
    named = act.domain in (origin, target) and act.value == place
    return named or (act.type is ActType.REQUEST and act.slot == NEARBY + target)


def ways(text: str, acts: Sequence[DialogueAct], domains: Domains) -> list[DialogueAct]:
    """Return the acts with both ends of a way, in the domain whose noun is said."""
    trips = [name for name, d in domains.items() if {FROM, TO} <= d.schema.slots.keys()]
    said = [act for act in acts if act.domain in trips]
    ends = _ends(text)
    domain = next((name for name in trips if _says(text, name, domains)), "")
    domain = domain or next((act.domain for act in said), "")
    if not domain:
        return list(acts)
    moved = [replace(act, domain=domain) if act.slot in (FROM, TO) else act for act in said]
    moved = [act for act in moved if act.slot not in ends and act.domain == domain]
    told = [DialogueAct(ActType.INFORM, domain, slot, place) for slot, place in ends.items()]
    book = [DialogueAct(ActType.INFORM, domain, TASK, BOOK)] if _says(text, domain, domains) else []
    rest = [act for act in acts if act.domain not in trips and act.value not in ends.values()]
    new = [act for act in book if act not in moved]
    return [*rest, *new, *moved, *told] if not _asks_only(moved, told) else list(acts)


def _asks_only(moved: Sequence[DialogueAct], told: Sequence[DialogueAct]) -> bool:
    asked = [act for act in moved if act.type is ActType.REQUEST]
    return bool(asked) and not told and len(asked) == len(moved)


def _ends(text: str) -> dict[str, str]:
    for clause in CLAUSE.findall(text):
        if way := _WAY.search(clause):
            return {FROM: way["a"].strip(), TO: way["b"].strip()}
        if start := _START.match(clause):
            return {FROM: start["a"].strip()}
        if (ride := _HAILED.search(clause)) and (end := _END.search(clause, ride.end())):
            return {TO: end["b"].strip()}
    return {}


def _says(text: str, domain: str, domains: Domains) -> bool:
    nouns = [noun for noun in domains[domain].schema.nouns if len(noun) > 1]
    return any(noun in text for noun in nouns) or (HAILING in nouns and bool(_HAILED.search(text)))
