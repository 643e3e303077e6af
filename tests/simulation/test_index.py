"""Rows are found by value as a search through all of them would."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.schema import Slot
from dialog.simulation.index import RowIndex

SLOTS = {
    "food": Slot(name="food", description="the food", column="kind"),
    "near": Slot(name="near", description="a landmark", multiple=True),
}
WORDS = st.sampled_from(["Thai", "thai", "park", "Park", "old mill"])
ROWS = st.lists(
    st.fixed_dictionaries({"kind": WORDS, "near": st.lists(WORDS, max_size=3).map(";".join)})
)


@given(ROWS, st.dictionaries(st.sampled_from(["food", "near"]), WORDS))
def test_places_are_those_of_the_rows_that_have_it_all(rows, wanted):
    def has(row, slot, value):
        cells = [row["kind"]] if slot == "food" else row["near"].split(";")
        return value.lower() in map(str.lower, cells)

    found = RowIndex(rows, SLOTS, str.lower).places(wanted)
    every = enumerate(rows)
    assert list(found) == [n for n, row in every if all(has(row, *item) for item in wanted.items())]
