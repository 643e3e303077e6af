"""Searching, narrowing and offering."""

import pytest

from dialog.component import ActionResult

from ..shop import OFFERED, ROWS, Talk, after


def test_what_a_search_needs_is_asked():
    assert Talk().say("bikes.hello(task=find)") == "bikes.request(kind)"


def test_who_asks_on_instead_of_answering_has_no_preference():
    system = after("books.inform(task=find)").say("books.request(shelf)")
    assert system == "books.offer(name=The Fog); books.inform(shelf=C1)"
    system = after("bikes.inform(task=find)").say("bikes.inform(task=book)")
    assert "kind" not in system


def test_what_was_not_asked_is_still_needed_for_an_answer():
    assert Talk().say("books.request(shelf)") == "books.request(genre)"


def test_who_says_something_else_than_what_is_asked_for_once_has_no_preference():
    system = after("books.inform(task=find)").say("books.inform(author=Doyle)")
    assert system == "books.offer(name=Low Tide)"
    assert Talk().say("books.inform(author=Doyle)") == "books.request(genre)"
    assert after("bikes.inform(task=find)").say("bikes.inform(colour=red)") == "bikes.request(kind)"


def test_no_search_without_need():
    assert after("bikes.inform(task=find)").actions.calls == []


def test_a_single_match_is_offered():
    talk = Talk()
    assert talk.say(OFFERED) == "bikes.offer(name=Mule)"
    own = talk.state.domain("bikes")
    assert (own.entity, own.offered) == (ROWS["bikes"][4], ("Mule",))
    assert talk.decision.messages == ("Searched.",)


def test_several_matches_are_counted():
    system = Talk().say("books.inform(genre=crime)")
    assert system == "books.inform(count=2); books.offer(name=The Fog)"


def test_too_many_matches_are_narrowed_once():
    talk = Talk()
    system = talk.say("bikes.inform(kind=city)")
    assert system == "bikes.inform(count=4); bikes.request(colour)"
    again = talk.say("inform(this=dontcare)")
    assert again == "bikes.inform(count=4); bikes.request(brakes)"
    system = talk.say("inform(this=dontcare)")
    assert system == "bikes.inform(count=4); bikes.offer(name=Swift)"


def test_no_preference_counts_as_known():
    system = Talk().say("books.inform(genre=dontcare)")
    assert "offer" in system


def test_a_relaxed_search_says_so():
    system = Talk().say("bikes.inform(kind=cargo, colour=blue)")
    said = "bikes.nooffer(kind=cargo, colour=blue); bikes.offer(name=Mule, colour=red)"
    assert system == said


@pytest.mark.parametrize("more", ["colour=blue", "brakes=disc"])
def test_what_had_to_be_dropped_does_not_fit_later_on(more):
    talk = after("bikes.inform(kind=cargo, colour=blue)")
    system = talk.say(f"bikes.inform({more})")
    assert system.startswith("bikes.nooffer(kind=cargo, colour=blue")
    assert system.endswith("bikes.offer(name=Mule, colour=red)")
    assert "already fits" not in talk.decision.reasons[0]


def test_no_match_says_what_was_sought_and_asks_for_another():
    talk = Talk()
    system = talk.say("books.inform(genre=poetry)")
    assert system == "books.nooffer(genre=poetry); books.request(genre)"
    assert talk.state.domain("books").value("genre") is None


def test_a_change_of_mind_searches_again():
    talk = after("books.inform(genre=poetry)")
    assert "books.offer(name=The Fog)" in talk.say("books.inform(genre=crime)")


def test_a_name_is_enough():
    system = Talk().say("bikes.inform(name=Heron)")
    assert system == "bikes.offer(name=Heron)"


def test_a_name_goes_before_earlier_constraints():
    assert after(OFFERED).say("bikes.inform(name=Heron)") == "bikes.offer(name=Heron)"


def test_an_unknown_name_is_not_sought_twice():
    talk = Talk()
    assert talk.say("books.inform(name=Nope)") == "books.nooffer(name=Nope)"
    assert "offer(name=The Fog)" in talk.say("books.inform(genre=crime)")


def test_another_is_the_next_until_none_is_left():
    talk = after("books.inform(genre=crime)")
    assert talk.say("reqalts()") == "books.offer(name=Low Tide)"
    assert talk.say("reqalts()") == "books.nooffer(other=none)"
    assert talk.state.domain("books").entity == ROWS["books"][1]


def test_a_no_to_an_offer_asks_for_another():
    assert after("books.inform(genre=crime)").say("negate()") == "books.offer(name=Low Tide)"


def test_a_no_to_what_the_offer_is_like_asks_for_another_kind():
    talk = after("bikes.inform(kind=city)", "bikes.inform(brakes=dontcare)")
    assert talk.state.domain("bikes").entity["colour"] == "red"
    assert talk.say("bikes.deny(colour=red)") == "bikes.offer(name=Heron)"
    assert talk.say("bikes.deny(brakes=back)") == "bikes.offer(name=Otter)"
    assert talk.say("bikes.deny(kind=cargo)") == "bikes.offer(name=Otter)"  # true of it anyway


def test_a_denied_value_is_not_offered():
    text = "bikes.inform(kind=city, brakes=disc); bikes.deny(colour=red)"
    assert "offer(name=Otter)" in Talk().say(text)
    text = "books.inform(genre=crime); books.deny(genre=poetry)"
    assert "offer(name=The Fog)" in Talk().say(text)


def test_an_offer_stands_without_being_repeated():
    talk = after("books.inform(genre=crime)")
    assert talk.say("books.request(shelf)") == "books.inform(shelf=C1)"


def test_a_failing_search_leaves_a_way_on():
    async def fail(domain, action, state):
        return ActionResult(state, error="The database is away.")

    talk = Talk()
    talk.actions = fail
    assert talk.say(OFFERED) == "outofscope()"
    assert "The database is away." in talk.decision.reasons[0]


def test_a_choice_of_what_there_is_not_is_told_so():
    talk = after("bikes.inform(kind=city, colour=blue)")
    assert talk.say("bikes.inform(choice=0)") == "bikes.nooffer(choice=none, count=2)"
    assert talk.state.domain("bikes").entity["title"] == "Heron"
