"""Which sentences a model may answer: the cut, its fitting, and what is said around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.evaluation.scope import auroc, in_scope_accuracy, oos_recall
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.scope import FEWEST, OUTSIDE, Scope, fit_scope, outside_repeated

ACTS = [
    *parse_acts("bank.inform(task=balance); bank.inform(task=transfer); taxi.inform(task=ride)"),
    *parse_acts("bye(); outofscope()"),
]
BALANCE, TRANSFER, RIDE, BYE, OUT = ACTS
SCOPE = Scope(cut=2.0, slope=1.5)
BOTH = ("bank", "taxi")


def decided(said: list[DialogueAct], *logits: float, session: tuple[str, ...] = BOTH) -> str:
    """Decide on a sentence of which acts are said with 0.9, from the logits of the tasks."""
    scores = np.array([*logits, 0.0, 0.0], np.float32)
    found = SCOPE.decide([(act, 0.9) for act in said], ACTS, scores, session)
    return format_acts([act.with_score(score) for act, score in found])


def test_in_scope_the_likeliest_task_is_said_though_no_label_was() -> None:
    assert decided([], 2.1, 0.0, 1.0) == "bank.inform(task=balance)"
    assert decided([OUT], 2.1, 0.0, 1.0) == "bank.inform(task=balance)"


def test_below_the_cut_a_sentence_is_out_of_scope_though_a_task_was_said() -> None:
    assert decided([RIDE], 0.0, 0.0, 1.9) == "outofscope()"
    assert decided([], -3.0, -2.0, -5.0) == "outofscope()"


def test_two_questions_at_once_are_both_said() -> None:
    assert decided([BALANCE, TRANSFER], 4.0, 3.0, 0.0) == "bank.inform(task=balance, task=transfer)"


def test_a_task_of_a_domain_that_is_not_there_is_no_task() -> None:
    assert decided([], 0.0, 0.0, 5.0, session=("bank",)) == "outofscope()"
    assert decided([], 3.0, 0.0, 5.0, session=("bank",)) == "bank.inform(task=balance)"


def test_who_says_goodbye_need_not_ask() -> None:
    assert decided([BYE], -9.0, -9.0, -9.0) == "bye()"


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_scores_rank_sentences_as_their_logits_do(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= SCOPE.sureness(low) <= SCOPE.sureness(high) <= 1
    [(act, score)] = SCOPE.decide([], ACTS, np.array([one, -60, -60, 0, 0], np.float32), BOTH)
    assert score >= 0.5  # whatever is said is likelier than not
    assert (act.type is ActType.OUTOFSCOPE) == (np.float32(one) < SCOPE.cut)


def validation(
    within: np.ndarray, without: np.ndarray, wanted: DialogueAct = BALANCE
) -> tuple[np.ndarray, list[Example]]:
    """Return logits and sentences whose first task has these logits."""
    logits = np.full((len(within) + len(without), len(ACTS)), -9.0, np.float32)
    logits[:, 0] = np.concatenate([within, without])
    inside = Example("what is my balance", (wanted,), BOTH)
    outside = Example("how are whales born", (OUT_OF_SCOPE,), BOTH)
    return logits, [inside] * len(within) + [outside] * len(without)


def test_the_cut_parts_what_can_be_parted() -> None:
    draws = np.random.default_rng(0)
    within, without = draws.normal(6, 1, 300), draws.normal(0, 1, 40)
    logits, examples = validation(within, without)
    scope = fit_scope(ACTS, logits, examples)
    assert scope
    assert auroc(within, without) > 0.99
    assert in_scope_accuracy([True] * 300, within, scope.cut) > 0.99
    assert oos_recall(without, scope.cut) > 0.95
    assert scope.sureness(6) > 0.9 > 0.1 > scope.sureness(0)


def test_the_slope_says_how_often_the_likeliest_task_is_right() -> None:
    draws = np.random.default_rng(1)
    within, without = draws.normal(1, 2, 4000), draws.normal(-1, 2, 4000)
    scope = fit_scope(ACTS, *validation(within, without))
    assert scope
    for low, high in ((-2, -1), (-0.5, 0.5), (1, 2)):
        inside, outside = (((low <= x) & (x < high)).sum() for x in (within, without))
        middle = scope.sureness((low + high) / 2)
        assert middle == pytest.approx(inside / (inside + outside), abs=0.08)


@pytest.mark.parametrize(
    ("inside", "outside"), [(FEWEST, FEWEST - 1), (FEWEST - 1, FEWEST), (100, 0)]
)
def test_a_corpus_with_too_few_sentences_of_a_kind_gives_no_cut(inside: int, outside: int) -> None:
    logits, examples = validation(np.full(inside, 5.0), np.full(outside, -5.0))
    assert fit_scope(ACTS, logits, examples) is None


def test_where_nothing_is_gained_by_rejecting_there_is_no_cut() -> None:
    logits, examples = validation(np.full(100, 1.0), np.full(30, 1.0))
    assert fit_scope(ACTS, logits, examples) is None


def test_sentences_without_annotated_tasks_tell_nothing() -> None:
    draws = np.random.default_rng(2)
    logits, examples = validation(draws.normal(6, 1, 50), draws.normal(0, 1, 50))
    chatter = Example("goodbye", (BYE,), BOTH, task=False)
    with_it = np.concatenate([logits, np.full((80, len(ACTS)), 50.0, np.float32)])
    assert fit_scope(ACTS, with_it, [*examples, *[chatter] * 80]) == fit_scope(
        ACTS, logits, examples
    )
    assert fit_scope(ACTS[3:], logits[:, 3:], examples) is None  # a model without tasks


@given(st.integers(1, 400), st.integers(0, 40))
def test_out_of_scope_is_a_share_of_what_is_learnt(inside: int, outside: int) -> None:
    _, examples = validation(np.zeros(inside), np.zeros(outside))
    repeated = outside_repeated(examples)
    rejected = sum(OUT_OF_SCOPE in example.acts for example in repeated)
    assert len(repeated) - rejected == inside
    assert rejected >= outside
    if outside:
        assert rejected >= OUTSIDE * inside
        assert rejected - outside < OUTSIDE * inside
