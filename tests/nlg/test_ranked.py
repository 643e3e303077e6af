"""The best of several texts of a language model speaks; against a real server."""

import asyncio
import logging
from typing import Any

import pytest

from dialog.acts import parse_acts
from dialog.component import Generator, Response, StreamingGenerator, component_class
from dialog.domain import Domain
from dialog.errors import ConfigError
from dialog.llm.base import LLM, Completion, LlmError, Message
from dialog.nlg.ranked import RankedGenerator
from dialog.notices import warn_once
from dialog.state import DialogueState, DomainState

STATE = DialogueState(
    active="inn",
    domains={"inn": DomainState(entity={"name": "Roma", "food": "italian", "area": "west"})},
)
GOOD = "You could try Roma, an Italian inn in the west."
BETTER = "Roma is an Italian inn in the west."
LEAVES_OUT = "You could try an Italian inn in the west."
MAKES_UP = "Roma is an Italian inn in the north."
CONTRADICTS = "Sorry, there is no inn like Roma."


def respond(inn: Domain, llm: str | LLM, candidates: int, **options: Any) -> Response:
    generator = RankedGenerator({"inn": inn}, llm=llm, candidates=candidates, **options)
    generator.warm_up()
    acts = parse_acts("offer(name=Roma)", default_domain="inn")
    return asyncio.run(generator.generate(acts, STATE))


def said(text: str, *logs: float) -> dict[str, object]:
    return {"says": text, "logs": list(logs)}


def test_it_is_a_generator_that_is_found_by_its_name(inn: Domain) -> None:
    generator = RankedGenerator({"inn": inn}, llm="http://localhost/v1#m")
    assert isinstance(generator, Generator)
    assert isinstance(generator, StreamingGenerator)
    assert component_class("nlg", "ranked") is RankedGenerator


def test_a_text_without_slot_errors_is_ahead_of_likelier_ones(inn: Domain, script: Any) -> None:
    spec = script.answers(said(LEAVES_OUT, -0.1), said(GOOD, -2.0, -3.0), said(MAKES_UP, -0.2))
    response = respond(inn, spec, 3)
    assert (response.text, response.source) == (GOOD, "llm")
    made = response.generation
    assert made is not None
    assert (made.candidates, made.score, made.refused) == (3, -2.5, ())
    assert (made.due, made.missing, made.invented) == (1, 0, 0)
    assert made.prompt_tokens == 15  # of all of them


@pytest.mark.parametrize(("first", "second"), [(-0.4, -0.3), (-0.3, -0.4)])
def test_of_texts_without_slot_errors_the_likeliest_is_said(
    inn: Domain, script: Any, first: float, second: float
) -> None:
    response = respond(inn, script.answers(said(GOOD, first), said(BETTER, second)), 2)
    assert response.text == (GOOD if first > second else BETTER)


def test_a_text_without_a_score_is_behind_one_with_it(
    inn: Domain, script: Any, caplog: pytest.LogCaptureFixture
) -> None:
    warn_once.cache_clear()
    with caplog.at_level(logging.WARNING, logger="dialog"):
        assert respond(inn, script.answers(GOOD, said(BETTER, -9.0)), 2).text == BETTER
        assert respond(inn, script.answers(GOOD, BETTER, likely=False), 2).text in (GOOD, BETTER)
    assert [each.getMessage() for each in caplog.records] == [
        "The language model gives no log probabilities, so of its candidates with as few slot "
        "errors the first is taken."
    ]


def test_if_all_are_wrong_it_is_asked_again_with_what_is_wrong_with_the_best(
    inn: Domain, script: Any
) -> None:
    spec = script.answers(
        said(MAKES_UP, -5.0), said("Try somewhere else in the north.", -0.1),
        said(GOOD, -1.0), said(MAKES_UP, -0.1),
    )  # fmt: skip
    response = respond(inn, spec, 2)
    assert response.text == GOOD
    assert response.generation is not None
    assert response.generation.candidates == 4
    assert response.generation.invented == 1  # of the better one of the first two
    assert len(response.generation.refused) == 1
    again = script.requests[-1]["messages"]
    assert again[-2] == {"role": "assistant", "content": MAKES_UP}
    assert "north" in again[-1]["content"]


def test_if_all_are_wrong_twice_the_template_speaks(inn: Domain, script: Any) -> None:
    response = respond(inn, script.answers(*[said(CONTRADICTS, -0.1)] * 4), 2)
    assert response.source.startswith("template (llm: ")
    assert response.text == "Roma is an Italian inn in the west."
    assert response.generation is not None
    assert response.generation.fallback


def test_one_that_fails_leaves_the_others(inn: Domain, script: Any) -> None:
    assert respond(inn, script.answers({"status": 400}, said(GOOD, -1.0)), 2).text == GOOD


def test_if_none_comes_the_template_speaks(inn: Domain, script: Any) -> None:
    response = respond(inn, script.answers({"status": 401}, {"status": 401}), 2)
    assert "refused with status 401" in response.source


class Plain:
    """A model that can only complete, and fails every other time."""

    def __init__(self) -> None:
        self.asked = 0

    def warm_up(self) -> None:
        pass

    async def complete(self, messages: list[Message], **options: object) -> Completion:
        self.asked += 1
        if self.asked % 2:
            raise LlmError("It is out.")
        return Completion(f"{GOOD}")


def test_any_model_will_do(inn: Domain) -> None:
    plain = Plain()
    assert respond(inn, plain, 4).text == GOOD
    assert plain.asked == 4


def test_it_is_heard_once_it_is_chosen(inn: Domain, script: Any) -> None:
    generator = RankedGenerator(
        {"inn": inn}, llm=script.answers(said(MAKES_UP, -0.1), said(GOOD, -1.0)), candidates=2
    )
    heard: list[str] = []
    acts = parse_acts("offer(name=Roma)", default_domain="inn")
    response = asyncio.run(generator.generate_aloud(acts, STATE, heard.append))
    assert heard == [GOOD] == [response.text]


def test_texts_are_drawn_at_some_temperature(inn: Domain, script: Any) -> None:
    respond(inn, script.answers(GOOD, GOOD), 2)
    assert {sent["temperature"] for sent in script.requests} == {0.7}
    respond(inn, script.answers(GOOD, GOOD), 2, decoding={"temperature": 1.2, "seed": 5})
    sent = script.requests[2:]
    assert {each["temperature"] for each in sent} == {1.2}
    assert sorted(each["seed"] for each in sent) == [5, 6]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"decoding": {"temperature": 0}}, "At a temperature of 0 all candidates are the same"),
        ({"decoding": {"beams": 3}}, "A beam search of 3 beams has no 5 candidates"),
        ({"candidates": 1}, r"nlg.candidates is 1; 2 or more can be ranked\."),
    ],
)
def test_options_that_leave_nothing_to_choose_are_an_error(
    inn: Domain, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        RankedGenerator({"inn": inn}, llm="http://localhost/v1#m", **options)


def test_a_beam_search_gives_its_best(inn: Domain) -> None:
    generator = RankedGenerator({"inn": inn}, llm="./model", decoding={"beams": 5})
    assert (generator.decoding.beams, generator.decoding.temperature) == (5, 0)
