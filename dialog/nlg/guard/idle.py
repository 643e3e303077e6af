"""Clauses that state no fact of the turn: they may be courteous, and nothing else.

What a value is can be told from its form; what a sentence without one claims cannot: "consider it
done" says that something is booked. So such a clause is let through only if its words are courtesy
or the draft's own.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.brief import Brief, denies
from dialog.nlg.guard.english import BOOKED, FAILED, IDIOMS
from dialog.nlg.guard.lexicon import WORD

COURTESY = frozenset(Path(__file__).with_name("courtesy.txt").read_text("utf-8").split())
_CLAUSE = re.compile(r"[,;:.!?]+(?=\s|$)|\s-+\s|\b(?:and|but|because|as well as|so that)\b")
_ASKS = re.compile(
    r"\s*(?:(?:and|or|so|okay|ok|then|also|but|now|please|just|tell me|may i ask|any idea)\s+)*"
    r"(?:what|when|where|which|who|whom|whose|how|why|is|are|do|does|did|shall|should|would|will|"
    r"could|can|may|might|any|by when|by what|at what|on what|on which|for how|for what|for which|"
    r"from where|from which|in which|with|or|have|has|need|was|were|whereabouts|until|since)\b"
)
_OF_BOOKING = re.compile(r"\b(?:(?:re|pre)?book|reserv|confirm(?:ed|ation))")
_GOT = re.compile(r"\b(?:got it|got that|i get it|there you go|here you go|my pleasure|no luck)\b")
_GAP = "\x00"


def idle(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield the clauses of a sentence that state something without any value that is known.

    Args:
        rest: the sentence as `spoken` gives it, without the values that may be stated.
        brief: of the turn.
        own: the draft without its values.
    """
    allowed = COURTESY | set(WORD.findall(own))
    asks = rest.rstrip().endswith("?")
    for clause in _CLAUSE.split(_GOT.sub(" ", IDIOMS.sub(" ", rest))):
        if not WORD.search(clause) or _GAP in clause or (asks and _ASKS.match(clause)):
            continue
        words = WORD.findall(clause)
        if any(not brief.asked.isdisjoint(brief.lexicon.amenities.get(w, ())) for w in words):
            continue  # a yes or no, which is its value
        strange = [word for word in words if word not in allowed]
        if strange and not _tells_of_booking(clause, brief):
            yield f"{clause.strip()!r} is no fact"


def _tells_of_booking(clause: str, brief: Brief) -> bool:
    """Whether a clause says in other words that what is booked is, or what is not is not."""
    if acts_of(brief.acts, ActType.BOOK):
        return bool(BOOKED.search(clause)) and not denies(clause) and not FAILED.search(clause)
    if acts_of(brief.acts, ActType.NOBOOK):
        return bool(FAILED.search(clause)) or (denies(clause) and not BOOKED.search(clause))
    if any(act.value == "unknown" for act in brief.acts):
        return denies(clause) and _OF_BOOKING.search(clause) is not None
    return False


def of_booking(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield the words of bookings in a statement, where neither acts nor draft tell of one."""
    told = acts_of(brief.acts, ActType.BOOK, ActType.NOBOOK) or any(
        act.value == "unknown" or (act.domain, act.slot) in brief.lexicon.gives
        for act in brief.acts
    )
    if told or rest.rstrip().endswith("?") or _OF_BOOKING.search(own):
        return
    for word in WORD.findall(rest):
        if _OF_BOOKING.match(word):
            yield f"{word!r} is no fact"
