"""Whether a text asks what it was told to ask: the food is no part of town."""

import re
from collections.abc import Iterator

from dialog.acts import ActType, acts_of
from dialog.nlg.figures import spoken
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.clauses import ASKS_FOR
from dialog.nlg.guard.vocabulary import QUESTION_WORDS
from dialog.nlg.guard.words import ALIKE, EVERYDAY, WORD, cropped, forms_of, known
from dialog.nlg.sentences import sentences

_OF_USER = re.compile(  # what a user is or has: "are you insured?", "what are your symptoms?"
    r"\b(?:(?:are|were|have) you(?! \w+ing\b)|your(?!.* you\?)|do you have|how (?:many|old))\b"
)
_WISH = re.compile(
    r"\b(?:like|prefer\w*|want|wish|need|fancy|in mind|favou?rite|looking|after|love|interested|"
    r"keen)\b"
)
_HOW_MUCH = ("many", "much")
_ASKED = (ActType.REQUEST, ActType.CONFREQ)
_TOPIC = re.compile(r"\btell me about\b")  # not what it is
_BIDDING = re.compile(r"\b(?:please|kindly)\b")


def asks(text: str, brief: Brief) -> bool:
    """Whether a text asks anything, or bids the user tell a slot: "let me know the day, please"."""
    if "?" in text:
        return True
    wanted = {act.slot for act in acts_of(brief.acts, ActType.REQUEST) if act.slot}
    said = [_TOPIC.sub(" ", spoken(sentence)) for sentence in sentences(text)]
    bidding = (s for s in said if ASKS_FOR.search(s) or _BIDDING.search(s))
    return any(wanted & _named(word, brief) for each in bidding for word in WORD.findall(each))


def asked_otherwise(said: list[str], brief: Brief) -> Iterator[str]:
    """Yield the questions for other slots than those that the acts ask for.

    A question is for others if its words name some, or ask what the user is or has in words that
    the domains do not have, and no question's words name one of the acts' slots.

    Args:
        said: the sentences as `spoken` gives them, without the values.
        brief: of the turn.
    """
    wanted = {act.slot for act in acts_of(brief.acts, *_ASKED) if act.slot}
    if not wanted:
        return
    names = {slot for _, slot in brief.asked}
    others = []
    for sentence in said:
        words = _telling(WORD.findall(sentence)) if sentence.endswith("?") else []
        named = {slot for word in words for slot in _named(word, brief)}
        if names & named:
            return  # what else is asked is a courtesy
        telling = [word for word in words if not _is_vague(word, brief)]
        of_user = _OF_USER.search(sentence) and not _WISH.search(sentence)
        if any(_named(word, brief) or (of_user and _is_strange(word, brief)) for word in telling):
            others.append(sentence)
    for sentence in others:
        yield f"{cropped(sentence)!r} does not ask for {', '.join(sorted(wanted))}"


def _telling(words: list[str]) -> list[str]:
    """Return the words of a question but for "many" where a noun says of what: "how many bags"."""
    pairs = zip(words, [*words, ""][1:], strict=True)
    return [w for w, after in pairs if w not in _HOW_MUCH or not after or known(after, EVERYDAY)]


def _is_strange(word: str, brief: Brief) -> bool:
    """Whether a word is neither the domains' nor plain English: "insured"."""
    return not known(word, brief.lexicon.words | brief.short | EVERYDAY | ALIKE.keys())


def _is_vague(word: str, brief: Brief) -> bool:
    """Whether a word is spoken of slots and of much else: "spot", "get", what the domain finds."""
    if known(word, brief.lexicon.nouns):
        return True
    return known(word, EVERYDAY) and not (known(word, ALIKE) or word in QUESTION_WORDS)


def _named(word: str, brief: Brief) -> set[str]:
    """Return the names of the slots that a word names, in one form or another, or is a value of."""
    values = brief.lexicon.slots_of.get(word, frozenset())
    forms = (brief.lexicon.named_by.get(form, frozenset()) for form in forms_of(word))
    return {slot for _, slot in values.union(*forms)}
