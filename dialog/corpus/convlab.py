"""Writes ConvLab-3's unified format: a zip with data/dialogues.json and data/ontology.json.

An act without a value is binary there. A slot with an act whose value stands in the text is
non-categorical, any other one categorical. What the format has no field for (spoken hypotheses,
extra, a goal of another form) stays under names of its own.

Zhu et al. 2023, ConvLab-3: A Flexible Dialogue System Toolkit Based on a Unified Data Format.
"""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from dialog.acts import DialogueAct
from dialog.corpus.dialogue import CorpusTurn, Dialogue

_GOAL = {"description": "", "inform": {}, "request": {}}


def write_convlab(name: str, dialogues: Callable[[], Iterator[Dialogue]], path: Path) -> None:
    """Write dialogues as ConvLab-3's `data.zip`.

    Args:
        name: the corpus's name.
        dialogues: goes through the dialogues, once for each call.
        path: the zip.
    """
    ontology = _Ontology()
    for dialogue in dialogues():
        ontology.add(dialogue)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        # Half a character, which UTF-8 has no bytes for, becomes JSON's \\udXXX.
        with (
            archive.open("data/dialogues.json", "w") as member,
            io.TextIOWrapper(member, encoding="utf-8", errors="backslashreplace") as text,
        ):
            text.write("[")
            for number, dialogue in enumerate(dialogues()):
                record = json.dumps(ontology.record(name, dialogue), ensure_ascii=False)
                text.write(f"{',' if number else ''}\n{record}")
            text.write("\n]\n")
        archive.writestr("data/ontology.json", json.dumps(ontology.to_dict(), indent=1))


class _Ontology:
    """The slots, values and acts that occur."""

    def __init__(self) -> None:
        self.spanned: set[tuple[str, str]] = set()
        self.values: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self.state: dict[str, dict[str, str]] = defaultdict(dict)
        self.speakers: dict[DialogueAct, set[str]] = defaultdict(set)  # acts less their values

    def add(self, dialogue: Dialogue) -> None:
        """Take up what a dialogue holds."""
        for domain in dialogue.domains:
            self.values[domain]
        for turn in dialogue.turns:
            for act in turn.acts:
                slots = self.values[act.domain]
                if act.slot:
                    slots[act.slot].update({act.value: None} if act.value is not None else {})
                if act.span and act.value is not None:
                    self.spanned.add((act.domain, act.slot))
                bare = DialogueAct(act.type, act.domain, act.slot, act.value and "")
                self.speakers[bare].add(turn.speaker)
            for domain, filled in turn.state.items():
                self.state[domain].update(dict.fromkeys(filled, ""))
                for slot, value in filled.items():
                    self.values[domain][slot][value] = None

    def kind(self, act: DialogueAct) -> str:
        """Return which of ConvLab's three kinds an act is."""
        if act.value is None:
            return "binary"
        return "non-categorical" if (act.domain, act.slot) in self.spanned else "categorical"

    def to_dict(self) -> dict[str, Any]:
        """Return `ontology.json`."""
        acts: dict[str, list[str]] = {"categorical": [], "non-categorical": [], "binary": []}
        for act, speakers in self.speakers.items():
            who = {"user": "user" in speakers, "system": "system" in speakers}
            acts[self.kind(act)].append(str(who | _labels(act)))
        return {
            "domains": {
                domain: {
                    "description": "",
                    "slots": {
                        slot: {
                            "description": "",
                            "is_categorical": (domain, slot) not in self.spanned,
                            "possible_values": list(values),
                        }
                        for slot, values in slots.items()
                    },
                }
                for domain, slots in self.values.items()
            },
            "intents": {act.type.value: {"description": ""} for act in self.speakers},
            "state": self.state,
            "dialogue_acts": acts,
        }

    def record(self, name: str, dialogue: Dialogue) -> dict[str, Any]:
        """Return a dialogue of `dialogues.json`."""
        goal = dict(dialogue.goal)
        return {
            "dataset": name,
            "data_split": dialogue.split,
            "dialogue_id": dialogue.dialogue_id,
            "original_id": dialogue.dialogue_id,
            "domains": list(dialogue.domains),
            "goal": goal if set(_GOAL) <= set(goal) else {**_GOAL, "original": goal},
            "turns": [self._turn(turn, at) for at, turn in enumerate(dialogue.turns)],
            **({"extra": dict(dialogue.extra)} if dialogue.extra else {}),
        }

    def _turn(self, turn: CorpusTurn, at: int) -> dict[str, Any]:
        acts: dict[str, list[dict[str, Any]]] = {
            "categorical": [],
            "non-categorical": [],
            "binary": [],
        }
        for act in turn.acts:
            value = {} if act.value is None else {"value": act.value}
            span = {"start": act.span[0], "end": act.span[1]} if act.span else {}
            acts[self.kind(act)].append(_labels(act) | value | span)
        record: dict[str, Any] = {
            "speaker": turn.speaker,
            "utterance": turn.utterance,
            "utt_idx": at,
            "dialogue_acts": acts,
        }
        if turn.speaker == "user":
            record["state"] = {d: self.state[d] | dict(slots) for d, slots in turn.state.items()}
        else:
            record["db_results"] = {d: list(map(dict, r)) for d, r in turn.db_results.items()}
        said = [{"text": h.text, "score": h.score} for h in turn.hypotheses]
        if said and said != [{"text": turn.utterance, "score": 1.0}]:
            record["hypotheses"] = said
        return record | ({"extra": dict(turn.extra)} if turn.extra else {})


def _labels(act: DialogueAct) -> dict[str, str]:
    return {"intent": act.type.value, "domain": act.domain, "slot": act.slot}
