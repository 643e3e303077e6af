"""Answers from passages: quoted, or a language model's where that can be used."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from dialog.documents import Passage
from dialog.knowledge.answers import Answer, extracted, generated
from dialog.knowledge.index import LEAST, Found, Lookup
from dialog.llm.openai_compatible import OpenAICompatibleLlm

if TYPE_CHECKING:
    from conftest import Script

PETS = Passage(
    "House", "Pets", ("Dogs are welcome for eight pounds a night.", "Cats are not allowed.")
)
LATE = Passage("House", "Late", ("The desk is staffed until eleven.",))
SURE = Lookup((Found("inn", PETS, 0.6, PETS.text), Found("inn", LATE, 0.1, LATE.text)), 0.3)
UNSURE = Lookup(SURE.found, 0.0)
QUESTION = "Can I bring my dog?"


def reply(answer: str | None, passage: int | None = 1, quote: str | None = "") -> dict[str, Any]:
    quote = PETS.sentences[0] if quote == "" else quote
    return {"answer": answer, "passage": passage, "quote": quote}


def asked(script: "Script", *replies: object, lookup: Lookup = SURE) -> Answer:
    texts = [json.dumps(r) if isinstance(r, dict) and "answer" in r else r for r in replies]
    llm = OpenAICompatibleLlm.from_spec(script.answers(*texts), timeout=2, retries=0)
    return asyncio.run(generated(llm, QUESTION, [lookup], LEAST))


def test_the_surest_domain_is_quoted_if_it_is_sure_enough() -> None:
    other = Lookup((Found("taxi", LATE, 0.9, LATE.text),), 0.2)
    assert extracted([other, SURE], LEAST) == Answer(PETS.text, "inn", "House, Pets")
    assert extracted([UNSURE], LEAST) == Answer("")
    assert extracted([Lookup((), 0.0)], -1) == Answer("")


def test_a_model_answers_in_its_words_from_the_passage_it_quotes(script: "Script") -> None:
    answer = asked(script, reply("Yes, dogs are welcome, at 8 pounds a night."))
    assert answer == Answer(
        "Yes, dogs are welcome, at 8 pounds a night.", "inn", "House, Pets", "llm"
    )
    [request] = script.requests
    assert PETS.text in request["messages"][1]["content"]
    assert request["response_format"]["type"] == "json_schema"


def test_a_model_may_find_what_the_encoder_was_not_sure_of(script: "Script") -> None:
    assert asked(script, reply("Dogs are welcome."), lookup=UNSURE).by == "llm"


def test_a_model_says_that_the_passages_do_not_hold_the_answer(script: "Script") -> None:
    assert asked(script, reply(None, None, None)) == Answer("", by="llm")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (reply("Dogs are welcome for nine pounds."), "'9' is not in the passage"),
        (reply("Dogs are welcome at the Ritz."), "'Ritz' is not in the passage"),
        (reply("The swimming pool upstairs is heated."), "most of it is not in the passage"),
        (reply("Dogs are not allowed."), "it says no where its quote does not"),
        (reply("Dogs are welcome.", 1, "Dogs are free."), "its quote is no sentence"),
        (reply("Dogs are welcome.", 1, "Dogs are welcome"), "its quote is no sentence"),
        (reply("Dogs are welcome.", 2), "its quote is no sentence"),
        (reply("Dogs are welcome.", 7), "there is no passage 7"),
        (reply("Dogs are welcome.", True), "there is no passage True"),
        (reply("  "), "it has no answer"),
        (reply("Dogs are welcome. " * 30), "the answer is too long"),
        ({"answer": 5}, "it has no answer"),
        ("Sure, bring it!", "there is no JSON object in it"),
        ('{"reply": "yes"}', "it has no answer"),
        ({"status": 500}, "refused with status 500"),
    ],
)
def test_what_cannot_be_used_is_replaced_by_the_sentences(
    script: "Script", given: object, why: str
) -> None:
    answer = asked(script, given)
    assert (answer.text, answer.source) == (PETS.text, "House, Pets")
    assert answer.by.startswith("document (llm: ")
    assert why in answer.by


def test_where_the_sentences_are_not_sure_either_nothing_is_said(script: "Script") -> None:
    assert asked(script, "nonsense", lookup=UNSURE).text == ""
