"""What changed since the stored run, figure by figure, and the table of it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialog.evaluation.benchmarks.running import Result
from dialog.evaluation.benchmarks.stored import Claim
from dialog.evaluation.comparison.reading import Figure

SAME, CHANCE, CHANGED, NEW = "as stored", "within chance", "changed", "new"
SIGNS = {SAME: "=", CHANCE: "≈", CHANGED: "≠", NEW: "+"}
MEANINGS = {
    SAME: "equal in all places that are stored",
    CHANCE: "other than stored, which lies in the 95 % interval of this run",
    CHANGED: "other than stored, which lies outside of it, or there is no interval",
    NEW: "not stored",
}


@dataclass(frozen=True, slots=True)
class Remeasured:
    """One figure beside the stored one."""

    benchmark: str
    name: str
    figure: Figure
    stored: float | None
    mark: str


def marked(results: Sequence[Result], claims: Mapping[str, Claim]) -> list[Remeasured]:
    """Return every figure of some runs beside the stored one."""
    return [
        Remeasured(result.benchmark.name, name, figure, stored, mark_of(figure, stored))
        for result in results
        for name, figure in result.figures.items()
        for stored in [_stored(claims, result.benchmark.name, name)]
    ]


def mark_of(figure: Figure, stored: float | None) -> str:
    """Return how a figure stands to the stored one."""
    if stored is None:
        return NEW
    exponent = Decimal(repr(stored)).as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    if abs(figure.value - stored) <= 0.5 * 10**-places + 1e-9:
        return SAME
    bounds = figure.interval
    return CHANCE if bounds and bounds.low <= stored <= bounds.high else CHANGED


def _stored(claims: Mapping[str, Claim], benchmark: str, name: str) -> float | None:
    claim = claims.get(benchmark)
    return claim.figures.get(name) if claim else None


def summary(results: Sequence[Result], found: Sequence[Remeasured]) -> str:
    """Return how many figures stand how, in one sentence."""
    counts = Counter(each.mark for each in found)
    told = [f"{counts[mark]} {mark}" for mark in SIGNS if counts[mark]]
    failed = sum(bool(result.error) for result in results)
    told += [f"{failed} of {len(results)} benchmarks not run or not whole"] if failed else []
    return f"{len(found)} figures: {', '.join(told) or 'none'}."


def markdown(
    results: Sequence[Result], found: Sequence[Remeasured], claims: Mapping[str, Claim], head: str
) -> str:
    """Return the table as a page of Markdown."""
    return "\n".join(_lines(results, found, claims, head)) + "\n"


def _lines(
    results: Sequence[Result], found: Sequence[Remeasured], claims: Mapping[str, Claim], head: str
) -> Iterator[str]:
    yield from ("# Benchmarks, run again", "", head, "", summary(results, found), "")
    yield from (f"- {sign} {mark}: {MEANINGS[mark]}" for mark, sign in SIGNS.items())
    yield from ("", "| benchmark | figure | now | stored | of | |", "|---|---|---|---|---|---|")
    for each in found:
        claim = claims.get(each.benchmark)
        cells = (
            each.benchmark,
            each.name,
            shown(each.figure),
            "" if each.stored is None else f"{each.stored:g}",
            claim.date if claim else "",
            SIGNS[each.mark],
        )
        yield f"| {' | '.join(cells)} |"
    yield ""
    for result in results:
        yield f"- {result.benchmark.name}, {result.benchmark.title}: `{result.command}`, " + (
            result.error or f"{result.seconds:.0f} s, {result.busy:.0f} s of a core"
        )


def shown(figure: Figure) -> str:
    """Return a figure with its interval for reading."""
    places = 2 if abs(figure.value) >= 2 else 3
    value = f"{figure.value:.{places}f}"
    if figure.interval is None:
        return value
    return f"{value} ({figure.interval.low:.{places}f} to {figure.interval.high:.{places}f})"


def to_json(
    results: Sequence[Result], found: Sequence[Remeasured], about: Mapping[str, Any]
) -> str:
    """Return the table as JSON: what was run, and each figure with its mark."""
    data = {
        **about,
        "benchmarks": [
            {
                "name": result.benchmark.name,
                "title": result.benchmark.title,
                "command": result.command,
                "seconds": round(result.seconds, 1),
                "core_seconds": round(result.busy, 1),
                "error": result.error or None,
                "figures": {
                    each.name: {
                        "value": each.figure.value,
                        "interval": each.figure.interval and list(each.figure.interval),
                        "stored": each.stored,
                        "mark": each.mark,
                    }
                    for each in found
                    if each.benchmark == result.benchmark.name
                },
            }
            for result in results
        ],
    }
    return f"{json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)}\n"
