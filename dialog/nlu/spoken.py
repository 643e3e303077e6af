"""How people say values and type sentences: spoken times, typos, words before and after."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.noise.edits import Edit, Span, edited
from dialog.noise.typos import SLIPS
from dialog.quantities import DAYS
from dialog.schema import Slot, SlotType

_SMALL = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_MINUTES = {5: "five", 10: "ten", 15: "quarter", 20: "twenty", 30: "half"}
_LEADS = ("ok ", "ok, ", "sorry, ", "well ", "hm, ", "um ", "so ", "oh ", "right, ", "also ",
          "and ", "please ")  # fmt: skip
_TAILS = (" please", ", please", " if possible", " pls", " then")
_ENDS = (".", "?", "!", " .", "...")


def spoken_time(rng: random.Random) -> str:
    """Return a time of day as someone might type it."""
    hour, minute = rng.randrange(24), rng.choice((0, 0, 15, 30, 30, 45, 5, 10, 20, 50))
    half = "pm" if hour >= 12 else "am"
    twelve = hour % 12 or 12
    word, after = _SMALL[twelve - 1], _SMALL[twelve % 12]
    forms = [f"{hour:02d}:{minute:02d}"] * 6 + [f"{twelve}:{minute:02d} {half}"]
    forms += [f"{hour}:{minute:02d}", f"{hour}.{minute:02d}", f"{twelve}.{minute:02d} {half}"]
    if minute in _MINUTES:
        past = _MINUTES[minute]
        forms += [f"{past} past {word}", f"{past} past {twelve}"]
        forms += [f"half {word}"] if minute == 30 else []
    elif 60 - minute in _MINUTES:
        forms += [f"{_MINUTES[60 - minute]} to {after}"]
    if minute == 0:
        part = "the morning" if hour < 12 else "the afternoon" if hour < 18 else "the evening"
        forms += [f"{twelve}{half}", f"{twelve} {half}", f"{word} o'clock", f"{word} {half}"]
        forms += [f"{word} in {part}", f"{twelve} in {part}", f"{twelve} o'clock"]
        forms += ["noon", "midday"] if hour == 12 else []
        forms += [str(twelve), word]
    return rng.choice(forms)


def spoken_value(slot: Slot, names: Sequence[str], rng: random.Random) -> str:
    """Return a value of a slot in words that a user might choose.

    Args:
        slot: the slot.
        names: what its database column holds.
        rng: the source of chance.
    """
    if slot.type is SlotType.TIME:
        return spoken_time(rng)
    if slot.type is SlotType.DAY:
        return rng.choice([*DAYS, *DAYS, "today", "tomorrow", "tonight", "tonight"])
    if slot.type is SlotType.NUMBER:
        number = rng.randint(1, 9)
        return rng.choice([str(number), _SMALL[number - 1]])
    if slot.values and rng.random() < 0.9:
        value = rng.choice(list(slot.values))
        return rng.choice([value, value, *slot.values[value]])
    return rng.choice(names) if names else slot.description


def as_typed(value: str, rng: random.Random) -> str:
    """Return a value in the case and with the typos of someone in a hurry."""
    words = value if rng.random() < 0.3 else value.lower()
    if rng.random() < 0.1:
        words = " ".join(_typo(w, rng) for w in words.split(" "))
    return words


def _typo(word: str, rng: random.Random) -> str:
    if len(word) < 5 or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 1)
    return SLIPS[rng.randrange(len(SLIPS))](word, at)


def shifted(act: DialogueAct, by: int) -> DialogueAct:
    """Return an act whose sentence has moved by some characters."""
    return replace(act, span=(act.span[0] + by, act.span[1] + by)) if act.span else act


def spans_of(acts: Sequence[DialogueAct]) -> list[Span]:
    """Return the spans of acts, in their order."""
    return [act.span for act in acts if act.span]


def rewritten(
    text: str, acts: Sequence[DialogueAct], edits: Iterable[Edit]
) -> tuple[str, list[DialogueAct]]:
    """Return a sentence after some edits, and its acts over what became of their words."""
    text, spans = edited(text, spans_of(acts), edits)
    moved = iter(spans)
    return text, [replace(act, span=next(moved)) if act.span else act for act in acts]


def typed(
    text: str, acts: Sequence[DialogueAct], rng: random.Random
) -> tuple[str, list[DialogueAct]]:
    """Return a sentence as it might be typed; the words of values stay, wherever they move to."""
    made = list(acts)

    def put(start: int, end: int, words: str) -> None:
        nonlocal text, made
        text, made = rewritten(text, made, [Edit(start, end, words)])

    def free(start: int, end: int) -> bool:
        return all(end <= a.span[0] or start >= a.span[1] for a in made if a.span)

    if rng.random() < 0.2:
        for at in range(len(text) - 1, -1, -1):
            if text[at] == "'" and free(at, at + 1):
                put(at, at + 1, "")
    if rng.random() < 0.2:
        words = text.split(" ")
        nth = rng.randrange(len(words))
        start = sum(len(w) + 1 for w in words[:nth])
        if free(start, start + len(words[nth])):
            put(start, start + len(words[nth]), _typo(words[nth], rng))
    if rng.random() < 0.1:
        put(0, 0, rng.choice(_LEADS))
    if rng.random() < 0.08 and text[-1:].isalnum():
        text += rng.choice(_TAILS)
    if rng.random() < 0.25:
        text = text[:1].upper() + text[1:]
    if rng.random() < 0.3 and text[-1:].isalnum():
        text += rng.choice(_ENDS)
    return text, made
