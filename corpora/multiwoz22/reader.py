"""Reads one raw MultiWOZ 2.2 dialogue, whose acts stand in a file of their own."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from corpora.multiwoz22.labels import act_of
from corpora.sgd.files import Schema
from corpora.sgd.reader import FrameReader, Frames
from corpora.sgd.spans import Spans
from dialog.acts import DialogueAct

_BOOKABLE = ("hotel", "restaurant")  # `Booking` labels speak of these; trains have their own
_BOOKED_BY_SLOT = {"bookstay": "hotel", "booktime": "restaurant"}


class MultiWoz22Reader(FrameReader):
    """Reads the turns of one dialogue in order, remembering what is under discussion.

    `extra` of a turn holds, besides what every frame gives, the acts as annotated
    (`dialog_act`), the spans of theirs that belong to none (`span_info`), and by service the
    spans and the sources ("copy_from") of the values in the state (`slots`).

    Args:
        source: the file.
        schema: the services.
        labels: dialogue id -> turn id -> `dialog_act` and `span_info`.
    """

    def __init__(self, source: str, schema: Schema, labels: Mapping[str, Any]) -> None:
        super().__init__(source, schema)
        self.labels = labels
        self.topic = ""  # the bookable service that was active last

    def slot_name(self, service: str, slot: str) -> str:
        """Return the slot less its service: `pricerange` for `hotel-pricerange`."""
        return slot.removeprefix(f"{service}-")

    def marks(self, split: str) -> dict[str, Any]:
        """Return where the dialogue stands in MultiWOZ 2.1."""
        split = "published_val" if split == "validation" else split
        return {"also_in": [f"multiwoz21/{split}/{self.dialogue_id}"]}

    def acts(
        self, turn: Mapping[str, Any], number: int, text: str, frames: Frames, at: str
    ) -> tuple[list[DialogueAct], dict[str, Any]]:
        """Return the acts of the turn with their spans, which count characters here."""
        if self.dialogue_id not in self.labels:
            raise self.place.error("has no acts in dialog_acts.json")
        by_turn = self.place.of(dict, self.labels[self.dialogue_id], "its acts")
        labels = self.place.of(dict, by_turn.get(str(turn.get("turn_id", number)), {}), at)
        at = f"{at} of dialog_acts.json"
        if number % 2 == 0:
            self.topic = self._topic(frames)
        spans, marked = self._spans(labels, text, at), self._marked(frames, text, at)
        items = self._items(labels.get("dialog_act", {}), f"{at}.dialog_act")
        booking = self._booking(items)
        acts: list[DialogueAct] = []
        missing: list[tuple[str, DialogueAct]] = []
        for label, slot, value in items:
            about = label.partition("-")[0].lower()
            domain = {"booking": booking, "general": ""}.get(about, about)
            try:
                act = act_of(domain, label, slot, value)
            except KeyError:
                raise self.place.error(f"has the unknown act {label!r} at {at}") from None
            if act.value is not None and act.slot == slot:
                key = f"{label} {slot}"
                span = spans.take(key, value) or marked.take(f"{domain} {slot}", value)
                act = replace(act, span=span)
                missing += [] if span else [(key, act)]
            acts.append(act)
        kept = {
            "dialog_act": labels.get("dialog_act"),
            "span_info": [[*key.split(" ", 1), *span] for key, *span in spans.left],
            "unaligned": [
                {"act": str(act), "why": spans.why(key, act.value or "")} for key, act in missing
            ],
            "slots": {s: frame["slots"] for s, frame in frames.items() if frame.get("slots")},
            "actions": {s: frame["actions"] for s, frame in frames.items() if frame.get("actions")},
        }
        return acts, {key: value for key, value in kept.items() if value}

    def _items(self, raw: Any, at: str) -> list[tuple[str, str, str]]:
        items: list[tuple[str, str, str]] = []
        for label, pairs in self.place.of(dict, raw, at).items():
            for pair in self.place.of(list, pairs, f"{at}.{label}"):
                match pair:
                    case [str(slot), str(value)]:
                        items.append((label, slot, value))
                    case _:
                        raise self.place.error(f"has {pair!r} at {at}, which is no [slot, value]")
        return items

    def _spans(self, labels: Mapping[str, Any], text: str, at: str) -> Spans:
        spans = Spans(text)
        for item in self.place.of(list, labels.get("span_info", []), f"{at}.span_info"):
            match item:
                case [str(label), str(slot), _, int(start), int(end)]:
                    spans.add(f"{label} {slot}", start, end)
                case _:
                    raise self.place.error(
                        f"has {item!r} at {at}.span_info, "
                        "which is no [act, slot, value, start, end]"
                    )
        return spans

    def _marked(self, frames: Frames, text: str, at: str) -> Spans:
        """The spans of the values that enter the state."""
        spans = Spans(text)
        for service, frame in frames.items():
            for item in self.place.of(list, frame.get("slots", []), f"{at}.slots"):
                match item:
                    case {"slot": str(slot), "start": int(start), "exclusive_end": int(end)}:
                        name = self.slot(service, slot, f"{at}.slots")
                        spans.add(f"{service} {name}", start, end)
                    case {"slot": str(slot), "copy_from": str()}:
                        self.slot(service, slot, f"{at}.slots")
                    case _:
                        raise self.place.error(
                            f"has {item!r} at {at}.slots, which has neither start and "
                            "exclusive_end nor copy_from"
                        )
        return spans

    def _topic(self, frames: Frames) -> str:
        """The bookable service under discussion after the user's turn."""
        active: dict[str, str] = {}
        for service in _BOOKABLE:
            match frames.get(service, {}).get("state"):
                case {"active_intent": str(intent)} if intent != "NONE":
                    active[service] = intent
        booking = [s for s, intent in active.items() if intent.startswith("book")]
        found = booking or list(active)
        return self.topic if self.topic in found or not found else found[-1]

    def _booking(self, items: list[tuple[str, str, str]]) -> str:
        """The domain that the `Booking` acts of a turn are about, "" when unclear."""
        slots = [slot for label, slot, _ in items if label.lower().startswith("booking")]
        hints = {_BOOKED_BY_SLOT[slot] for slot in slots if slot in _BOOKED_BY_SLOT}
        return hints.pop() if len(hints) == 1 else self.topic
