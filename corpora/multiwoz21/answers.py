"""How answers to the users of MultiWOZ 2.1 are judged: as MultiWOZ_Evaluation does.

What the steps are is that evaluation's (Nekvinda and Dušek 2021, Tomiinek/MultiWOZ_Evaluation):
which slots of a goal must be told, that a place whose name the user was given is known to both,
that names, kinds of food and stations are compared by their nearest stretch, and which names of
placeholders mean the same. Goals, bookings and references are read from MultiWOZ 2.1 here, where
that evaluation takes them from its own files and from MultiWOZ 2.2.
"""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from corpora.multiwoz21.database import read_rows
from corpora.multiwoz21.normalisation import normalise_value
from corpora.multiwoz21.scoring import mwzeval
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, State
from dialog.corpus.answers import Wanted
from dialog.schema import DONTCARE

_OFFERS = {"attraction": "name", "hotel": "name", "restaurant": "name", "train": "trainID"}
_ASKED = ("address", "phone", "postcode", "trainID")  # of what a goal asks for, what must be told
_REFERENCE = "ref"
_ALIKE = 90  # how near a name must be, of 100
_NEAR = {
    "attraction": ("name",),
    "hotel": ("name",),
    "restaurant": ("name", "food"),
    "train": ("departure", "destination"),
}
_PLACE = ("address", "area", "name", "phone", "postcode", "pricerange", "type")
_COLUMNS = {
    "attraction": (*_PLACE, "entrance fee"),
    "hotel": (*_PLACE, "internet", "parking", "stars"),
    "restaurant": (*_PLACE, "food"),
    "train": (
        *("arriveBy", "day", "departure", "destination", "duration", "leaveAt", "price", "trainID"),
    ),
}
_DOMAINS = (*_OFFERS, "taxi", "hospital", "police")
# kind -> the names of placeholders that mean it, less their domain
_KINDS = {
    "address": "address",
    "area": "area",
    "count": "stars|stay|bookstay|people|bookpeople|choice|count",
    "day": "day|bookday",
    "department": "department",
    "food": "food",
    "internet": "internet",
    "name": "name",
    "openhours": "openhours",
    "parking": "parking",
    "phone": "phone",
    "place": "place|destination|departure",
    "postcode": "postcode",
    "price": "price|pricerange|entrancefee",
    _REFERENCE: "ref|reference",
    "time": "time|booktime|duration|arriveby|arrive|leaveat|leave",
    "trainID": "trainid|id",
    "type": "type|car",
}
_KIND = {name: kind for kind, names in _KINDS.items() for name in names.split("|")}
_SLOT = {slot.replace(" ", "").lower(): slot for slots in _COLUMNS.values() for slot in slots}
_SLOT |= {"arrive": "arriveBy", "leave": "leaveAt"}
_PLACEHOLDER = re.compile(r"\[([\w\s]+)\](?:\s?-?e?s\b)?")
_CLITIC = re.compile(r" ?(n't|'s|'m|'re|'ve|'ll|'d)\b")


class MultiWoz21Key:
    """The answer key of MultiWOZ 2.1.

    Args:
        folder: of its database files, which are read when they are needed.
    """

    offering = frozenset(_OFFERS.values())
    after_booking = frozenset({_REFERENCE})

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rows = lru_cache(maxsize=None)(self._read)
        self._fitting = lru_cache(maxsize=None)(self._with_value)

    def goal(self, dialogue: Dialogue) -> dict[str, Wanted]:
        """Return what the user wants, by domain.

        What they were told to look for at last counts (`info`), not what was to fail before it.
        """
        goal: dict[str, Wanted] = {}
        for domain in _DOMAINS:
            part: Mapping[str, Any] = dialogue.goal.get(domain) or {}
            if not part:
                continue
            constraints = _spelled(domain, part.get("info") or {})
            told = {slot for slot in part.get("reqt") or () if slot in _ASKED}
            told |= {_REFERENCE} if part.get("book") else set()
            # who was given a name has nothing to find
            offer = "" if "name" in constraints else _OFFERS.get(domain, "")
            needed = domain != "train" or "trainID" in told
            goal[domain] = Wanted(constraints, frozenset(told), offer, needed)
        return goal

    def annotated(self, user: CorpusTurn, answer: CorpusTurn) -> State:
        """Return the annotated state of the user turn."""
        return user.state

    def spelled(self, state: State) -> State:
        """Return a system's state under the slots and values of the database."""
        return {domain: _spelled(domain, slots) for domain, slots in state.items()}

    def find(self, domain: str, constraints: Mapping[str, str]) -> frozenset[str]:
        """Return the keys of the rows that fit; a value that the row does not know fits."""
        if domain not in _OFFERS:
            return frozenset()
        rows = self._rows(domain)
        left = frozenset(rows)
        for slot, value in constraints.items():
            if slot in _COLUMNS[domain] and normalise_value(slot, value) != DONTCARE:
                left &= self._fitting(domain, slot, value)
        return left

    def placeholder(self, name: str) -> tuple[str, str]:
        """Return the domain and the kind of a placeholder, "" for what it does not tell."""
        words = name.lower().strip()
        domain, _, slot = words.partition("_")
        if not slot or domain not in (*_DOMAINS, "value"):
            domain, slot = "", words
        slot = re.sub(r"[\s_]", "", slot)
        if slot == "id" and domain not in ("", "value", "train"):
            return domain, ""
        return domain.replace("value", ""), _KIND.get(slot, "")

    def delexicalised(self, turn: CorpusTurn) -> str:
        """Return what a turn says with `[domain_slot]` for each annotated value.

        A value without a span is looked for as it is written.
        """
        said, at = "", 0
        for start, end, act in sorted(_valued(turn), key=lambda found: found[:2]):
            if start >= at:
                name = f"{act.domain}_{act.slot}" if act.domain else act.slot
                said += f"{turn.utterance[at:start]}[{name.lower()}]"
                at = end
        return said + turn.utterance[at:]

    def booked(self, turn: CorpusTurn) -> frozenset[str]:
        """Return the domains that the annotated state of a system turn has bookings of."""
        return frozenset(turn.extra.get("booked", ()))

    def plain(self, response: str) -> str:
        """Return a response in small letters, with the kinds of its placeholders in capitals."""

        def kind(found: re.Match[str]) -> str:
            return self.placeholder(found[1])[1].upper()

        text = response.lower().replace(" -ly", "").replace("-ly", "")
        return " ".join(_CLITIC.sub(r"\1", _PLACEHOLDER.sub(kind, text)).split())

    def _read(self, domain: str) -> dict[str, Mapping[str, str]]:
        key = "trainID" if domain == "train" else "id"
        return {row[key]: row for row in read_rows(self._folder, domain)}

    def _with_value(self, domain: str, slot: str, value: str) -> frozenset[str]:
        rows = self._rows(domain).items()
        return frozenset(k for k, row in rows if _fits(domain, slot, row.get(slot, ""), value))


def _spelled(domain: str, slots: Mapping[str, str]) -> dict[str, str]:
    """Return slots and values as the database has them.

    An empty value stays one: no row has it, so that a system that believes it finds nothing.
    """
    made = {}
    for name, value in slots.items():
        slot = _SLOT.get(re.sub(r"\s", "", name).lower(), name)
        # of alternatives the first, as annotated
        made[slot] = mwzeval(domain, slot, value.partition("|")[0])
    return made


def _valued(turn: CorpusTurn) -> list[tuple[int, int, DialogueAct]]:
    """Return the acts of a turn whose values stand in it, with the place."""
    found = []
    for act in turn.acts:
        if act.value in (None, DONTCARE) or act.slot == "task":
            continue
        span = act.span
        if span is None and len(act.value or "") > 1:
            words = re.escape(act.value or "")
            match = re.search(rf"(?<!\w){words}(?!\w)", turn.utterance, re.IGNORECASE)
            span = match.span() if match else None
        if span:
            found.append((*span, act))
    return found


def _fits(domain: str, slot: str, has: str, wanted: str) -> bool:
    if not has:
        return True
    if slot == "arriveBy":
        return _minutes(has) <= _minutes(wanted)
    if slot == "leaveAt":
        return _minutes(has) >= _minutes(wanted)
    return _alike(has, wanted) if slot in _NEAR[domain] else has == wanted


def _minutes(time: str) -> int:
    """Return the minutes since midnight, of what is no time of day 0."""
    found = re.match(r"(\d\d):(\d\d)", time)
    return 60 * int(found[1]) + int(found[2]) if found else 0


@lru_cache(maxsize=1 << 16)
def _alike(one: str, other: str) -> bool:
    """Return whether the shorter name is near a stretch of the longer.

    The stretches tried are those that bring words in common side by side; of all stretches a
    better one can be found by chance, between two guest houses of other names.
    """
    if round(fuzz.partial_ratio(one, other)) < _ALIKE:  # quick, and never below what follows
        return False
    short, long = sorted((one, other), key=len)
    starts = {max(0, m.b - m.a) for m in SequenceMatcher(None, short, long).get_matching_blocks()}
    stretches = (long[start : start + len(short)] for start in starts)
    near = max(SequenceMatcher(None, short, stretch).ratio() for stretch in stretches)
    return round(100 * near) >= _ALIKE
