"""Text that others wrote, made fit for a terminal."""


def printable(line: str) -> str:
    """Return a line with spaces for what would steer the terminal."""
    return "".join(char if char.isprintable() else " " for char in line)
