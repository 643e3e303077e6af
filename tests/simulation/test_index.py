"""Rows are found by value as a search through all of them would."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.schema import Slot, SlotType
from dialog.simulation.index import RowIndex

SLOTS = {
    "food": Slot(name="food", description="the food", column="kind"),
    "near": Slot(name="near", description="a landmark", multiple=True),
}
TIMES = {
    "leave": Slot(name="leave", description="the start", type=SlotType.TIME, bound="at_least"),
    "arrive": Slot(name="arrive", description="the end", type=SlotType.TIME, bound="at_most"),
}
HOURS = st.sampled_from(["", "05:30", "11:00", "17:45", "24:10"])
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


@given(
    st.lists(st.fixed_dictionaries({"leave": HOURS, "arrive": HOURS})),
    st.dictionaries(st.sampled_from(["leave", "arrive"]), HOURS.filter(bool), min_size=1),
)
def test_places_within_bounds_begin_with_the_nearest(rows, wanted):
    found = RowIndex(rows, TIMES, str.lower).places(wanted)
    fitting = [
        n
        for n, row in enumerate(rows)
        if all(TIMES[s].admits(row[s], v) for s, v in wanted.items())
    ]
    assert sorted(found) == fitting
    first = next(iter(wanted))
    measured = [rows[n][first] for n in found]
    assert measured == sorted(measured, reverse=first == "arrive")
