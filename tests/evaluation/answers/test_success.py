"""What becomes of a dialogue."""

import pytest

from dialog.corpus.answers import Wanted
from dialog.evaluation.answers.predictions import Answer
from dialog.evaluation.answers.success import judge

NORTH = Wanted({"area": "north"}, frozenset({"phone"}), "name")
INN = ("inn",)


def said(*turns: tuple[str, dict[str, str]]) -> list[Answer]:
    return [Answer(response, {"inn": state}, INN) for response, state in turns]


@pytest.mark.parametrize(
    ("answers", "cause"),
    [
        ([("[name] , call [phone]", {"area": "north"})], ""),
        ([("[name] .", {"area": "north"}), ("[phone]", {"area": "north"})], ""),
        ([("[name]", {"area": "north"})], "not told"),
        ([("call [phone]", {"area": "north"})], "nothing offered"),
        ([("[name] [phone]", {"area": "west"})], "nothing found"),
        ([("[name] [phone]", {})], "nothing found"),
        ([("[name] [phone]", {"stars": "2"})], "wrong offer"),
        # the last offer counts, if there is anything new in it
        ([("[name]", {"area": "south"}), ("[name] [phone]", {"area": "north"})], ""),
        ([("[name]", {"area": "north"}), ("[name] [phone]", {"area": "south"})], "wrong offer"),
        ([("[name]", {"area": "north"}), ("[name] [phone]", {"stars": "2"})], ""),
    ],
)
def test_an_inn_is_looked_for(inns, stay, answers, cause) -> None:
    dialogue = stay(NORTH, *["right"] * len(answers))
    outcome = judge(dialogue, said(*answers), inns)
    assert outcome.verdicts[0].cause == cause
    assert outcome.success == (cause == "")
    assert outcome.informed == (cause in ("", "not told"))


def test_what_an_answer_does_not_speak_of_is_not_told(inns, stay) -> None:
    answers = [Answer("[name] [phone]", {"inn": {"area": "north"}}, ("train",))]
    assert judge(stay(NORTH, "right"), answers, inns).verdicts[0].cause == "nothing offered"


def test_a_reference_counts_once_the_corpus_has_booked(inns, stay) -> None:
    wanted = Wanted({}, frozenset({"ref"}))
    answers = said(("[ref]", {}), ("bye", {}))
    early = judge(stay(wanted, "booked: [ref]", "bye", booked=1), answers, inns)
    assert early.verdicts[0].missing == {"ref"}
    assert judge(stay(wanted, "booked: [ref]", "bye", booked=0), answers, inns).success


def test_what_need_not_be_found_must_be_right_if_it_is(inns, stay) -> None:
    wanted = Wanted({"area": "north"}, frozenset(), "name", needed=False)
    assert judge(stay(wanted, "no"), said(("hello", {})), inns).success
    assert judge(stay(wanted, "no"), said(("[name]", {"area": "west"})), inns).success
    wrong = judge(stay(wanted, "no"), said(("[name]", {"area": "south"})), inns)
    assert wrong.verdicts[0].cause == "wrong offer"


def test_turns_without_an_answer_are_silence(inns, stay) -> None:
    outcome = judge(stay(NORTH, "one", "two"), said(("[name]", {"area": "north"})), inns)
    assert outcome.verdicts[0].missing == {"phone"}
    assert judge(stay(NORTH, "one"), [], inns).verdicts[0].cause == "nothing offered"
