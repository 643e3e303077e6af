"""How the acts of Schema-Guided Dialogue become the framework's.

================== ==============================================================================
raw                act
================== ==============================================================================
INFORM             inform(slot=value)
INFORM_COUNT       inform(count=n): so many were found
INFORM_INTENT      inform(task=intent)
REQUEST            request(slot); one request(slot=value) for each value named as an example
CONFIRM            confirm(slot=value)
OFFER              offer(slot=value), one act for each value
OFFER_INTENT       offer(task=intent)
SELECT             select(), select(slot=value): the user takes what was offered
REQUEST_ALTS       reqalts()
AFFIRM, NEGATE     affirm(), negate()
AFFIRM_INTENT      affirm(task): yes to the intent offered
NEGATE_INTENT      negate(task)
NOTIFY_SUCCESS     book(): what was asked for is done
NOTIFY_FAILURE     nobook()
REQ_MORE           reqmore()
THANK_YOU          thank()
GREET, GOODBYE     hello(), bye()
================== ==============================================================================

The domain is the service; affirm(), negate(), reqmore(), thank(), hello() and bye() have none.
No two raw acts become the same act, since no service has a slot `count` or `task`.
"""

from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct

TASK = "task"

ACTS: dict[str, ActType] = {
    "INFORM": ActType.INFORM,
    "INFORM_COUNT": ActType.INFORM,
    "INFORM_INTENT": ActType.INFORM,
    "REQUEST": ActType.REQUEST,
    "CONFIRM": ActType.CONFIRM,
    "OFFER": ActType.OFFER,
    "OFFER_INTENT": ActType.OFFER,
    "SELECT": ActType.SELECT,
    "REQUEST_ALTS": ActType.REQALTS,
    "AFFIRM": ActType.AFFIRM,
    "AFFIRM_INTENT": ActType.AFFIRM,
    "NEGATE": ActType.NEGATE,
    "NEGATE_INTENT": ActType.NEGATE,
    "NOTIFY_SUCCESS": ActType.BOOK,
    "NOTIFY_FAILURE": ActType.NOBOOK,
    "REQ_MORE": ActType.REQMORE,
    "THANK_YOU": ActType.THANK,
    "GREET": ActType.HELLO,
    "GOODBYE": ActType.BYE,
}
# Acts that no service owns, when they come without a slot.
GENERAL = frozenset(
    {
        ActType.AFFIRM,
        ActType.NEGATE,
        ActType.REQMORE,
        ActType.THANK,
        ActType.HELLO,
        ActType.BYE,
    }
)


def acts_of(service: str, label: str, slot: str, values: Sequence[str]) -> list[DialogueAct]:
    """Return the acts of one raw action, one for each value.

    Args:
        service: the service of the frame.
        label: the raw act.
        slot: its slot, "" for none; that of an act about an intent is always `task`.
        values: its values; empty unless there is a slot.

    Raises:
        KeyError: for an unknown label.
    """
    kind = ACTS[label]
    name = TASK if label.endswith("_INTENT") else slot
    domain = "" if not name and kind in GENERAL else service
    return [DialogueAct(kind, domain, name, value) for value in values or (None,)]
