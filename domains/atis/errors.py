"""What the flight domain cannot do, said to the user."""


class UnmetError(Exception):
    """A question that the tables cannot answer; its text is a sentence for the user."""
