"""Sentences as they are typed."""

import random

from hypothesis import given
from hypothesis import strategies as st

from dialog.domain import load_domains
from dialog.nlu.examples import Example
from dialog.nlu.filling import PhraseFiller
from dialog.nlu.spoken import spoken_time, typed
from dialog.quantities import read_time

DOMAINS = load_domains(["restaurant", "hotel", "taxi"])


def filled(seed: int) -> list[Example]:
    return PhraseFiller(DOMAINS, random.Random(seed)).examples(1)


FILLER = PhraseFiller(DOMAINS, random.Random(1))
FILLED = filled(0)
SPANNED = [e for e in FILLED if any(a.span for a in e.acts)]


@given(st.integers(0, 10_000))
def test_spoken_times_are_times(seed: int) -> None:
    assert read_time(spoken_time(random.Random(seed))) is not None


@given(st.sampled_from(SPANNED), st.integers(0, 10_000))
def test_typing_keeps_values_where_their_spans_are(original: Example, seed: int) -> None:
    text, acts = typed(original.text, original.acts, random.Random(seed))
    for before, after in zip(original.acts, acts, strict=True):
        if before.span and after.span:
            words = original.text[slice(*before.span)]
            assert text[slice(*after.span)].lower() == words.lower()


def test_typing_leaves_out_apostrophes_and_makes_mistakes() -> None:
    made = {typed("what's the address", [], random.Random(seed))[0] for seed in range(300)}
    assert any(text.lower().startswith("whats") for text in made)
    assert any("address" not in text.lower() for text in made)
