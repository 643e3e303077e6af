"""Rules that refuse what no booking takes: a table for a thousand, a stay of no nights."""

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import BOUND, LIMITED, Deliberation
from dialog.policy.rules.asking import ask
from dialog.policy.rules.booking import wants_booking
from dialog.schema import DONTCARE, Slot


def refuse(turn: Deliberation, domain: str) -> Slot | None:
    """Say what a booking takes where the user wants more or less, forget that, and return whose.

    It is said as soon as it is heard, and before anything is booked; of several slots one by one.
    """
    schema, own = turn.schemas[domain], turn.domain(domain)
    if schema.booking is None:
        return None
    fresh = {act.slot for act in turn.heard(ActType.INFORM) if act.domain == domain}
    booking = wants_booking(turn, domain)
    for slot in schema.bookable:
        value = turn.value(domain, slot.name) or DONTCARE
        if (booking or slot.name in fresh) and value != DONTCARE and not slot.takes(value):
            turn.say(
                f"no booking takes {slot.name}={value}",
                DialogueAct(ActType.INFORM, domain, LIMITED, slot.description),
                DialogueAct(ActType.INFORM, domain, BOUND, slot.limits(schema.language)),
            )
            kept = {name: belief for name, belief in own.beliefs.items() if name != slot.name}
            turn.change(domain, beliefs=kept)
            return slot
    return None


async def refuse_detail(turn: Deliberation, domain: str) -> bool:
    """The user wants what no booking takes: say so, and ask again."""
    slot = refuse(turn, domain)
    if slot is None or not wants_booking(turn, domain) or turn.asking:
        return False
    ask(turn, domain, slot, "another value is needed")
    return True
