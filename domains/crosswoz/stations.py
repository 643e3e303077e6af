"""Questions and wishes for a metro station near a place: 附近有地铁吗, 找一家附近有地铁的酒店.

They are no ways by metro. Places tell what station is near them, so that is asked for.
"""

import re
from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.state import DialogueState
from domains.crosswoz.acts import FIND, TASK
from domains.crosswoz.ways import FROM, TO

STATION = "地铁"  # the slot of places
_NEAR = re.compile(
    r"(?:附近|周边|周围|旁边|边上|最近|离|靠近?|挨着).{0,4}地铁|地铁站?.{0,3}(?:近|旁|附近)|有地铁|地铁方便"
)


def stations(
    text: str, acts: Sequence[DialogueAct], domains: Domains, state: DialogueState
) -> list[DialogueAct]:
    """Return the acts, with a question for the station near a place in the place of a way's.

    Args:
        text: that was said.
        acts: of the turn.
        domains: of the session.
        state: before the turn.
    """
    trips = {name for name, d in domains.items() if {FROM, TO} <= d.schema.slots.keys()}
    way = any(a.domain in trips and a.slot in (FROM, TO) and a.value for a in acts)
    place = _place(text, domains, state) if _NEAR.search(text) and not way else ""
    if not place:
        return list(acts)
    rest = [act for act in acts if act.domain not in trips]
    found = state.domain(place).entity is not None and not any(a.slot == TASK for a in rest)
    find = [] if found else [DialogueAct(ActType.INFORM, place, TASK, FIND)]
    new = [act for act in find if act not in rest]
    return [*rest, *new, DialogueAct(ActType.REQUEST, place, STATION)]


def _place(text: str, domains: Domains, state: DialogueState) -> str:
    """Return the domain of the place that is meant: that is named, or under discussion."""
    tells = [name for name, domain in domains.items() if STATION in domain.schema.slots]
    named = [name for name in tells if any(noun in text for noun in domains[name].schema.nouns)]
    focus = [state.focus[0]] if state.focus and state.focus[0] in tells else []
    return next(iter([*named, *focus]), "")
