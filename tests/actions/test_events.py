"""What the events of actions do to the state."""

import json

import pytest

from dialog.actions import ActionError, ActionRunner, apply_events
from dialog.domain import Domain
from dialog.state import DialogueState, SlotBelief, Turn, UserTurn

from .eateries import believing, run


def test_every_event(runner: ActionRunner) -> None:
    before = believing(area="north").with_domain("eatery", grounded=("area", "food"))
    result = run(runner, "action_everything", before)
    assert result.error == ""
    after = result.state.domain("eatery")
    assert {slot: b.values for slot, b in after.beliefs.items()} == {
        "food": (("thai", 1.0),),
        "wifi": (("yes", 1.0),),
        "price": (("7", 1.0),),
    }
    assert after.grounded == ()
    assert after.results == ({"name": "X", "stars": "3"},)
    assert after.relaxed == ("area",)
    assert after.entity == {"name": "X"}
    assert after.bookings == ({"reference": "R"},)
    assert result.state.domain("other").value("area") == "south"
    assert result.messages == ("said", "Hi you, X has thai food.", "uttered")
    assert DialogueState.from_dict(json.loads(json.dumps(result.state.to_dict()))) == result.state


def test_resetting(runner: ActionRunner) -> None:
    turn = Turn(UserTurn.of("hi"), (), "Hello.")
    both = believing(food="thai").with_domain("other", beliefs={"area": SlotBelief((("x", 1),))})
    both = both.with_domain("eatery", bookings=({"reference": "R"},))
    both = DialogueState(domains=both.domains, turns=(turn,))
    reset = run(runner, "action_reset", both).state
    assert reset.domain("eatery").beliefs == {}
    assert reset.domain("eatery").bookings
    assert reset.domain("other").value("area") == "x"
    assert run(runner, "action_restart", both).state == DialogueState(turns=(turn,))


def test_apply_events_refuses_the_unknown(domains: dict[str, Domain]) -> None:
    with pytest.raises(ActionError, match="unknown type None"):
        apply_events(DialogueState(), "eatery", [{}], domains)
