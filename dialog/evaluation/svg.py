"""Plots as inline SVG: they scale, and need neither a library nor a script."""

from collections.abc import Sequence
from html import escape

from dialog.evaluation.report import Plot

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 14, 48  # room for the axes' words
TICKS = 5


def svg(plot: Plot) -> str:
    """Return a plot as an `svg` element; its colours are the page's classes."""
    inner_width, inner_height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(value: float) -> float:
        return round(LEFT + inner_width * value / plot.x_end, 1)

    def y(value: float) -> float:
        return round(TOP + inner_height * (1 - value / plot.y_end), 1)

    parts = [
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(plot.title)}">'
    ]
    for tick in _ticks(plot.y_end):
        parts.append(f'<path class="grid" d="M{LEFT} {y(tick)}H{WIDTH - RIGHT}"/>')
        parts.append(_text(LEFT - 6, y(tick) + 4, _number(tick), "end"))
    parts += [
        _text(x(tick), TOP + inner_height + 17, _number(tick), "middle")
        for tick in _ticks(plot.x_end)
    ]
    for start, end, height in plot.bars:
        width = max(0.5, x(end) - x(start) - 1)
        title = f"{_number(start)} to {_number(end)}: {_number(height)}"
        parts.append(
            f'<rect class="bar" x="{x(start) + 0.5}" y="{y(height)}" width="{width:.1f}" '
            f'height="{y(0) - y(height):.1f}"><title>{title}</title></rect>'
        )
    for nth, line in enumerate(plot.lines):
        points = " ".join(f"{x(a)},{y(b)}" for a, b in line.points)
        kind = line.kind if line.kind == "guide" else f"curve curve{nth}"
        parts.append(f'<polyline class="{kind}" points="{points}"/>')
    parts.append(f'<path class="axis" d="M{LEFT} {TOP}V{TOP + inner_height}H{WIDTH - RIGHT}"/>')
    parts.append(_text(LEFT + inner_width / 2, HEIGHT - 10, plot.x, "middle"))
    middle = TOP + inner_height / 2
    parts.append(_text(14, middle, plot.y, "middle", f' transform="rotate(-90 14 {middle:g})"'))
    return "".join([*parts, "</svg>"])


def _text(x: float, y: float, words: str, anchor: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}"{more}>{escape(words)}</text>'


def _ticks(end: float) -> Sequence[float]:
    return [end * nth / TICKS for nth in range(TICKS + 1)]


def _number(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
