"""The clauses of a sentence, each by whom it speaks of: the two who talk, or anything else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.brief import GAP, PROMISED, TOLD, Brief
from dialog.nlg.guard.words import EVERYDAY, WORD, known

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
ASKS_FOR = re.compile(  # in a statement, that the user tell something
    r"\b(?:(?:let|allow) (?:me|us) know|(?:tell|give|send|show|remind) (?:me|us)|just say|"
    r"(?:i|we)(?:'ll| will|'d| would)?(?: \w+)? need|to know|in mind|"
    r"(?:choose|pick|select|specify|state|enter|indicate|provide|share|name|clarify|confirm)\b)"
)
OFFERS = re.compile(
    r"\b(?:how about|what about|how does|how do|why not|have you (?:tried|considered|thought)|"
    r"may i (?:suggest|propose|recommend)|can i (?:suggest|interest|recommend|tempt))\b|"
    rf"{GAP}.*\bwith\b"
)
_OF_OTHERS = re.compile(
    rf"(?:{GAP}|it|its|it's|it'll|it'd|that|that's|that'd|that'll|this|these|those|they|they're|"
    r"they've|they'll|they'd|their|there|there's|there're|he|she|his|her|the|a|an|all|every|"
    r"each|both|some|everything|most|which|who|whose|with|where|your|our|guests|visitors|"
    r"customers|people|some(?:one|body)|every(?:one|body))(?![\w'])"
)
_PLEASANTRY = re.compile(  # "it was nice to meet you"
    r"it(?:'s| is| was|'s been| has been) (?:(?:a|an|my|so|very|really) )*\w+ "
    r"(?:to|\w+ing)\b.*\byou\b"
)
_PREDICATE = re.compile(r"\w (?:is|are|was|were|has|serves|offers|costs)\b")
_SUBJECT = re.compile(r"(?:i|we|you|let|please|just|feel|thank)\b")
_LIMITS = re.compile(r"(?:only|except|provided|as long as)\b")  # what was told before
_OF_THE_TALK = re.compile(r"(?:that|that's|this)\b")  # "that flew right over my head"
_AT_A_LOSS = (ActType.REPEAT, ActType.CANCEL, ActType.OUTOFSCOPE)  # "that" is what was said


class Kind(Enum):
    """Whom a clause speaks of."""

    ASKS = 0  # what is asked is not claimed
    TALKS = 1  # of the speaker and the user
    TELLS = 2  # of anything else


@dataclass(frozen=True)
class Clause:
    """A clause of a sentence, as `spoken` gives it.

    Args:
        words: with signs in the place of values.
        kind: whom it speaks of.
        asked: whether it is part of a question.
        follows: whom the clause before it in the sentence speaks of, if there is one.
    """

    words: str
    kind: Kind
    asked: bool
    follows: Kind | None

    @cached_property
    def tokens(self) -> list[str]:
        """The words, and the signs that stand for values."""
        return _TOKEN.findall(self.words)


def clauses(rest: str, brief: Brief) -> Iterator[Clause]:
    """Yield the clauses of a sentence; one after "and" without a subject goes on the one before."""
    asks = rest.rstrip().endswith("?")
    offers = asks and OFFERS.search(rest) is not None
    parts = _SPLIT.split(rest)
    before: Kind | None = None
    for number in range(0, len(parts), 2):
        joint = parts[number - 1] if number else ""
        words = parts[number]
        kind = _kind(words, asks and not offers, brief)
        own = _SUBJECT.match(led(words)) or _PREDICATE.search(words)
        goes_on = joint == "and" and kind is Kind.TALKS and not own
        limits = kind is Kind.TALKS and _LIMITS.match(led(words)) is not None
        if (goes_on or limits) and before is not None:
            kind = before
        yield Clause(words, kind, asks and not offers, before)
        before = kind if WORD.search(words) else before


def led(words: str) -> str:
    """Return a clause from its first word that says something."""
    found = _LEADING.match(words)
    return words[found.end() :] if found else words


def _kind(words: str, asks: bool, brief: Brief) -> Kind:
    start = led(words)
    if _PLEASANTRY.match(start):
        return Kind.TALKS
    first = WORD.match(start)
    of_slot = (
        first is not None
        and not known(first.group(), EVERYDAY)
        and known(first.group(), brief.own_words)
    )
    if ASKS_FOR.search(words) and GAP not in words:
        return Kind.ASKS
    if asks and (_ASKS.match(start) or not _OF_OTHERS.match(start)):
        return Kind.ASKS
    if acts_of(brief.acts, *_AT_A_LOSS) and _OF_THE_TALK.match(start):
        return Kind.TALKS
    if acts_of(brief.acts, ActType.NOOFFER, ActType.NOBOOK) and start.startswith("that's "):
        return Kind.TALKS
    return Kind.TELLS if of_slot or _OF_OTHERS.match(start) else Kind.TALKS
