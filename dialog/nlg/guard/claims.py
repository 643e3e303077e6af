"""What a clause claims with words that nobody gave: a garden, a view, that it closed last year.

Words are of three sorts. Grammar, opinions and the talk of a service may be said at any time, and
the words of a slot when the turn is about it. What a place, a meal, a ride or a booking may have or
be ("garden", "cosy") may not be said unless the turn holds it. Any other word is judged by where it
stands: English predicates with "is", "has", "with" or an adjective before a noun, and there it is
taken for an attribute that is made up. Elsewhere, in what the speaker does, asks the user to do, or
tells by way of a value ("give them a tinkle on 614953", "they whip up Thai food"), it is let
through. A statement that has neither a value nor the speaker in it may have no such word at all.
"""

import re
from collections.abc import Iterator, Sequence

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.bookings import BOOKED, claims_booking, claims_failure
from dialog.nlg.guard.brief import GAP, PROMISED, TOLD, Brief, denies
from dialog.nlg.guard.clauses import OFFERS, Clause, Kind, clauses, led
from dialog.nlg.guard.english import IDIOMS
from dialog.nlg.guard.words import (
    ATTRIBUTES,
    EVERYDAY,
    GRAMMAR,
    PRAISE,
    WORD,
    cropped,
    each,
    is_adverb,
    known,
)

_WISHES = re.compile(
    r"^(?:have|enjoy|i wish you|wishing you|i hope you|we hope you|hope you|all the best|until)\b"
)
_WISHED = each(
    "day morning afternoon evening night weekend week time stay visit meal lunch dinner breakfast "
    "drink ride trip journey travel flight holiday rest event experience enjoy"
)
FAREWELL = re.compile(  # "Drive safely!", "Happy reading!"
    r"(?:(?<=^)|(?<=[.!,] ))(?:happy \w+ing|(?!\w+s )\w+ (?:safely|carefully))(?=[.!,]|$)"
)
_SUPPOSED = re.compile(r"(?:if|in case|unless|should|in the event|whenever|whether)\b")
_OBLIGED = re.compile(r"\byou(?:'ll|'d| will| would)? (?:have to|must|need to|need an?)\b")
_LIGHT = re.compile(  # "have a nose around", "give it a whirl"
    r"(?:have|take|give|get|make|pay|keep|hold) (?:a|an|it|them|your|yourself|the)\b"
)
_CLOSED = each("closed shut shuts")  # what timetables seldom say
_KNOWN_SHARE = 0.5  # of a question's words

_SPEAKERS = each("i i'll i'd i'm we we'll we'd we're let's i've we've me my")
_DONE = each("i've we've have had you've")
_MODALS = each(
    "will would shall should can could may might must don't won't can't couldn't didn't not"
)
_ARTICLES = each("a an some its their the this these those your our")
_IS = each(
    "is are was were be being been it's that's they're there's he's she's you're we're who's "
    "what's isn't aren't wasn't as look looks feel feels seem "
    "seems get gets got stay stays remain remains become becomes sound sounds"
)
_DEGREES = each("so very too quite rather more most just also really pretty all")
_HAS = each(
    "have has had have having with without got get gets offer offers offering include includes "
    "including feature features featuring boast boasts boasting provide provides plus serve serves "
    "find found enjoy try taste sample expect bring recommend suggest want love like see visit "
    "there's there add adds host hosts cater caters welcome welcomes use between"
)
_LOCATING = each(
    "near beside behind opposite above below facing overlooking amid amidst among amongst along "
    "beneath inside outside by across around at from via of"
)
_PREPOSITIONS = each(
    "in at on by near to from for of with around within into over under out off up through towards "
    "toward behind onto before upon until past after as"
)
_AFTER_AN_ORDER = each(
    "the a an this that these those me us it them your my our up over out down away back along "
    f"ahead off around through by {GAP}"
)
_WAYS = each(  # what "to" leads to a place behind, not to a verb
    "close next near due adjacent opposite distance walk access goes leads way comes proximity "
    "home addition thanks"
)
_PERFECT = each("has have had it's they've")
_MAY = each("can could may might able get")
_ASKING = each("which what any some no your a an much many whose")
_NAMING = each(  # with "the", what a name may follow in a question
    "at to or from by near like mean want visit try choose pick prefer book"
)
_PREDICATES = each("is are was has have serves offers costs does isn't doesn't hasn't")
_FRUITLESS = (ActType.NOOFFER, ActType.NOBOOK, ActType.BOOK, ActType.REPEAT, ActType.CANCEL)
_NEAR = 4  # words: how far what is had may stand from the word for having


def claimed(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield what a sentence claims in words that are not the turn's.

    Args:
        rest: the sentence as `spoken` gives it, with `GAP` for the values that may be stated,
            `TOLD` for those that only the user told, and `PROMISED` for those that are a promise.
        brief: of the turn.
        own: the draft without its values.
    """
    drafted = frozenset(WORD.findall(own))
    rest = brief.lexicon.long_noun.sub("place", rest)
    if acts_of(brief.acts, ActType.BOOK):
        rest = BOOKED.sub(" , ", rest)
    for clause in clauses(IDIOMS.sub(" , ", FAREWELL.sub(" , ", rest)), brief):
        tokens = clause.tokens
        if not tokens:
            continue
        if tokens[0] == TOLD and len(tokens) > 1 and clause.kind is not Kind.ASKS:
            yield f"{clause.words.strip().replace(TOLD, '...')!r} is no fact"
            continue
        allowed = _allowed(clause, brief) | drafted
        strange = [
            i
            for i, t in enumerate(tokens)
            if t not in brief.short
            and (not _is_known(t, allowed) or (t in _CLOSED and t not in drafted))
        ]
        unknown = [i for i in strange if not known(tokens[i], ATTRIBUTES)]
        most = max(1, _KNOWN_SHARE * len(tokens))
        if clause.kind is Kind.ASKS and len(unknown) > most:
            yield f"{cropped(clause.words)!r} is not in the language of the draft"
        for i in strange:
            if clause.kind is Kind.ASKS:
                passes = not _is_named(i, tokens, strange)
            else:
                alone = i - 1 not in unknown and i + 1 not in unknown  # or another language
                passes = i in unknown and alone and _claims_nothing(i, tokens, clause, brief)
            if not passes:
                yield f"{tokens[i]!r} is no fact"


def _allowed(clause: Clause, brief: Brief) -> frozenset[str]:
    """Return the words that a clause may have, in their base forms or as they are."""
    allowed = brief.own_words | (GRAMMAR | PRAISE)
    if PROMISED in clause.words and not clause.asked:
        return allowed - brief.lexicon.things  # entrance may be free, and nothing else: no room
    tells_nothing = clause.kind is Kind.TELLS and GAP not in clause.words
    speaks = not (_SPEAKERS - {"my"}).isdisjoint(clause.tokens)
    if (
        not tells_nothing
        or speaks
        or clause.asked
        or _answers(clause, brief)
        or _tells_of_booking(clause.words, brief)
    ):
        allowed |= EVERYDAY
    if clause.kind is Kind.TALKS and _WISHES.match(led(clause.words)):
        allowed |= _WISHED
    return allowed


def _answers(clause: Clause, brief: Brief) -> bool:
    """Whether a clause says yes or no to a slot of the acts: the slot's word is its value."""
    slots = (brief.lexicon.amenities.get(token, frozenset()) for token in clause.tokens)
    return any(brief.asked & of_word for of_word in slots)


def _tells_of_booking(clause: str, brief: Brief) -> bool:
    """Whether a clause says in other words that what is booked is, or what is not is not."""
    things = brief.lexicon.things
    if acts_of(brief.acts, ActType.BOOK):
        return claims_booking(clause, things) and not denies(clause)
    if acts_of(brief.acts, ActType.NOBOOK, ActType.NOOFFER):
        return claims_failure(clause, things) or denies(clause)
    unknown = any(act.value == "unknown" for act in brief.acts)
    return unknown and denies(clause)


def _is_known(token: str, allowed: frozenset[str]) -> bool:
    return token in (GAP, TOLD, PROMISED) or len(token) < 2 or known(token, allowed)


def _is_named(at: int, tokens: Sequence[str], strange: Sequence[int]) -> bool:
    """Whether an unknown word of a question may be a name: "would you like the Beacon Spa?"."""
    start, end = at, at
    while start - 1 in strange:
        start -= 1
    while end + 1 in strange:
        end += 1
    before = tokens[max(0, start - 2) : start]
    if start < end:
        return before[-1:] != [] and before[-1] not in _ASKING
    if before[-1:] == ["called"]:
        return True
    return before[-1:] == ["the"] and before[0] in _NAMING


def _claims_nothing(at: int, tokens: Sequence[str], clause: Clause, brief: Brief) -> bool:
    """Whether an unknown word of a statement stands where nothing is predicated."""
    word, after = tokens[at], tokens[at + 1 :]
    if is_adverb(word):
        return True
    before = [t for t in tokens[:at] if not is_adverb(t) and t not in _DEGREES]
    if _SUPPOSED.match(led(clause.words)) or before[-1:] == ["my"]:
        return True
    if before and before[-1] == "to":
        verb = not word.endswith("s") or word.endswith("ss")
        return verb and (len(before) < 2 or before[-2] not in _WAYS | {GAP})
    if OFFERS.search(clause.words):
        return False  # "how about little hanoi"
    if clause.kind is Kind.TALKS:
        return _of_talk(word, before, after, clause, brief)
    if GAP not in tokens or _is_attributed(before, after, word, brief):
        return False
    if GAP in after:
        return True
    since = before[len(before) - before[::-1].index(GAP) :]  # the value: "on its sleeve"
    return (
        not _PREPOSITIONS.isdisjoint(since)
        and _HAS.isdisjoint(since)
        and since[-1] not in ("a", "an")
    )


def _of_talk(
    word: str, before: Sequence[str], after: Sequence[str], clause: Clause, brief: Brief
) -> bool:
    """Whether an unknown word may be said of the speaker and the user."""
    fruitless = bool(acts_of(brief.acts, *_FRUITLESS))
    previous = before[-1] if before else ""
    if clause.follows is Kind.TELLS and GAP not in clause.tokens and not _speaks(clause.tokens):
        return False  # "it is in the centre, leafy"
    if not led(" ".join(before)).strip():  # it opens the clause
        if after and after[0] in _AFTER_AN_ORDER and not word.endswith("s"):
            return True
        if word.endswith("ed"):
            return fruitless or GAP in after
        return GAP in after
    if after and after[0] in _PREDICATES and not _speaks(before[-2:]):
        return False  # "I'm afraid the blue door riad has none"
    if _LIGHT.match(led(clause.words)):
        return not (GAP in before and _is_attributed(before, after, word, brief))
    if previous in _SPEAKERS | _DONE or (previous in _MODALS and _speaks(before)):
        to_come = previous in _MODALS | {"i'm", "we're", "i'll", "we'll"}
        if to_come or fruitless or GAP in after[:2]:
            return True
        finished = word.endswith("ed") or previous in _DONE
        return not (finished or _serves_user(after, brief))
    if ("you" in before and previous in _MAY) or _OBLIGED.search(clause.words):
        return GAP in after
    if previous == "you're" or list(before[-2:]) == ["you", "are"]:
        return fruitless or not word.endswith("ed")
    return not _is_attributed(before, after, word, brief)


def _speaks(before: Sequence[str]) -> bool:
    return any(t in _SPEAKERS or t in _DONE for t in before) or list(before[-2:]) == ["let", "me"]


def _serves_user(after: Sequence[str], brief: Brief) -> bool:
    """Whether what follows a verb of the speaker's is the user, or what is booked for them."""
    return bool(after) and (after[0] == "you" or not brief.lexicon.things.isdisjoint(after[:3]))


def _is_attributed(before: Sequence[str], after: Sequence[str], word: str, brief: Brief) -> bool:
    """Whether an unknown word stands where English puts what something is or has."""
    previous = before[-1] if before else ""
    led_on = bool(after) and after[0] in _PREPOSITIONS and GAP in after
    if word.endswith(("ed", "ing")) and led_on:  # "is nestled in the centre"
        return False
    if word.endswith("ing") and previous == "of" and after[:1] == [GAP]:
        return False  # "the trouble of unearthing Roma"
    if word.endswith("ed") and previous in _PERFECT | {"been"} and GAP in after:
        return False  # "has earned 4 stars"
    if previous in _ARTICLES and list(after[1:2]) == [GAP] and after[0] in ("at", "in", "of"):
        return True  # "the rafters at Roma"
    if previous == "the" and after and after[0] in brief.lexicon.words - GRAMMAR:
        return True  # "the links hotel"
    head = after[0] if after else ""
    modifies = head == GAP or head in brief.lexicon.nouns or head in brief.lexicon.things
    if modifies and (previous in _ARTICLES | _IS or known(previous, PRAISE)):
        return True
    if previous == "for":
        return True  # "for foodies"
    praised = previous in PRAISE and before[-2:-1] not in (["the"], ["this"])
    if previous in _IS or praised:
        return True
    near = list(before[-_NEAR:])
    for i in range(len(near) - 1, -1, -1):
        if near[i] in _HAS | _LOCATING and not _is_idle(near[i], near[i + 1 : i + 2]):
            return True
        if near[i] in _IS and near[i + 1 : i + 2] in (["a"], ["an"], ["the"]):
            return True
        if near[i] in _PREPOSITIONS or near[i] == GAP:
            return False
    return False


def _is_idle(word: str, following: Sequence[str]) -> bool:
    """Whether a word for having has no object: "I have taken the liberty", "with your life"."""
    after = following[0] if following else ""
    return after == "your" or (word in _PERFECT and after.endswith(("ed", "en", "ne", "wn", "ut")))
