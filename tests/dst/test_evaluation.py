"""What is counted of a tracker's states."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.corpus import CorpusTurn
from dialog.corpus.scoring import PLAIN, Scoring
from dialog.domain import Domain
from dialog.dst.belief import bounded
from dialog.dst.evaluation import judge
from dialog.dst.replay import Tracked
from dialog.schema import DomainSchema
from dialog.state import SlotBelief, UserTurn

SLOTS = {name: {"description": name} for name in ("area", "food", "price")}
DOMAINS = {
    name: Domain(DomainSchema(name=name, description="", entity="", slots=SLOTS), None)
    for name in ("eat", "sleep")
}


def tracked(wanted, beliefs, *, turn=None):
    """A turn whose slots are written eat.area; values by probability."""
    return Tracked(
        dialogue="1",
        number=1,
        text="x",
        answered="",
        annotation=turn or CorpusTurn("user", "x"),
        wanted={tuple(k.split(".")): v for k, v in wanted.items()},
        beliefs={tuple(k.split(".")): SlotBelief(tuple(v.items())) for k, v in beliefs.items()},
        asked=frozenset(),
        requested=frozenset(),
        seconds=0.0,
        heard=UserTurn(()),
    )


def judged(wanted, beliefs, scoring=PLAIN):
    [found] = judge([tracked(wanted, beliefs)], DOMAINS, scoring)
    return found


def test_all_slots_right_is_a_right_goal() -> None:
    found = judged({"eat.food": ("thai",)}, {"eat.food": {"Thai": 0.9}})
    assert (found.joint, found.accuracy, found.values) == (1, 1, (1, 1, 1))
    assert found.size == 6


def test_kinds_of_errors() -> None:
    found = judged(
        {"eat.food": ("thai",), "eat.area": ("north",), "sleep.area": ("west",)},
        {"eat.food": {"greek": 1.0}, "eat.price": {"low": 0.8}, "sleep.area": {"west": 0.6}},
    )
    kinds = {".".join(slot.place): slot.kind for slot in found.slots}
    assert kinds == {
        "eat.food": "wrong value",
        "eat.area": "missed",
        "eat.price": "spurious",
        "sleep.area": "right",
    }
    assert found.joint == 0
    assert found.accuracy == pytest.approx(3 / 6)
    assert found.values == (1, 3, 3)  # right, said, wanted


def test_a_value_less_likely_than_none_is_not_held() -> None:
    assert judged({}, {"eat.food": {"thai": 0.4, "greek": 0.1}}).joint == 1
    assert judged({"eat.food": ("thai",)}, {"eat.food": {"thai": 0.4, "greek": 0.1}}).joint == 0
    assert judged({"eat.food": ("thai",)}, {"eat.food": {"thai": 0.5}}).joint == 1


def test_any_annotated_value_is_right_unless_only_the_first_counts() -> None:
    wanted, beliefs = {"eat.food": ("thai", "greek")}, {"eat.food": {"greek": 1.0}}
    assert judged(wanted, beliefs).joint == 1
    assert judged(wanted, beliefs, Scoring("", "", variants=False)).joint == 0


def test_values_of_one_form_are_one_value() -> None:
    found = judged({"eat.food": ("thai",)}, {"eat.food": {"Thai": 0.3, "thai": 0.4}})
    assert found.slots[0].score == pytest.approx(0.7)
    assert found.l2 == pytest.approx(0.3**2 + 0.3**2)


def test_a_value_read_as_nothing_is_not_filled() -> None:
    none = Scoring("", "", read=lambda domain, slot, value: "" if value == "none" else value)
    assert judged({"eat.food": ("none",)}, {}, none).joint == 1
    assert judged({}, {"eat.food": {"none": 1.0}}, none).joint == 1


def test_frames_are_scored_by_themselves() -> None:
    turn = CorpusTurn("user", "x", extra={"services": ["eat", "fly"]})
    framed = Scoring("", "", frames=lambda turn: turn.extra["services"])
    wanted = {"eat.food": ("thai",), "sleep.area": ("west",)}
    [found] = judge([tracked(wanted, {"eat.food": {"thai": 1.0}}, turn=turn)], DOMAINS, framed)
    assert (found.frame, found.joint, found.size) == ("eat", 1, 3)


def test_likeness_makes_a_goal_partly_right() -> None:
    near = Scoring("", "", match=lambda slot, right, said: 0.8 if said != right[0] else 1.0)
    found = judged(
        {"eat.food": ("thai",), "eat.area": ("west",)},
        {"eat.food": {"tai": 1.0}, "eat.area": {"wst": 1.0}},
        near,
    )
    assert found.joint == pytest.approx(0.64)


values = st.sampled_from(["a", "b", "c"])
belief = st.dictionaries(values, st.floats(0, 1), max_size=3).map(bounded)
places = st.sampled_from(["eat.area", "eat.food", "sleep.price"])


@given(
    st.dictionaries(places, values.map(lambda value: (value,)), max_size=3),
    st.dictionaries(places, belief, max_size=3),
)
def test_l2_is_the_distance_of_the_joint_distribution(wanted, beliefs) -> None:
    found = judged(wanted, beliefs)
    slots = sorted(set(wanted) | set(beliefs))
    truth = tuple(wanted.get(slot, ("",))[0] for slot in slots)
    distance = 0.0
    for joint in itertools.product(*[["", "a", "b", "c"]] * len(slots)):
        probability = 1.0
        for slot, value in zip(slots, joint, strict=True):
            own = beliefs.get(slot, {})
            probability *= own.get(value, 0.0) if value else max(0.0, 1 - sum(own.values()))
        distance += (probability - (joint == truth)) ** 2
    assert found.l2 == pytest.approx(distance, abs=1e-6)
    assert 0 <= found.l2 <= 2 + 1e-9
    assert 0 <= found.sureness <= 1 + 1e-9
    right, said, want = found.values
    assert right <= min(said, want)
    assert (found.joint == 1) == (right == said == want)
