"""What the flight domain cannot do, said to the user."""


class UnmetError(Exception):
    """A question that the tables cannot answer.

    Args:
        sentence: what the user is told.
        words: the words that stand for nothing, which are forgotten; none where some are missing.
    """

    def __init__(self, sentence: str, *words: str) -> None:
        super().__init__(sentence)
        self.words = frozenset(word.lower() for word in words)
