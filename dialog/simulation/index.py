"""Finds the rows of a table that have some values, without looking at every row."""

from collections.abc import Callable, Mapping, Sequence

from dialog.rows import Row
from dialog.schema import DomainSchema, Slot
from dialog.simulation.goals import Values, column


def plain(text: str) -> str:
    """Return a text as users' wishes are compared: without outer spaces and case."""
    return text.strip().casefold()


class RowIndex:
    """The rows of a domain's table by what their slots hold; what is in a bound is looked through.

    Args:
        rows: the table, which stays as it is.
        slots: the domain's; of one with `multiple` a row has every member.
        plain: makes the form in which values are compared.
    """

    def __init__(
        self, rows: Sequence[Row], slots: Mapping[str, Slot], plain: Callable[[str], str] = plain
    ) -> None:
        self.rows = rows
        self._slots = slots
        self._plain = plain
        self._places: dict[str, dict[str, set[int]]] = {}  # slot -> value -> places of rows

    def places(self, wanted: Values) -> Sequence[int]:
        """Return the places of the rows that have all that is wanted, in their order.

        Of a slot with a `bound` what is nearest to it comes first.
        """
        bounds = {n: v for n, v in wanted.items() if n in self._slots and self._slots[n].bound}
        exact = {n: v for n, v in wanted.items() if n not in bounds}
        found: Sequence[int] = range(len(self.rows))
        if exact:
            found = sorted(set.intersection(*(self._having(*one) for one in exact.items())))
        for name, value in reversed(bounds.items()):  # the first of them sorts last
            slot = self._slots[name]
            held = {at: self.rows[at].get(column(self._slots, name), "") for at in found}
            found = sorted(
                (at for at, actual in held.items() if slot.admits(actual, value)),
                key=lambda at, held=held, slot=slot: slot.measure(held[at]),  # type: ignore[misc]
                reverse=slot.bound == "at_most",
            )
        return found

    def _having(self, name: str, wanted: str) -> set[int]:
        """Return the places of the rows that have one thing wanted."""
        slot, places = self._slots.get(name), self._of(name)
        if slot is not None and slot.spans:
            return set().union(*(at for cell, at in places.items() if slot.holds(cell, wanted)))
        if slot is not None and slot.multiple:
            each = (places.get(self._plain(one), set()) for one in slot.together(wanted))
            return set.intersection(*each)
        return places.get(self._plain(wanted), set())

    def _of(self, name: str) -> Mapping[str, set[int]]:
        if name not in self._places:
            places = self._places[name] = {}
            slot, cells = self._slots.get(name), column(self._slots, name)
            for at, row in enumerate(self.rows):
                cell = row.get(cells, "")
                for value in cell.split(";") if slot is not None and slot.multiple else [cell]:
                    places.setdefault(self._plain(value), set()).add(at)
        return self._places[name]


def indexed(
    schemas: Mapping[str, DomainSchema], rows: Mapping[str, Sequence[Row]]
) -> dict[str, RowIndex]:
    """Return an index of each domain's rows, of none for a domain that has none."""
    return {name: RowIndex(rows.get(name, ()), s.slots) for name, s in schemas.items()}
