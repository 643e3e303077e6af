"""Text that others wrote, made fit for a terminal."""

from dialog.state import Listing


def printable(line: str) -> str:
    """Return a line with spaces for what would steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in line)


def printable_lines(text: str) -> str:
    """Return a text of several lines, each with spaces for what would steer the terminal."""
    return "\n".join(printable(line) for line in text.split("\n"))


def table_lines(listing: Listing) -> list[str]:
    """Return a listing as lines of plain text, its columns aligned and its rows numbered."""
    rows = [
        (f"{number}.", *map(printable, row))
        for number, row in enumerate(listing.rows, start=listing.first)
    ]
    table = [("", *listing.columns), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
