"""How often something succeeds, by kind and by length; how a model was learnt."""

from hypothesis import given
from hypothesis import strategies as st

from dialog.evaluation.learning import learning
from dialog.evaluation.report import Plot
from dialog.evaluation.shares import GROUPS, by_turns, share_bars


def test_shares_have_wilsons_interval() -> None:
    [bar] = share_bars("S", {"taxi": [True] * 9 + [False]}).bars
    assert (bar.name, bar.value, bar.note) == ("taxi", 90, "of 10")
    assert bar.interval
    assert (round(bar.interval.low, 1), round(bar.interval.high, 1)) == (59.6, 98.2)


def test_lengths_are_put_together() -> None:
    bars = by_turns([(3, True)] * 5 + [(4, False)] + [(9, True)] * 6).bars
    assert [(bar.name, bar.note) for bar in bars] == [
        ("3 turns", "of 5"), ("4 to 9 turns", "of 7")
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1))
def test_every_dialogue_is_in_one_group(dialogues: list[tuple[int, bool]]) -> None:
    bars = by_turns(dialogues).bars
    assert len(bars) <= GROUPS + 1
    counts = [int(bar.note.removeprefix("of ")) for bar in bars]
    assert sum(counts) == len(dialogues)
    right = sum(bar.value / 100 * count for bar, count in zip(bars, counts, strict=True))
    assert round(right) == sum(hit for _, hit in dialogues)


def test_learning_is_drawn_of_several_epochs() -> None:
    history = [{"loss": 2.0, "act_f1": 0.5}, {"loss": 1.0, "act_f1": 0.75}]
    [section] = learning("atis", history, {"act_f1": "act F1", "slot_f1": "slot F1"})
    figures, loss = section.blocks
    assert isinstance(figures, Plot)
    assert isinstance(loss, Plot)
    assert [(line.label, list(line.points)) for line in figures.lines] == [
        ("act F1", [(1, 50.0), (2, 75.0)])
    ]
    assert loss.y_end == 2
    assert not list(learning("atis", history[:1], {"act_f1": "act F1"}))
    assert not list(learning("atis", [{}, {}], {"act_f1": "act F1"}))
