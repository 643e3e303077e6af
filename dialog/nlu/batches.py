"""Texts of like length together, so that little padding is computed."""

from collections.abc import Sequence

TOKENS = 384  # of a batch, padding included; measured flat from 200 to 800 on two cores


def batches(lengths: Sequence[int], most: int = TOKENS) -> list[list[int]]:
    """Return the places of texts in batches, the longest texts first, texts of a length in order.

    Args:
        lengths: of each text, in tokens.
        most: tokens of a batch, padding included; a text that is longer by itself stands alone.
    """
    made: list[list[int]] = []
    for place in sorted(range(len(lengths)), key=lambda place: -lengths[place]):
        if made and lengths[made[-1][0]] * (len(made[-1]) + 1) <= most:
            made[-1].append(place)
        else:
            made.append([place])
    return made
