"""Edits that carry spans."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.noise.edits import Edit, edited, together, words_of


def test_a_span_goes_along_with_its_words() -> None:
    text = "to new york on monday"
    edits = [Edit(0, 0, "um "), Edit(3, 6, "knew"), Edit(6, 7, ""), Edit(11, 11, " city")]
    changed, [city, day] = edited(text, [(3, 11), (15, 21)], edits)
    assert changed == "um to knewyork city on monday"
    assert changed[slice(*city)] == "knewyork"  # what stands behind a span is not the span's
    assert changed[slice(*day)] == "monday"


def test_an_edit_across_a_bound_and_one_that_empties_a_span_are_left_out() -> None:
    assert edited("the cheap one", [(4, 9)], [Edit(2, 6, "x")]) == ("the cheap one", [(4, 9)])
    assert edited("the cheap one", [(4, 9)], [Edit(4, 9, "")]) == ("the cheap one", [(4, 9)])
    halves = [Edit(4, 6, ""), Edit(6, 9, "")]
    assert edited("the cheap one", [(4, 9)], halves) == ("the eap one", [(4, 7)])


def test_a_span_inside_another_moves_with_it() -> None:
    changed, spans = edited("san jose airport", [(0, 16), (4, 8)], [Edit(0, 3, "saint")])
    assert [changed[slice(*span)] for span in spans] == ["saint jose airport", "jose"]


def test_words_of_two_spans_are_not_together() -> None:
    first, second, third = words_of("new york monday")
    assert together(first, second, [(0, 8)])
    assert not together(second, third, [(0, 8)])
    assert together(second, third, [])


@st.composite
def _cases(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]], list[Edit]]:
    text = draw(st.text(alphabet="abc ", min_size=1, max_size=20))
    places = st.integers(0, len(text))
    spans = [
        (min(pair), max(pair))
        for pair in draw(st.lists(st.tuples(places, places), max_size=3))
        if pair[0] != pair[1]
    ]
    marks = sorted(draw(st.lists(places, max_size=6, unique=True)))
    edits = [
        Edit(a, b, draw(st.text(alphabet="XY", max_size=3)))
        for a, b in zip(marks[::2], marks[1::2], strict=False)
    ]
    return text, spans, edits


@given(_cases())
def test_what_no_edit_touches_stays(case: tuple[str, list[tuple[int, int]], list[Edit]]) -> None:
    text, spans, edits = case
    changed, moved = edited(text, spans, edits)
    for (start, end), (now, then) in zip(spans, moved, strict=True):
        assert 0 <= now < then <= len(changed)
        if all(edit.end <= start or edit.start >= end for edit in edits):
            assert changed[now:then] == text[start:end]


@given(_cases())
def test_without_spans_every_edit_is_made(
    case: tuple[str, list[tuple[int, int]], list[Edit]],
) -> None:
    text, _, edits = case
    changed, _ = edited(text, [], edits)
    grown = sum(len(edit.words) - (edit.end - edit.start) for edit in edits)
    assert len(changed) == len(text) + grown
    assert sum(map(changed.count, "XY")) == sum(len(edit.words) for edit in edits)
