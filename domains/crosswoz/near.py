"""What is to be found near something: 故宫附近的酒店, 附近有500元以下的酒店吗.

CrossWOZ annotates it as two acts of two domains, which a small model mixes up; the words tell.
There a question for what is nearby asks for one cell of a table, which cannot be narrowed: with a
wish beside it, it is a search.
"""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.state import DialogueState
from domains.crosswoz.acts import FIND, NEARBY, TASK
from domains.crosswoz.clauses import names_of
from domains.crosswoz.kinds import CLAUSE, Near, called, kind_of, last_name, named, near, sought

_SIGHT = "景点"  # what a place is taken for near which nothing is known to be, to be told so
_NO_PLACE = "这那它此本有没找要想吃住去在个家么吗的了和我您你帮看最然另顺接请今明晚麻之"
_STRANGE = re.compile(rf"[^\W\d_{_NO_PLACE}]{{2,5}}")
_QUESTION = re.compile(r"什么|哪些|哪家|哪个|有没有|有.*[吗么]|还有|都有")


def nearby(
    text: str, acts: Sequence[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    """Return the acts with what is to be found near something said as that.

    A mere question for what is nearby is none of these.
    """
    wished = {act.domain for act in acts if _narrows(act, domains)} | _compared(text, domains)
    read = [act for act in acts if not _asks_nearby(act, wished)]
    said = [(c, parts) for c in CLAUSE.finditer(text) if (parts := near(c.group(), domains))]
    if not said:
        return [*read, *_among_listed(wished, domains, state)]
    for clause, parts in said:
        kind = named(parts.rest, domains) or sought(text, clause.start(), domains)
        kind = kind or (next(iter(wished)) if len(wished) == 1 else "")
        if kind in wished or not _QUESTION.search(clause.group()):
            if not parts.place and (name := last_name(text[: clause.start()], domains)):
                parts = parts._replace(place=name)
            read = _near(parts, kind, read, domains, state)
    return read


def _among_listed(wished: set[str], domains: Domains, state: DialogueState) -> list[DialogueAct]:
    """Return that what is wished is to be near where a list was just of: 人均50以内的呢."""
    found = []
    for act in state.system_acts:
        kind = act.slot.removeprefix(NEARBY)
        slot = NEARBY + act.domain
        told = act.type is ActType.INFORM and act.slot == NEARBY + kind and kind in wished
        if told and slot in domains[kind].schema.slots:
            found.append(DialogueAct(ActType.INFORM, kind, slot, f"那个{act.domain}"))
    return found


def _narrows(act: DialogueAct, domains: Domains) -> bool:
    """Whether an act wishes something of a place that is to be found, besides which or where."""
    if act.type is not ActType.INFORM or act.domain not in domains:
        return False
    schema = domains[act.domain].schema
    slot = schema.slots.get(act.slot)
    return slot is not None and slot.search != "no" and slot.name != schema.key and not slot.place


def _compared(text: str, domains: Domains) -> set[str]:
    """Return the kind that a text seeks more or less of: 便宜点的酒店."""
    kinds = ((kind_of(clause, domains), clause) for clause in CLAUSE.findall(text))
    return {
        kind
        for kind, clause in kinds
        if kind
        for slot in domains[kind].schema.slots.values()
        if any(word in clause for word in (*slot.less, *slot.more))
    }


def _asks_nearby(act: DialogueAct, kinds: set[str]) -> bool:
    """Whether an act asks what of certain kinds is nearby."""
    return act.type is ActType.REQUEST and act.slot in {NEARBY + kind for kind in kinds}


def _near(
    parts: Near, kind: str, acts: list[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    place = called(parts.place, domains) or parts.place
    found = [name for name, own in [*state.domains.items()][::-1] if own.entity is not None]
    seen = [name for name in found if name in domains]
    seen.sort(key=lambda name: name != state.active)  # else the latest
    home = _home(place, domains)
    target = kind or _about(acts, domains, state, home or "".join(seen[:1]))
    known = domains[target].schema.slots if target else {}
    origin = next((name for name in [home, *seen] if NEARBY + name in known), "")
    value = f"那个{origin}"
    if place in names_of(home, domains) if home else _STRANGE.fullmatch(place):
        value, origin = place, home if NEARBY + home in known else _SIGHT
    slot = NEARBY + origin
    if not origin or slot not in known:
        return acts
    asked = [act for act in acts if act.type is ActType.REQUEST and act.slot != NEARBY + target]
    told = {act.domain for act in asked} - {target}
    names = {parts.place, place}
    kept = [
        act
        for act in acts
        if (act.domain in told and act.type is ActType.INFORM)  # 故宫门票多少，附近的酒店
        or not _said_again(act, names, target, origin, domains[target].schema.key)
    ]
    find = DialogueAct(ActType.INFORM, target, TASK, FIND)
    begins = [] if any(act.domain == target for act in kept) else [find]
    return [*kept, *begins, DialogueAct(ActType.INFORM, target, slot, value)]


def _home(place: str, domains: Domains) -> str:
    """Return the domain that a place is of, by its name or its noun."""
    by_name = (name for name in domains if place in names_of(name, domains))
    return next(by_name, "") or named(place, domains)


def _about(acts: Sequence[DialogueAct], domains: Domains, state: DialogueState, origin: str) -> str:
    """Return the domain that a turn is about besides where it is to be near."""
    told = [act.domain for act in acts if act.domain in domains]
    others = (name for name in told if name != origin)
    return next(others, "") or (state.active if state.active in domains else "".join(told[:1]))


def _said_again(
    act: DialogueAct, place: set[str], target: str, origin: str, key: str | None
) -> bool:
    """Whether an act says in CrossWOZ's way what is said as near by now."""
    if act.type is ActType.REQUEST:
        return act.slot == NEARBY + target or (act.domain == target and act.slot == NEARBY + origin)
    if act.domain == target and act.slot.startswith(NEARBY):  # the model's, of any place
        return act.value in place or act.value == f"那个{act.slot.removeprefix(NEARBY)}"
    return act.value in place and (act.domain in (origin, target) or act.slot == key)
