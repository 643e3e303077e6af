"""The form of `metrics.json` and of a line of `items.jsonl`, as they are published and read."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

PATTERN = r"^[a-z][a-z0-9_]*$"
Name = Annotated[str, StringConstraints(pattern=PATTERN)]
Number = Annotated[float, Field(allow_inf_nan=False, strict=True)]


class FigureForm(BaseModel):
    """How a figure is made of the counts in items.jsonl."""

    model_config = ConfigDict(extra="forbid")

    statistic: str = Field(description="Makes the figure of the sums of the items' counts.")
    scale: Number = Field(description="What the statistic is multiplied by: 100 for a percentage.")


class ItemsForm(BaseModel):
    """The file with what each item brings to the figures."""

    model_config = ConfigDict(extra="forbid")

    file: str = Field(description="The file's name, in the folder of metrics.json.")
    unit: str = Field(description="What an item is: sentence or dialogue.")
    figures: dict[Name, FigureForm] = Field(description="The figures that are kept item by item.")


class MetricsForm(BaseModel):
    """What metrics.json holds: numbers by name, and where they come from.

    Shares are percentages. NAME_ci_low and NAME_ci_high are the bounds of a 95 % interval of NAME.
    """

    model_config = ConfigDict(
        extra="allow",
        title="metrics.json",
        json_schema_extra={"propertyNames": {"pattern": PATTERN}},
    )
    __pydantic_extra__: dict[Name, Number]

    config: dict[str, Any] = Field(description="The component, its options and its models.")
    data: dict[str, Any] = Field(description="What it was measured with, and the checksum of it.")
    seed: int = Field(description="Of the intervals and of all else that is drawn.")
    command: str = Field(description="The command line.")
    versions: dict[str, str] = Field(description="Of Python and of packages.")
    machine: str = Field(description="The platform.")
    date: str = Field(description="UTC, ISO 8601.")
    items: ItemsForm | None = Field(default=None, description="Absent without items.jsonl.")

    @property
    def numbers(self) -> dict[str, float]:
        """The figures and the bounds of their intervals."""
        return dict(self.__pydantic_extra__)


class AnswerForm(BaseModel):
    """What was said where something was to be said."""

    model_config = ConfigDict(extra="forbid")

    asked: str = Field(description="What was to be said.")
    wanted: str = Field(description="The corpus's own words.")
    said: str = Field(description="The system's.")
    by: str = Field(default="", description="Who spoke in the system's place.")


class ItemForm(BaseModel):
    """A line of items.jsonl: what one item brings to each figure that it counts for."""

    model_config = ConfigDict(extra="forbid", title="A line of items.jsonl")

    id: str = Field(description="The same wherever the same was asked.")
    label: str = Field(description="For reading: the sentence, or the dialogue's name.")
    counts: dict[Name, list[Number]] = Field(description="Figure -> what is counted.")
    answers: list[AnswerForm] = Field(default=[], description="Where words are measured: these.")


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON schemas by the names of the files in `docs/schemas`."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {
        "metrics.schema.json": head | MetricsForm.model_json_schema(),
        "items.schema.json": head | ItemForm.model_json_schema(),
    }
