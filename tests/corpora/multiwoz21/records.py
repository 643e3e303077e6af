"""Records in the form of MultiWOZ 2.1."""

import json
import zipfile
from pathlib import Path
from typing import Any

from corpora.multiwoz21.reader import DialogueReader
from dialog.corpus import Dialogue


def metadata(domain: str = "hotel", booked: Any = (), **slots: str) -> dict[str, Any]:
    book = {"booked": list(booked), "people": "", "stay": slots.pop("stay", "")}
    semi = {"name": "not mentioned", "area": "", "type": "none", **slots}
    return {domain: {"semi": semi, "book": book}, "bus": {"semi": {"day": ""}, "book": {}}}


def user(text: str, acts: dict[str, Any] | None = None, spans: Any = ()) -> dict[str, Any]:
    return {"text": text, "metadata": {}, "dialog_act": acts or {}, "span_info": list(spans)}


def system(
    text: str, state: dict[str, Any], acts: dict[str, Any] | None = None, spans: Any = ()
) -> dict[str, Any]:
    return {**user(text, acts, spans), "metadata": state}


NONE = [["none", "none"]]
RAW: dict[str, Any] = {
    "goal": {"taxi": {}, "hotel": {"info": {"area": "east"}}, "message": ["Find it"], "topic": {}},
    "log": [
        user(
            "A moderately  priced\nhotel in the east .",
            {"Hotel-Inform": [["Price", "moderate"], ["Area", "east"], ["Type", "hotel"]]},
            [
                ["Hotel-Inform", "Price", "moderate", 1, 1],
                ["Hotel-Inform", "Area", "east", 6, 6],
                ["Hotel-Inform", "Area", "west", 6, 6],
                ["Hotel-Inform", "Type", "hotel", 3, 2],
            ],
        ),
        system(
            "How many nights ?",
            metadata(pricerange="moderate", area="east", parking="dontcare"),
            {"Booking-Request": [["Day", "?"]], "Hotel-Recommend": [["Stars", "4"]]},
        ),
        user("2 nights , thanks .", {"Hotel-Inform": [["Stay", "2"]], "general-thank": NONE}),
        system(
            "Booked : X1 .",
            metadata(area="east", stay="2", booked=[{"name": "Lodge", "reference": "X1"}]),
            {"Booking-Book": [["Ref", "X1"]], "general-welcome": NONE},
            [["Booking-Book", "Ref", "X1", 2, 2]],
        ),
    ],
}


def parse(raw: Any) -> Dialogue:
    return DialogueReader("val.json.zip", "D1").read(raw, "train")


def write(folder: Path, name: str, records: Any) -> Path:
    path = folder / f"{name}.json.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            f"{name}.json", records if isinstance(records, str) else json.dumps(records)
        )
    return path
