"""How states of WOZ 2.0 are scored: by equal values, where "center" is "centre"."""

from dialog.corpus.scoring import Scoring
from dialog.quantities import fold


def _read(domain: str, slot: str, value: str) -> str:
    text = fold(value)
    return "centre" if text == "center" else text


SCORINGS = (Scoring("", "Equal values; center is centre.", read=_read),)
