"""Questions answered from several tables, through the whole pipeline: an invented library."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog.acts import DialogueAct
from dialog.session import Session
from dialog.state import DialogueState, Hypothesis, Listing, UserTurn
from dialog.store import ConversationStore

TURNS = [
    "inform(task=books)", "inform(task=return)", "inform(task=opening, task=books)", "reqalts()",
    "inform(genre=crime)", "inform(genre=poetry, genre=travel)", "inform(branch=atlantis)",
    "inform(part=south)", "inform(task=books, book.title=Salt)", "inform(author=dontcare)",
    "deny(genre=crime)", "negate()", "affirm()", "cancel()", "thank()", "book()", "request(due)",
    "# the second one", "inform(task=return) # the last one", "restart()", "repeat()", "bye()",
]  # fmt: skip
CRIME = ["The Fog", "Low Tide", "The Ninth Key", "La Clef", "Night Bus", "Cold Tea", "Six Bells"]


def user(text: str, *acts: tuple[DialogueAct, ...]) -> UserTurn:
    return UserTurn((Hypothesis(text),), acts or None)


def titles(talk: Any) -> list[str]:
    return [title for _, title in talk.listed]


def test_too_many_results_are_paged_and_a_question_narrows_them(talk: Any) -> None:
    said = talk.say("inform(task=books, genre=crime)")
    assert said == (
        "library.inform(task=books, count=7, query=books under crime, rows=3); "
        "library.request(language)"
    )
    assert talk.listed == [(1, "The Fog"), (2, "Low Tide"), (3, "The Ninth Key")]
    assert "request" not in talk.say("inform(language=english)")


def test_few_results_are_listed_whole_and_without_a_question(talk: Any) -> None:
    assert talk.say("inform(task=books, genre=poetry)") == (
        "library.inform(task=books, count=2, query=books under poetry)"
    )
    assert talk.listed == [(1, "Reeds"), (2, "Salt")]


def test_the_same_is_never_asked_twice(talk: Any) -> None:
    asked = []
    for genre in ("crime", "crime", "crime", "crime"):
        talk.say(f"inform(task=books, genre={genre})")
        asked += [act.slot for act in talk.state.system_acts if act.type == "request"]
    assert asked == ["language", "branch"]


def test_a_group_of_which_a_value_is_told_is_not_asked_for(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime, language=dontcare, part=dontcare)")
    assert "request" not in talk.say("inform(language=dontcare)")


def test_further_results_are_listed_page_by_page_until_the_end(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    seen = list(talk.listed)
    assert talk.say("reqalts()") == "library.inform(rows=4 to 6, count=7)"
    seen += talk.listed
    assert talk.say("reqalts()") == "library.inform(rows=7, count=7)"
    seen += talk.listed
    assert seen == list(enumerate(CRIME, start=1))
    for _ in range(2):
        assert talk.say("reqalts()") == "library.nooffer(other=none)"
        assert talk.listed == []


def test_with_a_new_constraint_other_results_are_no_next_page(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    talk.say("reqalts(); inform(language=french)")
    assert talk.listed == [(1, "La Clef"), (2, "Night Bus")]


def test_there_are_no_others_than_a_single_result(talk: Any) -> None:
    talk.say("inform(task=books, book.title=Salt)")
    assert talk.say("reqalts()") == "library.nooffer(other=none)"


def test_a_choice_is_what_was_listed_and_further_questions_are_about_it(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    assert talk.say("# the second one") == (
        "library.inform(task=books, title=Low Tide, writer=Ada Moss, year=1938)"
    )
    assert talk.say("inform(task=return)") == (
        "library.inform(task=return, title=Low Tide, at=Northgate, due=12 May)"
    )
    talk.say("# the third one")
    assert talk.own.entity["title"] == "The Ninth Key"
    assert (len(talk.own.results), talk.own.listed) == (7, 3)


def test_a_choice_with_a_question_answers_it(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    assert talk.say("inform(task=return) # the second one") == (
        "library.inform(task=return, title=Low Tide, at=Northgate, due=12 May)"
    )


def test_another_choice_is_told_as_the_last_question_asks(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    talk.say("inform(task=return) # the second one")
    assert talk.say("# the third one") == (
        "library.inform(task=return, title=The Ninth Key, at=Harbour, due=on the shelf)"
    )


def test_what_is_on_a_later_page_can_be_chosen_once_it_was_seen(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    talk.say("inform(language=english) # number 5")
    assert talk.own.entity is None
    talk.say("reqalts()")
    talk.say("# number 5")
    assert talk.own.entity["title"] == "Six Bells"


def test_a_choice_of_what_was_not_listed_is_told_so(talk: Any) -> None:
    talk.say("inform(task=books, genre=poetry)")
    assert talk.say("# the third one") == "library.nooffer(choice=none)"
    talk.say("# the last one")
    assert talk.own.entity["title"] == "Salt"


def test_more_can_be_listed_after_a_choice(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    talk.say("# the first one")
    talk.say("reqalts()")
    assert talk.listed == [(4, "La Clef"), (5, "Night Bus"), (6, "Cold Tea")]


def test_several_rows_about_one_result_take_the_place_of_the_list(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime)")
    talk.say("inform(task=return) # the first one")
    assert talk.state.turns[-1].listing == Listing(
        ("title", "at", "due"),
        (("The Fog", "Harbour", "20 May"), ("The Fog", "Northgate", "on the shelf")),
    )
    talk.say("# the last one")
    assert talk.own.entity["at"] == "Northgate"


def test_a_single_result_becomes_what_is_under_discussion(talk: Any) -> None:
    assert talk.say("inform(task=books, book.title=salt)") == (
        "library.inform(task=books, query=books under salt, title=Salt, writer=Eve Lund, year=1999)"
    )
    assert talk.listed == []
    assert talk.say("inform(task=return)") == (
        "library.inform(task=return, title=Salt, at=Harbour, due=on the shelf)"
    )


def test_a_new_constraint_forgets_what_is_under_discussion(talk: Any) -> None:
    talk.say("inform(task=books, genre=poetry)")
    talk.say("# the first one")
    talk.say("inform(author=Eve Lund)")
    assert talk.own.entity["title"] == "Salt"
    talk.say("inform(author=Ada Moss)")
    assert talk.own.entity["title"] == "Reeds"


def test_facts_that_a_row_lacks_are_left_out(talk: Any) -> None:
    assert talk.say("inform(task=books, genre=travel)") == (
        'library.inform(task=books, query=books under travel, title=By Rail, writer="Lund, Eve")'
    )


def test_columns_are_called_like_the_slots_and_filled_from_their_columns(talk: Any) -> None:
    talk.say("inform(task=opening, part=south)")
    assert talk.state.turns[-1].listing == Listing(
        ("at", "first opens"), (("Harbour", "9:30"), ("Mill Lane", "10:00"))
    )


@pytest.mark.parametrize(
    ("acts", "asked"),
    [
        ("inform(task=books)", "library.request(author)"),
        ("inform(task=opening)", "library.request(branch)"),
        ("inform(task=books, branch=Harbour)", "library.request(author)"),
        ("inform(task=opening, task=books, genre=crime)", "library.request(branch)"),
    ],
)
def test_what_a_task_needs_is_asked_for_first(talk: Any, acts: str, asked: str) -> None:
    assert talk.say(acts) == asked
    assert talk.own.results is None


def test_any_value_of_a_group_meets_a_need(talk: Any) -> None:
    assert "opens" in talk.turn("inform(task=opening, part=north)").response


def test_an_answer_to_the_question_is_told(talk: Any) -> None:
    talk.say("inform(task=books)")
    talk.say("inform(author=Ben Orr)")
    assert titles(talk) == ["The Ninth Key", "Cold Tea"]


def test_values_told_together_are_alternatives(talk: Any) -> None:
    talk.say("inform(task=books, genre=poetry, genre=travel)")
    assert titles(talk) == ["Reeds", "Salt", "By Rail"]


def test_several_tasks_show_the_columns_of_all_but_the_empty_ones(talk: Any) -> None:
    talk.say("inform(task=return, task=books, genre=poetry)")
    assert talk.own.task == "return;books"
    listing = talk.state.turns[-1].listing
    assert listing.columns == ("title", "at", "due")  # the rows say nothing of writer and year


def test_one_result_has_words_in_a_domain_without_its_own(talk: Any) -> None:
    response = talk.turn("inform(task=opening, part=north)").response
    assert "Northgate" in response
    assert "8:00" in response
    assert "the task" not in response
    assert "the query" not in response


def test_nothing_found_is_said(talk: Any) -> None:
    assert talk.say("inform(task=books, book.title=Nope)") == (
        "library.nooffer(task=books, query=books under Nope)"
    )
    assert talk.state.turns[-1].response == "I'm sorry, I found no books under Nope."
    assert talk.own.entity is None


def test_something_near_is_told_after_what_was_missed(talk: Any) -> None:
    assert talk.say("inform(task=books, genre=poetry, branch=Mill Lane)") == (
        'library.nooffer(task=books, query="books under poetry, Mill Lane"); '
        "library.inform(task=books, count=2, query=books under poetry)"
    )
    assert titles(talk) == ["Reeds", "Salt"]


def test_why_a_question_cannot_be_answered_is_said(talk: Any) -> None:
    result = talk.turn("inform(task=books, genre=crime, branch=atlantis)")
    assert result.response == "There is no branch in Atlantis."
    talk.say("inform(branch=Harbour)")
    assert titles(talk) == ["The Fog", "The Ninth Key", "La Clef"]


def test_a_question_with_all_that_begins_afresh_forgets_the_last(talk: Any) -> None:
    talk.say("inform(task=books, genre=crime, language=french)")
    talk.say("inform(task=books, genre=crime, branch=Northgate)")
    assert titles(talk) == ["The Fog", "Low Tide", "Night Bus"]


def test_a_broken_search_is_no_answer(talk: Any, caplog: pytest.LogCaptureFixture) -> None:
    talk.bot.actions.database.close()
    folder = talk.bot.domains["library"].path / "data"
    (folder / "books.csv").write_text("id,title\n1,The Fog\n2", encoding="utf-8")
    assert talk.say("inform(task=books, genre=crime)") == "outofscope()"
    assert "2 columns" in caplog.text or "1 columns" in caplog.text


def test_a_value_only_half_sure_is_acted_upon_and_said_again(talk: Any) -> None:
    state = talk.state.with_domain("library")
    (act,) = talk.bot.nlu.understand(user("inform(genre=poetry)"), state).best_acts
    heard = user("", (act.with_score(0.5),))
    tracked = talk.bot.dst.track(state, heard, ())
    decision = asyncio.run(talk.bot.policy.decide(tracked, talk.bot.actions.run))
    assert [a.value for a in decision.acts if a.slot == "query"] == ["books under poetry"]


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(TURNS), max_size=6))
def test_any_conversation_is_answered_and_its_tables_are_whole(talk: Any, said: list[str]) -> None:
    talk.state = DialogueState()
    for text in said:
        result = talk.turn(text)
        assert not result.trace.error
        assert result.system_acts
        assert talk.own.listed <= len(talk.own.results or ())
        assert sum(act.type == "request" for act in result.system_acts) <= 1
        if result.listing:
            assert {len(row) for row in result.listing.rows} == {len(result.listing.columns)}
    assert DialogueState.from_dict(json.loads(json.dumps(talk.state.to_dict()))) == talk.state


def test_a_kept_conversation_goes_on_in_its_list(talk: Any, tmp_path: Path) -> None:
    store = ConversationStore(f"sqlite:///{tmp_path / 'kept.db'}")
    first = Session(talk.bot, store)
    first.respond_sync("inform(task=books, genre=crime)")
    again = Session(talk.bot, store, resume=first.id)
    assert again.state == first.state
    assert again.state.turns[-1].listing is not None
    assert "Low Tide by Ada Moss" in again.respond_sync("# the second one").response
    assert again.undo().listing is None
    assert again.respond_sync("reqalts()").listing.first == 4
