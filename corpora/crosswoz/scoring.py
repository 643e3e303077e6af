"""How states of CrossWOZ are scored: values letter for letter, without spaces.

So thu-coai/CrossWOZ compares them (convlab2/dst/trade/crosswoz), where dishes and facilities that
stand together have to be in the order of annotation; with `any_order` they need not.
"""

from dialog.corpus.scoring import Scoring
from dialog.schema import JOINT


def _plain(domain: str, slot: str, value: str) -> str:
    return "".join(value.replace(JOINT, " ").split())


def _sorted(domain: str, slot: str, value: str) -> str:
    return " ".join(sorted(value.replace(JOINT, " ").split()))


SCORINGS = (
    Scoring("", "Values letter for letter, without spaces.", read=_plain),
    Scoring("any_order", "Values with several parts in any order.", read=_sorted),
)
