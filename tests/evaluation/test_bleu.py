"""BLEU as sacrebleu computes it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.evaluation.bleu import bleu, counts, tokens

WORDS = st.sampled_from(
    ["NAME", "is", "a", "cheap", "place", ".", "at", "12:30", "don't", "-", "£5"]
)
SENTENCES = st.lists(WORDS, max_size=9).map(" ".join)


CHINESE = st.lists(
    st.sampled_from(["好的", "，", "4.2分", "NAME", "。", "、", "：", "a-1", "“"]), max_size=9
).map("".join)


def of(pairs: list[tuple[str, str]], language: str = "en") -> float:
    rows = [counts(said, wanted, language) for said, wanted in pairs]
    sums = np.sum(rows, axis=0, dtype=np.float64)
    return 100 * float(bleu(sums))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("It's at 12:30, ok?", "It's at 12 : 30 , ok ?"),
        ("1,000 trains; 3.5 pounds.", "1,000 trains ; 3.5 pounds ."),
        ("a 5-star &quot;inn&quot;", 'a 5 - star " inn "'),
    ],
)
def test_words_and_marks(text: str, cut: str) -> None:
    assert tokens(text) == cut.split()


def test_a_case_worked_by_hand() -> None:
    # 5 of 6 words, 3 of 5 pairs, 1 of 4 triples, no 4-gram of 3: (5/6 * 3/5 * 1/4 * 1/6) ** 1/4
    pair = ("the cat is on the mat", "the cat sat on the mat")
    assert of([pair]) == pytest.approx(100 * (5 / 6 * 3 / 5 * 1 / 4 * 1 / 6) ** 0.25)


def test_sacrebleu_says_the_same_of_two_sentences() -> None:
    pairs = [("the NAME is at 12:30 , pm.", "NAME is at 12:30."), ("yes", "yes it is")]
    assert of(pairs) == pytest.approx(54.24434930647153)  # sacrebleu 2.6.0, corpus_bleu


@settings(deadline=None)  # the first one imports sacrebleu
@given(st.lists(st.tuples(SENTENCES, SENTENCES), min_size=1, max_size=5))
def test_sacrebleu_says_the_same(pairs: list[tuple[str, str]]) -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    said, wanted = ([pair[side] for pair in pairs] for side in (0, 1))
    assert of(pairs) == pytest.approx(sacrebleu.corpus_bleu(said, [wanted]).score)


@settings(deadline=None)
@given(st.lists(st.tuples(CHINESE, CHINESE), min_size=1, max_size=5))
def test_sacrebleu_says_the_same_of_chinese(pairs: list[tuple[str, str]]) -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    said, wanted = ([pair[side] for pair in pairs] for side in (0, 1))
    score = sacrebleu.corpus_bleu(said, [wanted], tokenize="zh").score
    assert of(pairs, "zh") == pytest.approx(score)


def test_each_character_of_chinese_is_a_word() -> None:
    assert tokens("评分4.2分，NAME。", "zh") == ["评", "分", "4.2", "分", "，", "NAME", "。"]
    pairs = [
        ("为您推荐万科酒店，评分4.2分。", "推荐您去万科酒店，评分是4.2分哦。"),
        ("好的。", "好的，再见。"),
    ]
    assert of(pairs, "zh") == pytest.approx(39.504393294077964)  # sacrebleu 2.6.0, tokenize="zh"


@given(SENTENCES, SENTENCES)
def test_it_lies_between_nothing_and_the_reference_itself(said: str, wanted: str) -> None:
    assert 0 <= of([(said, wanted)]) <= 100 + 1e-9
    if len(tokens(said)) >= 4:
        assert of([(said, said)]) == pytest.approx(100)


def test_nothing_in_common_is_0() -> None:
    assert of([("a b c d e", "v w x y z")]) == 0
    assert of([("", "v w x y z")]) == 0


def test_a_short_answer_pays_for_what_it_leaves_out() -> None:
    assert of([("a b c d", "a b c d e f g h")]) == pytest.approx(100 * np.exp(1 - 8 / 4))
