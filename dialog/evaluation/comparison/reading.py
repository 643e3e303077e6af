"""Reading what a report wrote: its figures, and what each item brings to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from dialog.errors import ConfigError
from dialog.evaluation.comparison.form import ItemForm, MetricsForm
from dialog.evaluation.forms import checked, parsed, read_text
from dialog.evaluation.intervals import Interval
from dialog.evaluation.items import STATISTICS, Answer
from dialog.evaluation.report import METRICS, Report

_NEAR = 0.01  # counts are rounded
HINT = f"name a folder that --report wrote, or its {METRICS}"


@dataclass(frozen=True)
class Figure:
    """A figure of one system."""

    value: float
    interval: Interval | None = None
    statistic: str = ""  # a name in `STATISTICS`; "" for a figure without items
    scale: float = 1.0
    counts: Mapping[str, tuple[float, ...]] = field(default_factory=dict)  # item -> counted in it


@dataclass(frozen=True)
class Measured:
    """What a report says of one system."""

    name: str
    path: Path | None  # of its metrics.json, if it was written
    figures: Mapping[str, Figure]
    made: Mapping[str, Any]  # where it comes from, as metrics.json has it
    unit: str = ""  # what an item is; "" without items
    labels: Mapping[str, str] = field(default_factory=dict)  # item -> what it is called
    answers: Mapping[str, Sequence[Answer]] = field(default_factory=dict)  # item -> what was said


def measured(name: str, report: Report, path: Path | None = None) -> Measured:
    """Return what a report says that has just been made.

    Args:
        name: of the system.
        report: the report.
        path: of its metrics.json, if it was written.
    """
    samples = report.samples
    figures = {each.name: Figure(each.value, each.interval) for each in report.metrics}
    for figure, of in samples.items():
        counts = {item: tuple(each) for item, each in zip(of.items, of.counts, strict=True)}
        figures[figure] = replace(
            figures[figure], statistic=of.statistic, scale=of.scale, counts=counts
        )
    made, items = report.provenance.to_dict(), report.items if samples else None
    if items is None:
        return Measured(name, path, figures, made)
    return Measured(name, path, figures, made, items.unit, items.labels, items.answers)


def read_report(path: Path) -> Measured:
    """Return what a report's folder, or its metrics.json, says.

    Raises:
        ConfigError: for a file that is missing or no such report, naming the place.
    """
    file = path / METRICS if path.is_dir() else path
    form = checked(MetricsForm, parsed(read_text(file, HINT), str(file)), str(file))
    items = _items(file, form)
    figures = {}
    for name, value in form.numbers.items():
        if name.endswith(("_ci_low", "_ci_high")):
            continue
        how = form.items.figures.get(name) if form.items else None
        counts = {i.id: tuple(i.counts[name]) for i in items.values() if name in i.counts}
        interval = _interval(form.numbers, name)
        if how is None or not counts:
            figures[name] = Figure(value, interval)
            continue
        figures[name] = Figure(value, interval, how.statistic, how.scale, counts)
        if not _made_of(figures[name]):
            raise ConfigError(
                f"{file}: the figure {name!r} is not what {form.items and form.items.file} makes; "
                "the two are of different runs, or one was changed."
            )
    return Measured(
        _name(file),
        file,
        figures,
        form.model_dump(exclude={"items", *form.numbers}),
        form.items.unit if form.items else "",
        {item: each.label for item, each in items.items()},
        {
            item: [Answer(**answer.model_dump()) for answer in each.answers]
            for item, each in items.items()
            if each.answers
        },
    )


def _made_of(figure: Figure) -> bool:
    """Whether the counts of the items make the figure, to its published places."""
    if figure.statistic not in STATISTICS:
        return False
    try:
        sums = np.sum(np.array([*figure.counts.values()], dtype=np.float64), axis=0)
        value = float(STATISTICS[figure.statistic](sums))
    except (ValueError, IndexError):  # not as many counts as the statistic takes
        return False
    return abs(figure.scale * value - figure.value) < _NEAR


def _name(file: Path) -> str:
    whole = file.resolve()
    return whole.parent.name if whole.name == METRICS else whole.stem


def _interval(numbers: Mapping[str, float], name: str) -> Interval | None:
    low, high = numbers.get(f"{name}_ci_low"), numbers.get(f"{name}_ci_high")
    return None if low is None or high is None else Interval(low, high)


def _items(file: Path, form: MetricsForm) -> dict[str, ItemForm]:
    if form.items is None:
        return {}
    path = file.with_name(Path(form.items.file).name)  # never outside of the folder
    found: dict[str, ItemForm] = {}
    for number, line in enumerate(read_text(path, HINT).splitlines(), 1):
        place = f"{path}, line {number}"
        item = checked(ItemForm, parsed(line, place), place)
        if item.id in found:
            raise ConfigError(f"{place}: the item {item.id!r} stands there twice.")
        found[item.id] = item
    return found
