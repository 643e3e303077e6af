"""Booking what was offered, or a service."""

from dialog.acts import format_acts

from ..shop import OFFERED, Talk, after


def test_an_accepted_offer_is_proposed():
    talk = after(OFFERED)
    assert talk.say("affirm()") == "bikes.confirm(task=book)"
    assert talk.say("affirm()") == "bikes.request(day)"


def test_a_yes_to_a_description_is_proposed_too():
    talk = after(OFFERED, "request(price)")
    assert talk.say("affirm()") == "bikes.confirm(task=book)"


def test_a_yes_after_something_not_understood_is_to_the_offer():
    talk = after(OFFERED, "outofscope()", "")
    assert talk.say("affirm()") == "bikes.confirm(task=book)"


def test_a_declined_proposal_books_nothing():
    talk = after(OFFERED, "affirm()")
    assert talk.say("negate()") == "reqmore()"


def test_a_proposal_declined_for_a_reason_is_followed_by_another():
    talk = after("bikes.inform(kind=city, brakes=disc)", "affirm()")
    assert talk.say("negate(); bikes.deny(colour=red)") == "bikes.offer(name=Otter)"


def test_a_yes_to_anything_else_asks_what():
    assert after(OFFERED, "thank()").say("affirm()") == "help()"


def test_what_cannot_be_booked_is_not_proposed():
    assert after("books.inform(genre=crime)").say("affirm()") == "reqmore()"


def test_details_are_asked_one_by_one():
    talk = after(OFFERED)
    assert talk.say("bikes.inform(task=book)") == "bikes.request(day)"
    assert talk.say("bikes.inform(day=monday)") == "bikes.request(days)"
    system = talk.say("bikes.inform(days=2)")
    assert system == "bikes.book(reference=R1, name=Mule, day=monday, days=2); reqmore()"
    assert len(talk.state.domain("bikes").bookings) == 1


def test_a_yes_after_an_offer_that_was_booked_at_once_books_nothing():
    talk = after("bikes.inform(name=Mule, task=book, day=monday, days=2)")
    assert "bikes.offer(name=Mule)" in format_acts(talk.state.system_acts)
    assert "bikes.book(reference=R1" in format_acts(talk.state.system_acts)
    assert talk.say("affirm()") == "help()"


def test_several_details_at_once():
    assert "book(reference=R1" in after(OFFERED).say("bikes.inform(day=monday, days=2)")


def test_nothing_is_booked_twice():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    assert talk.say("bikes.request(reference)") == "bikes.inform(reference=R1)"
    assert talk.say("bikes.inform(day=monday)") == "bikes.affirm(day=monday)"
    assert talk.say("affirm()") == "reqmore()"
    assert len(talk.state.domain("bikes").bookings) == 1


def test_a_yes_to_a_fact_about_what_is_booked_books_nothing():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)", "bikes.request(price)")
    assert talk.say("affirm()") == "reqmore()"


def test_the_same_is_not_booked_again_without_a_yes():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    assert talk.say("bikes.inform(task=book)") == "bikes.confirm(task=book)"
    assert talk.say("bikes.request(price)") == "bikes.inform(price=12)"
    assert talk.say("bikes.inform(task=book)") == "bikes.confirm(task=book)"
    assert talk.say("affirm()").startswith("bikes.book(reference=R1")
    assert len(talk.state.domain("bikes").bookings) == 2


def test_a_no_to_the_same_again_books_nothing():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)", "bikes.inform(task=book)")
    assert talk.say("negate()") == "reqmore()"
    assert len(talk.state.domain("bikes").bookings) == 1


def test_asking_again_with_another_detail_books_again():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    assert "book(reference=R1" in talk.say("bikes.inform(task=book, day=friday)")


def test_a_detail_changed_after_the_booking_books_again_after_a_yes_only():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    assert talk.say("bikes.inform(day=friday)") == "bikes.confirm(task=book)"
    assert len(talk.state.domain("bikes").bookings) == 1
    assert "day=friday" in talk.say("affirm()")
    assert len(talk.state.domain("bikes").bookings) == 2


def test_a_detail_changed_later_books_after_a_yes_only_too():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)", "bikes.request(price)")
    assert talk.say("bikes.inform(day=friday)") == "bikes.confirm(task=book)"
    assert talk.say("bikes.inform(days=4)") == "bikes.confirm(task=book)"
    assert talk.say("negate()") == "reqmore()"
    assert talk.say("bikes.inform(days=3)") == "bikes.confirm(task=book)"
    assert len(talk.state.domain("bikes").bookings) == 1
    assert "days=3" in talk.say("affirm()")


def test_a_booking_of_what_was_not_chosen_is_proposed():
    talk = Talk()
    system = talk.say("bikes.inform(task=book, kind=cargo, day=monday, days=2)")
    assert system == "bikes.offer(name=Mule); bikes.confirm(task=book)"
    assert talk.say("bikes.request(price)") == "bikes.inform(price=12)"
    assert "book(reference=R1" in talk.say("bikes.inform(task=book)")


def test_booking_details_alone_ask_what_to_look_for():
    assert Talk().say("bikes.inform(day=monday, days=2)") == "bikes.request(kind)"


def test_a_booking_by_name_is_made():
    system = Talk().say("bikes.inform(task=book, name=mule, day=monday, days=2)")
    # names are matched as they are spelt here; a real search reads them more kindly
    assert system == "bikes.nooffer(name=mule)"
    system = Talk().say("bikes.inform(task=book, name=Mule, day=monday, days=2)")
    assert system.startswith("bikes.offer(name=Mule); bikes.book(reference=R1")


def test_a_booking_that_fails_can_be_tried_with_other_details():
    talk = after(OFFERED, full=("monday",))
    assert talk.say("bikes.inform(day=monday, days=2)") == "bikes.nobook()"
    assert "Nothing is free on that day." in talk.decision.reasons[0]
    assert "book(reference=R1" in talk.say("bikes.inform(day=friday)")


def test_a_doubtful_detail_is_confirmed():
    talk = after(OFFERED, "bikes.inform(task=book)")
    assert talk.say("bikes.inform(day=monday)", score=0.55) == "bikes.confirm(day=monday)"


def test_one_of_a_group_is_asked():
    talk = Talk()
    assert talk.say("courier.inform(task=find)") == "courier.request(receiver)"
    assert talk.say("courier.inform(receiver=Docks)") == "courier.request(pickup)"
    system = talk.say("courier.inform(arrival=10:00)")
    assert system == "courier.book(rider=Ada, receiver=Docks, arrival=10:00); reqmore()"


def test_of_a_group_the_one_that_matters_is_asked():
    talk = after("courier.inform(task=book, receiver=Docks)")
    assert talk.say("courier.inform(pickup=dontcare)") == "courier.request(arrival)"
    assert talk.say("courier.inform(arrival=dontcare)") == "courier.request(pickup)"


def test_a_second_booking_of_a_service_is_not_made_with_the_details_of_the_first():
    talk = after("courier.inform(task=book, receiver=Docks, pickup=10:00)")
    assert talk.say("courier.inform(task=book, receiver=Mill)") == "courier.request(pickup)"
    system = talk.say("courier.inform(pickup=11:00)")
    assert system == "courier.book(rider=Ada, receiver=Mill, pickup=11:00); reqmore()"


def test_a_reference_to_nothing_is_asked_for():
    system = Talk().say('courier.inform(task=book, receiver="the book")')
    assert system == "courier.request(receiver)"


def test_details_without_a_word_of_booking_are_answered_by_a_proposal():
    system = after("bikes.inform(kind=city)", "inform(this=dontcare)", "inform(this=dontcare)").say(
        "bikes.inform(days=2, colour=blue)"
    )
    assert system.endswith("bikes.confirm(task=book)")


def test_who_wants_the_reference_along_with_the_details_orders():
    system = Talk().say("bikes.inform(name=Mule, day=monday, days=2); bikes.request(reference)")
    assert system.startswith("bikes.offer(name=Mule); bikes.book(reference=R1")


def test_another_detail_with_its_reference_is_booked_and_the_new_one_told():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    system = talk.say("bikes.inform(day=friday); bikes.request(reference)")
    assert system.startswith("bikes.book(")
    assert "day=friday" in system
    assert "inform(reference" not in system


def test_what_was_put_forward_before_is_booked_though_it_was_found_anew():
    talk = Talk()
    assert talk.say("bikes.inform(kind=city, colour=red, brakes=disc)") == "bikes.offer(name=Swift)"
    system = talk.say("bikes.inform(task=book, colour=dontcare, day=monday, days=2)")
    assert "bikes.book(reference=R1, name=Swift" in system


def test_what_lacks_what_is_wanted_now_is_proposed_though_it_was_put_forward():
    system = after(OFFERED).say("bikes.inform(task=book, colour=blue, day=monday, days=2)")
    assert system.endswith("bikes.confirm(task=book)")


def test_a_service_that_is_asked_about_is_proposed():
    talk = Talk()
    asked = talk.say("courier.inform(receiver=Swift)", words="how do i get it to Swift?")
    assert asked == "courier.confirm(task=book)"
    assert talk.say("affirm()") == "courier.request(pickup)"
    assert Talk().say("courier.inform(receiver)") == "reqmore()"  # a reference to nothing


def test_who_has_a_booking_is_asked_before_another_place_is_booked():
    found = "bikes.inform(task=find, kind=city, brakes=disc)"
    talk = after(found, "bikes.inform(day=monday, days=2)")
    assert len(talk.state.domain("bikes").bookings) == 1
    assert talk.say("reqalts()") == "bikes.offer(name=Otter)"
    assert talk.say("bikes.inform(days=4)") == "bikes.confirm(task=book)"
    assert talk.say("affirm()").startswith("bikes.book(")
    ordered = after(found, "bikes.inform(day=monday, days=2)", "reqalts()")
    assert ordered.say("bikes.inform(task=book, days=5)").startswith("bikes.book(")


def test_a_question_for_another_day_of_what_is_booked_is_proposed():
    talk = after(OFFERED, "bikes.inform(day=monday, days=2)")
    asked = talk.say("bikes.inform(day=sunday)", words="is sunday possible too?")
    assert asked == "bikes.confirm(task=book)"
    assert len(talk.state.domain("bikes").bookings) == 1
