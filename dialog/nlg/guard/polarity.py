"""Whether a text denies, affirms and claims what the acts do: yes and no, found, booked."""

import re
from collections.abc import Iterator

from dialog.acts import ActType, acts_of
from dialog.nlg.figures import pattern, spoken
from dialog.nlg.guard.bookings import claims_booking, claims_failure
from dialog.nlg.guard.brief import Brief, denies
from dialog.nlg.guard.english import CLAUSE, FOR_FREE, FOUND, NOT_KNOWN
from dialog.nlg.guard.questions import asked_otherwise
from dialog.nlg.guard.words import WORD
from dialog.nlg.sentences import sentences

_ANSWERED = (ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.NEGATE)
_POSITIVE = (ActType.OFFER, ActType.INFORM, ActType.AFFIRM, ActType.BOOK)
_SOUGHT = re.compile(
    r"\b(?:fits?|match\w*|meets?|satisf\w+|fulfil\w*|ticks?|goes with|find|found|joy|"
    r"there(?:'s| is| are| isn't| aren't))\b"
)
_SORRY = re.compile(r"\b(?:sorry|afraid|unfortunately|sadly|regrettably|alas|apologi\w+)\b")
_ANSWERED_AFTER = re.compile(r": (yes|no)\b")  # "wifi: no"
_LACKING = (ActType.NOOFFER, ActType.NOBOOK, ActType.DENY)


def contradicted(text: str, brief: Brief) -> Iterator[str]:
    """Yield what a text says against the acts; nothing that follows can mend it."""
    drafted_too = set(sentences(brief.draft))
    said = [_masked(sentence, brief) for sentence in sentences(text) if sentence not in drafted_too]
    statements = [sentence for sentence in said if not sentence.endswith("?")]
    drafted = denies(spoken(brief.draft))
    if not drafted and _only_good(brief) and any(_denies_good(s, brief) for s in statements):
        yield "it denies what the acts affirm"
    if acts_of(brief.acts, ActType.NOOFFER) and not acts_of(brief.acts, ActType.OFFER):
        informs = any(act.type is ActType.INFORM and act.value for act in brief.acts)
        if not informs and any(FOUND.search(s) and not denies(s) for s in statements):
            yield "it puts something forward where nothing was found"
    yield from _amenities(said, brief)
    yield from _bookings(said, brief)


def untold(text: str, brief: Brief) -> Iterator[str]:
    """Yield which no, lack, booking or question is not told; what follows may still tell it."""
    said = [_masked(sentence, brief) for sentence in sentences(text)]
    failed = any(claims_failure(sentence, brief.lexicon.things) for sentence in said)
    denied = any(map(denies, said)) or any(_says_no(sentence, brief) for sentence in said)
    denied = denied or (bool(acts_of(brief.acts, ActType.NOBOOK)) and failed)
    answers = {act.value for act in acts_of(brief.acts, *_ANSWERED)}
    lacks = bool(acts_of(brief.acts, *_LACKING)) or any(
        act.type is ActType.NEGATE and act.value != "yes" for act in brief.acts
    )
    lacks = lacks or any(act.slot == "count" and act.value == "0" for act in brief.acts)
    if "unknown" in answers and not denied and not any(map(NOT_KNOWN.search, said)):
        yield "what is not known is not said to be so"
    drafted = not brief.draft or denies(_masked(brief.draft, brief))
    if ("no" in answers or lacks) and drafted and not denied:
        yield "a no is not said"
    elif acts_of(brief.acts, ActType.NOOFFER) and drafted and not _nothing_found(said, brief):
        yield "it does not say that there is none"
    if acts_of(brief.acts, ActType.BOOK) and not _tells_of_booking(text, said, brief):
        yield "it does not say that it is booked"
    yield from asked_otherwise(said, brief)


def _nothing_found(said: list[str], brief: Brief) -> bool:
    """Whether more is said than that the system is sorry, if the draft says more."""
    firm = [denies(_SORRY.sub(" ", text)) for text in (*said, _masked(brief.draft, brief))]
    return any(firm[:-1]) or not (brief.draft and firm[-1])


def _only_good(brief: Brief) -> bool:
    """Whether the acts give nothing but good news: values, an offer, a yes, a booking."""
    told = [act for act in brief.acts if act.type in _POSITIVE]
    others = acts_of(brief.acts, *_LACKING, ActType.NEGATE)
    bad = any(act.value in ("no", "unknown", "0", "none") for act in brief.acts)
    return bool(told) and not others and not bad


def _masked(sentence: str, brief: Brief) -> str:
    """Return a sentence as `spoken` gives it, without the values: "Number Nine" is no number."""
    text = spoken(sentence)
    for value in sorted(brief.values, key=len, reverse=True):
        if len(value) > 2:
            text = re.sub(rf"(?<!\w){re.escape(spoken(value))}(?!\w)", "_", text)
    return FOR_FREE.sub("_", text) if "free" in brief.values else text


def _bookings(said: list[str], brief: Brief) -> Iterator[str]:
    """Yield a booking, or its failure, that is claimed and is not so."""
    made = bool(acts_of(brief.acts, ActType.BOOK))
    failed = bool(acts_of(brief.acts, ActType.NOBOOK))
    unknown = any(act.value == "unknown" for act in brief.acts)
    gives = any(
        (act.domain, act.slot) in brief.lexicon.gives and act.value not in (None, "unknown")
        for act in brief.acts
    )
    things = brief.lexicon.things
    if not (made or gives) and any(claims_booking(sentence, things) for sentence in said):
        yield "a booking is claimed"
    if not (failed or unknown) and any(claims_failure(sentence, things) for sentence in said):
        yield "a booking is said to have failed"


def _tells_of_booking(text: str, said: list[str], brief: Brief) -> bool:
    """Whether it is said to be booked, or what only a booking gives is told."""
    given = [
        act.value for act in acts_of(brief.acts, ActType.BOOK)
        if act.value and (act.domain, act.slot) in brief.lexicon.gives
    ]  # fmt: skip
    told = bool(given) and all(pattern(value).search(spoken(text)) for value in given)
    return told or any(claims_booking(sentence, brief.lexicon.things) for sentence in said)


def _truth(brief: Brief) -> dict[tuple[str, str], str]:
    """Return the yes-or-no slots that are told, each with its answer."""
    return {
        (act.domain, act.slot): act.value
        for act in acts_of(brief.acts, *_ANSWERED)
        if act.value in ("yes", "no")
    }


def _own_answer(clause: str, slot: tuple[str, str], brief: Brief) -> str | None:
    """Return what a clause answers in the words by which the domain says no: "bring your own".

    None where it has none of them; with a denial, "no need to bring your own", it is a yes.
    """
    own = brief.lexicon.answers.get(slot)
    if own is None or not own.say_no(clause):
        return None
    return "yes" if denies(_SORRY.sub(" ", clause)) else "no"


def _says_no(sentence: str, brief: Brief) -> bool:
    """Whether a statement tells in the domain's own words that the answer is no."""
    refused = [slot for slot, answer in _truth(brief).items() if answer == "no"]
    return not sentence.endswith("?") and any(
        _own_answer(clause, slot, brief) == "no"
        for slot in refused
        for clause in CLAUSE.split(sentence)
    )


def _denies_good(sentence: str, brief: Brief) -> bool:
    """Whether a statement denies, and not only that there is what the domain says no with."""
    for clause in CLAUSE.split(sentence):
        if any(_own_answer(clause, slot, brief) == "yes" for slot in _truth(brief)):
            sentence = sentence.replace(clause, " ")
    return denies(sentence)


def _amenities(said: list[str], brief: Brief) -> Iterator[str]:
    """Yield the yes-or-no slots whose clause says yes for no, or no for yes."""
    truth = _truth(brief)
    lacking = {(act.domain, act.slot) for act in acts_of(brief.acts, *_LACKING)}
    nouns = "|".join(map(re.escape, sorted(brief.lexicon.nouns, key=len, reverse=True)))
    lacked = re.compile(rf"\b(?:no|any) (?:\w+ )?(?:{nouns})s?\b" if nouns else "$^")
    for sentence in said:
        if sentence.endswith("?"):
            continue
        # "nothing fits with parking", "we have no hotel with parking"
        of_lack = denies(sentence) and (_SOUGHT.search(sentence) or lacked.search(sentence))
        no = False
        for clause in CLAUSE.split(_ANSWERED_AFTER.sub(r" \1", sentence)):
            slots = {
                slot for word in WORD.findall(clause)
                for slot in brief.lexicon.amenities.get(word, ())
            }  # fmt: skip
            joined = re.match(r"(?:nor|or)\b", clause.strip()) is not None
            no = denies(clause) or (no and (joined or not slots))
            for slot in slots & truth.keys():
                if of_lack and slot in lacking:
                    continue
                answer = _own_answer(clause, slot, brief) or ("no" if no else "yes")
                if answer != truth[slot]:
                    yield f"{slot[1]} is {truth[slot]!r}, and it says the other"
