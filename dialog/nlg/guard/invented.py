"""What a text states that no fact holds: figures, names, values, promises, other languages."""

import re
from collections.abc import Iterator
from functools import lru_cache

from dialog.acts import ActType, acts_of
from dialog.nlg.figures import pattern, spoken
from dialog.nlg.guard.amounts import counts, currencies, figures, rates
from dialog.nlg.guard.bookings import BOOKED, claims_failure, of_booking
from dialog.nlg.guard.brief import GAP, PROMISED, TOLD, Brief, denies
from dialog.nlg.guard.claims import FAREWELL, claimed
from dialog.nlg.guard.english import (
    AT_NO_COST,
    CLAUSE,
    FOR_FREE,
    NO_PROMISE,
    PROMISES,
    SEE_YOU,
    TALK_OF_ITSELF,
)
from dialog.nlg.guard.words import (
    ATTRIBUTES,
    EVERYDAY,
    GRAMMAR,
    PRAISE,
    SAYINGS,
    WORD,
    cropped,
    known,
)
from dialog.nlg.sentences import sentences

_ADDRESS = re.compile(r"https?://\S+|\bwww\.\S+|\S*@\S+|\b[\w-]+\.(?:com|org|net|co|example|io)\b")
_MARKUP = re.compile(r"[{}<>*_#`\[\]|\\^~]|\b\w+\(\w*=?\w*\)")
_PLAIN_SIGNS = frozenset("\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u00a3\u20ac\u00a0")
_CAPITAL = re.compile(r"(?<![\w'\u2019])[^\W\d_a-z][^\W\d_]*(?:['\u2019][^\W\d_]+)*")
# "at Noodle Corner": plain words that are written as a name
_TITLE = re.compile(r"(?<=[a-z,] )[A-Z][a-z'\u2019]+(?: [A-Z][a-z'\u2019]+)+")
_IS_TOLD_OF = re.compile(r" (?:is|was|has|serves|offers)\b")
# "Station is nice as well": nothing that has no article is praised but by its name
_IS_PRAISED = re.compile(
    rf" (?:is|was) (?:(?:a|also|really|very|quite|just) )*(?:{'|'.join(sorted(PRAISE))})\b"
)
# what follows a verb that opens a sentence, and no name: "Jot this down", "Swing by the square"
_ORDER = re.compile(
    r" (?:the|a|an|this|that|these|those|me|us|it|them|your|my|our|up|over|out|down|away|back|"
    r"along|ahead|off|around|through|by)\b"
)
_OF_THE_TALK = re.compile(  # "thanks for chatting today": when is no fact there
    r"\b((?:help\w*|assist\w*|serv(?:e|ed|ing)|do for|call\w*|contact\w*|chat\w*|talk\w*|us|"
    r"stopping by|looking for|for you)(?: (?:you|us|out|with you|with us|by|with))*) today\b"
)
_RATHER = re.compile(r"\b(?:rather than|instead of)(?: (?:a|an|the|in the))? $")
_VERBAL = 6  # letters of an opening word that its ending shows to be no name: "Boarding", "Noted"
_FOREIGN = 0.5  # of a text's own words, the most that may be unknown
_FOREIGN_SENTENCE = 0.6  # of one sentence's
_ENGLISH = EVERYDAY | ATTRIBUTES
_FEW = 3  # words: a shorter sentence says too little of its language


def invented(text: str, brief: Brief) -> Iterator[str]:
    """Yield what is said that no fact covers, in words for the model to read."""
    yield from _form(text, brief)
    own = _own_words_of(brief)
    rests = []
    drafted = set(sentences(brief.draft))  # would be said without the model
    for sentence in sentences(text):
        if sentence in drafted:
            continue
        rest, unsupported = _without_supported(sentence, brief)
        if "free" in brief.values:
            rest = FOR_FREE.sub(PROMISED, rest)
        yield from (f"{value!r} is no fact" for value in unsupported)
        yield from of_booking(rest, brief, own)
        rest = SAYINGS.sub(" , ", rest)
        yield from figures(rest, own)
        yield from _claims(rest, brief, own)
        yield from counts(sentence, brief)
        yield from rates(rest, brief, own)
        yield from claimed(rest, brief, own)
        rests.append(FAREWELL.sub(" ", BOOKED.sub(" ", rest)))
        if _foreign(rests[-1], brief, _FEW, _FOREIGN_SENTENCE):
            yield f"{cropped(sentence)!r} is not in the language of the draft"
    rest = " ".join(rests)
    if _foreign(rest, brief, 1, _FOREIGN):
        yield "it is not in the language of the draft"
    yield from currencies(text, brief)
    yield from _names(text, rest, brief)


def _form(text: str, brief: Brief) -> Iterator[str]:
    """Yield what plain sentences do not have."""
    known = "\n".join((brief.draft, *brief.values))
    if any(sign not in known for sign in _MARKUP.findall(text)):
        yield "it has markup"
    for address in _ADDRESS.findall(text):
        if address.rstrip(".,!?") not in known:
            yield f"{address!r} is no fact"
    odd = {c for c in text if not c.isascii() and c not in _PLAIN_SIGNS and c not in known}
    if odd or any(not c.isprintable() and c != "\n" for c in text):
        yield f"it has characters of another script: {' '.join(map(ascii, sorted(odd)))}"
    if (text[:1].isalpha() and text.lower() == text) or text.upper() == text:
        yield "it is not written in sentences with capital letters"


@lru_cache(maxsize=512)
def _masked_draft(draft: str, values: frozenset[str]) -> str:
    rest = spoken(draft)
    for value in sorted(values, key=len, reverse=True):
        rest = pattern(value).sub(GAP, rest)
    return rest


def _own_words_of(brief: Brief) -> str:
    """Return the draft without its values: what the domain's author wrote."""
    return _masked_draft(brief.draft, brief.values)


def _without_supported(sentence: str, brief: Brief) -> tuple[str, list[str]]:
    """Return a sentence without the values that it may state, and those that it may not.

    The longest wording counts: "Roma Nova" is no mention of "Roma", nor "West Street" of "west".
    """
    text = NO_PROMISE.sub(lambda found: found.group().replace("free", "able"), spoken(sentence))
    text = _OF_THE_TALK.sub(r"\1 now", text).replace("free of charge", "free")
    asks, no = text.endswith("?"), denies(text)
    no = no or claims_failure(text, brief.lexicon.things)
    denied = {spoken(value) for value in brief.denied}
    out, unsupported, at = [], [], 0
    for word in re.finditer(r"\w+", text):
        if word.start() < at:
            continue
        good = _longest(brief.supported.get(word.group(), ()), text, word.start())
        bad = _longest(brief.lexicon.by_first.get(word.group(), ()), text, word.start())
        if good and len(good) >= len(bad):
            found = good
            if denied and not no and not asks and denied & _meant(good, brief):
                unsupported.append(good)
        elif bad and (
            _is_kind(bad, text[: word.start()], brief)
            or _is_told_apart(bad, text[: word.start()], brief)
        ):
            continue
        elif bad and not _is_noun(bad, brief, no) and not _is_plain(bad, brief):
            found = bad
            if not (asks and _may_be_asked(bad, brief)):
                unsupported.append(bad)
        else:
            continue
        out += [text[at : word.start()], _sign(found, brief)]
        at = word.start() + len(found)
    rest = "".join([*out, text[at:]])
    for value in brief.values:
        if any(c.isdigit() for c in value):
            rest = pattern(value).sub(GAP, rest)
    return rest, unsupported


def _is_kind(wording: str, before: str, brief: Brief) -> bool:
    """Whether a plain word for a value stands where no value does: "a moderate budget"."""
    if not known(wording, PRAISE):
        return False
    if before.endswith((" your ", " the ", " my ")):  # "your budget"
        return True
    slots = brief.lexicon.slots_of.get(wording, frozenset())
    last = before.split()[-1:]
    return any(
        word in brief.supported and not slots.isdisjoint(brief.lexicon.slots_of.get(word, ()))
        for word in last
    )


def _is_told_apart(wording: str, before: str, brief: Brief) -> bool:
    """Whether a value is only what another one is not: "a guesthouse rather than a hotel"."""
    of_slot = {slot for _, slot in brief.lexicon.slots_of.get(wording, ())}
    return _RATHER.search(before) is not None and not of_slot.isdisjoint(brief.settled)


def _sign(wording: str, brief: Brief) -> str:
    """Return what stands in the place of a value."""
    if PROMISES.fullmatch(wording):
        return PROMISED
    return TOLD if wording in brief.only_told else GAP


def _longest(wordings: tuple[str, ...], text: str, at: int) -> str:
    """Return the longest wording that stands whole at a place of a text, "" for none."""
    for wording in wordings:
        if text.startswith(wording, at):
            after = text[at + len(wording) : at + len(wording) + 2]
            if not re.match(r"\w|[:.,]\d", after):
                return wording
    return ""


def _meant(wording: str, brief: Brief) -> frozenset[str]:
    bare = wording.removeprefix("the ")
    return brief.lexicon.wordings.get(bare, frozenset()) | {wording, bare}


def _may_be_asked(wording: str, brief: Brief) -> bool:
    """Whether a question may name a value: it asks for one of its slot, or the draft's does."""
    if known(wording, EVERYDAY) or wording in _own_words_of(brief):
        return True
    asking = acts_of(brief.acts, ActType.REQUEST, ActType.CONFREQ, ActType.SELECT)
    slots = {(act.domain, act.slot) for act in asking if act.value is None}
    return not slots.isdisjoint(brief.lexicon.slots_of.get(wording, ()))


def _is_plain(wording: str, brief: Brief) -> bool:
    """Whether a value of other domains is a plain word here, or the verb of an asked slot."""
    if brief.asked & brief.lexicon.amenities.get(wording, frozenset()):
        return True
    domains = {act.domain for act in brief.acts}
    of = {domain for domain, _ in brief.lexicon.slots_of.get(wording, ())}
    return bool(of) and of.isdisjoint(domains) and known(wording, brief.own_words | EVERYDAY)


def _is_noun(wording: str, brief: Brief, denied: bool) -> bool:
    """Whether a value is a word for what is found, and no slot says that it is something else."""
    slots = brief.lexicon.nouns.get(wording)
    if denied and slots is not None:
        return True  # "there is no hotel" where a guesthouse was wanted
    drafted = re.search(rf"\b{re.escape(wording)}\b", _own_words_of(brief)) is not None
    return slots is not None and (drafted or slots.isdisjoint(brief.settled))


def _claims(rest: str, brief: Brief, own: str) -> Iterator[str]:
    """Yield promises, talk of instructions, and what is said of yes-or-no slots unasked."""
    promised = NO_PROMISE.sub(" ", rest)
    if acts_of(brief.acts, ActType.BOOK):
        promised = SEE_YOU.sub(" ", promised)
    for promise in re.finditer(rf"({PROMISES.pattern})\W*(\w*)", promised):
        # "free parking" is one thing, a free room another
        told = promise.group() in own or _is_given(promise, promised, brief)
        if not (told or promise.group(1) in brief.asked_words):
            yield f"{promise.group(1)!r} is no fact"
    for talk in TALK_OF_ITSELF.findall(rest):
        if talk not in own:
            yield f"{talk!r} is nothing to tell a user"
    for word in WORD.findall(rest):
        slots = brief.lexicon.amenities.get(word)
        if slots and slots.isdisjoint(brief.asked) and word not in own:
            yield f"{word!r} is no fact"
        if _derived(word, brief) and word not in own:
            yield f"{word!r} is no fact"


def _is_given(promise: re.Match[str], rest: str, brief: Brief) -> bool:
    """Whether it is what the domains call free that is said to be: "parking is free"."""
    if not AT_NO_COST.fullmatch(promise.group(1)):
        return False
    of = promise.group(2)
    if of in brief.lexicon.things or of in brief.lexicon.nouns:
        return False
    free = brief.lexicon.said_with.get("free", frozenset())
    given = {(act.domain, act.slot) for act in brief.acts if act.value == "yes"}
    begin = len(CLAUSE.split(rest[: promise.start()])[-1])
    clause = (
        rest[promise.start() - begin : promise.start()] + CLAUSE.split(rest[promise.start() :])[0]
    )
    words = WORD.findall(clause)
    return any(given & free & brief.lexicon.amenities.get(word, frozenset()) for word in words)


def _derived(word: str, brief: Brief) -> bool:
    """Whether a word comes from a value that is no fact: "northern", "cheaper"."""
    if known(word, brief.lexicon.words | EVERYDAY):
        return False
    stems = [word[:end] for end in range(4, len(word)) if word[:end] in brief.lexicon.single]
    return bool(stems) and not any(stem in brief.short for stem in stems)


def _foreign(rest: str, brief: Brief, few: int, most: float) -> bool:
    """Whether too many of a text's own words are unknown to the domains and their language."""
    words = WORD.findall(rest)
    told = sum(map(rest.count, (GAP, TOLD, PROMISED)))  # the values are no other language
    english = brief.lexicon.words | brief.short
    strange = sum(word not in english and not known(word, _ENGLISH) for word in words)
    return len(words) >= few and strange > most * (len(words) + told)


def _names(text: str, rest: str, brief: Brief) -> Iterator[str]:
    """Yield the capitalised words that may be names, for no text of the domains has them."""
    left = set(WORD.findall(rest))
    english = EVERYDAY | ATTRIBUTES | brief.own_words  # whether it may be said is another question
    for sentence in sentences(text):
        for title in _TITLE.findall(sentence):
            words = set(WORD.findall(spoken(title, pronouns=False)))
            if words <= left - GRAMMAR and words.isdisjoint(brief.short):
                yield f"{title!r} is no fact"
        for word in _CAPITAL.finditer(sentence):
            name = spoken(word.group(), pronouns=False)
            base = name.removesuffix("'s")
            if not left & {name, base} or brief.short & {name, base}:
                continue
            opens = not re.search(r"\w", sentence[: word.start()])
            of_a_name = bool(brief.lexicon.name_words & {name, base})
            plain = bool(brief.lexicon.words & {name, base}) or known(name, english)
            order = opens and _opens_as_verb(name, sentence[word.end() :], brief)
            praised = opens and name not in GRAMMAR and _IS_PRAISED.match(sentence, word.end())
            if (
                not (plain or order)
                or praised
                or (of_a_name and (not opens or _IS_TOLD_OF.match(sentence, word.end())))
            ):
                yield f"{word.group()!r} is no fact"


def _opens_as_verb(name: str, after: str, brief: Brief) -> bool:
    """Whether the capitalised word that opens a sentence is a verb."""
    if name.endswith(("ing", "ed")) and len(name) >= _VERBAL:
        return True
    if _ORDER.match(after):
        return True
    following = spoken(after.strip())  # "Tap QX4 9EN into the map"
    first = re.match(r"\w+", following)
    value = _longest(brief.supported.get(first.group(), ()), following, 0) if first else ""
    return bool(value) and re.match(r" [A-Z\d]{3,}\b", after) is not None
