"""One value in several spellings is one value: "Jesus College" and "Jesus college"."""

from collections.abc import Mapping

from dialog.dst.belief import Scores
from dialog.quantities import fold, read_number, read_time
from dialog.schema import JOINT, Slot, SlotType
from dialog.state import SlotBelief


def spelt_alike(slot: Slot, scores: Mapping[str, float], belief: SlotBelief) -> Scores:
    """Return scores in which values that say the same are one.

    It is spelt as it is believed already, or else as the likeliest of them.

    Args:
        slot: whose values they are.
        scores: value -> probability.
        belief: what is believed of the slot so far.
    """
    believed = [value for value, _ in belief.values]
    if not believed and len(scores) == 1:
        return dict(scores)
    spelling: dict[str, str] = {}
    for value in [*believed, *sorted(scores, key=lambda value: -scores[value])]:
        spelling.setdefault(_said(slot, value), value)
    alike: Scores = {}
    for value, score in scores.items():
        name = spelling[_said(slot, value)]
        alike[name] = alike.get(name, 0.0) + score
    return alike


def _said(slot: Slot, value: str) -> str:
    """Return what a value says, however it is spelt."""
    if not slot.negatable and JOINT not in value:
        if (span := slot.span(value, "en")) is not None:
            return span
        if slot.type is SlotType.NUMBER and not value.startswith("-"):
            return read_number(value) or fold(value)
        if slot.type is SlotType.TIME:
            return read_time(value) or fold(value)
    return fold(value)
