"""Ways from one place to another: 从故宫到颐和园.

CrossWOZ annotates them by chance as the metro's or a taxi's, which a small model mixes up; the
words tell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from domains.crosswoz.acts import BOOK, NEARBY, TASK
from domains.crosswoz.kinds import CLAUSE

FROM, TO = "出发地", "目的地"
HAILING = "打车"  # a synonym of the domain whose entities are hailed
_HAIL = (
    r"(?:打个?的|(?:打|叫|坐|要|来|拦)(?:一?[个辆部台])?(?:的士|出租车?|车(?![型牌])))"  # 打个车
)
_WAY = re.compile(
    r"(?:从|由)(?P<a>.+?)(?:出发|坐地铁|乘地铁|"
    rf"{_HAIL})?(?:到|去|前往|回)(?P<b>.+?)"
    r"(?=的(?:出租|车|地铁|士)|怎么|打车|坐|乘|要|，|。|？|吧|$)"
)
_START = re.compile(r"^(?:从|由)(?P<a>.+?)(?:出发|走|上车)$")
_HAILED = re.compile(_HAIL)
_END = re.compile(r"(?:到|去|前往|回)(?P<b>.+?)(?:吧|下车|怎么.*)?$")


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
    rest = [act for act in acts if act.domain not in trips and not _is_end(act, ends)]
    new = [act for act in book if act not in moved]
    return [*rest, *new, *moved, *told] if not _asks_only(moved, told) else list(acts)


def _is_end(act: DialogueAct, ends: Mapping[str, str]) -> bool:
    """Whether an act says of an end of a way what is no wish to be near it."""
    return act.value in ends.values() and not act.slot.startswith(NEARBY)


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
