"""Learning from a corpus of the tests' own."""

import numpy as np
import pytest

from dialog.corpus import CorpusTurn, Dialogue
from dialog.errors import ConfigError, CorpusError
from dialog.evaluation.provenance import Provenance
from dialog.satisfaction.report import satisfaction_metrics, satisfaction_report
from dialog.satisfaction.training import cross_validated, fit, majority, rated_turns


@pytest.fixture
def turns(corpus, dialogues, embed):
    return rated_turns(corpus, dialogues, embed, reaction=False)


def test_rated_turns(turns) -> None:
    assert len(turns.ratings) == 80
    assert turns.ratings[:4].tolist() == [3, 2, 4, 3]
    assert turns.dialogues[:5].tolist() == [0, 0, 0, 0, 1]
    assert turns.places[:5].tolist() == [1, 2, 3, 4, 1]


def test_the_lower_of_two_ratings_as_common_counts() -> None:
    assert [majority(each) for each in ([4, 2, 3, 3], [4, 2, 4, 2], [5])] == [3, 2, 5]


def test_what_ratings_depend_on_is_learnt(turns, tmp_path) -> None:
    estimates = cross_validated(turns)
    assert [each.rating for each in estimates] == turns.ratings.tolist()
    assert all(sum(each.probabilities) == pytest.approx(1) for each in estimates)
    assert all(1 <= each.expected <= 5 for each in estimates)
    metrics = satisfaction_metrics(turns, estimates)
    assert {metric.name: metric.value for metric in metrics} == {
        "uar": pytest.approx(0.6),  # of the five ratings three are there
        "kappa": 1,
        "rho": pytest.approx(1),
        "f1": 1,
    }
    made = Provenance({"reaction": False}, {"corpus": "rated", "split": "all"}, 0)
    satisfaction_report(turns, estimates, metrics, made).write(tmp_path)
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "Each of the 80 rated turns is estimated from what was said before it" in page
    assert "<polyline" in page


def test_two_ratings_are_enough(turns) -> None:
    low = turns.ratings < 3
    found = fit(turns.values, np.where(low, 2, 3)).estimates(turns.values)
    chances = np.array([each.probabilities[1] for each in found])
    assert chances[low].min() > chances[~low].max()
    assert {each.probabilities[4] for each in found} == {0}


def test_a_dialogue_is_in_one_part_alone(turns, monkeypatch) -> None:
    seen = []

    def spied(values, ratings):
        seen.append(len(ratings))
        return fit(values, ratings)

    monkeypatch.setattr("dialog.satisfaction.training.fit", spied)
    cross_validated(turns)
    assert seen == [72] * 10  # of 20 dialogues of 4 turns, 2 are left out each time


def test_what_cannot_be_learnt_from_is_refused(corpus, dialogues, embed, turns) -> None:
    with pytest.raises(CorpusError, match="every turn is rated 3"):
        fit(turns.values, np.full(80, 3))
    with pytest.raises(CorpusError, match="at least two"):
        cross_validated(rated_turns(corpus, dialogues[:1], embed, reaction=True))
    silent = Dialogue("d", "all", (), {}, (CorpusTurn("system", "Hello"),))
    with pytest.raises(CorpusError, match="No turn is rated"):
        rated_turns(corpus, [silent], embed, reaction=True)

    class Unrated:
        name = "unrated"

    with pytest.raises(ConfigError, match="'unrated' has no ratings of satisfaction by turn"):
        rated_turns(Unrated(), dialogues, embed, reaction=True)
