"""The language model's words pass the guard or the templates speak; against a real server."""

import asyncio
import socket
import sys
from collections.abc import AsyncGenerator, Sequence
from pathlib import Path
from typing import Any

import pytest

from dialog.acts import parse_acts
from dialog.component import Generator, Response, StreamingGenerator
from dialog.domain import Domain
from dialog.errors import ConfigError, ExtraMissingError
from dialog.llm.base import LLM, Completion, LlmError, Message
from dialog.llm.specs import language_model
from dialog.nlg.llm import LlmGenerator
from dialog.nlg.sentences import sentences
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState, DomainState, Turn, UserTurn

ROMA = {"name": "Roma", "food": "italian", "area": "west", "phone": "614953"}
STATE = DialogueState(
    active="inn",
    domains={"inn": DomainState(entity=ROMA)},
    turns=(Turn(UserTurn.of("an italian please"), (), "Which part of town?"),),
)


class Queue:
    """A model that says what it was given, word by word if asked, and keeps what it was asked."""

    def __init__(self, *answers: str | LlmError) -> None:
        self.answers = list(answers)
        self.asked: list[Sequence[Message]] = []
        self.streamed: list[str] = []  # the words that were asked for

    def warm_up(self) -> None:
        pass

    async def complete(self, messages: Sequence[Message], **options: object) -> Completion:
        self.asked.append(list(messages))
        answer = self.answers.pop(0)
        if isinstance(answer, LlmError):
            raise answer
        return Completion(answer, 30, 10)

    async def stream(
        self, messages: Sequence[Message], **options: object
    ) -> AsyncGenerator[Completion, None]:
        answer = await self.complete(messages)
        for word in answer.text.split(" "):
            self.streamed.append(word)
            yield Completion(f"{word} ", 0, 1)


def respond(
    inn: Domain, llm: str | LLM, acts: str = "offer(name=Roma)", timeout: float = 10
) -> Response:
    generator = LlmGenerator({"inn": inn}, llm=llm, timeout=timeout)
    generator.warm_up()
    return asyncio.run(generator.generate(parse_acts(acts, default_domain="inn"), STATE))


def template(inn: Domain, acts: str = "offer(name=Roma)") -> Response:
    return TemplateGenerator({"inn": inn}).say(parse_acts(acts, default_domain="inn"), STATE)


def test_it_is_a_generator(inn: Domain) -> None:
    assert isinstance(LlmGenerator({"inn": inn}, llm="http://localhost/v1#m"), Generator)


def test_the_model_speaks(inn: Domain, llm_server: str) -> None:
    response = respond(inn, f"{llm_server}#says:I would go to Roma, an Italian inn in the west!")
    assert response.text == "I would go to Roma, an Italian inn in the west!"
    assert response.source == "llm"
    assert response.facts == {"name": "Roma", "food": "italian", "area": "west"}


@pytest.mark.parametrize(
    "acts",
    [
        "hello()",
        "offer(name=Roma); inform(count=5)",
        "inform(phone=614953, internet=yes)",
        "confreq(area=west, food)",
        "request(food)",
        "select(food=thai, food=italian)",
        "confirm(stay=3)",
        "nooffer(food=thai)",
        "inform(area=unknown)",
        "book(reference=AB12CD34, stay=2, day=monday)",
        "bye()",
    ],
)
def test_a_faithful_model_is_never_refused(inn: Domain, llm_server: str, acts: str) -> None:
    response = respond(inn, f"{llm_server}#facts", acts)
    assert (response.source, response.text) == ("llm", template(inn, acts).text)


@pytest.mark.parametrize(
    ("model", "why"),
    [
        ("phone", "'01632' is no fact"),
        ("omit", "name 'Roma' is not said"),
        ("says:Roma or Siam House, in the west.", "'siam house' is no fact"),
        ("says:Roma is in the north.", "'north' is no fact"),
        ("empty", "answered nothing"),
        ("500", "status 500"),
        ("malformed", "no chat completion"),
        ("shape", "no chat completion"),
        ("closes", "cannot be reached"),
    ],
)
def test_else_the_template_speaks(inn: Domain, llm_server: str, model: str, why: str) -> None:
    response = respond(inn, f"{llm_server}#{model}")
    said = template(inn)
    assert (response.text, response.facts) == (said.text, said.facts)
    assert response.source.startswith("template (llm: ")
    assert why in response.source


def test_a_slow_model_is_not_waited_for(inn: Domain, llm_server: str) -> None:
    response = respond(inn, f"{llm_server}#slow", timeout=0.5)
    assert "took longer than 0.5 s" in response.source
    assert response.text == template(inn).text


def test_nobody_listens(inn: Domain) -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    assert "cannot be reached" in respond(inn, f"http://127.0.0.1:{port}/v1#m").source


def test_a_refused_request_is_tried_again(inn: Domain, llm_server: str) -> None:
    assert respond(inn, f"{llm_server}#429once-nlg").source == "llm"


def test_the_prompt_has_acts_facts_and_the_last_turns(inn: Domain) -> None:
    llm = Queue("How about Roma?")
    assert respond(inn, llm).source == "llm"
    ((system, user),) = llm.asked
    assert (system.role, user.role) == ("system", "user")
    for line in [
        "User: an italian please",
        "System: Which part of town?",
        "Acts: inn.offer(name=Roma)",
        "- area: west",
        "Draft: Roma is an Italian inn in the west.",
    ]:
        assert line in user.content.splitlines()


def test_quotes_line_breaks_and_thoughts_go(inn: Domain) -> None:
    assert respond(inn, Queue('"How about\nRoma?"')).text == "How about Roma?"
    assert respond(inn, Queue("<think>Luigi's?</think>How about Roma?")).text == "How about Roma?"


def test_a_question_may_list_the_values_it_asks_for(inn: Domain) -> None:
    listing = "Would you like Italian, Thai or fusion?"
    assert respond(inn, Queue(listing), "request(food)").source == "llm"
    assert respond(inn, Queue(listing, listing), "request(area)").source != "llm"


def test_a_failing_model_says_why(inn: Domain) -> None:
    response = respond(inn, Queue(LlmError("It is asleep.")))
    assert response.source == "template (llm: It is asleep.)"


def test_refused_words_are_asked_for_once_more_with_the_reason(inn: Domain) -> None:
    llm = Queue("How about Siam House?", "How about Roma?")
    response = respond(inn, llm)
    assert (response.text, response.source) == ("How about Roma?", "llm")
    *_, said, again = llm.asked[1]
    assert said == Message("assistant", "How about Siam House?")
    assert "name 'Roma' is not said; 'siam house' is no fact" in again.content


def test_words_that_are_refused_twice_give_way_to_the_template(inn: Domain) -> None:
    llm = Queue("How about Siam House?", "Call 01632 960123.", "How about Roma?")
    response = respond(inn, llm)
    assert response.text == template(inn).text
    assert len(llm.answers) == 1


def test_the_trace_tells_of_the_first_words(inn: Domain) -> None:
    made = respond(inn, Queue("How about Siam House?", "How about Roma?")).generation
    assert made is not None
    assert (made.due, made.missing, made.invented, made.fallback) == (1, 1, 1, False)
    assert (made.prompt_tokens, made.tokens) == (60, 20)
    assert len(made.refused) == 1
    assert len(made.prompt) == 12


def test_of_a_model_that_says_nothing_no_value_is_counted_as_right(inn: Domain) -> None:
    made = respond(inn, Queue(LlmError("It is asleep."))).generation
    assert made is not None
    assert (made.answered, made.due, made.fallback) == (False, 1, True)


def aloud(inn: Domain, llm: LLM, acts: str = "offer(name=Roma)") -> tuple[list[str], Response]:
    generator = LlmGenerator({"inn": inn}, llm=llm)
    generator.warm_up()
    said: list[str] = []
    parsed = parse_acts(acts, default_domain="inn")
    response = asyncio.run(generator.generate_aloud(parsed, STATE, said.append))
    assert " ".join(said) == response.text
    return said, response


class TestAloud:
    def test_it_is_a_streaming_generator(self, inn: Domain) -> None:
        assert isinstance(LlmGenerator({"inn": inn}, llm=Queue()), StreamingGenerator)

    def test_each_sentence_is_said_as_it_passes(self, inn: Domain) -> None:
        said, response = aloud(inn, Queue("How about Roma? It's in the west."))
        assert said == ["How about Roma?", "It's in the west."]
        assert response.source == "llm"

    def test_a_wrong_sentence_is_not_heard_to_its_end_and_asked_for_again(
        self, inn: Domain
    ) -> None:
        llm = Queue("How about Siam House? It is so nice.", "How about Roma?")
        assert aloud(inn, llm)[0] == ["How about Roma?"]
        assert "nice." not in llm.streamed

    def test_after_some_that_were_said_the_template_says_what_is_left(self, inn: Domain) -> None:
        llm = Queue("Great choice! It is on 614953. It has 9 beds.")
        said, response = aloud(inn, llm, "inform(phone=614953, area=west)")
        assert said[:2] == ["Great choice!", "It is on 614953."]
        assert said[2:] == [template(inn, "inform(phone=614953, area=west)").text]
        assert response.source.startswith("llm, then template")
        assert response.generation is not None
        assert response.generation.fallback

    def test_what_was_said_already_is_not_said_again(self, inn: Domain) -> None:
        acts = "inform(phone=614953, internet=yes)"
        first, *rest = sentences(template(inn, acts).text)
        said, _ = aloud(inn, Queue(f"{first} It has 9 beds."), acts)
        assert said == [first, *rest]
        assert len(rest) == 1

    def test_nothing_is_said_before_a_lack_is_told(self, inn: Domain) -> None:
        said, _ = aloud(inn, Queue("I looked. There is no Thai inn."), "nooffer(food=thai)")
        assert said == ["I looked. There is no Thai inn."]

    def test_a_model_that_fails_leaves_it_to_the_template(self, inn: Domain) -> None:
        assert aloud(inn, Queue(LlmError("It is asleep.")))[0] == [template(inn).text]


class TestPrompts:
    def test_a_file_of_ones_own_takes_the_place_of_the_shipped_one(
        self, inn: Domain, tmp_path: Path
    ) -> None:
        (tmp_path / "system.jinja").write_text("You are {{ persona }}.", encoding="utf-8")
        llm = Queue("How about Roma?")
        generator = LlmGenerator({"inn": inn}, llm=llm, prompts=str(tmp_path), persona="Bob")
        generator.warm_up()
        acts = parse_acts("inn.offer(name=Roma)")
        response = asyncio.run(generator.generate(acts, STATE))
        assert llm.asked[0][0].content == "You are Bob."
        shipped = respond(inn, Queue("How about Roma?")).generation
        assert response.generation
        assert shipped
        assert response.generation.prompt != shipped.prompt

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("{% if %}", r"The prompt user\.jinja, line 1: .*[^.]\.$"),
            ("{{ draft | nothing }}", r"user\.jinja, line 1: No filter named 'nothing'\.$"),
            (
                "{% for turn in turns %}{{ fact }}{% endfor %}",
                r"The prompt user\.jinja uses 'fact'; it is given acts, domains, draft, facts, "
                r"persona, turns\. Did you mean 'facts'\?",
            ),
            (
                "{% for turn in turns %}{{ turn.usr }}{% endfor %}",
                r"The prompt user\.jinja cannot be filled: .* no attribute 'usr'\.$",
            ),
            ("{{ facts.phone }}", "no attribute 'phone'"),
            (
                "{% for slot in facts %}{{ slot + 1 }}{% endfor %}",
                r"user\.jinja cannot be filled: ",
            ),
            ("{{ 1 / 0 }}", "division by zero"),
            ("{% include 'other.jinja' %}", r"user\.jinja cannot be filled: no loader"),
        ],
    )
    def test_a_broken_one_is_an_error_when_loaded(
        self, inn: Domain, tmp_path: Path, text: str, why: str
    ) -> None:
        (tmp_path / "user.jinja").write_text(text, encoding="utf-8")
        with pytest.raises(ConfigError, match=why):
            LlmGenerator({"inn": inn}, llm=Queue(), prompts=str(tmp_path)).warm_up()

    @pytest.mark.parametrize(
        "text",
        [
            "{{ domains[0].name }} {{ draft }}",
            "{% for n in range(2) %}{{ n }}{% endfor %}{% set x = 1 %}{{ x }}",
            "{% if facts.phone is defined %}{{ facts.phone }}{% endif %}{{ facts.items() | list }}",
        ],
    )
    def test_one_that_can_be_filled_is_taken(self, inn: Domain, tmp_path: Path, text: str) -> None:
        (tmp_path / "user.jinja").write_text(text, encoding="utf-8")
        LlmGenerator({"inn": inn}, llm=Queue(), prompts=str(tmp_path)).warm_up()

    def test_one_that_cannot_be_filled_in_a_turn_leaves_it_to_the_template(
        self, inn: Domain, tmp_path: Path
    ) -> None:
        text = "{% if facts.phone is defined %}{{ facts.phone + 1 }}{% endif %}"
        (tmp_path / "user.jinja").write_text(text, encoding="utf-8")
        generator = LlmGenerator({"inn": inn}, llm=Queue(), prompts=str(tmp_path))
        generator.warm_up()
        acts = parse_acts("inn.inform(phone=614953)")
        response = asyncio.run(generator.generate(acts, STATE))
        assert response.text == template(inn, "inform(phone=614953)").text
        assert response.source.startswith("template (llm: The prompt user.jinja cannot be filled")

    def test_without_its_package_the_extra_is_named(
        self, inn: Domain, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "jinja2", None)
        with pytest.raises(ExtraMissingError, match=r"\[llm\]"):
            LlmGenerator({"inn": inn}, llm=Queue()).warm_up()

    def test_a_folder_that_is_not_there_is_an_error(self, inn: Domain, tmp_path: Path) -> None:
        with pytest.raises(ConfigError, match=r"There is no folder of prompts .*nowhere"):
            LlmGenerator({"inn": inn}, llm=Queue(), prompts=str(tmp_path / "nowhere")).warm_up()

    def test_a_folder_without_any_is_an_error(self, inn: Domain, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(ConfigError, match=r"holds none of system\.jinja"):
            LlmGenerator({"inn": inn}, llm=Queue(), prompts=str(tmp_path / "empty")).warm_up()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"temprature": 1}, "Did you mean 'temperature'"),
        ({"top_p": 2}, "from 0 to 1"),
        ({"top_k": 0.5}, "a whole number"),
        ({"stop": 3}, "list some texts"),
    ],
)
def test_decoding_options_are_checked(inn: Domain, options: dict[str, Any], why: str) -> None:
    with pytest.raises(ConfigError, match=why):
        LlmGenerator({"inn": inn}, llm=Queue(), decoding=options)


class TestCutOff:
    """A model's text that ends in mid-sentence, as its tokens or its connection ran out."""

    @pytest.mark.parametrize("way", ["cut", "dies"])
    def test_the_beginning_of_a_sentence_is_not_said(
        self, inn: Domain, llm_server: str, way: str
    ) -> None:
        llm = language_model(f"{llm_server}#{way}:How about Roma? It is")
        assert aloud(inn, llm)[1].text == "How about Roma?"

    def test_nor_where_the_text_comes_as_a_whole(self, inn: Domain, llm_server: str) -> None:
        assert respond(inn, f"{llm_server}#cut:How about Roma? It is").text == "How about Roma?"

    def test_with_no_whole_sentence_the_template_speaks_and_the_limit_is_named(
        self, inn: Domain, llm_server: str
    ) -> None:
        for begun in ("How about Roma and", "<think>They want an inn. Roma"):
            response = respond(inn, f"{llm_server}#cut:{begun}")
            assert response.text == template(inn).text
            assert "no whole sentence within max_tokens (200)" in response.source

    def test_a_whole_text_without_an_end_mark_is_said(self, inn: Domain, llm_server: str) -> None:
        llm = language_model(f"{llm_server}#says:I would go to Roma")
        assert aloud(inn, llm)[1].source == "llm"


@pytest.mark.parametrize("option", ["dtype", "api_key", "timeout"])
def test_a_server_takes_no_options_of_models_that_run_here(inn: Domain, option: str) -> None:
    with pytest.raises(ConfigError, match=rf"nlg.local are .*{option}.*; .* one on a server none"):
        LlmGenerator({"inn": inn}, llm="http://localhost/v1#m", local={option: "x"})


def test_no_acts_ask_no_model(inn: Domain) -> None:
    llm = Queue()
    assert respond(inn, llm, "").text
    assert llm.asked == []


def test_no_model_is_an_error_when_built(inn: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALOG_LLM", raising=False)
    with pytest.raises(ConfigError, match="DIALOG_LLM"):
        LlmGenerator({"inn": inn})
