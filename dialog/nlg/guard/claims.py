"""What a clause claims with words that nobody gave: a garden, a view, that it closed last year.

A clause is let through if it can claim nothing. Grammar, opinions and the talk of a service may be
said at any time, and the words of a slot when the turn is about it. Another word is let through
where English puts no attribute: the verb of what the speaker does or asks the user to do ("I'll
rummage", "jot this down"), an adverb, the verb between an entity and a value that is so ("they
whip up Thai food"), and anything in a question. Everywhere else, most of all as a noun or an
adjective, it is taken for an attribute that is made up.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.bookings import claims_booking, claims_failure
from dialog.nlg.guard.brief import GAP, TOLD, Brief, denies
from dialog.nlg.guard.english import IDIOMS
from dialog.nlg.guard.words import EVERYDAY, GRAMMAR, PRAISE, WORD, forms_of, is_adverb, known

_SPLIT = re.compile(
    r"([,;:.!?]+(?=\s|$)|\s-+\s|\((?=\w)|\)|\b(?:and|but|because|as well as|so that)\b)"
)
_TOKEN = re.compile(rf"[{GAP}{TOLD}]|{WORD.pattern}")
_LEADING = re.compile(  # what a clause may begin with before it says anything
    r"(?:\s*(?:and|or|so|okay|ok|then|also|but|now|well|great|please|just|yes|yeah|no|sure|oh|"
    r"actually|still|alternatively|otherwise|again|perfect|right|all right|alright|not quite)\b)*\s*"
)
_ASKS = re.compile(
    r"(?:may i ask|any|what|when|where|which|who|whom|whose|how|why|is|are|am|do|does|did|shall|"
    r"should|would|will|could|can|may|might|mind|(?:by|at|on|for|from|in|to|with|of|until) "
    r"(?:what|which|where|when|how|whom)|or|have|has|had|need|want|fancy|was|were|whereabouts)\b"
)
_ASKS_FOR = re.compile(  # in a statement, that the user tell something
    r"\b(?:(?:let|allow) (?:me|us) know|(?:tell|give|send|show|remind) (?:me|us)|just say|"
    r"(?:i|we)(?:'ll| will|'d| would)?(?: \w+)? need|to know|in mind|"
    r"(?:choose|pick|select|specify|enter|indicate|provide|share|name|clarify|confirm)\b)"
)
_WISHES = re.compile(
    r"^(?:have|enjoy|i wish you|wishing you|i hope you|we hope you|hope you|all the best|until)\b"
)
_WISHED = frozenset(
    "day morning afternoon evening night weekend week time stay visit meal lunch dinner breakfast "
    "drink ride trip journey travel flight holiday rest event experience enjoy".split()
)
_OFFERS = re.compile(
    r"\b(?:how about|what about|how does|how do|why not|have you (?:tried|considered|thought)|"
    r"may i (?:suggest|propose|recommend)|can i (?:suggest|interest|recommend|tempt)|with)\b"
)
_OF_OTHERS = re.compile(
    rf"(?:{GAP}|it|its|it's|it'll|it'd|that|that's|that'd|that'll|this|these|those|they|they're|"
    r"they've|they'll|they'd|their|there|there's|there're|he|she|his|her|the|a|an|all|every|"
    r"each|both|some|everything|most|which|who|whose|with|where|your|our|guests|visitors|"
    r"customers|people)(?![\w'])"
)
_SPEAKERS = frozenset("i i'll i'd i'm we we'll we'd we're let's".split())
_MODALS = frozenset(
    "will would shall should can could may might must don't won't can't couldn't didn't not".split()
)
_DONE = frozenset("i've we've have had".split())
_WAYS = frozenset(  # what "to" leads to a place behind, not to a verb
    "close next near due adjacent opposite distance walk access goes leads way comes proximity "
    "home addition thanks".split()
)
_AFTER_AN_ORDER = frozenset(
    "the a an this that these those me us it them your my our up over out down away back along "
    f"ahead off around through {GAP}".split()
)
_OF_THINGS = frozenset(f"it they that which who this he she there {GAP}".split())
_PREPOSITIONS = frozenset("in at on by near to from for of with around within into over".split())
_HOURS = frozenset("close closed closes closing shut shuts open opens opened reopen".split())
_KNOWN_SHARE = 0.5  # of a question's words


class _Kind(Enum):
    ASKS = 0  # what is asked is not claimed
    TALKS = 1  # of the speaker and the user
    TELLS = 2  # of anything else


@dataclass(frozen=True, slots=True)
class _Clause:
    words: str
    kind: _Kind
    asked: bool  # whether it is part of a question

    @property
    def tokens(self) -> list[str]:
        return _TOKEN.findall(self.words)


def claimed(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield what a sentence claims in words that are not the turn's.

    Args:
        rest: the sentence as `spoken` gives it, with `GAP` for the values that may be stated and
            `TOLD` for those that only the user told.
        brief: of the turn.
        own: the draft without its values.
    """
    drafted = frozenset(WORD.findall(own))
    for clause in _clauses(IDIOMS.sub(" , ", rest)):
        tokens = clause.tokens
        if not tokens:
            continue
        if tokens[0] == TOLD and len(tokens) > 1 and clause.kind is not _Kind.ASKS:
            yield f"{clause.words.strip().replace(TOLD, '...')!r} is no fact"
            continue
        allowed = _allowed(clause, brief) | drafted
        strange = [i for i, t in enumerate(tokens) if not _is_known(t, allowed)]
        if clause.kind is _Kind.ASKS:
            if len(strange) > _KNOWN_SHARE * len(tokens):
                yield f"{clause.words.strip()!r} is not in the language of the draft"
            continue
        for i in strange:
            if not _states_nothing(i, tokens, clause, brief):
                yield f"{tokens[i]!r} is no fact"


def _clauses(rest: str) -> Iterator[_Clause]:
    """Yield the clauses of a sentence; one after "and" without a subject goes on the one before."""
    asks = rest.rstrip().endswith("?")
    offers = asks and GAP in rest and _OFFERS.search(rest) is not None
    parts = _SPLIT.split(rest)
    before: _Kind | None = None
    for number in range(0, len(parts), 2):
        joint = parts[number - 1] if number else ""
        words = parts[number]
        kind = _kind(words, asks and not offers)
        goes_on = joint == "and" and kind is _Kind.TALKS and not _SUBJECT.match(_led(words))
        if goes_on and before is not None:
            kind = before
        before = kind
        yield _Clause(words, kind, asks and not offers)


_SUBJECT = re.compile(r"(?:i|we|you|let|please|just|feel|thank)\b")


def _led(words: str) -> str:
    """Return a clause from its first word that says something."""
    found = _LEADING.match(words)
    return words[found.end() :] if found else words


def _kind(words: str, asks: bool) -> _Kind:
    start = _led(words)
    if _ASKS_FOR.search(words) and GAP not in words:
        return _Kind.ASKS
    if asks and (_ASKS.match(start) or not _OF_OTHERS.match(start)):
        return _Kind.ASKS
    return _Kind.TELLS if _OF_OTHERS.match(start) else _Kind.TALKS


def _allowed(clause: _Clause, brief: Brief) -> frozenset[str]:
    """Return the words that a clause may have, in their base forms or as they are."""
    allowed = brief.own_words | (GRAMMAR | PRAISE)
    tells_nothing = clause.kind is _Kind.TELLS and GAP not in clause.words
    if not tells_nothing or clause.asked or _answers(clause, brief) or _tells_of_booking(clause.words, brief):
        allowed |= EVERYDAY
    if clause.kind is _Kind.TALKS and _WISHES.match(_led(clause.words)):
        allowed |= _WISHED
    return allowed


def _answers(clause: _Clause, brief: Brief) -> bool:
    """Whether a clause says yes or no to a slot of the acts: the slot's word is its value."""
    slots = (brief.lexicon.amenities.get(token, frozenset()) for token in clause.tokens)
    return any(brief.asked & of_word for of_word in slots)


def _is_known(token: str, allowed: frozenset[str]) -> bool:
    return token in (GAP, TOLD) or len(token) < 2 or known(token, allowed)


def _states_nothing(at: int, tokens: Sequence[str], clause: _Clause, brief: Brief) -> bool:
    """Whether an unknown word stands where no attribute does."""
    word, after = tokens[at], tokens[at + 1 :]
    if is_adverb(word):
        return True
    before = [t for t in tokens[:at] if not is_adverb(t) and t not in ("just", "also", "really")]
    previous = before[-1] if before else ""
    speaks = any(t in _SPEAKERS or t in _DONE for t in before) or before[-2:] == ["let", "me"]
    if previous in _SPEAKERS | _DONE or (speaks and previous in _MODALS | {"me"}):
        finished = word.endswith("ed") or previous in _DONE
        return not finished or GAP in after or bool(acts_of(brief.acts, *_FRUITLESS))
    if previous == "to":
        return len(before) < 2 or before[-2] not in _WAYS | {GAP}
    if clause.kind is _Kind.TALKS and not _led(" ".join(before)).strip():
        return bool(after) and after[0] in _AFTER_AN_ORDER and not word.endswith("s")
    if GAP not in after or word in _HOURS:
        return False
    participle = word.endswith(("ed", "ing")) and after[0] in _PREPOSITIONS
    return previous in _OF_THINGS or participle


_FRUITLESS = (ActType.NOOFFER, ActType.NOBOOK, ActType.BOOK, ActType.REPEAT, ActType.CANCEL)


def _tells_of_booking(clause: str, brief: Brief) -> bool:
    """Whether a clause says in other words that what is booked is, or what is not is not."""
    things = brief.lexicon.things
    if acts_of(brief.acts, ActType.BOOK):
        return claims_booking(clause, things) and not denies(clause)
    if acts_of(brief.acts, ActType.NOBOOK, ActType.NOOFFER):
        return claims_failure(clause, things) or denies(clause)
    unknown = any(act.value == "unknown" for act in brief.acts)
    return unknown and denies(clause)
