"""Actions of small plugins, through rasa-sdk's own executor and a real database."""

import asyncio
import time

import pytest

from dialog.actions import ActionRunner
from dialog.component import ActionResult
from dialog.state import DialogueState

from .eateries import believing, run


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("action_raises", "The action 'action_raises' failed: ValueError: no such key."),
        ("action_rejected", "rejected execution."),
        ("action_exits", "The action 'action_exits' failed: it tried to end the program."),
        ("action_stops", "The action 'action_stops' failed: RuntimeError"),
        ("action_sleeps", "The action 'action_sleeps' took longer than 1 s."),
        ("action_sleeps_async", "The action 'action_sleeps_async' took longer than 1 s."),
        ("action_own_timeout", "failed: TimeoutError: the server did not answer."),
        ("action_unknown_event", "returned an event of the unknown type 'dance'."),
        ("action_unknown_slot", "it set the unknown slot 'foo'. Did you mean 'food'?"),
        ("action_odd_value", "set the slot 'food' to a list where a text or number belongs."),
        ("action_not_a_list", "failed: TypeError"),
        ("action_utter_unknown", "responses.yml has no response 'utter_bye'"),
        ("action_serch", "has no action 'action_serch'. Did you mean 'action_search'?"),
    ],
)
def test_a_failing_action_is_one_sentence(runner: ActionRunner, action: str, sentence: str) -> None:
    state = believing(food="thai")
    start = time.monotonic()
    result = run(runner, action, state)
    assert time.monotonic() - start < 2.5
    assert sentence in result.error
    assert "\n" not in result.error
    assert result.state is state
    assert result.messages == ()


def test_unknown_domain(runner: ActionRunner) -> None:
    result = asyncio.run(runner.run("eatry", "action_search", DialogueState()))
    assert result.error == "There is no domain 'eatry'. Did you mean 'eatery'?"


def test_followups(runner: ActionRunner) -> None:
    result = run(runner, "action_follow", DialogueState())
    assert (result.messages, result.error) == (("eatery: 3",), "")
    assert result.state.domain("eatery").value("food") == "thai"
    failed = run(runner, "action_follow_fails", DialogueState())
    assert "action_raises" in failed.error
    assert failed.state.domain("eatery").value("food") == "x"
    assert "more than 5" in run(runner, "action_loop", DialogueState()).error


def test_same_named_actions_do_not_meet(runner: ActionRunner) -> None:
    async def both() -> list[ActionResult]:
        calls = [runner.run(d, "action_count", DialogueState()) for d in ("eatery", "other")]
        return await asyncio.gather(*calls)

    assert [r.messages for r in asyncio.run(both())] == [("eatery: 3",), ("other: 3",)]


def test_a_sleeping_action_holds_nobody_up(runner: ActionRunner) -> None:
    runner.warm_up()

    async def both() -> tuple[ActionResult, float]:
        slow = asyncio.create_task(runner.run("eatery", "action_sleeps", DialogueState()))
        await asyncio.sleep(0)
        start = time.monotonic()
        result = await runner.run("other", "action_search", believing("other", food="italian"))
        took = time.monotonic() - start
        await slow
        return result, took

    result, took = asyncio.run(both())
    assert len(result.state.domain("other").results or ()) == 2
    assert took < 0.9
