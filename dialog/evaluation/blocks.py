"""What a section of a report is made of: tables, plots, dialogues. Data only; `page` draws it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dialog.evaluation.intervals import Interval


class Mark(NamedTuple):
    """Words of a sentence that carry a label, or what no words carry (`start` is `end`)."""

    label: str
    right: bool  # whether it is as it should be
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with marks."""

    text: str
    marks: Sequence[Mark]


Cell = str | int | float | Marked | None  # None: there is no figure


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; numbers stand to the right, fractions with two places."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Counts of pairs of labels: what was wanted (rows) and what was said (columns)."""

    labels: Sequence[str]
    counts: Sequence[Sequence[int]]  # [wanted][said]


class Line(NamedTuple):
    """A line of a plot."""

    label: str
    points: Sequence[tuple[float, float]]
    kind: Literal["curve", "guide"] = "curve"  # a guide is drawn dashed


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars and lines over two axes that begin at 0."""

    title: str
    x: str
    y: str
    x_end: float
    y_end: float
    bars: Sequence[tuple[float, float, float]] = ()  # from x, to x, height
    bars_label: str = ""
    lines: Sequence[Line] = ()
    names: Sequence[str] = ()  # of the bars, below them in place of the numbers


class Bar(NamedTuple):
    """One bar, drawn from 0, with its interval as a line through its end."""

    name: str
    value: float
    interval: Interval | None = None
    note: str = ""  # a few words behind the value: how many it is of


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from left to right, one below the other, each with its name and value."""

    title: str
    unit: str
    bars: Sequence[Bar]
    end: float | None = None  # where the axis ends; by default where the longest bar does


class Reason(NamedTuple):
    """Why a dialogue failed."""

    kind: str  # one of a few, to choose dialogues by
    what: str = ""  # what it is about


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of a dialogue."""

    speaker: Literal["user", "system"]
    text: str
    acts: str = ""
    changes: Sequence[str] = ()  # what it did to the state
    faults: Sequence[str] = ()  # what is wrong with it


@dataclass(frozen=True, slots=True)
class Told:
    """A dialogue for reading."""

    name: str
    turns: Sequence[Said]
    wanted: str = ""
    reasons: Sequence[Reason] = ()  # why it failed; none for a success


@dataclass(frozen=True, slots=True)
class Browser:
    """Dialogues to choose from and to open; a page shows so many that it stays small."""

    dialogues: Sequence[Told]
    left_out: int = 0  # how many more there are


Block = str | Table | Matrix | Plot | Bars | Browser
