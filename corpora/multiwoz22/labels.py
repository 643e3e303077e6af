"""How MultiWOZ 2.2 act labels become the framework's acts.

The labels are those of MultiWOZ 2.1 ("Hotel-Inform", "general-bye"), whose table of intents is
used; slots are named as in the schema, less their service ("bookday", "entrancefee").

======================== ======================================================================
raw                      act
======================== ======================================================================
a slot "none" or "?"     an act without a slot, but for the two next
Inform none              inform(task=find)
OfferBook none           confirm(task=book), as is Booking-Inform none
Recommend                offer for the name or without a slot, else inform
Request                  request(slot), never with a value
======================== ======================================================================

Domains are lower case, `general` is ""; the values "", "?" and "none" become None.
"""

from corpora.multiwoz21.labels import INTENTS, NO_VALUE
from dialog.acts import ActType, DialogueAct

_KINDS = {label.lower(): kind for label, kind in INTENTS.items()}


def act_of(domain: str, label: str, slot: str, value: str) -> DialogueAct:
    """Return the act of one raw item.

    Args:
        domain: the framework's name of the domain, "" for general.
        label: the raw label, "Hotel-Inform".
        slot: the raw slot.
        value: the raw value.

    Raises:
        KeyError: for an unknown intent.
    """
    about, _, intent = label.lower().partition("-")
    kind = _KINDS[intent]
    if slot in NO_VALUE:
        if intent == "offerbook" or (about == "booking" and intent == "inform"):
            return DialogueAct(ActType.CONFIRM, domain, "task", "book")
        return DialogueAct(kind, domain, *(("task", "find") if intent == "inform" else ()))
    if kind is ActType.REQUEST:
        return DialogueAct(kind, domain, slot)
    if intent == "recommend" and slot != "name":
        kind = ActType.INFORM
    return DialogueAct(kind, domain, slot, None if value in NO_VALUE else value)
