"""What a pipeline answers to the users of a corpus."""

import pytest

from dialog.config import load_config
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.answers import Wanted
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.evaluation.answers.replay import (
    CorpusNames,
    delexicalised,
    pipeline_over,
    replayed,
    untokenized,
    within,
)
from dialog.state import DomainState, SlotBelief

ROWS = [
    {"name": "Zum Bären", "food": "thai", "area": "north", "pricerange": "cheap", "phone": "1234"}
]


class Corpus:
    """A corpus with a restaurant."""

    name = "multiwoz21"

    def entities(self, domain: str) -> list[dict[str, str]]:
        return ROWS


@pytest.fixture
def domains():
    return load_domains(["restaurant"])


@pytest.fixture
def replay(domains, tmp_path, monkeypatch):
    """A function that gives what is answered to some words."""
    monkeypatch.setenv("DIALOG_HOME", str(tmp_path / "home"))

    def answer(*said: str):
        turns = [
            turn for words in said for turn in (CorpusTurn("user", words), CorpusTurn("system", ""))
        ]
        dialogue = Dialogue("D1", "test", ("restaurant",), {}, tuple(turns))
        config = load_config(options={"nlu": {"name": "retrieval"}}, domains=domains)
        with pipeline_over(Corpus(), domains, config) as pipeline:
            return replayed(pipeline, [dialogue], CorpusNames(domains, "multiwoz21"))

    return answer


def test_answers_are_in_the_terms_of_the_corpus(replay) -> None:
    found = replay("I want cheap thai food in the north", "what is the phone number?", "bye")
    offer, told, _ = found.answers["d1"]
    assert offer.state == {"restaurant": {"food": "thai", "area": "north", "pricerange": "cheap"}}
    assert offer.domains == ("restaurant",)
    assert "[restaurant_name]" in offer.response
    assert "Bären" not in offer.response
    assert "[restaurant_phone]" in told.response
    assert (found.turns, found.failed) == (3, 0)
    assert found.acts >= 3


def test_the_names_of_the_corpus_are_known(replay) -> None:
    (offer,) = replay("what is the phone number of zum bären?").answers["d1"]
    assert offer.state == {"restaurant": {"name": "Zum Bären"}}


@pytest.mark.parametrize(("slot", "is_replaced"), [("parking", False), ("area", True)])
def test_yes_stays_yes(slot, is_replaced) -> None:
    names = CorpusNames(load_domains(["hotel"]), "multiwoz21")
    assert names.replaced("hotel", slot) == is_replaced
    assert not names.replaced("hotel", "task")


def test_goals_in_other_domains_are_left_out(domains, inns) -> None:
    names = CorpusNames(domains, "multiwoz21")
    wanted = Wanted({}, frozenset())
    dialogues = [
        Dialogue(str(at), "test", (), dict.fromkeys(goal, wanted), ())
        for at, goal in enumerate([["restaurant"], ["restaurant", "train"], []])
    ]
    assert [each.dialogue_id for each in within(dialogues, names, inns)] == ["0", "2"]


def test_a_domain_must_map_the_corpus(domains) -> None:
    with pytest.raises(ConfigError, match=r"'restaurant' does not say .* domain of atis"):
        CorpusNames(domains, "atis")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a high - end place , 9 - 10", "a high-end place, 9 - 10"),
        ("I 'm looking for King 's College .", "I'm looking for King's College."),
        ("I do n't care , really !", "I don't care, really!"),
        ("at 9 .30 or ' 10 '", "at 9 .30 or ' 10 '"),
    ],
)
def test_words_set_apart_are_put_together(text: str, typed: str) -> None:
    assert untokenized(text) == typed


def test_what_a_search_did_without_is_no_part_of_the_state() -> None:
    beliefs = {
        slot: SlotBelief(((value, 1.0),)) for slot, value in (("food", "thai"), ("area", "north"))
    }
    own = DomainState(beliefs=beliefs, relaxed=("area",))
    names = CorpusNames(load_domains(["restaurant"]), "multiwoz21")
    assert names.state({"restaurant": own}) == {"restaurant": {"food": "thai"}}


@pytest.mark.parametrize(
    ("response", "said"),
    [
        ("您可以去厉家菜，评分4.6分", "您可以去[餐馆_名称]，评分[餐馆_评分]分"),  # no spaces
        ("在厉家菜馆吃饭", "在[餐馆_名称]吃饭"),  # the longest first
        ("Ada is Adams, ADA", "[餐馆_推荐菜] is Adams, [餐馆_推荐菜]"),
        ("14.6", "14.6"),
    ],
)
def test_values_are_found_in_scripts_with_and_without_spaces(response: str, said: str) -> None:
    names = CorpusNames(load_domains(["crosswoz"]), "crosswoz")
    slots = {"厉家菜": "名称", "厉家菜馆": "名称", "4.6": "评分", "Ada": "推荐菜"}
    values = {value: ("餐馆", slot) for value, slot in slots.items()}
    assert delexicalised(response, values, names) == said
