"""The rule policy as a whole."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, parse_acts
from dialog.component import Policy
from dialog.policy.rule import RulePolicy
from dialog.state import DialogueState

from .shop import DOMAINS, OFFERED, Talk, after


def test_is_a_policy():
    assert isinstance(RulePolicy(DOMAINS), Policy)


@pytest.mark.parametrize(
    "reply", ["negate(); bikes.inform(colour=red)", "negate(); bikes.inform(colour=dontcare)"]
)
def test_a_question_that_was_answered_is_not_put_again(reply):
    talk = after(OFFERED)
    assert talk.say("bikes.inform(colour=blue)", score=0.45) == "bikes.confirm(colour=blue)"
    assert talk.say(reply) == "bikes.offer(name=Mule)"


def test_what_the_offered_one_is_not_leaves_it_offered():
    assert after(OFFERED).say("bikes.deny(colour=blue)").startswith("bikes.offer(name=Mule")


def test_reasons_name_rule_beliefs_and_what_was_considered():
    talk = Talk()
    talk.say("bikes.inform(task=find, colour=red)")
    assert len(talk.decision.reasons) == 1
    reason = talk.decision.reasons[0]
    assert reason.startswith("ask_constraint: a search needs kind")
    assert "bikes.request(kind)" in reason
    assert "colour=red 1.00" in reason
    assert "clarify" in reason


SLOTS = [(d.name, s) for d in DOMAINS.values() for s in [*d.schema.slots, "reference", "task"]]
VALUES = ["city", "cargo", "red", "crime", "Mule", "monday", "2", "find", "book", "dontcare",
          "there", "the same day", "the book", "10:00"]  # fmt: skip
KINDS = [k.value for k in ActType]
any_act = st.builds(
    lambda kind, place, value, bare, generic, score: parse_acts(
        f"{kind}()"
        if bare
        else f"{'' if generic else place[0] + '.'}{kind}({place[1]}{value})"
    )[0].with_score(score),
    st.sampled_from(KINDS),
    st.sampled_from(SLOTS),
    st.sampled_from(["", *(f'="{v}"' for v in VALUES)]),
    st.booleans(),
    st.booleans(),
    st.floats(0, 1),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(any_act, max_size=4), max_size=8), st.booleans())
def test_any_conversation_is_answered(turns, full):
    talk = Talk(full=("monday",) if full else ())
    for acts in turns:
        assert talk.acts(acts)
        assert talk.decision.reasons
        assert DialogueState.from_dict(json.loads(json.dumps(talk.state.to_dict()))) == talk.state
        asked = [a for a in talk.decision.acts if a.type in (ActType.REQUEST, ActType.CONFIRM)]
        assert len(asked) <= 1
