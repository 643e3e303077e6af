"""Whether what a table holds is what somebody wants: the one comparison that all parts make."""

from dialog.ranges import in_range
from dialog.schema import JOINT, Slot


def has_value(slot: Slot | None, cell: str, wanted: str) -> bool:
    """Whether a cell has a value, whatever its case.

    Of a slot with `multiple` the cell is a list that is to hold the value, or each of several that
    stand together. Of one with `bounds` its number is to lie in the span.
    """
    if slot is not None and slot.bounds and in_range(cell, wanted):
        return True
    if slot is None or not slot.multiple:
        return _plain(cell) == _plain(wanted)
    each = {_plain(one) for one in cell.split(JOINT)}
    return all(_plain(one) in each for one in each_of(slot, wanted))


def each_of(slot: Slot, wanted: str) -> list[str]:
    """Return the values that are wanted together, one of a slot that does not take `many`."""
    return wanted.split(JOINT) if slot.many else [wanted]


def _plain(value: str) -> str:
    return value.strip().casefold()
