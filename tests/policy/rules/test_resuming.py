"""Several domains in one conversation."""

from ..shop import OFFERED, Talk, after


def test_both_are_served():
    system = Talk().say("books.inform(task=find, genre=crime); bikes.inform(kind=cargo)")
    assert system == "books.inform(count=2); books.offer(name=The Fog); bikes.offer(name=Mule)"


def test_one_question_at_a_time():
    system = Talk().say("books.inform(task=find); bikes.inform(task=find)")
    assert system == "bikes.request(kind)"


def test_what_is_unfinished_is_taken_up():
    talk = after("books.inform(task=find); bikes.inform(task=find)")
    assert talk.say("bikes.inform(kind=cargo)") == "bikes.offer(name=Mule)"
    assert talk.say("thank()") == "thank(); books.request(genre)"
    assert talk.state.active == "books"


def test_what_was_taken_up_and_passed_over_is_left_alone():
    talk = after("books.inform(task=find)", OFFERED)
    assert talk.say("thank()") == "thank(); books.request(genre)"
    assert talk.say("bikes.inform(task=book, day=monday, days=2)").endswith("; reqmore()")
    assert talk.say("thank()") == "thank(); reqmore()"
    assert talk.say("books.inform(task=find)") == "books.request(genre)"


def test_what_was_taken_up_and_turned_down_is_dropped():
    talk = after("books.inform(task=find)", OFFERED, "thank()")
    assert talk.say("negate()") == "reqmore()"
    assert talk.state.active == "bikes"
    assert talk.say("bikes.request(price)") == "bikes.inform(price=12)"


def test_a_no_to_a_question_about_what_the_user_began_is_no_refusal():
    assert after("books.inform(task=find)").say("negate()") == "books.request(genre)"


def test_a_misheard_wish_put_right_does_not_bring_its_domain_back():
    talk = after(OFFERED)
    assert talk.say("books.inform(genre=crime)", score=0.55) == "books.confirm(genre=crime)"
    assert talk.say("negate(); bikes.request(price)") == "bikes.inform(price=12)"
    assert talk.say("thank()") == "thank(); reqmore()"


def test_a_yes_that_begins_something_else_proposes_nothing():
    talk = after(OFFERED)
    assert talk.say("affirm(); books.inform(task=find)") == "books.request(genre)"
