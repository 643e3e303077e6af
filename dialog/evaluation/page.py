"""A report as one HTML page, which opens from a disk and needs no network.

All of it can be read without scripts; the one that it carries sorts tables and chooses among
dialogues. The page forbids itself to load anything.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from dialog.evaluation.bars import drawn
from dialog.evaluation.blocks import Bars, Block, Browser, Cell, Mark, Marked, Matrix, Plot, Table
from dialog.evaluation.browser import browser
from dialog.evaluation.report import Metric, Report
from dialog.evaluation.svg import legend, svg

POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(report: Report) -> str:
    """Return the page."""
    style, script = (
        files("dialog.evaluation").joinpath(name).read_text(encoding="utf-8")
        for name in ("report.css", "report.js")
    )
    titles = [*(section.title for section in report.sections), "Provenance"]
    links = " · ".join(f'<a href="#{_anchor(title)}">{escape(title)}</a>' for title in titles)
    sections = "".join(
        _section(section.title, map(_block, section.blocks)) for section in report.sections
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{escape(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(report.title)}</h1>\n{_metrics(report.metrics)}\n"
        f'<nav aria-label="Sections">{links}</nav>\n</header>\n<main>\n'
        f"{sections}{_section('Provenance', _provenance(report))}</main>\n"
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _section(title: str, blocks: Iterable[str]) -> str:
    body = "\n".join(blocks)
    return f'<section id="{_anchor(title)}">\n<h2>{escape(title)}</h2>\n{body}\n</section>\n'


def _anchor(title: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in title.lower()).split())


def _metrics(metrics: Sequence[Metric]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{escape(m.label)}</th><td class="number value">{m.value:,.2f}'
        f"{f' {escape(m.unit)}' if m.unit else ''}</td>"
        f'<td class="number">{_interval(m)}</td><td class="meaning">{escape(m.meaning)}</td></tr>'
        for m in metrics
        if m.headline
    )
    return _wide(
        '<table class="metrics"><thead><tr><th>figure</th><th class="number">value</th>'
        '<th class="number">95 % interval</th><th>what it counts</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _interval(metric: Metric) -> str:
    bounds = metric.interval
    return f"{bounds.low:.2f} to {bounds.high:.2f}" if bounds else ""


def _block(block: Block) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>"
        case Table():
            return _table(block)
        case Matrix():
            return _matrix(block)
        case Plot():
            return _plot(block)
        case Bars():
            return (
                f"<figure>{drawn(block)}<figcaption>{escape(_titled(block))}</figcaption></figure>"
            )
        case Browser():
            return browser(block)


def _titled(block: Bars) -> str:
    return f"{block.title}, {block.unit}" if block.unit else block.title


def _wide(table: str) -> str:
    """Return a table that scrolls by itself where the page is too narrow, by the keyboard too."""
    return f'<div class="wide" role="group" tabindex="0">{table}</div>'


def _table(table: Table) -> str:
    numeric = [
        all(isinstance(row[at], int | float | None) for row in table.rows)
        for at in range(len(table.columns))
    ]
    heads = "".join(
        f'<th scope="col" class="number">{escape(name)}</th>'
        if right
        else f'<th scope="col">{escape(name)}</th>'
        for name, right in zip(table.columns, numeric, strict=True)
    )
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in table.rows)
    look = ' class="sorts"' if len(table.rows) > 1 else ""
    head = f"<thead><tr>{heads}</tr></thead>"
    return _wide(f"<table{look}>{head}<tbody>{rows}</tbody></table>")


def _cell(cell: Cell) -> str:
    match cell:
        case None:
            return '<td class="number">–</td>'
        case str():
            return f"<td>{escape(cell)}</td>"
        case int():
            return f'<td class="number">{cell:,}</td>'
        case float():
            return f'<td class="number">{cell:.2f}</td>'
        case Marked():
            return f'<td class="sentence">{_marked(cell)}</td>'


def _marked(sentence: Marked) -> str:
    """Return a sentence with its marks around the words, and behind it those that have none."""
    parts: list[str] = []
    loose: list[str] = []
    at = 0
    for mark in sorted(sentence.marks, key=lambda mark: (mark.start, mark.end)):
        if mark.start == mark.end:
            loose.append(_mark(mark, ""))
        elif mark.start < at:  # words that are marked already
            loose.append(_mark(mark, sentence.text[mark.start : mark.end]))
        else:
            parts.append(escape(sentence.text[at : mark.start]))
            parts.append(_mark(mark, sentence.text[mark.start : mark.end]))
            at = mark.end
    parts.append(escape(sentence.text[at:]))
    return "".join(parts) + "".join(f" {mark}" for mark in loose)


def _mark(mark: Mark, words: str) -> str:
    # a sign besides the colour, for those who cannot tell the colours apart
    sign = "" if mark.right else "✗ "
    label = f"<small>{sign}{escape(mark.label)}</small>"
    kind = "right" if mark.right else "wrong"
    gap = " " if words else ""
    return f'<mark class="{kind}">{escape(words)}{gap}{label}</mark>'


def _matrix(matrix: Matrix) -> str:
    heads = "".join(f"<th><span>{escape(label)}</span></th>" for label in matrix.labels)
    rows = "".join(
        f'<tr><th scope="row">{escape(label)}</th>{"".join(_counts(row, at))}</tr>'
        for at, (label, row) in enumerate(zip(matrix.labels, matrix.counts, strict=True))
    )
    head = f"<thead><tr><th>wanted ↓ said →</th>{heads}</tr></thead>"
    return _wide(f'<table class="matrix">{head}<tbody>{rows}</tbody></table>')


def _counts(row: Sequence[int], diagonal: int) -> Iterator[str]:
    total = sum(row)
    for at, count in enumerate(row):
        depth = 0.15 + 0.55 * count / total if count else 0.0
        kind = "right" if at == diagonal else "wrong"
        yield f'<td class="{kind}" style="--depth:{depth:.2f}">{count or ""}</td>'


def _plot(plot: Plot) -> str:
    keys = " ".join(
        f'<span class="key" style="background: {colour}"></span>{escape(label)}'
        for label, colour in legend(plot)
    )
    return f"<figure>{svg(plot)}<figcaption>{escape(plot.title)}<br>{keys}</figcaption></figure>"


def _provenance(report: Report) -> Iterator[str]:
    made = report.provenance
    yield f"<p>Made by</p><pre>{escape(made.command)}</pre>"
    facts = {
        "date": made.date,
        **made.data,
        "seed": made.seed,
        **made.config,
        "machine": made.machine,
        "versions": ", ".join(f"{name} {number}" for name, number in made.versions.items()),
    }
    rows = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th><td>{escape(_plain(value))}</td></tr>'
        for name, value in facts.items()
    )
    yield _wide(f'<table class="facts"><tbody>{rows}</tbody></table>')


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
