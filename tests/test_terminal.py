"""Text from elsewhere, and tables, in a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.state import Listing
from dialog.terminal import printable, table_lines

cells = st.text(max_size=12)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    columns = draw(st.lists(st.text("abc ", min_size=1, max_size=8), min_size=1, max_size=4))
    rows = draw(st.lists(st.tuples(*(cells for _ in columns)), max_size=12))
    return Listing(tuple(columns), tuple(rows), draw(st.integers(1, 120)))


def test_a_table_is_aligned_and_numbered() -> None:
    listing = Listing(("title", "writer"), (("Salt", "Eve Lund"), ("The Ninth Key", "")))
    assert table_lines(listing) == [
        "    title          writer",
        "1.  Salt           Eve Lund",
        "2.  The Ninth Key",
    ]


def test_numbers_go_on_counting_on_the_next_page() -> None:
    assert table_lines(Listing(("title",), (("Salt",), ("Reeds",)), first=9)) == [
        "     title",
        "9.   Salt",
        "10.  Reeds",
    ]


def test_a_table_without_rows_is_its_header() -> None:
    assert table_lines(Listing(("title",), ())) == ["  title"]


@given(listings())
def test_every_cell_begins_where_its_column_does(listing: Listing) -> None:
    lines = table_lines(listing)
    table = [("", *listing.columns)]
    for number, row in enumerate(listing.rows, start=listing.first):
        table.append((f"{number}.", *map(printable, row)))
    assert len(lines) == len(table)
    starts = [0]
    for column in zip(*table, strict=True):
        starts.append(starts[-1] + max(map(len, column)) + 2)
    for line, row in zip(lines, table, strict=True):
        assert line == line.rstrip()
        assert line.isprintable()
        for start, end, cell in zip(starts, starts[1:], row, strict=False):
            assert line[start:end].rstrip() == cell.rstrip()


@given(st.text())
def test_a_printable_line_is_as_long_and_steers_nothing(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert shown.isprintable()
