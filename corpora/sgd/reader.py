"""Reads one dialogue of turns and frames, the form of Schema-Guided Dialogue."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from corpora.sgd.files import Schema
from corpora.sgd.labels import ACTS, TASK, acts_of
from corpora.sgd.spans import CATEGORICAL, MISSING, Spans
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.files import Place
from dialog.errors import CorpusError, did_you_mean
from dialog.state import Entity, Hypothesis

_COUNT = "count"  # the slot of INFORM_COUNT, which no schema declares

Frames = Mapping[str, Mapping[str, Any]]  # service -> its frame in this turn


class FrameReader(ABC):
    """Reads the turns of one dialogue in order, carrying the state of every service on.

    A frame annotates its own service alone; the state of a turn is the last one given for each
    service. `extra` of a turn holds

    - `services`: those that have a frame here, so those that the official scores count;
    - user turns: `active_intents` and `requested_slots` by service, and `state_variants`, the
      equally right spellings of the values that have several;
    - `unaligned`: the acts that have a value but no span, and why; `slots`: the annotated spans
      that belong to no act;
    - by service, every other field of its frame.
    """

    def __init__(self, source: str, schema: Schema) -> None:
        self.place = Place(source)
        self.schema = schema
        self.dialogue_id = ""
        self.state: dict[str, dict[str, str]] = {}
        self.variants: dict[str, dict[str, list[str]]] = {}

    def read(self, raw: Any, split: str) -> Dialogue:
        """Return the dialogue.

        Raises:
            CorpusError: for a record of another form, naming the place.
        """
        record = self.place.of(dict, raw, "a dialogue")
        self.dialogue_id = self.place.of(str, record.get("dialogue_id"), "dialogue_id")
        self.place = Place(f"{self.place.name}, dialogue {self.dialogue_id}")
        services = tuple(self.texts(record.get("services"), "services"))
        raw_turns = self.place.of(list, record.get("turns"), "turns")
        if not raw_turns:
            raise self.place.error("has no turns")
        turns = tuple(self._turn(turn, number) for number, turn in enumerate(raw_turns))
        extra = without(record, "dialogue_id", "services", "turns") | self.marks(split)
        return Dialogue(self.unique_id(split), split, services, {}, turns, extra)

    def unique_id(self, split: str) -> str:
        """Return an id that no other dialogue of the corpus has."""
        return self.dialogue_id

    def marks(self, split: str) -> dict[str, Any]:
        """Return what the corpus knows of the dialogue beside its record."""
        return {}

    @abstractmethod
    def acts(
        self, turn: Mapping[str, Any], number: int, text: str, frames: Frames, at: str
    ) -> tuple[list[DialogueAct], dict[str, Any]]:
        """Return the acts of a turn, and what is to be kept of them in `extra`."""

    def slot_name(self, service: str, slot: str) -> str:
        """Return the name of a slot of the schema within its service."""
        return slot

    def _turn(self, raw: Any, number: int) -> CorpusTurn:
        at = f"turns[{number}]"
        turn = self.place.of(dict, raw, at)
        user = number % 2 == 0
        if turn.get("speaker") != ("USER" if user else "SYSTEM"):
            whose = "user" if user else "system"
            raise self.place.error(f"does not alternate at {at}, which must be the {whose}'s")
        text = self.place.of(str, turn.get("utterance"), f"{at}.utterance")
        frames = self._frames(turn.get("frames"), at)
        acts, own = self.acts(turn, number, text, frames, at)
        own["services"] = list(frames)
        results: dict[str, tuple[Entity, ...]] = {}
        others: dict[str, dict[str, Any]] = {}
        for service, frame in frames.items():
            rest = without(frame, "service", "actions", "slots", "service_results")
            if "service_results" in frame:
                results[service] = tuple(self._rows(frame["service_results"], at))
            if user and "state" in rest:
                rest["state"] = self._state(service, rest["state"], own, at)
            for key, value in rest.items():
                if value != {}:
                    others.setdefault(key, {})[service] = value
        if user and any(self.variants.values()):
            own["state_variants"] = {s: v for s, v in self.variants.items() if v}
        extra = without(turn, "speaker", "utterance", "frames") | others | own
        return CorpusTurn(
            speaker="user" if user else "system",
            utterance=text,
            hypotheses=(Hypothesis(text),) if user else (),
            acts=tuple(acts),
            state=dict(self.state) if user else {},
            db_results=results,
            extra=extra,
        )

    def _frames(self, raw: Any, at: str) -> dict[str, dict[str, Any]]:
        frames: dict[str, dict[str, Any]] = {}
        for item in self.place.of(list, raw, f"{at}.frames"):
            frame = self.place.of(dict, item, f"{at}.frames")
            service = self.place.of(str, frame.get("service"), f"{at}.frames.service")
            if service not in self.schema:
                raise self.unknown("service", service, self.schema, at)
            if service in frames:
                raise self.place.error(f"has two frames of {service} at {at}")
            frames[service] = frame
        return frames

    def _state(self, service: str, raw: Any, extra: dict[str, Any], at: str) -> dict[str, Any]:
        """Take over the state of a service; what it has beyond the usual is returned."""
        where = f"{at}.state"
        state = self.place.of(dict, raw, where)
        values: dict[str, str] = {}
        variants: dict[str, list[str]] = {}
        raw_values = self.place.of(dict, state.get("slot_values"), f"{where}.slot_values")
        for slot, item in raw_values.items():
            name = self.slot(service, slot, where)
            spellings = self.texts(item, f"{where}.slot_values.{slot}")
            if spellings:
                values[name] = spellings[0]
            if len(spellings) > 1:
                variants[name] = spellings
        intent = self.place.of(str, state.get("active_intent"), f"{where}.active_intent")
        extra.setdefault("active_intents", {})[service] = intent
        if values or intent != "NONE" or service in self.state:
            # Replaced, never changed: earlier turns hold the earlier ones.
            self.state = {**self.state, service: values}
            self.variants = {**self.variants, service: variants}
        asked = self.texts(state.get("requested_slots"), f"{where}.requested_slots")
        if asked:
            names = [self.slot(service, slot, where) for slot in asked]
            extra.setdefault("requested_slots", {})[service] = names
        return without(state, "active_intent", "requested_slots", "slot_values")

    def _rows(self, raw: Any, at: str) -> Iterable[Entity]:
        for row in self.place.of(list, raw, f"{at}.service_results"):
            for value in self.place.of(dict, row, f"{at}.service_results").values():
                self.place.of(str, value, f"{at}.service_results")
            yield row

    def slot(self, service: str, slot: str, at: str) -> str:
        """Return the name of a slot within its service.

        Raises:
            CorpusError: when the schema does not know it.
        """
        if slot not in self.schema[service]:
            raise self.unknown(f"slot of {service}", slot, self.schema[service], at)
        return self.slot_name(service, slot)

    def unknown(self, kind: str, name: str, known: Iterable[str], at: str) -> CorpusError:
        """Return the error of a name that is not among those known."""
        error = self.place.error(f"has the unknown {kind} {name!r} at {at}")
        return CorpusError(f"{error}{did_you_mean(name, known)}")

    def texts(self, raw: Any, at: str) -> list[str]:
        """Return a list that must hold texts."""
        return [self.place.of(str, item, at) for item in self.place.of(list, raw, at)]


class SgdReader(FrameReader):
    """Reads a dialogue whose acts stand in the frames, as Schema-Guided Dialogue has them.

    Its ids are unique within a split alone, so the split is put before: "test-1_00000"; the
    dialogue's `extra` has the `original_id`.

    `extra` of a turn holds, besides what every frame gives, `canonical_values`: by service and
    slot the canonical form of the values that have another one; and, where a turn has several
    frames, `general_services`: the services of its acts without a domain, in their order.
    """

    def unique_id(self, split: str) -> str:
        """Return the id with the split before it."""
        return f"{split}-{self.dialogue_id}"

    def marks(self, split: str) -> dict[str, Any]:
        """Return the id that the corpus itself gives."""
        return {"original_id": self.dialogue_id}

    def acts(
        self, turn: Mapping[str, Any], number: int, text: str, frames: Frames, at: str
    ) -> tuple[list[DialogueAct], dict[str, Any]]:
        """Return the acts of the frames, with their spans."""
        acts: list[DialogueAct] = []
        general: list[str] = []
        unaligned: list[dict[str, str]] = []
        canonical: dict[str, dict[str, dict[str, str]]] = {}
        loose: dict[str, list[dict[str, Any]]] = {}
        for service, frame in frames.items():
            spans = self._spans(service, frame, text, at)
            missing: list[DialogueAct] = []
            for item in self.place.of(list, frame.get("actions"), f"{at}.actions"):
                for act in self._action(service, item, at, canonical):
                    placed = self._placed(act, spans)
                    acts.append(placed)
                    if placed.value is not None and placed.span is None and act.slot != TASK:
                        missing.append(placed)
                    if len(frames) > 1 and not act.domain:
                        general.append(service)
            for act in missing:
                why = spans.why(act.slot, act.value or "")
                if why == MISSING and self.schema[service].get(act.slot):
                    why = CATEGORICAL
                unaligned.append({"act": str(act), "why": why})
            if spans.left:
                loose[service] = [
                    {"slot": slot, "start": start, "exclusive_end": end}
                    for slot, start, end in spans.left
                ]
        kept = {
            "general_services": general,
            "canonical_values": canonical,
            "unaligned": unaligned,
            "slots": loose,
        }
        return acts, {key: value for key, value in kept.items() if value}

    def _spans(self, service: str, frame: Mapping[str, Any], text: str, at: str) -> Spans:
        spans = Spans(text)
        for item in self.place.of(list, frame.get("slots"), f"{at}.slots"):
            match item:
                case {"slot": str(slot), "start": int(start), "exclusive_end": int(end)}:
                    spans.add(self.slot(service, slot, f"{at}.slots"), start, end)
                case _:
                    raise self.place.error(
                        f"has {item!r} at {at}.slots, which is no slot, start and exclusive_end"
                    )
        return spans

    def _action(
        self, service: str, raw: Any, at: str, canonical: dict[str, dict[str, dict[str, str]]]
    ) -> list[DialogueAct]:
        at = f"{at}.actions"
        action = self.place.of(dict, raw, at)
        label = self.place.of(str, action.get("act"), f"{at}.act")
        slot = self.place.of(str, action.get("slot", ""), f"{at}.slot")
        values = self.texts(action.get("values", []), f"{at}.values")
        if label not in ACTS:
            raise self.unknown("act", label, ACTS, at)
        about_intent = label.endswith("_INTENT")
        if slot and not about_intent and slot != _COUNT:
            slot = self.slot(service, slot, at)
        if values and not (slot or about_intent):
            raise self.place.error(f"has values without a slot at {at}")
        forms = self.texts(action.get("canonical_values", values), f"{at}.canonical_values")
        if len(forms) != len(values):
            raise self.place.error(f"has {len(forms)} canonical values for {len(values)} at {at}")
        other = {value: form for value, form in zip(values, forms, strict=True) if value != form}
        if other:
            canonical.setdefault(service, {}).setdefault(slot, {}).update(other)
        return acts_of(service, label, slot, values)

    def _placed(self, act: DialogueAct, spans: Spans) -> DialogueAct:
        span = spans.take(act.slot, act.value) if spans.left and act.value is not None else None
        if span is None:
            return act
        return DialogueAct(act.type, act.domain, act.slot, act.value, span=span)


def without(record: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    """Return a record less some of its keys."""
    return {key: value for key, value in record.items() if key not in keys}
