"""The language model's words pass the guard or the templates speak; against a real server."""

import asyncio
import socket
from collections.abc import Sequence

import pytest

from dialog.acts import parse_acts
from dialog.component import Generator, Response
from dialog.domain import Domain
from dialog.errors import ConfigError
from dialog.llm.base import LLM, LlmError, Message
from dialog.nlg.llm import LlmGenerator, known_names
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState, DomainState, Turn, UserTurn

ROMA = {"name": "Roma", "food": "italian", "area": "west", "phone": "614953"}
STATE = DialogueState(
    active="inn",
    domains={"inn": DomainState(entity=ROMA)},
    turns=(Turn(UserTurn.of("an italian please"), (), "Which part of town?"),),
)


class Queue:
    """A model that says what it was given, and remembers what it was asked."""

    def __init__(self, *answers: str | LlmError) -> None:
        self.answers = list(answers)
        self.asked: list[Sequence[Message]] = []

    def warm_up(self) -> None:
        pass

    async def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0,
        max_tokens: int = 200,
        stop: Sequence[str] | None = None,
    ) -> str:
        self.asked.append(messages)
        answer = self.answers.pop(0)
        if isinstance(answer, LlmError):
            raise answer
        return answer


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


def test_quotes_and_line_breaks_go(inn: Domain) -> None:
    assert respond(inn, Queue('"How about\nRoma?"')).text == "How about Roma?"


def test_a_question_may_list_the_values_it_asks_for(inn: Domain) -> None:
    listing = "Would you like Italian, Thai or fusion?"
    assert respond(inn, Queue(listing), "request(food)").source == "llm"
    assert respond(inn, Queue(listing), "request(area)").source != "llm"


def test_a_failing_model_says_why(inn: Domain) -> None:
    response = respond(inn, Queue(LlmError("It is asleep.")))
    assert response.source == "template (llm: It is asleep.)"


def test_no_acts_ask_no_model(inn: Domain) -> None:
    llm = Queue()
    assert respond(inn, llm, "").text
    assert llm.asked == []


def test_known_names_are_entities_and_values_but_no_nouns(inn: Domain) -> None:
    names = known_names({"inn": inn})["inn"]
    assert {"Roma", "Siam House", "thai", "west"} <= names
    assert "inn" not in names


def test_no_model_is_an_error_when_built(inn: Domain, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALOG_LLM", raising=False)
    with pytest.raises(ConfigError, match="DIALOG_LLM"):
        LlmGenerator({"inn": inn})
