"""Dialogues as rows of a `datasets.Dataset`, and back."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dialog.corpus.dialogue import Dialogue
from dialog.errors import ExtraMissingError

if TYPE_CHECKING:
    from datasets import Dataset, Features


def features() -> "Features":
    """Return the columns of `to_dataset`.

    They mirror `Dialogue.to_dict`; what differs in form from record to record (goal, db_results,
    extra) is JSON text, and a state is a list of (domain, slot, value).

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    try:
        from datasets import Features, Value
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as a datasets.Dataset", "train") from error

    def texts(*names: str) -> dict[str, Any]:
        return {name: Value("string") for name in names}

    act = {
        **texts("type", "domain", "slot", "value"),
        "score": Value("float64"),
        "span": [Value("int32")],  # two offsets, none when the act has no span
    }
    turn = {
        **texts("speaker", "utterance"),
        "hypotheses": [{**texts("text"), "score": Value("float64")}],
        "acts": [act],
        "state": [texts("domain", "slot", "value")],
        **texts("db_results", "extra"),
    }
    return Features(
        {
            **texts("dialogue_id", "split"),
            "domains": [Value("string")],
            **texts("goal"),
            "turns": [turn],
            **texts("extra"),
        }
    )


def to_dataset(dialogues: Iterable[Dialogue]) -> "Dataset":
    """Return dialogues as a dataset with the columns of `features`, one row each.

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    columns = features()
    from datasets import Dataset

    rows = [_to_row(d.to_dict()) for d in dialogues]
    # By column, since from_list cannot make a dataset of no rows.
    return Dataset.from_dict({k: [row[k] for row in rows] for k in columns}, features=columns)


def from_dataset(dataset: "Iterable[Mapping[str, Any]]") -> list[Dialogue]:
    """Return the dialogues of a dataset that `to_dataset` made."""
    return [Dialogue.from_dict(_from_row(dict(row))) for row in dataset]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def _to_row(data: dict[str, Any]) -> dict[str, Any]:
    act: dict[str, Any] = {"domain": "", "slot": "", "value": None, "score": 1.0, "span": []}
    data["goal"], data["extra"] = _json(data["goal"]), _json(data["extra"])
    for turn in data["turns"]:
        turn["acts"] = [act | known for known in turn["acts"]]
        turn["state"] = [
            {"domain": domain, "slot": slot, "value": value}
            # A domain that was touched but holds no value keeps one row, of empty slot.
            for domain, slots in turn["state"].items()
            for slot, value in (slots or {"": ""}).items()
        ]
        turn["db_results"], turn["extra"] = _json(turn["db_results"]), _json(turn["extra"])
    return data


def _from_row(row: dict[str, Any]) -> dict[str, Any]:
    row["goal"], row["extra"] = json.loads(row["goal"]), json.loads(row["extra"])
    turns = [dict(turn) for turn in row["turns"]]
    for turn in turns:
        state: dict[str, dict[str, str]] = {}
        for item in turn["state"]:
            slots = state.setdefault(item["domain"], {})
            if item["slot"]:
                slots[item["slot"]] = item["value"]
        turn["state"] = state
        turn["acts"] = [{**act, "span": act["span"] or None} for act in turn["acts"]]
        turn["db_results"] = json.loads(turn["db_results"])
        turn["extra"] = json.loads(turn["extra"])
    row["turns"] = turns
    return row
