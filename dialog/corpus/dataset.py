"""Dialogues as rows of a `datasets.Dataset`, and back."""

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dialog.corpus.dialogue import Dialogue
from dialog.errors import ExtraMissingError

if TYPE_CHECKING:
    import pyarrow as pa
    from datasets import Dataset, Features


def schema() -> "pa.Schema":
    """Return the columns of a dialogue as an Arrow schema.

    They mirror `Dialogue.to_dict`; what differs in form from record to record (goal, db_results,
    extra) is JSON text, and a state is a list of (domain, slot, value).

    Raises:
        ExtraMissingError: when `pyarrow` is not installed.

    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as Arrow data", "train") from error

    def texts(*names: str) -> list[Any]:
        return [pa.field(name, pa.string()) for name in names]

    def listed(*fields: Any) -> Any:
        return pa.list_(pa.struct(fields))

    score = pa.field("score", pa.float64())
    span = pa.field("span", pa.list_(pa.int32()))  # two offsets, none when the act has no span
    turns = listed(
        *texts("speaker", "utterance"),
        pa.field("hypotheses", listed(*texts("text"), score)),
        pa.field("acts", listed(*texts("type", "domain", "slot", "value"), score, span)),
        pa.field("state", listed(*texts("domain", "slot", "value"))),
        *texts("db_results", "extra"),
    )
    domains = pa.field("domains", pa.list_(pa.string()))
    return pa.schema(
        [
            *texts("dialogue_id", "split"),
            domains,
            *texts("goal"),
            pa.field("turns", turns),
            *texts("extra"),
        ]
    )


def features() -> "Features":
    """Return the columns of `schema` as the features of a dataset.

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    try:
        from datasets import Features
    except ModuleNotFoundError as error:
        raise ExtraMissingError("A corpus as a datasets.Dataset", "train") from error
    return Features.from_arrow_schema(schema())


def to_dataset(dialogues: Iterable[Dialogue]) -> "Dataset":
    """Return dialogues as a dataset with the columns of `features`, one row each.

    Raises:
        ExtraMissingError: when `datasets` is not installed.

    """
    columns = features()
    from datasets import Dataset

    rows = [to_row(d) for d in dialogues]
    # By column, since from_list cannot make a dataset of no rows.
    return Dataset.from_dict({k: [row[k] for row in rows] for k in columns}, features=columns)


def from_dataset(dataset: "Iterable[Mapping[str, Any]]") -> list[Dialogue]:
    """Return the dialogues of a dataset that `to_dataset` made."""
    return [Dialogue.from_dict(from_row(dict(row))) for row in dataset]


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)


def to_row(dialogue: Dialogue) -> dict[str, Any]:
    """Return a dialogue as a row of `schema`."""
    data = dialogue.to_dict()
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


def from_row(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of `schema` as the data of `Dialogue.from_dict`."""
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
