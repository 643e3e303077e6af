"""One turn through the four components, and what becomes of turns that fail."""

import asyncio
import logging
from pathlib import Path
from typing import Any, ClassVar

import pytest

from dialog import pipeline as module
from dialog.acts import ActType, DialogueAct
from dialog.component import Decision, Response, component_class
from dialog.config import load_config
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.pipeline import APOLOGY, Pipeline
from dialog.state import DialogueState, Hypothesis, UserTurn


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))


def make(**options: dict[str, Any]) -> Pipeline:
    domains = load_domains(["restaurant"])
    chosen = {"nlu": {"name": "retrieval"}, **options}
    return Pipeline(domains, load_config(options=chosen, domains=domains))


def test_a_turn_is_understood_tracked_decided_and_answered() -> None:
    bot = make()
    bot.warm_up()
    result = asyncio.run(bot.turn(DialogueState(), "cheap thai food in the centre"))
    assert list(result.trace.stages) == ["nlu", "dst", "policy", "nlg"]
    assert result.state.domain("restaurant").value("food") == "thai"
    assert result.state.turns[-1].response == result.response
    assert "Thai" in result.response
    assert result.trace.reasons
    assert not result.trace.error
    data = result.to_dict()
    assert set(data) == {
        "utterance", "user_acts", "state", "system_acts", "response", "listing", "facts", "timings",
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x00\x07\x1b[31m",
        "🍜🍜🍜",
        "ich hätte gern ein günstiges Restaurant",
        "我想吃中国菜",
        "\ud800 lone surrogate",
        "'; DROP TABLE restaurant; --",
        "x" * 1000,
        "[bold]{food}[/bold] %s inform(food=thai)",
    ],
)
def test_any_text_is_answered(text: str) -> None:
    result = asyncio.run(make().turn(DialogueState(), text))
    assert result.response
    assert not result.trace.error
    assert not any(ord(c) < 32 for c in result.user.text)


def test_nothing_said_needs_no_understanding() -> None:
    twice = UserTurn((Hypothesis("\x00", 0.2), Hypothesis("", 0.5)))
    for said in ("", twice, UserTurn(())):
        result = asyncio.run(make().turn(DialogueState(), said))
        assert result.user.best_acts == ()
        assert result.response


def test_too_long_an_utterance_changes_nothing() -> None:
    bot = make()
    before = asyncio.run(bot.turn(DialogueState(), "thai food")).state
    long = UserTurn((Hypothesis("hi", 0.6), Hypothesis("x" * 1001, 0.4)))
    for said in ("x" * 100_000, long):
        result = asyncio.run(bot.turn(before, said))
        assert "at most 1,000 characters" in result.response
        assert len(result.user.text) <= 1000
        assert (result.state.domains, result.state.system_acts) == (
            before.domains,
            before.system_acts,
        )


@pytest.mark.parametrize(
    ("stage", "method"),
    [("nlu", "understand"), ("dst", "track"), ("policy", "decide"), ("nlg", "generate")],
)
def test_a_component_that_raises_is_apologised_for(
    stage: str, method: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bot = make()
    before = asyncio.run(bot.turn(DialogueState(), "thai food")).state

    def fail(*_: object) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(getattr(bot, stage), method, fail)
    with caplog.at_level(logging.ERROR):
        result = asyncio.run(bot.turn(before, "in the north"))
    assert result.response == APOLOGY
    assert (result.state.domains, result.state.system_acts) == (before.domains, before.system_acts)
    assert len(result.state.turns) == 2
    assert result.trace.error.startswith(f"The {stage} component ")
    assert result.trace.error.endswith("failed: ZeroDivisionError: by zero")
    assert caplog.records[-1].exc_info
    monkeypatch.undo()
    assert asyncio.run(bot.turn(result.state, "in the north")).trace.error == ""


HELLO = DialogueAct(ActType.HELLO)
SAID = UserTurn.of("in the north")


@pytest.mark.parametrize(
    ("stage", "method", "returned", "wanted"),
    [
        ("nlu", "understand", None, "a UserTurn, not None"),
        ("nlu", "understand", SAID, "a tuple of tuple as `acts`, not None"),
        ("nlu", "understand", UserTurn(SAID.hypotheses, ()), "each of the 1 hypotheses, not for 0"),
        (
            "nlu",
            "understand",
            UserTurn(SAID.hypotheses, (("hello()",),)),  # type: ignore[arg-type]
            "a tuple of DialogueAct as the `acts` of a hypothesis, not one with 'hello()'",
        ),
        ("dst", "track", None, "a DialogueState, not None"),
        ("policy", "decide", "hello", "a Decision, not 'hello'"),
        (
            "policy",
            "decide",
            Decision([HELLO], DialogueState()),  # type: ignore[arg-type]
            "a tuple of DialogueAct as `acts`, not [DialogueAct(",
        ),
        (
            "policy",
            "decide",
            Decision((HELLO,), None),  # type: ignore[arg-type]
            "a DialogueState as `state`, not None",
        ),
        ("nlg", "generate", ["Hello."], "a Response, not ['Hello.']"),
        ("nlg", "generate", Response(None), "a str as `text`, not None"),  # type: ignore[arg-type]
    ],
)
def test_a_component_that_returns_something_else_is_told_what_it_should(
    stage: str,
    method: str,
    returned: object,
    wanted: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bot = make()
    before = asyncio.run(bot.turn(DialogueState(), "thai food")).state

    def plain(*_: object) -> object:
        return returned

    async def awaited(*_: object) -> object:
        return returned

    component = getattr(bot, stage)
    function = plain if stage in ("nlu", "dst") else awaited
    monkeypatch.setattr(component, method, function)
    result = asyncio.run(bot.turn(before, "in the north"))
    assert result.response == APOLOGY
    assert (result.state.domains, result.state.system_acts) == (before.domains, before.system_acts)
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    who = f"The {stage} component {type(component).__name__} failed: it should return "
    assert record.getMessage().startswith(who)
    assert wanted in record.getMessage()
    assert not record.exc_info


def test_a_chain_with_a_gap_fails_when_it_is_built() -> None:
    with pytest.raises(ConfigError, match="dst component RuleTracker reads user_acts, which no"):
        make(nlu={"name": "none"})


class Bare:
    """Takes nothing and says nothing of itself."""


class Mute:
    reads: ClassVar[frozenset[str]] = frozenset()
    writes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, domains: object) -> None: ...


@pytest.mark.parametrize(
    ("cls", "message"),
    [(Bare, "refuses its options: Bare"), (Mute, "No component writes the response")],
)
def test_a_component_that_does_not_fit_is_one_sentence(
    cls: type, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pick(kind: Any, name: str) -> type:
        return cls if kind == "nlg" else component_class(kind, name)

    monkeypatch.setattr(module, "component_class", pick)
    with pytest.raises(ConfigError, match=message):
        make()


def test_domains_of_two_languages_are_no_session() -> None:
    message = "'hotel' speaks 'en' and '景点' 'zh'; a session speaks one language"
    with pytest.raises(ConfigError, match=message):
        Pipeline(load_domains(["crosswoz", "hotel"]))
