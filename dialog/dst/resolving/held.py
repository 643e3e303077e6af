"""Bookings that the user has already: who says "I have a booking for two nights" orders none."""

import re
from collections.abc import Collection, Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.further import BOOKINGS
from dialog.wordbounds import says

_TASK, _BOOK = "task", "book"
_MORE = r"(?:for|on|at|from|in|with|to|under|until|till?|\d+|\w+day)\b"  # goes on with a clause
_END = re.compile(
    rf"[.;!?]+(?=\s|$)|,(?!\s*(?:and\s+)?{_MORE})|\b(?:and|but|so|because|since)\b(?!\s*{_MORE})",
    re.IGNORECASE,
)
_HELD = re.compile(
    r"\W*(?:(?:well|no|yes|yeah|hi|hello|actually|oh|sorry|ok|okay|thanks|and|but|so|because|since)\W+)*"
    r"(?:i|we)(?:['’]ve)?(?:\s+(?:have|had|already|also|just|got|made))*\s+"
    r"(?:(?:an?|my|our|the)\s+(?:[\w'’]+\s+){0,3}?(?:bookings?|reservations?|booked|reserved)|"
    r"booked|reserved)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"\b(?:book|reserve|reservations?|bookings?)\b", re.IGNORECASE)
_POLITE = frozenset(
    {ActType.HELLO, ActType.THANK, ActType.AFFIRM, ActType.NEGATE, ActType.OUTOFSCOPE}
)


def unheld(text: str) -> str:
    """Return a text with spaces for the clauses that tell of a booking that the user has."""
    start, kept = 0, ""
    for end in [*(match.start() for match in _END.finditer(text)), len(text)]:
        clause = text[start:end]
        told = _HELD.match(clause.lstrip(",; "))
        kept, start = kept + (" " * len(clause) if told else clause), end
    return kept


def without_held(acts: Sequence[DialogueAct], text: str, context: Context) -> list[DialogueAct]:
    """Return the acts without wishes for what the user has booked, of which a clause tells.

    What the other clauses name is wished for; where they name nothing, what this one does not, of
    which an order needs a word for one there.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
    """
    rest = unheld(text)
    if rest == text:
        return list(acts)
    held = "".join(a if b == " " else " " for a, b in zip(text, rest, strict=True))
    wishes = {act.domain for act in acts if _is_wish(act)} & context.schemas.keys()
    named = {domain for domain in wishes if says(rest, context.schemas[domain].nouns)}
    gone = set() if named else {d for d in wishes if says(held, context.schemas[d].nouns)}
    order = _WORD.search(rest) is not None
    return [
        act
        for act in acts
        if not _is_wish(act)
        or act.domain in named
        or not (named or act.domain in gone or (act.value == _BOOK and not order))
    ]


def _is_wish(act: DialogueAct) -> bool:
    return act.type is ActType.INFORM and act.slot == _TASK


def answered_held(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    asked: Collection[tuple[str, str]],
    proposed: Collection[DialogueAct],
) -> list[DialogueAct]:
    """Return the acts without details of what is held, or what telling of it amounts to.

    Who says nothing else wants no booking that was proposed, gives up the one for which a detail
    was asked, and hears of those that were made where neither is so.

    Args:
        acts: of the turn, without wishes for what is held.
        text: that was said.
        context: of the turn.
        asked: the slots that the system just asked for.
        proposed: what it just put to the user.
    """
    rest = unheld(text)
    if rest == text:
        return list(acts)
    wanted = {act.domain for act in acts if _is_wish(act)}

    def is_detail(act: DialogueAct) -> bool:
        schema = context.schemas.get(act.domain)
        inside = act.span is not None and not rest[slice(*act.span)].strip()
        free = act.domain not in wanted and (act.domain, act.slot) not in asked
        return inside and free and schema is not None and act.slot != schema.key

    left = [act for act in acts if not is_detail(act)]
    if any(act.type not in _POLITE for act in left):
        return left
    if any((act.slot, act.value) == (_TASK, _BOOK) for act in proposed):
        return [DialogueAct(ActType.NEGATE)]
    under_way = (name for name, _ in asked if context.state.domain(name).task == _BOOK)
    if domain := next(under_way, ""):
        return [DialogueAct(ActType.CANCEL, domain)]
    return [DialogueAct(ActType.REQUEST, "", BOOKINGS)]
