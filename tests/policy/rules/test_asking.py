"""What was not heard for sure is put to the user."""

from dialog.acts import parse_acts

from ..shop import OFFERED, Talk, after


def test_a_doubtful_value_is_confirmed_first():
    talk = Talk()
    assert talk.say(OFFERED, score=0.55) == "bikes.confirm(kind=cargo)"
    assert talk.actions.calls == []
    assert talk.say("affirm()", score=0.9) == "bikes.offer(name=Mule)"


def test_a_value_denied_is_asked_again():
    talk = Talk()
    talk.say(OFFERED, score=0.55)
    assert talk.say("negate()") == "bikes.request(kind)"


def test_a_value_corrected_is_used():
    talk = Talk()
    talk.say("books.inform(genre=poetry, task=find)", score=0.55)
    assert "offer(name=The Fog)" in talk.say("negate(); inform(genre=crime)")


def test_a_value_is_confirmed_once():
    talk = Talk()
    talk.say("books.inform(genre=crime, task=find)", score=0.55)
    assert "offer(name=The Fog)" in talk.say("books.inform(task=find)")


def test_an_unlikely_value_is_ignored():
    talk = after("bikes.inform(task=find)")
    assert talk.say("bikes.inform(kind=cargo)", score=0.3) == "repeat(); bikes.request(kind)"


def test_a_fairly_sure_value_is_put_in_passing():
    system = Talk().say("bikes.inform(task=find, colour=red)", score=0.9)
    assert system == "bikes.confreq(colour=red, kind)"


def test_a_name_just_offered_is_not_put_again():
    system = Talk().say("bikes.inform(task=book, name=Mule)", score=0.9)
    assert system == "bikes.offer(name=Mule); bikes.request(day)"


def test_an_offer_says_by_which_unsure_wishes_it_was_found():
    talk = Talk()
    system = talk.say("bikes.inform(kind=cargo, brakes=disc)", score=0.7)
    assert system == "bikes.offer(name=Mule, kind=cargo, brakes=disc)"
    assert talk.say("bikes.inform(colour=red)") == "bikes.offer(name=Mule)"


def test_an_offer_says_how_it_is_in_what_was_hardly_heard():
    talk = Talk()
    system = talk.acts(
        act.with_score(0.3 if act.slot in ("colour", "brakes") else 1.0)
        for act in parse_acts("bikes.inform(kind=cargo, colour=blue, brakes=rim)")
    )
    assert system == "bikes.offer(name=Mule, colour=red)"


def test_an_offer_of_what_was_named_needs_no_more():
    talk = Talk()
    assert talk.say("bikes.inform(kind=cargo)", score=0.7).startswith("bikes.offer(name=Mule,")
    assert talk.say("bikes.inform(name=Heron)") == "bikes.offer(name=Heron)"


def test_two_spellings_of_a_value_are_no_choice():
    talk = after("courier.inform(task=book)")
    acts = 'courier.inform(receiver="Jesus College"); courier.inform(receiver="Jesus college")'
    assert talk.say(acts, score=0.5) == "courier.request(pickup)"


def test_two_values_are_a_choice():
    system = Talk().say("bikes.inform(kind=cargo); bikes.inform(kind=city)")
    assert system == "bikes.select(kind=cargo, kind=city)"
