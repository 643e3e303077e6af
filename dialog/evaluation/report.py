"""A report: figures with intervals, the tables and plots behind them, and where they come from.

`Report.write` makes `metrics.json`, flat names to numbers for programs, and `report.html`, one
page for people that needs no network and no scripts. Every `dialog evaluate` command writes this
layout; it brings its own metrics and sections.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

from dialog.errors import StoreError
from dialog.evaluation.intervals import Interval
from dialog.evaluation.provenance import Provenance
from dialog.files import write_whole

METRICS = "metrics.json"
PAGE = "report.html"
PERCENT = "%"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a report."""

    name: str  # snake_case, its key in metrics.json
    label: str  # its name on the page
    value: float  # a share is a percentage, 0 to 100
    unit: str = PERCENT
    interval: Interval | None = None  # 95 %, in the same unit
    meaning: str = ""  # what it counts, half a sentence
    headline: bool = True  # whether it stands at the top of the page too

    @property
    def numbers(self) -> dict[str, float]:
        """The figure and the bounds of its interval, as metrics.json has them."""
        found = {self.name: round(self.value, 4)}
        if self.interval:
            found[f"{self.name}_ci_low"] = round(self.interval.low, 4)
            found[f"{self.name}_ci_high"] = round(self.interval.high, 4)
        return found

    def __str__(self) -> str:
        """The figure for reading: 97.80 % (96.40 to 99.00)."""
        unit = f" {self.unit}" if self.unit else ""
        bounds = f" ({self.interval.low:.2f} to {self.interval.high:.2f})" if self.interval else ""
        return f"{self.value:.2f}{unit}{bounds}"


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


Block = str | Table | Matrix | Plot


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: a heading, and paragraphs, tables and plots below it."""

    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found."""

    title: str
    metrics: Sequence[Metric]
    provenance: Provenance
    sections: Sequence[Section] = field(default_factory=tuple)

    def to_dict(self) -> dict[str, Any]:
        """Return what metrics.json holds: the numbers, and beside them where they come from."""
        numbers = {name: number for m in self.metrics for name, number in m.numbers.items()}
        return numbers | self.provenance.to_dict()

    def write(self, folder: Path) -> None:
        """Write metrics.json and report.html, each whole or not at all.

        Raises:
            StoreError: when the folder or a file cannot be written.
        """
        from dialog.evaluation.page import page

        make_folder(folder)
        write_whole(folder / PAGE, page(self).encode("utf-8"))
        # last, so that a program that finds it finds the page as well
        data = json.dumps(self.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)
        write_whole(folder / METRICS, f"{data}\n".encode())


def make_folder(folder: Path) -> None:
    """Make a report's folder; called before a long evaluation, it spares one in vain.

    Raises:
        StoreError: when it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Cannot make the folder {folder}: {error.strerror}.") from error
