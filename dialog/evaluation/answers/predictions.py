"""The answers of a system to the users of a corpus, as files hold them.

The format is that of MultiWOZ_Evaluation (Nekvinda and Dušek 2021): dialogue -> one object for
each turn of the system, with `response`, delexicalised, and optionally `state` (domain -> slot ->
value) and `active_domains`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dialog.corpus import State
from dialog.corpus.files import Place, read_json
from dialog.files import write_whole


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system says in a turn, and what it goes by."""

    response: str  # with placeholders for values
    state: State | None = None  # what it takes the user to want
    domains: tuple[str, ...] | None = None  # what it speaks of

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        data: dict[str, Any] = {"response": self.response}
        if self.state is not None:
            data["state"] = {domain: dict(slots) for domain, slots in self.state.items()}
        if self.domains is not None:
            data["active_domains"] = list(self.domains)
        return data


Answers = Mapping[str, Sequence[Answer]]  # dialogue -> the turns of the system


def read_predictions(path: Path) -> dict[str, tuple[Answer, ...]]:
    """Return the answers in a `.json` or `.json.gz` file, by dialogue as `dialogue_name` names it.

    Raises:
        CorpusError: for a file that is missing or of another form, naming the place.
    """
    raw: dict[str, Any] = read_json(path, dict)
    whole = Place(str(path))
    if not raw:
        raise whole.error("holds no dialogue")
    found: dict[str, tuple[Answer, ...]] = {}
    for name, turns in raw.items():
        place = Place(f"{path}, dialogue {name}")
        if dialogue_name(name) in found:
            raise place.error("stands there twice")
        turns = place.of(list, turns, "the dialogue")
        found[dialogue_name(name)] = tuple(
            _answer(place, turn, f"[{at}]") for at, turn in enumerate(turns)
        )
    for field, part in (("state", "state"), ("active_domains", "domains")):
        given = {getattr(each, part) is None for turns in found.values() for each in turns}
        if len(given) > 1:
            raise whole.error(f"has {field!r} in some turns alone, where all or none have it")
    return found


def write_predictions(path: Path, answers: Answers) -> None:
    """Write answers to a file.

    Raises:
        StoreError: when it cannot be written.
    """
    data = {name: [each.to_dict() for each in turns] for name, turns in answers.items()}
    write_whole(path, f"{json.dumps(data, indent=1, ensure_ascii=False)}\n".encode())


def dialogue_name(dialogue: str) -> str:
    """Return the name of a dialogue as files of answers have it: `sng0073` for `SNG0073.json`."""
    return dialogue.lower().removesuffix(".json")


def _answer(place: Place, raw: Any, at: str) -> Answer:
    turn = place.of(dict, raw, at)
    response = place.of(str, turn.get("response"), f"{at}.response")
    state: dict[str, dict[str, str]] | None = None
    domains: tuple[str, ...] | None = None
    if "state" in turn:
        state = {}
        for domain, slots in place.of(dict, turn["state"], f"{at}.state").items():
            slots = place.of(dict, slots, f"{at}.state.{domain}")
            state[domain] = {
                slot: place.of(str, value, f"{at}.state.{domain}.{slot}")
                for slot, value in slots.items()
            }
    if "active_domains" in turn:
        listed = place.of(list, turn["active_domains"], f"{at}.active_domains")
        domains = tuple(place.of(str, each, f"{at}.active_domains") for each in listed)
    return Answer(response, state, domains)
