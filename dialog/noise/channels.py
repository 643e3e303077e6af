"""The channels by name, each for the languages in which it makes sense."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dialog.noise.casing import Casing
from dialog.noise.edits import Channel, Noisy, Span
from dialog.noise.fillers import Fillers
from dialog.noise.lexicon import english_sounds
from dialog.noise.speech import Speech
from dialog.noise.typos import Typos


class Named(NamedTuple):
    """A channel of a language."""

    name: str
    label: str
    make: Callable[[], Channel]
    languages: frozenset[str]  # ISO 639-1 codes
    meaning: str  # what it does and how often, in a sentence


_ENGLISH = frozenset({"en"})
CHANNELS = (
    Named(
        "typos", "typos", Typos, _ENGLISH,
        "one letter of every tenth word of four or more is another of the keyboard beside it, "
        "changes places with the next, is missing or comes twice",
    ),
    Named(
        "casing", "casing", Casing, _ENGLISH,
        "every sentence in upper, title or lower case, one that it is not in already",
    ),
    Named(
        "fillers", "filler words", Fillers, _ENGLISH,
        'words like "um", "like" and "please" in 8 of 100 places between words, in front of 3 of '
        "10 sentences and behind as many, never inside a value",
    ),
    Named(
        "fillers", "filler words",
        lambda: Fillers(leads=("嗯，", "呃，", "那个，"), tails=("吧", "啊", "呢"), gap=""),
        frozenset({"zh"}),
        'words like "嗯" in front of 3 of 10 sentences and like "吧" behind as many',
    ),
    Named(
        "asr", "recogniser", lambda: Speech(english_sounds()), _ENGLISH,
        "no capitals, marks or digits; every tenth word is taken for one that sounds like it, "
        "every tenth function word outside of values is lost, and of the words that could be "
        'split or joined ("air port") a quarter is',
    ),
)  # fmt: skip


def channels_for(languages: Sequence[str]) -> tuple[list[Named], list[Named]]:
    """Return the channels that make sense in all of some languages, and those left out."""
    fit = [channel for channel in CHANNELS if channel.languages.issuperset(languages)]
    names = {channel.name for channel in fit}
    left_out = {
        channel.name: channel for channel in reversed(CHANNELS) if channel.name not in names
    }
    return fit, list(left_out.values())[::-1]


def noisy(channel: Channel, text: str, spans: Sequence[Span], *, seed: str) -> Noisy:
    """Return a sentence as a channel leaves it; what it does depends on the seed and the sentence.

    A sentence thus has the same noise wherever it stands and whichever others are measured.
    """
    return channel(text, spans, random.Random(f"{seed} {text}"))  # noqa: S311
