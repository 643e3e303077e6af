"""Reads one dialogue of ConvLab-3's unified format.

The format is described in ConvLab-3's `data/unified_datasets/README.md`. A value may be several
alternatives, "a|b": the state holds the first, `extra["state_variants"]` all of them. An act keeps
its value whole. `extra["unaligned"]` notes the acts that have a value but no span, and why:

- "categorical slot": the format marks the words of other slots only;
- "dontcare";
- "no span";
- "span reads differently": the words there are not the value.

What the format leaves to a corpus (`finished`, `original_id`, an emotion) stays in `extra`.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from corpora.convlab.labels import act_of
from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.files import Place
from dialog.errors import CorpusError, did_you_mean
from dialog.state import Entity, Hypothesis

_KINDS = ("categorical", "non-categorical", "binary")
_DIALOGUE = ("dialogue_id", "data_split", "domains", "goal", "turns")
_TURN = ("speaker", "utterance", "utt_idx", "dialogue_acts", "state", "db_results")
Slots = Mapping[str, frozenset[str]]  # domain -> the slots of the ontology


def read_slots(place: Place, ontology: Mapping[str, Any]) -> Slots:
    """Return the slots that an ontology declares for each domain.

    Raises:
        CorpusError: for an ontology of another form.
    """
    domains = place.of(dict, ontology.get("domains"), "domains")
    return {
        name: frozenset(
            place.of(dict, place.of(dict, domain, name).get("slots"), f"domains.{name}.slots")
        )
        for name, domain in domains.items()
    }


class DialogueReader:
    """Reads one dialogue.

    Args:
        source: the file.
        slots: what the ontology declares.
        intents: raw intent -> act type.
    """

    def __init__(self, source: str, slots: Slots, intents: Mapping[str, ActType]) -> None:
        self.place = Place(source)
        self.slots = slots
        self.intents = intents

    def read(self, raw: Mapping[str, Any]) -> Dialogue:
        """Return the dialogue.

        Raises:
            CorpusError: for a record of another form, naming the place.
        """
        name = self.place.of(str, raw.get("dialogue_id"), "dialogue_id")
        self.place = Place(f"{self.place.name}, dialogue {name}")
        split = self.place.of(str, raw.get("data_split"), "data_split")
        names = self.place.of(list, raw.get("domains"), "domains")
        domains = tuple(self.place.of(str, domain, "domains") for domain in names)
        goal = self.place.of(dict, raw.get("goal"), "goal")
        records = self.place.of(list, raw.get("turns"), "turns")
        if not records:
            raise self.place.error("has no turns")
        turns: list[CorpusTurn] = []
        for number, record in enumerate(records):
            turn = self._turn(record, f"turns[{number}]")
            if turns and turn.speaker == turns[-1].speaker:
                raise self.place.error(f"does not alternate at turns[{number}]")
            turns.append(turn)
        extra = {key: raw[key] for key in raw if key not in _DIALOGUE}
        return Dialogue(name, split, domains, goal, tuple(turns), extra)

    def _turn(self, raw: Any, at: str) -> CorpusTurn:
        turn = self.place.of(dict, raw, at)
        speaker = turn.get("speaker")
        if speaker not in ("user", "system"):
            raise self.place.error(f"has the speaker {speaker!r} at {at}")
        text = self.place.of(str, turn.get("utterance"), f"{at}.utterance")
        extra = {key: turn[key] for key in turn if key not in _TURN}
        unaligned: list[dict[str, str]] = []
        acts = tuple(self._acts(turn.get("dialogue_acts"), text, unaligned, f"{at}.dialogue_acts"))
        state, variants = self._state(turn.get("state", {}), f"{at}.state")
        extra |= {"state_variants": variants} if variants else {}
        extra |= {"unaligned": unaligned} if unaligned else {}
        results = self.place.of(dict, turn.get("db_results", {}), f"{at}.db_results")
        return CorpusTurn(
            speaker=speaker,
            utterance=text,
            hypotheses=(Hypothesis(text),) if speaker == "user" else (),
            acts=acts,
            state=state,
            db_results={
                domain: tuple(self._rows(rows, f"{at}.db_results.{domain}"))
                for domain, rows in results.items()
            },
            extra=extra,
        )

    def _acts(
        self, raw: Any, text: str, unaligned: list[dict[str, str]], at: str
    ) -> Iterator[DialogueAct]:
        by_kind = self.place.of(dict, raw, at)
        for kind in by_kind:
            if kind not in _KINDS:
                raise self.place.error(f"has the unknown kind {kind!r} at {at}")
        for kind in _KINDS:
            for item in self.place.of(list, by_kind.get(kind, []), f"{at}.{kind}"):
                act = self._act(item, kind, f"{at}.{kind}")
                if act.value is None or act.slot == "task":
                    yield act
                    continue
                span, why = self._span(item, text, act.value, kind, f"{at}.{kind}")
                if why:
                    unaligned.append({"act": str(act), "why": why})
                yield replace(act, span=span)

    def _act(self, item: Any, kind: str, at: str) -> DialogueAct:
        match item:
            case {"intent": str(intent), "domain": str(domain), "slot": str(slot)}:
                value = None if kind == "binary" else self.place.of(str, item.get("value"), at)
            case _:
                raise self.place.error(
                    f"has {item!r} at {at}, which is no intent, domain, slot and value"
                )
        if kind != "binary":
            self._check(domain, slot, at)
        try:
            return act_of(self.intents, intent, domain, slot, value)
        except KeyError:
            error = self.place.error(f"has the unknown intent {intent!r} at {at}")
            raise CorpusError(f"{error}{did_you_mean(intent, self.intents)}") from None

    def _span(
        self, item: Mapping[str, Any], text: str, value: str, kind: str, at: str
    ) -> tuple[tuple[int, int] | None, str]:
        if "start" not in item and "end" not in item:
            why = "categorical slot" if kind == "categorical" else "no span"
            return None, "dontcare" if value == "dontcare" else why
        start = self.place.of(int, item.get("start"), f"{at}.start")
        end = self.place.of(int, item.get("end"), f"{at}.end")
        if 0 <= start < end <= len(text) and text[start:end] == value:
            return (start, end), ""
        return None, "span reads differently"

    def _state(
        self, raw: Any, at: str
    ) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, list[str]]]]:
        state: dict[str, dict[str, str]] = {}
        variants: dict[str, dict[str, list[str]]] = {}
        for domain, slots in self.place.of(dict, raw, at).items():
            for slot, value in self.place.of(dict, slots, f"{at}.{domain}").items():
                self._check(domain, slot, at)
                spellings = self.place.of(str, value, f"{at}.{domain}.{slot}").split("|")
                if spellings[0]:
                    state.setdefault(domain, {})[slot] = spellings[0]
                if len(spellings) > 1:
                    variants.setdefault(domain, {})[slot] = spellings
        return state, variants

    def _check(self, domain: str, slot: str, at: str) -> None:
        """Refuse a slot that the ontology does not declare."""
        if domain not in self.slots:
            error = self.place.error(f"has the unknown domain {domain!r} at {at}")
            raise CorpusError(f"{error}{did_you_mean(domain, self.slots)}")
        if slot not in self.slots[domain]:
            error = self.place.error(f"has the unknown slot {slot!r} of {domain} at {at}")
            raise CorpusError(f"{error}{did_you_mean(slot, self.slots[domain])}")

    def _rows(self, raw: Any, at: str) -> Iterator[Entity]:
        """The rows of a database answer; what is no text is written as JSON, null left out."""
        for row in self.place.of(list, raw, at):
            yield {
                column: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for column, value in self.place.of(dict, row, at).items()
                if value is not None
            }
