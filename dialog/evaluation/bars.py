"""Named bars from left to right, drawn as inline SVG."""

import math
from collections.abc import Callable
from html import escape

from dialog.evaluation.blocks import Bar, Bars
from dialog.evaluation.svg import COLOURS, FAINT, element, ticks, words

WIDTH = 480  # about a telephone, where the letters are as large as around it
ROW, BAR = 26, 14  # heights: of a row, and of the bar in it
TOP, FOOT = 6, 24  # above the first row; below the last, for the numbers of the axis
LETTER = 7  # the width of a letter, to leave room for names
LONGEST = 26  # letters of a name that are shown
BEHIND = 110  # room for values behind the bars


def drawn(block: Bars) -> str:
    """Return bars as an `svg` element."""
    left = 12 + LETTER * max((len(_short(bar.name)) for bar in block.bars), default=0)
    right = WIDTH - BEHIND
    low = min(min(bar.value, bar.interval.low if bar.interval else 0) for bar in block.bars)
    low, high = min(0.0, low), _end(block)
    span = (high - low) or 1.0

    def x(value: float) -> float:
        return left + (right - left) * (min(max(value, low), high) - low) / span

    height = TOP + ROW * len(block.bars) + FOOT
    foot = height - FOOT
    parts = []
    step = ticks(span)[1]
    for nth in range(math.ceil(low / step), math.floor(high / step * (1 + 1e-9)) + 1):
        tick = round(nth * step, 10)
        line = f"M{x(tick):.1f} {TOP}V{foot}"
        parts.append(element("path", d=line, stroke=FAINT, stroke_opacity=0.3))
        parts.append(words(x(tick), height - 8, f"{tick:g}"))
    parts += [_row(bar, TOP + ROW * nth, left, x) for nth, bar in enumerate(block.bars)]
    parts.append(element("path", d=f"M{x(0):.1f} {TOP}V{foot}", stroke=FAINT))
    box = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
    return f'<svg {box} role="img" aria-label="{escape(_described(block))}">{"".join(parts)}</svg>'


def _row(bar: Bar, top: float, left: float, x: Callable[[float], float]) -> str:
    middle = top + ROW / 2
    start, end = sorted((x(0), x(bar.value)))
    parts = [
        words(left - 8, middle + 4, _short(bar.name), "end"),
        element(
            "rect", f"<title>{escape(bar.name)}</title>", x=start, y=middle - BAR / 2,
            width=max(1.0, end - start), height=BAR, fill=COLOURS[0],
        ),
    ]  # fmt: skip
    last = end
    if bar.interval:
        low, high = x(bar.interval.low), x(bar.interval.high)
        ends = f"M{low:.1f} {middle - 4:g}v8M{low:.1f} {middle:g}H{high:.1f}M{high:.1f} "
        parts.append(
            element("path", d=f"{ends}{middle - 4:g}v8", stroke=COLOURS[1], stroke_width=2)
        )
        last = max(last, high)
    note = f" ({bar.note})" if bar.note else ""
    parts.append(words(last + 6, middle + 4, f"{_number(bar.value)}{note}", "start"))
    return "".join(parts)


def _end(block: Bars) -> float:
    if block.end is not None:
        return block.end
    return max(0.0, *(max(b.value, b.interval.high if b.interval else 0) for b in block.bars))


def _number(value: float) -> str:
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.3g}"


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def _described(block: Bars) -> str:
    """Return the bars in words, for those who cannot see them."""
    each = (f"{bar.name} {_number(bar.value)}" for bar in block.bars)
    return f"{block.title}: {', '.join(each)} {block.unit}".rstrip()
