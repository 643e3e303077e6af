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
from dialog.nlg.guard.brief import GAP, PROMISED, TOLD, Brief, denies
from dialog.nlg.guard.english import IDIOMS
from dialog.nlg.guard.words import EVERYDAY, GRAMMAR, PRAISE, SAYINGS, WORD, each, is_adverb, known

_SPLIT = re.compile(
    r"([,;.!?]+(?=\s|$)|\s-+\s|\((?=\w)|\)|\b(?:and|but|because|as well as|so that)\b)"
)
_TOKEN = re.compile(rf"[{GAP}{TOLD}{PROMISED}]|{WORD.pattern}")
_LEADING = re.compile(  # what a clause may begin with before it says anything
    r"(?:\s*(?:and|or|so|okay|ok|then|also|but|now|well|great|please|just|yes|yeah|no|sure|oh|"
    r"actually|still|alternatively|otherwise|again|perfect|right|all right|alright|not quite)\b)*"
    r"\s*"
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
_WISHED = each(
    "day morning afternoon evening night weekend week time stay visit meal lunch dinner breakfast "
    "drink ride trip journey travel flight holiday rest event experience enjoy"
)
_OFFERS = re.compile(
    r"\b(?:how about|what about|how does|how do|why not|have you (?:tried|considered|thought)|"
    r"may i (?:suggest|propose|recommend)|can i (?:suggest|interest|recommend|tempt))\b|"
    rf"{GAP}.*\bwith\b"
)
_OF_OTHERS = re.compile(
    rf"(?:{GAP}|it|its|it's|it'll|it'd|that|that's|that'd|that'll|this|these|those|they|they're|"
    r"they've|they'll|they'd|their|there|there's|there're|he|she|his|her|the|a|an|all|every|"
    r"each|both|some|everything|most|which|who|whose|with|where|your|our|guests|visitors|"
    r"customers|people)(?![\w'])"
)
_PLEASANTRY = re.compile(  # "it was nice to meet you"
    r"it(?:'s| is| was|'s been| has been) (?:(?:a|an|my|so|very|really) )*\w+ "
    r"(?:to|\w+ing)\b.*\byou\b"
)
_SPEAKERS = each("i i'll i'd i'm we we'll we'd we're let's")
_MODALS = each(
    "will would shall should can could may might must don't won't can't couldn't didn't not"
)
_DONE = each("i've we've have had")
_WAYS = each(  # what "to" leads to a place behind, not to a verb
    "close next near due adjacent opposite distance walk access goes leads way comes proximity "
    "home addition thanks"
)
_AFTER_AN_ORDER = each(
    "the a an this that these those me us it them your my our up over out down away back along "
    f"ahead off around through {GAP}"
)
_OF_THINGS = each("it they that which who this he she there")
_PREPOSITIONS = each("in at on by near to from for of with around within into over")
_HOURS = each("close closed closes closing shut shuts open opens opened reopen")
_CLOSED = each("closed shut shuts")  # what timetables seldom say
_SAYING_WHAT = each("what's what is are was which of")
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
        rest: the sentence as `spoken` gives it, with `GAP` for the values that may be stated,
            `TOLD` for those that only the user told, and `PROMISED` for those that are a promise.
        brief: of the turn.
        own: the draft without its values.
    """
    drafted = frozenset(WORD.findall(own))
    for clause in _clauses(SAYINGS.sub(" , ", IDIOMS.sub(" , ", rest)), brief):
        tokens = clause.tokens
        if not tokens:
            continue
        if tokens[0] == TOLD and len(tokens) > 1 and clause.kind is not _Kind.ASKS:
            yield f"{clause.words.strip().replace(TOLD, '...')!r} is no fact"
            continue
        allowed = _allowed(clause, brief) | drafted
        strange = [
            i
            for i, t in enumerate(tokens)
            if t not in brief.short
            and (not _is_known(t, allowed) or (t in _CLOSED and t not in drafted))
        ]
        if clause.kind is _Kind.ASKS and len(strange) > _KNOWN_SHARE * len(tokens):
            yield f"{clause.words.strip()!r} is not in the language of the draft"
        for i in strange:
            if clause.kind is _Kind.ASKS:
                passes = not _is_named(i, tokens, strange)
            else:
                passes = _states_nothing(i, tokens, clause, brief)
            if not passes:
                yield f"{tokens[i]!r} is no fact"


def _clauses(rest: str, brief: Brief) -> Iterator[_Clause]:
    """Yield the clauses of a sentence; one after "and" without a subject goes on the one before."""
    asks = rest.rstrip().endswith("?")
    offers = asks and _OFFERS.search(rest) is not None
    parts = _SPLIT.split(rest)
    before: _Kind | None = None
    for number in range(0, len(parts), 2):
        joint = parts[number - 1] if number else ""
        words = parts[number]
        kind = _kind(words, asks and not offers, brief)
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


def _kind(words: str, asks: bool, brief: Brief) -> _Kind:
    start = _led(words)
    if _PLEASANTRY.match(start):
        return _Kind.TALKS
    first = WORD.match(start)
    of_slot = first is not None and known(first.group(), brief.own_words - EVERYDAY)
    if _ASKS_FOR.search(words) and GAP not in words:
        return _Kind.ASKS
    if asks and (_ASKS.match(start) or not _OF_OTHERS.match(start)):
        return _Kind.ASKS
    return _Kind.TELLS if of_slot or _OF_OTHERS.match(start) else _Kind.TALKS


def _allowed(clause: _Clause, brief: Brief) -> frozenset[str]:
    """Return the words that a clause may have, in their base forms or as they are."""
    allowed = brief.own_words | (GRAMMAR | PRAISE)
    if PROMISED in clause.words and not clause.asked:
        return allowed  # entrance may be free, and nothing else
    tells_nothing = clause.kind is _Kind.TELLS and GAP not in clause.words
    speaks = not {"i", "me", "us", "we"}.isdisjoint(clause.tokens)
    if (
        not tells_nothing
        or speaks
        or clause.asked
        or _answers(clause, brief)
        or _tells_of_booking(clause.words, brief)
    ):
        allowed |= EVERYDAY
    if clause.kind is _Kind.TALKS and _WISHES.match(_led(clause.words)):
        allowed |= _WISHED
    return allowed


def _answers(clause: _Clause, brief: Brief) -> bool:
    """Whether a clause says yes or no to a slot of the acts: the slot's word is its value."""
    slots = (brief.lexicon.amenities.get(token, frozenset()) for token in clause.tokens)
    return any(brief.asked & of_word for of_word in slots)


def _is_known(token: str, allowed: frozenset[str]) -> bool:
    return token in (GAP, TOLD, PROMISED) or len(token) < 2 or known(token, allowed)


def _is_named(at: int, tokens: Sequence[str], strange: Sequence[int]) -> bool:
    """Whether an unknown word of a question may be a name: "would you like the Beacon Spa?"."""
    if at - 1 in strange or at + 1 in strange:
        return True
    before = tokens[max(0, at - 2) : at]
    return (before[-1:] == ["the"] and before[0] not in _SAYING_WHAT) or before[-1:] == ["called"]


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
    if word.endswith(("ed", "ing")) and after[0] in _PREPOSITIONS:
        return True
    return previous in _OF_THINGS or before == [GAP]


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
