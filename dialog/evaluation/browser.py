"""Dialogues as HTML: one line each, to be opened, with what every turn did and what went wrong."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from dialog.evaluation.blocks import Browser, Said, Told

MOST = 200  # dialogues on a page, which keeps it small enough to open
NOTHING = "nothing"


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return in words how a state, slot to value, became another."""
    return [
        f"{slot}: {before.get(slot, NOTHING)} → {after.get(slot, NOTHING)}"
        for slot in dict.fromkeys([*after, *before])
        if before.get(slot) != after.get(slot)
    ]


def chosen(ends: Sequence[str], most: int = MOST) -> list[int]:
    """Return the places of at most so many dialogues, of every kind of end as many if it can be.

    Args:
        ends: of each dialogue, the kind of its end: of its first reason, "" for a success.
        most: how many.
    """
    kinds: dict[str, list[int]] = {}
    for at, kind in enumerate(ends):
        kinds.setdefault(kind, []).append(at)
    kept: list[int] = []
    for depth in range(len(ends)):
        kept += [places[depth] for places in kinds.values() if depth < len(places)]
        if len(kept) >= most:
            break
    return sorted(kept[:most])


def browser(block: Browser) -> str:
    """Return the dialogues, with a form to choose by that a script brings to life."""
    every = block.dialogues
    places = chosen([each.reasons[0].kind if each.reasons else "" for each in every])
    # failures first
    shown = sorted((every[at] for at in places), key=lambda each: not each.reasons)
    kinds = Counter(kind for each in shown for kind in {reason.kind for reason in each.reasons})
    right = sum(not each.reasons for each in shown)
    options = [("", f"all {len(shown):,}")]
    options += [("✓", f"nothing wrong ({right:,})")] if right else []
    options += [(kind, f"{kind} ({count:,})") for kind, count in kinds.most_common()]
    choices = "".join(
        f'<option value="{escape(v)}">{escape(words)}</option>' for v, words in options
    )
    left_out = len(every) - len(shown) + block.left_out
    said = (
        f"<p>{len(shown):,} of {len(shown) + left_out:,} dialogues, of every kind of end as many "
        f"as there are or as there is room for.</p>"
        if left_out
        else ""
    )
    return (
        f'{said}<div class="browser"><form class="filter" hidden>'
        f"<label>Show <select>{choices}</select></label>"
        '<label>Words <input type="search"></label><output aria-live="polite"></output></form>'
        f"{''.join(map(_dialogue, shown))}</div>"
    )


def _dialogue(told: Told) -> str:
    kinds = "|".join(dict.fromkeys(reason.kind for reason in told.reasons)) or "✓"
    # a sign besides the colour, for those who cannot tell the colours apart
    sign, look = ("✗", "wrong") if told.reasons else ("✓", "right")
    why = "; ".join(f"{kind} ({what})" if what else kind for kind, what in told.reasons)
    turns = "".join(_turn(turn) for turn in told.turns)
    wanted = f'<p class="wanted">Wanted: {escape(told.wanted)}</p>' if told.wanted else ""
    return (
        f'<details class="dialogue {look}" data-kinds="{escape(kinds)}"><summary>'
        f'<b><span class="sign">{sign}</span> {escape(told.name)}</b> {escape(why)}'
        f"</summary>{wanted}<ol>{turns}</ol></details>\n"
    )


def _turn(turn: Said) -> str:
    parts = "".join(_parts(turn))
    return f'<li class="{turn.speaker}"><span>{turn.speaker}</span><div>{parts}</div></li>'


def _parts(turn: Said) -> Iterator[str]:
    if turn.text:
        yield f"<p>{escape(turn.text)}</p>"
    if turn.acts:
        yield f'<p class="acts">{escape(turn.acts)}</p>'
    if turn.changes:
        yield f'<p class="changes">{"<br>".join(map(escape, turn.changes))}</p>'
    yield from (f'<p class="fault">✗ {escape(fault)}</p>' for fault in turn.faults)
