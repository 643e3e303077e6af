"""Plots as inline SVG: they scale, and need neither a library nor a script."""

import math
from collections.abc import Iterator
from html import escape

from dialog.evaluation.blocks import Plot

WIDTH, HEIGHT = 460, 320
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 14, 48  # room for the axes' words
END, FOOT = WIDTH - RIGHT, HEIGHT - BOTTOM  # where the plot ends, to the right and below
TICKS = 5  # about
# seen on white and on black alike
FAINT = "#7d8590"
COLOURS = ("#6f9bd1", "#c2702a", "#8c62c0", "#3a9a6a", "#c04f7d")  # of bars, then of lines


def svg(plot: Plot) -> str:
    """Return a plot as an `svg` element."""

    def x(value: float) -> float:
        return LEFT + (END - LEFT) * value / plot.x_end

    def y(value: float) -> float:
        return FOOT - (FOOT - TOP) * value / plot.y_end

    parts = []
    for tick in ticks(plot.y_end):
        across = f"M{LEFT} {y(tick):.1f}H{END}"
        parts.append(element("path", d=across, stroke=FAINT, stroke_opacity=0.3))
        parts.append(words(LEFT - 6, y(tick) + 4, f"{tick:g}", "end"))
    if plot.names:
        below = [((start + end) / 2, name) for (start, end, _), name in _named(plot)]
    else:
        below = [(tick, f"{tick:g}") for tick in ticks(plot.x_end)]
    parts += [words(x(at), FOOT + 17, name) for at, name in below]
    for (start, end, height), name in _named(plot):
        what = name or f"{start:.3g} to {end:.3g}"
        title = f"<title>{escape(what)}: {height:.3g}</title>"
        parts.append(
            element(
                "rect", title, x=x(start) + 0.5, y=y(height), fill=COLOURS[0],
                width=max(0.5, x(end) - x(start) - 1), height=y(0) - y(height),
            )
        )  # fmt: skip
    for line, colour in zip(plot.lines, _line_colours(plot), strict=True):
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in line.points)
        dashes = "4 4" if line.kind == "guide" else "none"
        parts.append(
            element(
                "polyline", points=points, fill="none", stroke=colour, stroke_width=1.5,
                stroke_dasharray=dashes,
            )
        )  # fmt: skip
    parts.append(element("path", d=f"M{LEFT} {TOP}V{FOOT}H{END}", stroke=FAINT, fill="none"))
    parts.append(words((LEFT + END) / 2, HEIGHT - 10, plot.x))
    middle = (TOP + FOOT) / 2
    parts.append(words(14, middle, plot.y, transform=f"rotate(-90 14 {middle:g})"))
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg {box} role="img" aria-label="{escape(plot.title)}">{"".join(parts)}</svg>'


def _named(plot: Plot) -> list[tuple[tuple[float, float, float], str]]:
    """Return the bars with their names, "" where they have none."""
    return list(zip(plot.bars, plot.names or [""] * len(plot.bars), strict=True))


def legend(plot: Plot) -> list[tuple[str, str]]:
    """Return what the bars and the lines are, each with its colour."""
    bars = [(plot.bars_label, COLOURS[0])] if plot.bars else []
    return bars + [(n.label, c) for n, c in zip(plot.lines, _line_colours(plot), strict=True)]


def ticks(end: float) -> list[float]:
    """Return round numbers from 0 to at most `end`, about as many as there is room for."""
    if end <= 0:
        return [0]
    power = 10 ** math.floor(math.log10(end / TICKS))
    step = min((n * power for n in (1, 2, 5, 10)), key=lambda step: abs(end / step - TICKS))
    return [round(nth * step, 10) for nth in range(int(end / step * (1 + 1e-9)) + 1)]


def _line_colours(plot: Plot) -> Iterator[str]:
    for nth, line in enumerate(plot.lines):
        yield FAINT if line.kind == "guide" else COLOURS[1 + nth % (len(COLOURS) - 1)]


def words(x: float, y: float, text: str, anchor: str = "middle", **more: str) -> str:
    """Return words at a place, in the colour of all that explains."""
    return element("text", escape(text), x=x, y=y, fill=FAINT, text_anchor=anchor, **more)


def element(name: str, inner: str = "", **attributes: str | float) -> str:
    """Return an element; an underscore in the name of an attribute is a hyphen."""
    shown = "".join(
        f' {key.replace("_", "-")}="{value if isinstance(value, str) else f"{value:.4g}"}"'
        for key, value in attributes.items()
    )
    return f"<{name}{shown}>{inner}</{name}>"
