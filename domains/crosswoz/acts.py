"""What the acts of CrossWOZ, which the model knows, amount to in a conversation.

============================ ======================================================================
CrossWOZ                     here
============================ ======================================================================
request(名称)                inform(task=find), unless it is asked of a place under discussion
select(源领域=景点)          inform(周边景点=那个景点): near that one, which the tracker looks up
inform(酒店设施-桑拿=是)     inform(酒店设施-桑拿=yes)
request(车牌), none ordered  inform(task=book) as well
inform(周边景点=景点)        nothing: it is a kind of place, not one
inform(推荐菜=那川菜)        inform(推荐菜=川菜)
offer, nooffer, reqmore, 无  nothing: only clerks say so
============================ ======================================================================
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.schema import SlotType
from dialog.state import DialogueState
from domains.crosswoz.clauses import DISH

SOURCE, NEARBY = "源领域", "周边"  # the slot of select; what slots of places nearby begin with
TASK, FIND, BOOK = "task", "find", "book"
_CLERKS = frozenset({ActType.OFFER, ActType.NOOFFER, ActType.REQMORE})
_NONE = "无"
_LEAD = re.compile(r"^(?:那|就|卖|做|吃|来)+(?=.{2})")  # before a dish, and no part of it: 那川菜吧
_TRUTHS = {"是": "yes", "否": "no"}


def here(
    acts: Sequence[DialogueAct], domains: Domains, state: DialogueState
) -> Iterator[DialogueAct]:
    """Yield the acts of a user turn as the framework takes them.

    Args:
        acts: what the model understood.
        domains: of the session.
        state: before the turn.
    """
    told = {act.domain for act in acts if act.type in (ActType.INFORM, ActType.SELECT)}
    for act in acts:
        if act.type in _CLERKS or act.value == _NONE:
            continue
        if act.domain not in domains:
            yield act
            continue
        schema, own = domains[act.domain].schema, state.domain(act.domain)
        if act.slot.startswith(NEARBY) and act.value in domains:
            continue  # a kind of place, not one
        if act.slot == SOURCE:
            if act.value and NEARBY + act.value in schema.slots:
                slot, noun = NEARBY + act.value, f"那个{act.value}"
                yield replace(act, type=ActType.INFORM, slot=slot, value=noun, span=None)
        elif act.type is ActType.REQUEST and act.slot == schema.key:
            asked = own.entity is not None and act.domain not in told
            yield act if asked else replace(act, type=ActType.INFORM, slot=TASK, value=FIND)
        elif act.type is ActType.REQUEST and not own.bookings and _given(domains, act):
            yield replace(act, type=ActType.INFORM, slot=TASK, value=BOOK)
            yield act
        elif act.slot in schema.slots and schema.slots[act.slot].type is SlotType.BOOLEAN:
            yield replace(act, value=_TRUTHS.get(act.value or "", act.value))
        elif act.slot == DISH and act.value:
            yield replace(act, value=_LEAD.sub("", act.value))
        else:
            yield act


def _given(domains: Domains, act: DialogueAct) -> bool:
    """Whether a booking tells what an act asks for."""
    booking = domains[act.domain].schema.booking
    return booking is not None and act.slot in booking.gives
