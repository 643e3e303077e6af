"""How the acts of ConvLab-3's unified format become the framework's.

The format leaves the names of intents to each corpus. Those of the corpora published in it are
known here, in lower case and with `-` and `_` alike:

============================ ==================================================================
raw                          act
============================ ==================================================================
inform, inform_count         inform(slot=value)
inform_intent                inform(task=x); the format puts the task in the slot's place
request                      request(slot)
confirm, select, offer       confirm, select, offer
offer_intent                 offer(task=x)
recommend                    offer for the name or without a slot, else inform
nooffer, reqalts             nooffer, reqalts; also request_alts
book, offerbooked            book: it is done; also notify_success
offerbook                    without a slot confirm(task=book), "shall I book it?"; else offer
nobook                       nobook; also notify_failure
affirm, negate, deny         affirm, negate, deny
accept, reject               affirm; deny(slot=value), without a slot negate
affirm_intent, negate_intent affirm(task), negate(task)
greet, bye                   hello, bye; also hello, goodbye
thank, welcome               thank; also thank_you
reqmore                      reqmore; also req_more
============================ ==================================================================

Every other intent is an error; a subclass of `ConvLabCorpus` may add its own.
"""

from collections.abc import Mapping

from dialog.acts import ActType, DialogueAct

INTENTS: dict[str, ActType] = {
    "inform": ActType.INFORM,
    "inform_count": ActType.INFORM,
    "inform_intent": ActType.INFORM,
    "request": ActType.REQUEST,
    "confirm": ActType.CONFIRM,
    "select": ActType.SELECT,
    "offer": ActType.OFFER,
    "offer_intent": ActType.OFFER,
    "recommend": ActType.OFFER,
    "nooffer": ActType.NOOFFER,
    "reqalts": ActType.REQALTS,
    "request_alts": ActType.REQALTS,
    "book": ActType.BOOK,
    "offerbooked": ActType.BOOK,
    "notify_success": ActType.BOOK,
    "offerbook": ActType.OFFER,
    "nobook": ActType.NOBOOK,
    "notify_failure": ActType.NOBOOK,
    "affirm": ActType.AFFIRM,
    "affirm_intent": ActType.AFFIRM,
    "negate": ActType.NEGATE,
    "negate_intent": ActType.NEGATE,
    "deny": ActType.DENY,
    "accept": ActType.AFFIRM,
    "reject": ActType.DENY,
    "greet": ActType.HELLO,
    "hello": ActType.HELLO,
    "bye": ActType.BYE,
    "goodbye": ActType.BYE,
    "thank": ActType.THANK,
    "thank_you": ActType.THANK,
    "welcome": ActType.THANK,
    "reqmore": ActType.REQMORE,
    "req_more": ActType.REQMORE,
}


def act_of(
    intents: Mapping[str, ActType], intent: str, domain: str, slot: str, value: str | None
) -> DialogueAct:
    """Return the act of one raw item.

    Raises:
        KeyError: for an intent that is not among those given.
    """
    intent = intent.lower().replace("-", "_")
    kind = intents[intent]
    if domain == "general":
        domain = ""
    if intent.endswith("_intent"):
        return DialogueAct(kind, domain, "task", value or slot or None)
    if not slot:
        if intent == "offerbook":
            return DialogueAct(ActType.CONFIRM, domain, "task", "book")
        return DialogueAct(ActType.NEGATE if kind is ActType.DENY else kind, domain)
    if intent == "recommend" and slot != "name":
        kind = ActType.INFORM
    return DialogueAct(kind, domain, slot, value or None)
