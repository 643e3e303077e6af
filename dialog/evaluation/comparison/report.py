"""The report on systems side by side."""

from collections.abc import Iterator, Sequence

from dialog.evaluation.comparison.differences import MCNEMAR, Comparison, Difference, listed
from dialog.evaluation.comparison.examples import examples, examples_table
from dialog.evaluation.comparison.reading import Figure
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Bar, Bars, Block, Cell, Metric, Report, Section, Table

MOST_PLOTS = 12
MOST_ITEMS = 200  # listed of each kind
EXAMPLES = 50


def comparison_report(found: Comparison, seed: int = 0) -> Report:
    """Return the report on a comparison.

    Args:
        found: the comparison.
        seed: that its draws were made with.
    """
    systems = {
        each.name: {
            **({"file": str(each.path)} if each.path else {}),
            **{k: each.made[k] for k in ("command", "date")},
        }
        for each in found.systems
    }
    data = {each.name: each.made["data"] for each in found.systems}
    provenance = Provenance(config={"systems": systems}, data=data, seed=seed)
    sections = [
        Section("Side by side", [*_told(found), *_beside(found), comparison_table(found)]),
        Section("Said for the same", list(_examples(found, seed))),
        Section("Drawn", list(_drawn(found))),
        Section("Where they differ", list(_items(found))),
    ]
    title = f"{listed(found.systems)} side by side"
    kept = [section for section in sections if section.blocks]
    return Report(title, [*_metrics(found)], provenance, kept)


def _beside(found: Comparison) -> Iterator[Table]:
    """Put the figures of three systems or more in one table; of two the next one does it."""
    if len(found.systems) > 2:
        rows = [
            (name, *(_figure(system.figures[name]) for system in found.systems))
            for name in found.figures
        ]
        yield Table(("figure", *(each.name for each in found.systems)), rows)


def _figure(figure: Figure) -> str:
    bounds = figure.interval
    spread = f" ({bounds.low:.2f} to {bounds.high:.2f})" if bounds else ""
    return f"{figure.value:.2f}{spread}"


def comparison_table(found: Comparison) -> Table:
    """Return the figures of all systems, a row for each of the others beside the first.

    Of three systems or more, only figures that are compared; `_beside` has the others.
    """
    first, *others = found.systems
    several = len(others) > 1
    rows: list[Sequence[Cell]] = []
    for name in found.figures:
        for at, other in enumerate(others, 1):
            difference = found.differences[name, at]
            if several and not difference.told:
                continue
            rows.append(
                (
                    *([other.name] if several else []),
                    name,
                    first.figures[name].value,
                    other.figures[name].value,
                    *_cells(difference),
                )
            )
    own = ("system", "figure", first.name, "its own") if several else ("figure", first.name)
    second = () if several else (others[0].name,)
    return Table((*own, *second, "difference", "95 % interval", "p", "test", "items"), rows)


def _cells(difference: Difference) -> tuple[Cell, ...]:
    if difference.paired is None or difference.p is None:
        words = {True: "intervals apart", False: "intervals overlap", None: None}
        return None, None, None, words[difference.apart], None
    low, high = difference.paired.interval
    spread = f"{low:.2f} to {high:.2f}"
    p = "< 0.001" if difference.p < 0.001 else f"{difference.p:.3f}"
    return difference.paired.difference, spread, p, difference.test, difference.items


def _metrics(found: Comparison) -> Iterator[Metric]:
    first, *others = found.systems
    for name in found.figures:
        for number, system in enumerate(found.systems, 1):
            figure = system.figures[name]
            yield Metric(
                f"{name}_{number}", f"{name}, {system.name}", figure.value, "", figure.interval,
                headline=False,
            )  # fmt: skip
        for at, other in enumerate(others, 1):
            made = found.differences[name, at]
            if made.paired is None or made.p is None:
                continue
            label = f"{name}: {other.name} less {first.name}"
            meaning = f"Over {made.items:,} items in common, p {_cells(made)[2]}."
            yield Metric(
                f"{name}_{at + 1}_gain", label, made.paired.difference, "",
                made.paired.interval, meaning,
            )  # fmt: skip
            yield Metric(f"{name}_{at + 1}_p", f"p of {name}", made.p, "", headline=False)


def _told(found: Comparison) -> Iterator[Block]:
    yield (
        "A difference is over the items that both systems have, its interval over draws of the "
        "same items for both; p is McNemar's exact test where an item is right or wrong, and the "
        "paired bootstrap's elsewhere. Figures of the table are those of the reports."
    )
    yield from found.notes


def _examples(found: Comparison, seed: int) -> Iterator[Block]:
    """Show what each system said in places drawn at random, where the reports keep it."""
    if drawn := examples(found.systems, EXAMPLES, seed):
        yield f"{len(drawn)} places, drawn at random of those that all were asked."
        yield examples_table(found.systems, drawn)


def _drawn(found: Comparison) -> Iterator[Block]:
    known = [n for n in found.figures if all(s.figures[n].interval for s in found.systems)]
    for name in known[:MOST_PLOTS]:
        bars = [
            Bar(system.name, system.figures[name].value, system.figures[name].interval)
            for system in found.systems
        ]
        yield Bars(name, "", bars)


def _items(found: Comparison) -> Iterator[Block]:
    """List the items that one of two systems alone has right."""
    first, *others = found.systems
    for (name, at), difference in found.differences.items():
        if difference.test != MCNEMAR:
            continue
        other = others[at - 1]
        one, two = first.figures[name].counts, other.figures[name].counts
        same = [item for item in one if item in two]
        both = sum(bool(one[item][0] and two[item][0]) for item in same)
        lost = [item for item in same if one[item][0] and not two[item][0]]
        won = [item for item in same if two[item][0] and not one[item][0]]
        yield (
            f"{name}: of {len(same):,} items both have {both:,} right, {first.name} alone "
            f"{len(lost):,}, {other.name} alone {len(won):,}, neither "
            f"{len(same) - both - len(lost) - len(won):,}."
        )
        rows = [
            (system.name, first.labels[item])
            for system, items in ((first, lost), (other, won))
            for item in items[:MOST_ITEMS]
        ]
        if rows:
            yield Table(("right alone", "item"), rows)
