"""Rules that ask: for a value, or whether a value is right."""

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import Deliberation
from dialog.schema import Slot


def ask(turn: Deliberation, domain: str, slot: Slot, why: str) -> None:
    """Ask for a slot, and put a fresh value that is not quite sure in passing."""
    own = turn.domain(domain)
    told = {act.slot for act in turn.acts if act.domain == domain and act.type is ActType.OFFER}
    fresh = [
        (own.beliefs[act.slot].score, act.slot)
        for act in turn.heard(ActType.INFORM)
        if act.domain == domain
        and act.slot not in (slot.name, *told)
        and act.slot in own.beliefs
        and act.slot not in own.grounded
        and (value := turn.value(domain, act.slot)) is not None
        and turn.schemas[domain].slots[act.slot].takes(value)
    ]
    score, unsure = min(fresh, default=(1.0, ""))
    if score >= turn.thresholds.sure:
        turn.say(why, DialogueAct(ActType.REQUEST, domain, slot.name))
        return
    turn.say(
        f"{why}, and {unsure} is only {score:.2f} sure",
        DialogueAct(ActType.CONFREQ, domain, unsure, own.beliefs[unsure].value),
        DialogueAct(ActType.CONFREQ, domain, slot.name),
    )
    turn.ground(domain, unsure)


def put_doubt(turn: Deliberation, domain: str, name: str) -> None:
    """Ask whether the doubtful value of a slot is meant, or which of several."""
    values = next(values for slot, values in turn.doubtful(domain) if slot.name == name)
    kind = ActType.SELECT if len(values) > 1 else ActType.CONFIRM
    score = turn.domain(domain).beliefs[name].score
    turn.say(
        f"{name} is only {score:.2f} sure",
        *(DialogueAct(kind, domain, name, value) for value in values),
    )
    turn.ground(domain, name)


async def clarify(turn: Deliberation, domain: str) -> bool:
    """A value is neither sure enough to act upon nor doubtful enough to ignore."""
    doubts = turn.doubtful(domain)
    if not doubts:
        return False
    if not turn.asking:
        put_doubt(turn, domain, doubts[0][0].name)
    return True
