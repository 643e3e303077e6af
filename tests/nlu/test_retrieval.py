"""The untrained NLU over the real encoder: a scaffolded domain, and real ones."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.domain import Domain, load_domain, load_domains
from dialog.nlu.retrieval import RetrievalNlu, with_means
from dialog.scaffold import new_domain
from dialog.schema import DomainSchema, Slot, Task
from dialog.state import DialogueState, Hypothesis, UserTurn


def said(nlu: RetrievalNlu, text: str, asked: str = "") -> tuple[DialogueAct, ...]:
    state = DialogueState()
    if asked:
        acts = tuple(parse_acts(asked))
        state = DialogueState(active=acts[0].domain, system_acts=acts)
    return nlu.understand(UserTurn.of(text), state).best_acts


@pytest.fixture(scope="module")
def restaurant() -> RetrievalNlu:
    return RetrievalNlu(load_domains(["restaurant"]))


@pytest.fixture(scope="module")
def trip() -> RetrievalNlu:
    return RetrievalNlu(load_domains(["attraction", "train"]))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Domain:
    return load_domain(new_domain("outing", tmp_path_factory.mktemp("domains")))


@pytest.fixture(scope="module")
def outing(fresh: Domain) -> RetrievalNlu:
    return RetrievalNlu({"outing": fresh})


SENTENCES = [
    ("what's the phone number", "request(phone)"),
    ("what is the address and phone number", "request(phone, address)"),
    ("cheap thai in the north", "inform(food=thai, pricerange=cheap, area=north)"),
    ("what's the weather", "outofscope()"),
    ("tell me a joke", "outofscope()"),
    ("two people on friday at 7 pm", "inform(time=19:00, day=friday, people=2)"),
    ("book a table for 4 on wensday at half past six",
     "inform(time=18:30, day=wednesday, people=4, task=book)"),
    ("table at 7 for two", "inform(time=19:00, people=2, task=book)"),
    ("twenty five people", "inform(people=25)"),
    ("a couple", "inform(people=2)"),
    ("seven thirty", "inform(time=19:30)"),
    ("1900", "inform(time=19:00)"),
    ("on sat", "inform(day=saturday)"),
    ("not chinese", "deny(food=chinese)"),
    ("anything but indian", "deny(food=indian)"),
    ("is it expensive", "confirm(pricerange=expensive)"),
    ("do they serve italian food", "confirm(food=italian)"),
    ("anywhere", "inform(area=dontcare)"),
    ("i don't care about the food", "inform(food=dontcare)"),
    ("book it", "inform(task=book)"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "acts"), SENTENCES)
def test_sentences_about_restaurants(restaurant: RetrievalNlu, text: str, acts: str) -> None:
    wanted = parse_acts(acts, default_domain="" if "outof" in acts else "restaurant")
    assert set(said(restaurant, text)) == set(wanted)


@pytest.mark.parametrize(
    ("text", "asked", "acts"),
    [
        ("7", "restaurant.request(time)", "inform(time=19:00)"),
        ("7", "restaurant.request(people)", "inform(people=7)"),
        ("7 people", "restaurant.request(time)", "inform(people=7)"),
        ("any", "restaurant.request(food)", "inform(food=dontcare)"),
        ("I don't mind.", "restaurant.request(area)", "inform(area=dontcare)"),
    ],
)
def test_answers_are_read_by_the_question(
    restaurant: RetrievalNlu, text: str, asked: str, acts: str
) -> None:
    wanted = parse_acts(acts, default_domain="restaurant")
    assert list(said(restaurant, text, asked)) == wanted


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("hello", "hello()"),
        ("thank you", "thank()"),
        ("yes please", "affirm()"),
        ("no thanks, bye", "negate(); thank(); bye()"),
    ],
)
def test_sentences_of_no_domain(restaurant: RetrievalNlu, text: str, acts: str) -> None:
    assert format_acts(said(restaurant, text)) == acts


def test_a_yes_with_content_is_no_question(restaurant: RetrievalNlu) -> None:
    acts = {str(a) for a in said(restaurant, "yes, book it for 2 people")}
    assert acts == {"affirm()", "restaurant.inform(people=2)", "restaurant.inform(task=book)"}


def test_spans_are_the_words(restaurant: RetrievalNlu) -> None:
    text = "Cheap THAI in the north!"
    spans = {a.slot: text[slice(*a.span)] for a in said(restaurant, text) if a.span}
    assert spans == {"food": "THAI", "pricerange": "Cheap", "area": "north"}


def test_every_hypothesis_is_understood(restaurant: RetrievalNlu) -> None:
    turn = UserTurn(
        (Hypothesis("thank you", 0.6), Hypothesis("thai food", 0.4), Hypothesis(" ", 0))
    )
    acts = restaurant.understand(turn, DialogueState()).acts
    assert acts is not None
    assert [format_acts(a) for a in acts[:1]] == ["thank()"]
    assert "restaurant.inform(food=thai)" in [str(a) for a in acts[1]]
    assert acts[2] == ()


def test_a_unit_tells_two_numbers_apart() -> None:
    nlu = RetrievalNlu(load_domains(["hotel"]))
    acts = {str(a) for a in said(nlu, "for 2 nights and 3 people from monday")}
    assert {"hotel.inform(stay=2)", "hotel.inform(people=3)", "hotel.inform(day=monday)"} <= acts


def test_a_new_domain_is_understood_from_its_phrases(outing: RetrievalNlu) -> None:
    acts = {str(a) for a in said(outing, "could you find me a cheap museum in the centre")}
    assert acts == {
        "outing.inform(kind=museum)",
        "outing.inform(pricerange=cheap)",
        "outing.inform(area=centre)",
        "outing.inform(task=find)",
    }
    assert format_acts(said(outing, "what's their phone number")) == "outing.request(phone)"
    assert format_acts(said(outing, "is it expensive")) == "outing.confirm(pricerange=expensive)"
    assert format_acts(said(outing, "who won the election")) == "outofscope()"


def test_int8_understands_like_float32(restaurant: RetrievalNlu) -> None:
    whole = RetrievalNlu(restaurant.domains, precision="float32")
    for text, _ in SENTENCES:
        assert set(said(whole, text)) == set(said(restaurant, text))


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("a taxi from Roma to Eraina", "inform(task=book, departure=Roma, destination=Eraina)"),
        ("to Eraina from Roma please", "inform(departure=Roma, destination=Eraina)"),
        ("leaving at 17:00 and arriving by 18:00", "inform(leave_at=17:00, arrive_by=18:00)"),
    ],
)
def test_the_word_before_a_value_tells_its_slot(text: str, acts: str) -> None:
    nlu = RetrievalNlu(load_domains(["taxi", "restaurant"]))
    assert set(parse_acts(acts, default_domain="taxi")) <= set(said(nlu, text))


@pytest.mark.parametrize(
    ("text", "asked", "acts"),
    [
        ("is it open tomorrow?", "attraction.offer(name=x)", "attraction.request(openhours)"),
        ("is there an earlier one?", "train.offer(train_id=x)", "reqalts()"),
        ("i have to be there by 9:30", "train.request(leave_at)", "train.inform(arrive_by=09:30)"),
        ("9:30", "train.request(leave_at)", "train.inform(leave_at=09:30)"),
        ("yes, for 2 people", "train.offer(train_id=x)", "affirm(); train.inform(people=2)"),
    ],
)
def test_what_is_said_is_about_what_is_under_discussion(
    trip: RetrievalNlu, text: str, asked: str, acts: str
) -> None:
    assert set(said(trip, text, asked)) == set(parse_acts(acts))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=12), st.integers(0, 99))
def test_a_phrase_counts_half_and_the_mean_of_its_group_half(groups: list[int], seed: int) -> None:
    draws = np.random.default_rng(seed)
    vectors, sentence = draws.normal(size=(len(groups), 5)), draws.normal(size=5)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = with_means(vectors.astype(np.float32), groups) @ sentence
    for at, group in enumerate(groups):
        mean = vectors[[other == group for other in groups]].mean(axis=0)
        wanted = (vectors[at] @ sentence + mean @ sentence / np.linalg.norm(mean)) / 2
        assert found[at] == pytest.approx(wanted, abs=1e-4)


def test_of_a_task_the_phrases_speak_together() -> None:
    fee = ["why is there a charge on my account today"]
    money = ["what is my balance", "how much money do i have", "tell me what my account has left"]
    bank = domain_of_tasks({"inform(task=balance)": money, "inform(task=fee)": fee})
    nlu = RetrievalNlu({"bank": bank}, precision="float32")
    assert format_acts(said(nlu, "how much is left in my account")) == "bank.inform(task=balance)"
    assert format_acts(said(nlu, "what did you charge me for")) == "bank.inform(task=fee)"
    assert format_acts(said(nlu, "how are whales born")) == "outofscope()"
    strict = RetrievalNlu({"bank": bank}, task_threshold=0.99)
    assert format_acts(said(strict, "how much is left in my account")) == "outofscope()"


def domain_of_tasks(phrases: dict[str, list[str]]) -> Domain:
    tasks = {
        act.value: Task(description=act.value, shows=[])
        for key in phrases
        for act in parse_acts(key)
        if act.value
    }
    schema = DomainSchema(name="bank", description="", entity="account", slots={}, tasks=tasks)
    return Domain(schema, Path("bank"), phrases)


@pytest.fixture(scope="module")
def rated(fresh: Domain) -> RetrievalNlu:
    rating = Slot(name="rating", description="the rating", question="What rating?", spans=[4, 4.5])
    schema = fresh.schema.model_copy(update={"slots": {**fresh.schema.slots, "rating": rating}})
    phrases = {**fresh.phrases, "inform": [*fresh.phrases["inform"], "rated {rating}"]}
    return RetrievalNlu({"outing": replace(fresh, schema=schema, phrases=phrases)})


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("rated at least 4.5", "inform(rating=at least 4.5)"),
        ("a museum rated 4 or more", "inform(kind=museum, rating=at least 4)"),
        ("at least 4 people", "inform(people=4)"),
        ("4 people", "inform(people=4)"),
    ],
)
def test_a_number_that_is_not_whole_is_no_count(rated: RetrievalNlu, text: str, acts: str) -> None:
    assert format_acts(said(rated, text)) == f"outing.{acts}"
