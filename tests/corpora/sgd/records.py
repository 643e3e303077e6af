"""Records in the form of Schema-Guided Dialogue."""

import json
import zipfile
from pathlib import Path
from typing import Any

from corpora.sgd import SchemaGuidedDialogue
from corpora.sgd.reader import SgdReader
from dialog.corpus import Dialogue


def service(name: str, **slots: bool) -> dict[str, Any]:
    known = [{"name": slot, "is_categorical": fixed} for slot, fixed in slots.items()]
    return {"service_name": name, "description": "", "slots": known, "intents": []}


SCHEMA = [
    service("Cinema_1", film=False, date=False, seats=True),
    service("Taxi_1", to=False, shared=True),
]
SERVICES = {
    "Cinema_1": {"film": False, "date": False, "seats": True},
    "Taxi_1": {"to": False, "shared": True},
}


def action(act: str, slot: str = "", *values: str, canonical: Any = None) -> dict[str, Any]:
    forms = list(values) if canonical is None else canonical
    return {"act": act, "slot": slot, "values": list(values), "canonical_values": forms}


def frame(name: str, *actions: Any, slots: Any = (), **more: Any) -> dict[str, Any]:
    spans = [{"slot": s, "start": a, "exclusive_end": b} for s, a, b in slots]
    return {"service": name, "slots": spans, "actions": list(actions), **more}


def state(intent: str, *asked: str, **values: list[str]) -> dict[str, Any]:
    return {"active_intent": intent, "requested_slots": list(asked), "slot_values": values}


def turn(text: str, *frames: Any, speaker: str = "USER") -> dict[str, Any]:
    return {"speaker": speaker, "utterance": text, "frames": list(frames)}


RAW: dict[str, Any] = {
    "dialogue_id": "9_00001",
    "services": ["Cinema_1", "Taxi_1"],
    "turns": [
        turn(
            "Jaws tonight, 2 seats",
            frame(
                "Cinema_1",
                action("INFORM_INTENT", "intent", "BuyTickets"),
                action("INFORM", "film", "Jaws"),
                action("INFORM", "date", "tonight", canonical=["2019-03-01"]),
                action("INFORM", "seats", "2"),
                slots=[("film", 0, 4), ("date", 5, 11)],
                state=state("BuyTickets", film=["Jaws"], date=["this evening", "tonight"]),
            ),
        ),
        turn(
            "2 films: Jaws or Up?",
            frame(
                "Cinema_1",
                action("OFFER", "film", "Jaws", "Up"),
                action("INFORM_COUNT", "count", "2"),
                slots=[("film", 9, 13), ("film", 17, 19)],
                service_call={"method": "Find", "parameters": {"date": "2019-03-01"}},
                service_results=[{"film": "Jaws"}, {"film": "Up"}],
            ),
            speaker="SYSTEM",
        ),
        turn(
            "Up. And a taxi anywhere, thanks",
            frame(
                "Cinema_1",
                action("SELECT", "film", "Up"),
                action("THANK_YOU"),
                slots=[("film", 0, 2), ("date", 4, 7)],
                state=state("NONE", film=["Up"]),
            ),
            frame(
                "Taxi_1",
                action("INFORM", "to", "dontcare"),
                state=state("Ride", "shared", to=["dontcare"]),
            ),
        ),
        turn(
            "Sure, bye",
            frame("Taxi_1", action("NOTIFY_SUCCESS"), action("GOODBYE"), service_results=[]),
            speaker="SYSTEM",
        ),
    ],
}


def parse(raw: Any) -> Dialogue:
    return SgdReader("dev.zip, dialogues_001.json", SERVICES).read(raw, "validation")


def write(folder: Path, split: str, files: dict[str, Any]) -> SchemaGuidedDialogue:
    with zipfile.ZipFile(folder / f"{split}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data if isinstance(data, str) else json.dumps(data))
    return SchemaGuidedDialogue(folder)
