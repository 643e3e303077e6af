"""What every channel keeps to, and what each does."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.noise.casing import Casing, title
from dialog.noise.channels import CHANNELS, Named, channels_for, noisy
from dialog.noise.edits import Channel, Span, words_of
from dialog.noise.fillers import INSIDE, LEADS, TAILS, Fillers
from dialog.noise.lexicon import english_sounds
from dialog.noise.numbers import spoken
from dialog.noise.sounds import Sounds, key
from dialog.noise.speech import UNSTRESSED, Speech
from dialog.noise.typos import SHORTEST, Typos, neighbours
from dialog.quantities import read_number, read_time

SOUNDS = english_sounds()
SOUNDS.alike("warm")  # the keys of all words are made at the first call
SILENT: tuple[Channel, ...] = (
    Typos(rate=0),
    Casing(rate=0),
    Fillers(rate=0, ends=0),
    Speech(SOUNDS, plain=0, misheard=0, lost=0, compounds=0),
)
TEXT = (
    "the flight from boston to new york at 9:05 pm for 3 people airport every day it's O'Hare "
    "$737 don't-care straße İstanbul 北京 , . ?"
)
WORDS = st.sampled_from(TEXT.split())


@st.composite
def _sentences(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """Words with spans over some of them, and free text now and then."""
    text = draw(st.one_of(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), st.text()))
    words = words_of(text)
    if not words:
        return text, []
    picks = draw(st.lists(st.integers(0, len(words) - 1), max_size=4, unique=True).map(sorted))
    pairs = zip(picks[::2], picks[1::2], strict=False)
    return text, [(words[a].start, words[b].end) for a, b in pairs]


@pytest.mark.parametrize("named", CHANNELS, ids=lambda named: f"{named.name}")
@given(sentence=_sentences(), seed=st.integers(0, 1000))
def test_spans_stay_inside_and_apart_and_the_same_seed_gives_the_same(
    named: Named, sentence: tuple[str, list[Span]], seed: int
) -> None:
    text, spans = sentence
    changed, moved = noisy(named.make(), text, spans, seed=str(seed))
    assert noisy(named.make(), text, spans, seed=str(seed)) == (changed, moved)
    assert len(moved) == len(spans)
    ends = 0
    for start, end in moved:
        assert ends <= start < end <= len(changed)
        ends = end


@pytest.mark.parametrize("channel", SILENT, ids=lambda channel: type(channel).__name__)
@given(sentence=_sentences(), seed=st.integers(0, 1000))
def test_at_a_rate_of_0_nothing_changes(
    channel: Channel, sentence: tuple[str, list[Span]], seed: int
) -> None:
    text, spans = sentence
    assert channel(text, spans, random.Random(seed)) == (text, spans)


@given(sentence=_sentences(), seed=st.integers(0, 1000))
def test_fillers_leave_every_other_word_where_it_was(
    sentence: tuple[str, list[Span]], seed: int
) -> None:
    text, spans = sentence
    changed, moved = Fillers(rate=0.5, ends=0.5)(text, spans, random.Random(seed))
    kept = [text[slice(*span)] for span in spans]
    assert [changed[slice(*span)] for span in moved] == kept
    left = words_of(changed)
    fillers = {word for phrase in (*LEADS, *INSIDE, *TAILS) for word in phrase.split()}
    own = iter(words_of(text))
    expected = next(own, None)
    for word in left:
        if expected and word.text == expected.text:
            expected = next(own, None)
        else:
            assert word.text in fillers
    assert expected is None


@given(sentence=_sentences(), seed=st.integers(0, 1000))
def test_casing_changes_letters_only(sentence: tuple[str, list[Span]], seed: int) -> None:
    text, spans = sentence
    changed, moved = Casing()(text, spans, random.Random(seed))
    assert (len(changed), moved) == (len(text), spans)
    assert all(a == b or a.isalpha() for a, b in zip(text, changed, strict=True))


@given(sentence=_sentences(), seed=st.integers(0, 1000))
def test_typos_are_one_letter_of_long_words(sentence: tuple[str, list[Span]], seed: int) -> None:
    text, _ = sentence
    changed, _ = Typos(rate=1)(text, [], random.Random(seed))
    for before, after in zip(words_of(text), words_of(changed), strict=True):
        assert abs(len(before.text) - len(after.text)) <= 1
        assert before.text[0] == after.text[0]
        if len(before.text) < SHORTEST:
            assert before.text == after.text


def test_titles_keep_apostrophes_together() -> None:
    assert title("FROM o'hare, it's 5PM") == "From O'hare, It's 5pm"


def test_neighbours_are_beside_each_other() -> None:
    assert sorted(neighbours("s")) == list("adewxz")
    assert neighbours("Q") == "WA"
    assert neighbours("1") == neighbours("é") == ""
    for letter in "qwertyuiopasdfghjklzxcvbnm":
        assert all(letter in neighbours(near) for near in neighbours(letter))


@pytest.mark.parametrize(
    ("one", "other"),
    [("fare", "fair"), ("flour", "flower"), ("weight", "wait"), ("knight", "night"),
     ("write", "right"), ("whole", "hole"), ("phase", "faze"), ("two", "too")],
)  # fmt: skip
def test_words_that_sound_alike_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_only_words_that_may_be_heard_are_heard() -> None:
    sounds = Sounds(["fair", "fire", "meal", "fare", "four", "far"])
    assert sounds.alike("Fare") == ["fire", "far", "fair"]
    assert list(sounds.alike("meal")) == []
    assert sounds.alike("i") == ()


@pytest.mark.parametrize(
    ("figure", "words"),
    [("0", "zero"), ("7", "seven"), ("42", "forty two"), ("100", "one hundred"),
     ("737", "seven thirty seven"), ("1800", "eighteen hundred"), ("1815", "eighteen fifteen"),
     ("905", "nine oh five"), ("2000", "two thousand"), ("007", "zero zero seven"),
     ("9:05", "nine oh five"), ("18:30", "eighteen thirty"), ("7:00", "seven o clock")],
)  # fmt: skip
def test_numbers_are_spoken(figure: str, words: str) -> None:
    assert spoken(figure) == words


@given(st.integers(0, 99))
def test_small_numbers_are_read_back(number: int) -> None:
    assert read_number(spoken(str(number))) == str(number)


@given(st.integers(1, 23), st.integers(0, 59))
def test_times_are_read_back(hour: int, minute: int) -> None:
    assert read_time(spoken(f"{hour}:{minute:02d}")) == f"{hour:02d}:{minute:02d}"


def _heard(text: str, *spans: Span, **rates: float) -> tuple[str, list[str]]:
    none = {"plain": 0.0, "misheard": 0.0, "lost": 0.0, "compounds": 0.0}
    changed, moved = Speech(SOUNDS, **{**none, **rates})(text, spans, random.Random(0))
    return changed, [changed[slice(*span)] for span in moved]


def test_what_a_recogniser_hears() -> None:
    plain = _heard("Uh, at 9pm - from O'Hare (3 of us)!", (7, 10), plain=1)
    assert plain == ("uh at nine pm from o'hare three of us", ["nine pm"])
    assert _heard("is there a meal", lost=1) == ("meal", [])
    assert _heard("at the museum", (3, 13), lost=1) == ("at the museum", ["the museum"])
    assert _heard("the airport", (4, 11), compounds=1) == ("the air port", ["air port"])
    assert _heard("an air port", (3, 11), compounds=1) == ("an airport", ["airport"])
    assert _heard("an air port", (3, 6), compounds=1) == ("an air port", ["air"])
    words, [value] = _heard("what fare", (5, 9), misheard=1)
    assert value != "fare"
    assert key(value) == key("fare")
    assert words.split()[-1] == value


def test_prepositions_are_not_lost() -> None:
    assert not UNSTRESSED & {"from", "to", "in", "at", "on", "before", "after", "for", "with"}


@pytest.mark.parametrize(
    ("make", "low", "high"),
    [(lambda: Typos(), 0.07, 0.13), (lambda: Speech(SOUNDS, lost=0, compounds=0), 0.03, 0.08)],
)
def test_rates_are_what_they_say(make: Callable[[], Channel], low: float, high: float) -> None:
    channel, text = make(), "show flights leaving denver before monday evening"
    changed = total = 0
    for nth in range(400):
        after, _ = noisy(channel, text, [], seed=str(nth))
        pairs = zip(text.split(), after.split(), strict=True)
        changed += sum(a != b for a, b in pairs)
        total += len(text.split())
    assert low < changed / total < high


def test_channels_that_make_no_sense_are_left_out() -> None:
    fit, left_out = channels_for(["en"])
    assert [each.name for each in fit] == ["typos", "casing", "fillers", "asr"]
    assert left_out == []
    [fillers], left_out = channels_for(["zh"])
    assert [each.name for each in left_out] == ["typos", "casing", "asr"]
    heard = {noisy(fillers.make(), "我想吃烤鸭。", [(3, 5)], seed=str(n))[0] for n in range(30)}
    assert {"我想吃烤鸭。", "嗯，我想吃烤鸭。"} <= heard
    assert channels_for(["en", "zh"])[0] == []
