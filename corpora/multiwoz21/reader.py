"""Reads one raw MultiWOZ 2.1 dialogue into the unified format.

A span stays also where its words differ from the value ("moderately" for moderate): it points at
what was said. `extra["unaligned"]` of a turn notes what has no place in the text, and why:

- "dontcare": no preference, which has no words of its own;
- "no span": any other value that none is annotated for;
- "out of range": the token positions are no range of the text;
- "no act": a span that belongs to no act of its turn.
"""

import re
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corpora.multiwoz21.labels import NO_VALUE, act_of
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, State
from dialog.corpus.files import Place
from dialog.schema import DONTCARE
from dialog.state import Hypothesis

_TOKEN = re.compile(r"\S+")
_BOOKABLE = ("hotel", "restaurant")  # `Booking` labels speak of these; trains have their own
_BOOKED_BY_SLOT = {"Stay": "hotel", "Time": "restaurant"}
_Acts = dict[str, list[tuple[str, str]]]  # "Domain-Intent" -> (slot, value)
_Spans = dict[tuple[str, str, str], deque[tuple[int, int]]]  # label, slot, value -> tokens


class DialogueReader:
    """Reads the turns of one dialogue in order, remembering what is under discussion."""

    def __init__(self, source: str, dialogue_id: str) -> None:
        self.place = Place(f"{source}, dialogue {dialogue_id}")
        self.dialogue_id = dialogue_id
        self.topic = ""  # the bookable domain spoken of last
        self.state: State = {}
        self.booked: dict[str, int] = {}  # domain -> bookings so far

    def read(self, raw: Any, split: str) -> Dialogue:
        """Return the dialogue.

        Raises:
            CorpusError: for a record of another form, naming the place.

        """
        record = self.place.of(dict, raw, "the dialogue")
        goal = self.place.of(dict, record.get("goal"), "goal")
        log = self.place.of(list, record.get("log"), "log")
        if not log or len(log) % 2:
            raise self.place.error(
                f"has {len(log)} turns, but the user's and the system's must alternate"
            )
        turns: list[CorpusTurn] = []
        for at in range(0, len(log), 2):
            turns += self._exchange(log[at], log[at + 1], f"log[{at}]", f"log[{at + 1}]")
        domains = [d for d, part in goal.items() if part and d not in ("message", "topic")]
        extra = {key: record[key] for key in record if key not in ("goal", "log")}
        return Dialogue(self.dialogue_id, split, tuple(domains), goal, tuple(turns), extra)

    def _exchange(
        self, raw_user: Any, raw_system: Any, user_at: str, system_at: str
    ) -> tuple[CorpusTurn, CorpusTurn]:
        user = self.place.of(dict, raw_user, user_at)
        system = self.place.of(dict, raw_system, system_at)
        metadata = self.place.of(dict, system.get("metadata"), f"{system_at}.metadata")
        if user.get("metadata") or not metadata:
            raise self.place.error(
                f"does not alternate at {user_at}: metadata belongs to system turns, all of them"
            )
        # The state written at the system's turn is the one after the user's.
        state, booked = self._state(metadata, f"{system_at}.metadata")
        changed = [d for d in _BOOKABLE if state.get(d, {}) != self.state.get(d, {})]
        self.state = state

        text, labels = self._text(user, user_at), self._labels(user, user_at)
        spoken = _bookable(labels) or changed
        self.topic = spoken[-1] if spoken else self.topic
        acts, extra = self._acts(user, text, labels, self.topic, user_at)
        asked = CorpusTurn("user", text, (Hypothesis(text),), acts, state, extra=extra)

        text, labels = self._text(system, system_at), self._labels(system, system_at)
        booking = self._booking(labels, booked)
        acts, extra = self._acts(system, text, labels, booking, system_at)
        if booked:
            extra["booked"] = booked
        spoken = _bookable(labels)
        self.topic = spoken[0] if len(spoken) == 1 else booking or self.topic
        self.booked = {domain: len(rows) for domain, rows in booked.items()}
        return asked, CorpusTurn("system", text, acts=acts, extra=extra)

    def _booking(self, acts: _Acts, booked: Mapping[str, list[Any]]) -> str:
        """The domain that this system turn's `Booking` acts are about, "" when unclear."""
        new = [d for d, rows in booked.items() if len(rows) > self.booked.get(d, 0)]
        slots = {slot for label in acts if label.startswith("Booking-") for slot, _ in acts[label]}
        hints = [_BOOKED_BY_SLOT[slot] for slot in sorted(slots) if slot in _BOOKED_BY_SLOT]
        for found in (new, hints, _bookable(acts)):
            if len(found) == 1:
                return found[0]
        return self.topic

    def _acts(
        self, turn: dict[str, Any], text: str, labels: _Acts, booking: str, at: str
    ) -> tuple[tuple[DialogueAct, ...], dict[str, Any]]:
        """Return the acts, in the order of `dialog_act`, and the turn's extra."""
        spans = [match.span() for match in _TOKEN.finditer(text)]
        said = self._said(turn, at)
        acts: list[DialogueAct] = []
        unaligned: list[dict[str, str]] = []
        for label, items in labels.items():
            for slot, value in items:
                act = self._act(label, slot, value, booking, at)
                queue = said.get((label, slot, value))
                if queue:
                    first, last = queue.popleft()
                    if 0 <= first <= last < len(spans):
                        act = replace(act, span=(spans[first][0], spans[last][1]))
                    else:
                        unaligned.append({"act": str(act), "why": "out of range"})
                elif slot != "none" and act.value is not None:
                    why = DONTCARE if act.value == DONTCARE else "no span"
                    unaligned.append({"act": str(act), "why": why})
                acts.append(act)
        for (label, slot, value), left in said.items():
            act = self._act(label, slot, value, booking, at)
            unaligned += [{"act": str(act), "why": "no act"} for _ in left]
        # The labels as annotated stay beside the acts made of them.
        extra = {key: turn[key] for key in ("dialog_act", "span_info") if turn.get(key)}
        return tuple(acts), extra | ({"unaligned": unaligned} if unaligned else {})

    def _said(self, turn: dict[str, Any], at: str) -> _Spans:
        said: _Spans = defaultdict(deque)
        for item in self.place.of(list, turn.get("span_info", []), f"{at}.span_info"):
            match item:
                case [str(label), str(slot), str(value), int(first), int(last)]:
                    said[label, slot, value].append((first, last))
                case _:
                    raise self.place.error(
                        f"has {item!r} at {at}.span_info, "
                        "which is no [act, slot, value, first token, last token]"
                    )
        return said

    def _act(self, label: str, slot: str, value: str, booking: str, at: str) -> DialogueAct:
        raw, _, intent = label.partition("-")
        domain = {"Booking": booking, "general": ""}.get(raw, raw.lower())
        try:
            return act_of(domain, intent, slot, value, booking=raw == "Booking")
        except KeyError as error:
            raise self.place.error(
                f"has an unknown act label at {at}: {error} in {label} {slot}"
            ) from None

    def _state(self, metadata: dict[str, Any], at: str) -> tuple[State, dict[str, list[Any]]]:
        state: dict[str, dict[str, str]] = {}
        booked: dict[str, list[Any]] = {}
        for domain, raw in metadata.items():
            slots: dict[str, str] = {}
            for part, values in self.place.of(dict, raw, f"{at}.{domain}").items():
                for slot, value in self.place.of(dict, values, f"{at}.{domain}.{part}").items():
                    where = f"{at}.{domain}.{part}.{slot}"
                    if slot == "booked":
                        rows = self.place.of(list, value, where)
                        booked.update({domain: rows} if rows else {})
                        continue
                    filled = self.place.of(str, value, where)
                    if filled not in (*NO_VALUE, "not mentioned"):
                        slots[slot] = filled
            if slots:
                state[domain] = slots
        return state, booked

    def _text(self, turn: dict[str, Any], at: str) -> str:
        return self.place.of(str, turn.get("text"), f"{at}.text")

    def _labels(self, turn: dict[str, Any], at: str) -> _Acts:
        labels: _Acts = {}
        raw = self.place.of(dict, turn.get("dialog_act", {}), f"{at}.dialog_act")
        for label, items in raw.items():
            labels[label] = []
            for item in self.place.of(list, items, f"{at}.dialog_act.{label}"):
                match item:
                    case [str(slot), str(value)]:
                        labels[label].append((slot, value))
                    case _:
                        raise self.place.error(f"has {item!r} at {at}.dialog_act, no [slot, value]")
        return labels


def _bookable(acts: _Acts) -> list[str]:
    """The bookable domains that act labels speak of, in order."""
    domains = dict.fromkeys(label.partition("-")[0].lower() for label in acts)
    return [domain for domain in domains if domain in _BOOKABLE]
