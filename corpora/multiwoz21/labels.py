"""How MultiWOZ 2.1 act labels become the framework's acts.

A raw item is (domain, intent, slot, value), from `{"Hotel-Inform": [["Price", "cheap"]]}`; each
gives exactly one act. Intents:

======================== ======================================================================
raw                      act
======================== ======================================================================
Inform                   inform(slot=value); without a slot inform(task=find)
Request                  request(slot), never with a value
Recommend                offer for the name or without a slot, else inform: a fact on the offer
NoOffer, Select          nooffer, select
Book, OfferBooked        book: the booking is made
NoBook                   nobook
OfferBook                without a slot confirm(task=book), "shall I book it?"; else offer
Booking-Inform           without a slot confirm(task=book) too, for so it is used; else inform
bye, greet, reqmore      bye, hello, reqmore
thank, welcome           thank: "you are welcome" is the system's answer in the thanks
======================== ======================================================================

Domains are lower case, `general` is "". A `Booking` act belongs to the domain that is being
booked, which the reader finds from the context. Slots are named as in the belief state, goals
and database (`SLOTS`). The values "", "?" and "none" (a slot mentioned without a value: "it has
parking") become None; others stay as they are.
"""

from dialog.acts import ActType, DialogueAct

INTENTS: dict[str, ActType] = {
    "Inform": ActType.INFORM,
    "Request": ActType.REQUEST,
    "Recommend": ActType.OFFER,
    "NoOffer": ActType.NOOFFER,
    "Select": ActType.SELECT,
    "Book": ActType.BOOK,
    "OfferBooked": ActType.BOOK,
    "NoBook": ActType.NOBOOK,
    "OfferBook": ActType.OFFER,
    "bye": ActType.BYE,
    "greet": ActType.HELLO,
    "thank": ActType.THANK,
    "reqmore": ActType.REQMORE,
    "welcome": ActType.THANK,
}

SLOTS: dict[str, str] = {
    "Addr": "address",
    "Area": "area",
    "Arrive": "arriveBy",
    "Car": "car",
    "Choice": "choice",
    "Day": "day",
    "Depart": "departure",
    "Department": "department",
    "Dest": "destination",
    "Fee": "entrance fee",
    "Food": "food",
    "Id": "trainID",
    "Internet": "internet",
    "Leave": "leaveAt",
    "Name": "name",
    "Open": "openhours",
    "Parking": "parking",
    "People": "people",
    "Phone": "phone",
    "Post": "postcode",
    "Price": "pricerange",
    "Ref": "ref",
    "Stars": "stars",
    "Stay": "stay",
    "Ticket": "price",
    "Time": "time",
    "Type": "type",
    "none": "",
}
SLOTS_OF_DOMAIN: dict[tuple[str, str], str] = {("train", "Time"): "duration"}

NO_VALUE = ("", "?", "none")


def act_of(
    domain: str,
    intent: str,
    slot: str,
    value: str,
    *,
    booking: bool = False,
) -> DialogueAct:
    """Return the act of one raw item.

    Args:
        domain: The framework's name of the domain, "" for general.
        intent: The raw intent.
        slot: The raw slot.
        value: The raw value.
        booking: Whether the raw domain is `Booking`.

    Raises:
        KeyError: for an intent or a slot that is none of MultiWOZ 2.1's.

    """
    kind = INTENTS[intent]
    name = SLOTS_OF_DOMAIN.get((domain, slot)) or SLOTS[slot]
    if not name:
        if intent == "OfferBook" or (intent == "Inform" and booking):
            return DialogueAct(ActType.CONFIRM, domain, "task", "book")
        if intent == "Inform":
            return DialogueAct(ActType.INFORM, domain, "task", "find")
        return DialogueAct(kind, domain)
    if kind is ActType.REQUEST:
        return DialogueAct(kind, domain, name)
    if intent == "Recommend" and name != "name":
        kind = ActType.INFORM
    return DialogueAct(kind, domain, name, None if value in NO_VALUE else value)
