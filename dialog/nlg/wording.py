"""Small English: articles, plurals, lists, and the finish of a sentence put together from parts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

_ARTICLE = re.compile(r"\b([Aa])n?(?=\s+(\w\S*))")
_ENDING_ARTICLE = re.compile(r"\b([Aa])n?(\s+)$")
_VOWEL_SOUND = re.compile(r"(?:[aeiou]|hour|honest|heir|8|11\b|18\b)", re.I)
_SPELLED_OUT = re.compile(r"[AEFHILMNORSX](?=\d)")  # of "an M80", a letter that is named
_CONSONANT_SOUND = re.compile(r"(?:uni|eu|u[sk]\b|use|usual|one\b|once|uk)", re.I)
_LEADING_ARTICLE = re.compile(r"(?:the|an?|your|its)\s+", re.I)
_SENTENCE_END = re.compile(r"[.!?][\"')]?\s+$")
_ENDING_THE = re.compile(r"\b[Tt]he\s+$")
_NEXT_WORD = re.compile(r"(?<=^\s)\w+|^\w+")
_ARE_NO = re.compile(r"\bare no ([^.,;!?]+)$")
_BOUND = re.compile(  # behind what there is none of
    r"[.,;!?]|\s+(?:at|available|for|from|in|listed|matching|meeting|near|on|that|to|which|with)\b"
)
_ENDING_ON = re.compile(r"\b([Oo])n\s+$")
RELATIVE_DAYS = ("today", "tomorrow")  # "today" rather than "on Today"
_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women"}

_NO_PLURALS = frozenset({"as", "bus", "has", "is", "its", "this", "us", "was"})


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a sentence: the template's own words, or a value filled in."""

    text: str
    is_value: bool = False
    counts: bool = False  # a value that numbers what the next words name


def article_for(word: str) -> str:
    """Return "a" or "an", by the sound the word begins with."""
    spelled = _SPELLED_OUT.match(word)
    vowel = spelled or (_VOWEL_SOUND.match(word) and not _CONSONANT_SOUND.match(word))
    return "an" if vowel else "a"


@lru_cache(maxsize=4096)
def plural(noun: str) -> str:
    """Return the plural of an English noun phrase; its last word carries it."""
    head, space, last = noun.rpartition(" ")
    if last in _IRREGULAR:
        last = _IRREGULAR[last]
    elif re.search(r"[^aeiou]y$", last):
        last = f"{last[:-1]}ies"
    elif re.search(r"(?:s|x|z|ch|sh)$", last):
        last = f"{last}es"
    else:
        last = f"{last}s"
    return f"{head}{space}{last}"


def singular(noun: str) -> str:
    """Return the singular of an English plural, or another word as it is."""
    shorter = () if noun in _NO_PLURALS else (f"{noun[:-3]}y", noun[:-2], noun[:-1])
    return next((one for one in (*_IRREGULAR, *shorter) if one and plural(one) == noun), noun)


def counted(number: str, noun: str) -> str:
    """Return a number with its noun, "1 night" or "2 nights"; without a noun the number."""
    if not noun:
        return number
    single = number.split()[-1:] == ["1"]  # "1", "at least 1"
    return f"{number} {noun if single else plural(noun)}"


def title(text: str) -> str:
    """Capitalise every word and leave other letters alone: "north american"."""
    return re.sub(r"(?:^|(?<=[\s-]))[^\W\d_]", lambda m: m.group().upper(), text)


def day(value: str) -> str:
    """Return a day as it is written: monday as Monday, but today."""
    return value if value in RELATIVE_DAYS else title(value)


def bare(phrase: str) -> str:
    """Return a noun phrase without its article: "the part of town" -> "part of town"."""
    return _LEADING_ARTICLE.sub("", phrase, count=1) if _LEADING_ARTICLE.match(phrase) else phrase


def listed(items: Sequence[str], word: str = "and") -> str:
    """Join items for reading: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def capitalised(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]


def finish(parts: Sequence[Part]) -> str:
    """Put parts together into sentences.

    Articles agree with what follows them and are not doubled ("the The Bull"), one is followed by
    the singular, there "is" no hotel, "on" is dropped before "today", a value that opens a sentence
    is capitalised, spaces and full stops are not doubled, and the last sentence ends. Values are
    otherwise as given.
    """
    out = ""
    alone = False  # whether one thing is told of by the next words
    for part in _merged(parts):
        if part.is_value:
            text = part.text
            alone = part.counts and text == "1"
            if text.startswith("The "):
                out = _ENDING_THE.sub("", out)
            if article := _ENDING_ARTICLE.search(out):
                out = out[: article.start()] + _agree(article, text) + article.group(2)
            if text in RELATIVE_DAYS:
                out = _ENDING_ON.sub("", out)
            out += capitalised(text) if not out or _SENTENCE_END.search(out) else text
        else:
            words = _NEXT_WORD.sub(_singular, part.text, count=1) if alone else part.text
            if _BOUND.match(words):
                out = _ARE_NO.sub(_none, out)
            out += _own_words(out, words)
            alone = False
    out = capitalised(out.strip())
    return out if not out or out[-1] in ".!?:)\"'" else f"{out}."


def _merged(parts: Sequence[Part]) -> list[Part]:
    """Drop empty parts and join neighbouring literal ones, so that each is read whole."""
    merged: list[Part] = []
    for part in parts:
        text = " ".join(part.text.split()) if part.is_value else part.text
        if not text:
            continue
        if merged and not part.is_value and not merged[-1].is_value:
            merged[-1] = Part(merged[-1].text + text)
        else:
            merged.append(replace(part, text=text))
    return merged


def _none(match: re.Match[str]) -> str:
    """Return "is no hotel" for "are no hotel", and "are no hotels" as it is."""
    several = any(singular(word) != word for word in match.group(1).split())
    return match.group() if several else f"is no {match.group(1)}"


def _singular(match: re.Match[str]) -> str:
    return singular(match.group())


def _own_words(before: str, text: str) -> str:
    """Return the template's words as they follow on what stands before them."""
    text = _tidy(text)
    if not before or before.endswith(" "):
        text = text.lstrip()
    if text.startswith(".") and before.endswith((".", "!", "?")):
        text = text[1:]
    return text


@lru_cache(maxsize=4096)
def _tidy(text: str) -> str:
    """Return a template's words with single spaces, none before marks, and articles that agree."""
    text = re.sub(r" (?=[.,!?;](?:\s|$))", "", re.sub(r"\s+", " ", text))
    return _ARTICLE.sub(lambda m: _agree(m, m.group(2)), text)


def _agree(match: re.Match[str], word: str) -> str:
    """Return the matched article in the form that the word wants, its capital kept."""
    article = article_for(word)
    return article if match.group(1) == "a" else capitalised(article)
