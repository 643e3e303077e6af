"""The spans that a corpus annotates, and the acts that they belong to."""

# Why an act has no span.
CATEGORICAL = "categorical slot"  # whose values the corpus does not mark in the text
DONTCARE = "dontcare"
MISSING = "no span"
DIFFERS = "span reads differently"


class Spans:
    """Annotated spans of a text; each is taken by the one act whose value it reads."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left: list[tuple[str, int, int]] = []

    def add(self, label: str, start: int, end: int) -> None:
        """Add a span under the label by which acts ask for it."""
        self.left.append((label, start, end))

    def take(self, label: str, value: str) -> tuple[int, int] | None:
        """Return the first span of a label that reads like the value; it is taken then."""
        wanted = value.lower().split()
        for at, (name, start, end) in enumerate(self.left):
            said = self.text[start:end] if 0 <= start < end <= len(self.text) else ""
            if name == label and said.lower().split() == wanted:
                del self.left[at]
                return start, end
        return None

    def why(self, label: str, value: str) -> str:
        """Return why no span was found."""
        if any(name == label for name, _, _ in self.left):
            return DIFFERS
        return DONTCARE if value == DONTCARE else MISSING
