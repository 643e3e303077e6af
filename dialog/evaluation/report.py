"""A report: figures with intervals, the tables and plots behind them, and where they come from.

`Report.write` makes `metrics.json`, flat names to numbers for programs, `items.jsonl`, what each
sentence or dialogue brings to them, and `report.html`, one page for people that needs no network.
Every command that measures writes this layout; it brings its own metrics and sections.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialog.errors import StoreError
from dialog.evaluation.blocks import Bar as Bar  # what a section is made of, to be had from here
from dialog.evaluation.blocks import Bars as Bars
from dialog.evaluation.blocks import Block as Block
from dialog.evaluation.blocks import Browser as Browser
from dialog.evaluation.blocks import Cell as Cell
from dialog.evaluation.blocks import Line as Line
from dialog.evaluation.blocks import Mark as Mark
from dialog.evaluation.blocks import Marked as Marked
from dialog.evaluation.blocks import Matrix as Matrix
from dialog.evaluation.blocks import Plot as Plot
from dialog.evaluation.blocks import Reason as Reason
from dialog.evaluation.blocks import Said as Said
from dialog.evaluation.blocks import Table as Table
from dialog.evaluation.blocks import Told as Told
from dialog.evaluation.intervals import Interval
from dialog.evaluation.items import ITEMS, Items, Sample, figures_of, lines
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
    # what it is made of, item by item, where it is a figure of sums
    sample: Sample | None = field(default=None, repr=False, compare=False)

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
    items: Items | None = None  # what the metrics with a sample are made of

    @property
    def samples(self) -> dict[str, Sample]:
        """What is kept item by item, by the names of the figures."""
        return {m.name: m.sample for m in self.metrics if m.sample} if self.items else {}

    def to_dict(self) -> dict[str, Any]:
        """Return what metrics.json holds: the numbers, and beside them where they come from."""
        numbers = {name: number for m in self.metrics for name, number in m.numbers.items()}
        data: dict[str, Any] = numbers | self.provenance.to_dict()
        if self.items and self.samples:
            figures = figures_of(self.samples)
            data["items"] = {"file": ITEMS, "unit": self.items.unit, "figures": figures}
        return data

    def write(self, folder: Path) -> None:
        """Write metrics.json, items.jsonl and report.html, each whole or not at all.

        Raises:
            StoreError: when the folder or a file cannot be written.
        """
        from dialog.evaluation.page import page

        make_folder(folder)
        write_whole(folder / PAGE, page(self).encode("utf-8"))
        if self.items and self.samples:
            write_whole(folder / ITEMS, "".join(lines(self.items, self.samples)).encode())
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
