"""The rule tracker, on invented domains: bicycles for hire, lodgings, a courier, a cafe."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.component import StateTracker
from dialog.domain import Domain
from dialog.dst.belief import joint
from dialog.dst.rule import RuleTracker
from dialog.pointing import points_back
from dialog.schema import DomainSchema
from dialog.state import DialogueState, Hypothesis, SlotBelief, UserTurn


def slot(**data):
    return {"description": "a slot", "question": "Which?", **data}


SCHEMAS = [
    {
        "name": "cafe",
        "description": "Cafes.",
        "entity": "cafe",
        "entity_synonyms": ["coffee house"],
        "slots": {
            "food": slot(type="categorical", values=["italian", "greek"], search="required"),
            "area": slot(type="categorical", values=["north", "east"], search="optional"),
            "price": slot(
                type="categorical", values=["cheap", "dear"], search="optional", requestable=True
            ),
            "terrace": slot(type="boolean", search="optional"),
            "name": slot(search="optional", column="title"),
            "phone": slot(requestable=True, informable=False),
            "day": slot(type="day", booking="required"),
            "time": slot(type="time", booking="required"),
            "people": slot(type="number", booking="required"),
        },
        "database": {"table": "cafes"},
        "search": {},
        "booking": {},
    },
    {
        "name": "lodging",
        "description": "Lodgings.",
        "entity": "inn",
        "entity_synonyms": ["guest house"],
        "slots": {
            "area": slot(type="categorical", values=["north", "east"], search="required"),
            "name": slot(search="optional"),
            "phone": slot(requestable=True, informable=False),
            "day": slot(type="day", booking="required"),
            "guests": slot(type="number", booking="required"),
        },
        "database": {"table": "inns"},
        "search": {},
        "booking": {},
    },
    {
        "name": "courier",
        "description": "A courier.",
        "entity": "courier",
        "slots": {
            "sender": slot(place=True, booking="required"),
            "receiver": slot(place=True, booking="required"),
            "pickup": slot(type="time", booking="optional"),
        },
        "booking": {"entity": False, "gives": ["bike"]},
    },
]
DOMAINS = {
    data["name"]: Domain(DomainSchema.model_validate(data), Path("."))  # noqa: PTH201
    for data in SCHEMAS
}
TRACKER = RuleTracker(DOMAINS)
ROMA = {"title": "Roma", "food": "italian", "area": "north", "price": "cheap", "phone": "1"}
BELL = {"name": "The Bell", "area": "east", "phone": "2"}


def said(*hypotheses):
    """A turn of (act notation, score of the hypothesis[, score of its acts])."""
    return UserTurn(
        tuple(Hypothesis(text, score) for text, score in hypotheses),
        tuple(tuple(parse_acts(text)) for text, _ in hypotheses),
    )


def track(state, text, system="", score=1.0):
    acts = tuple(act.with_score(score) for act in parse_acts(text))
    turn = UserTurn((Hypothesis(text),), (acts,))
    return TRACKER.track(state, turn, parse_acts(system))


def tracked(*turns):
    state = DialogueState()
    for text in turns:
        state = track(state, text)
    return state


def offered(domain="cafe", entity=ROMA, state=None):
    state = state or tracked(f"{domain}.inform(task=find)")
    return replace(
        state.with_domain(domain, entity=entity, results=(entity,), offered=("x",)), active=domain
    )


def test_is_a_state_tracker():
    assert isinstance(TRACKER, StateTracker)


class TestWorkedExample:
    """Deriu et al. 2021: beliefs over two turns with three hypotheses each."""

    def first(self):
        turn = said(
            ("cafe.inform(price=cheap)", 0.5),
            ("cafe.inform(task=find)", 0.3),
            ("cafe.inform(food=italian)", 0.2),
        )
        return TRACKER.track(DialogueState(), turn, [])

    def test_first_turn(self):
        beliefs = self.first().domain("cafe").beliefs
        assert beliefs["price"].score_of("cheap") == pytest.approx(0.5)
        assert beliefs["food"].score_of("italian") == pytest.approx(0.2)

    def test_joint(self):
        found = {
            tuple(sorted(assignment.items())): probability
            for assignment, probability in joint(self.first().domain("cafe").beliefs)
        }
        assert found == {
            (("price", "cheap"),): pytest.approx(0.4),
            (): pytest.approx(0.4),
            (("food", "italian"),): pytest.approx(0.1),
            (("food", "italian"), ("price", "cheap")): pytest.approx(0.1),
        }

    def test_second_turn(self):
        turn = said(
            ("cafe.inform(area=east)", 0.5),
            ("cafe.inform(food=italian)", 0.3),
            ("affirm()", 0.2),
        )
        state = TRACKER.track(self.first(), turn, parse_acts("cafe.request(price)"))
        beliefs = state.domain("cafe").beliefs
        assert beliefs["area"].score_of("east") == pytest.approx(0.5)
        assert beliefs["food"].score_of("italian") == pytest.approx(0.44)
        assert beliefs["price"].score_of("cheap") == pytest.approx(0.5)


class TestBeliefs:
    def test_a_yes_to_a_confirm_is_evidence(self):
        state = track(DialogueState(), "cafe.inform(food=italian)", score=0.6)
        state = track(state, "affirm()", "cafe.confirm(food=italian)", score=0.9)
        belief = state.domain("cafe").beliefs["food"]
        assert belief.values == (("italian", pytest.approx(0.96)),)

    def test_a_no_to_a_confirm_is_a_denial(self):
        state = track(DialogueState(), "cafe.inform(food=italian)", score=0.6)
        state = track(state, "negate()", "cafe.confirm(food=italian)", score=0.9)
        assert state.domain("cafe").beliefs["food"].score == pytest.approx(0.06)

    def test_what_the_system_says_again_without_objection_is_believed_more(self):
        state = track(DialogueState(), "cafe.inform(food=italian)", score=0.5)
        before = state.domain("cafe").beliefs["food"].score
        after = track(state, "cafe.request(phone)", "cafe.offer(name=x); cafe.inform(food=italian)")
        assert after.domain("cafe").beliefs["food"].score > before
        other = track(state, "cafe.request(phone)", "cafe.inform(food=greek)")
        assert other.domain("cafe").beliefs["food"].values == (("italian", before),)

    def test_an_objection_leaves_what_the_system_said_as_it_was_believed(self):
        state = track(DialogueState(), "cafe.inform(food=italian)", score=0.5)
        before = state.domain("cafe").beliefs["food"].score
        after = track(state, "negate()", "cafe.inform(food=italian)")
        assert after.domain("cafe").beliefs["food"].score == pytest.approx(before)

    def test_a_correction_replaces_the_value(self):
        state = track(DialogueState(), "cafe.inform(area=east)", score=0.6)
        state = track(state, "negate(); inform(area=north)", "cafe.confirm(area=east)", score=0.9)
        assert state.domain("cafe").value("area") == "north"

    def test_a_yes_also_accepts_what_was_put_in_passing(self):
        state = track(DialogueState(), "cafe.inform(food=greek)", score=0.85)
        system = "cafe.confreq(food=greek, area)"
        state = track(state, "affirm(); inform(area=east)", system)
        assert state.domain("cafe").beliefs["food"].score == pytest.approx(1)

    def test_a_deny_lowers_the_value(self):
        state = track(tracked("cafe.inform(food=greek)"), "cafe.deny(food=greek)", score=0.7)
        assert state.domain("cafe").beliefs["food"].score == pytest.approx(0.3)

    def test_a_deny_without_value_lowers_the_likeliest(self):
        state = track(tracked("cafe.inform(food=greek)"), "cafe.deny(food)")
        assert "food" not in state.domain("cafe").beliefs

    @pytest.mark.parametrize(("answer", "value"), [("affirm()", "yes"), ("negate()", "no")])
    def test_yes_and_no_answer_a_boolean(self, answer, value):
        state = track(tracked("cafe.inform(food=greek)"), answer, "cafe.request(terrace)")
        assert state.domain("cafe").value("terrace") == value

    def test_a_bare_no_to_an_optional_constraint_is_no_preference(self):
        state = track(tracked("cafe.inform(food=greek)"), "negate()", "cafe.request(area)")
        assert state.domain("cafe").value("area") == "dontcare"

    @pytest.mark.parametrize(
        ("text", "span", "system", "people", "guests"),
        [
            ("two", (0, 3), "lodging.request(guests)", None, "2"),
            ("Two!", (0, 3), "lodging.confreq(day=monday, guests)", None, "2"),
            ("two", (0, 3), "cafe.request(people, time)", "2", None),
            ("two", (0, 3), "lodging.request(day)", "2", None),
            ("two", (0, 3), "lodging.confirm(guests=3)", "2", None),
            ("make it two", (8, 11), "lodging.request(guests)", "2", None),
            ("two", None, "lodging.request(guests)", "2", None),
        ],
    )
    def test_a_bare_value_answers_the_question(self, text, span, system, people, guests):
        act = DialogueAct(ActType.INFORM, "cafe", "people", "2", span=span)
        turn = UserTurn((Hypothesis(text),), ((act,),))
        state = TRACKER.track(DialogueState(), turn, parse_acts(system))
        assert state.domain("cafe").value("people") == people
        assert state.domain("lodging").value("guests") == guests

    def test_a_bare_place_answers_the_question(self):
        act = DialogueAct(ActType.INFORM, "courier", "receiver", "Docks", span=(0, 5))
        turn = UserTurn((Hypothesis("Docks"),), ((act,),))
        state = TRACKER.track(DialogueState(), turn, parse_acts("courier.request(sender)"))
        assert state.domain("courier").value("sender") == "Docks"

    def test_this_is_what_was_asked(self):
        state = track(DialogueState(), "inform(this=dontcare)", "cafe.request(price)")
        assert state.domain("cafe").value("price") == "dontcare"

    def test_this_is_nothing_when_nothing_was_asked(self):
        assert track(DialogueState(), "inform(this=dontcare)").domains == {}

    def test_hello_with_content_informs(self):
        state = tracked("cafe.hello(task=find, food=greek)")
        assert (state.domain("cafe").task, state.domain("cafe").value("food")) == ("find", "greek")

    def test_a_value_without_domain_answers_the_question(self):
        state = tracked("lodging.inform(task=find)", "cafe.inform(task=find)")
        assert track(state, "inform(area=east)", "lodging.request(area)").active == "lodging"
        assert track(state, "inform(area=east)").active == "cafe"

    def test_a_slot_that_no_domain_has_is_ignored(self):
        state = tracked("cafe.inform(nonsense=1); nowhere.inform(x=y); inform(zzz=1)")
        assert state.domain("cafe").beliefs == {}

    def test_grounding_ends_when_the_value_changes(self):
        state = tracked("cafe.inform(food=greek)").with_domain("cafe", grounded=("food",))
        assert track(state, "cafe.inform(area=east)").domain("cafe").grounded == ("food",)
        assert track(state, "cafe.inform(food=italian)").domain("cafe").grounded == ()


class TestTaskAndDomain:
    def test_the_domain_with_a_task_is_active(self):
        state = tracked("cafe.inform(task=find); lodging.inform(area=east)")
        assert state.active == "cafe"
        assert state.domain("lodging").value("area") == "east"

    def test_of_two_tasks_the_one_told_more_of_is_active(self):
        text = "cafe.inform(task=find, food=greek, area=east); lodging.inform(task=find)"
        assert tracked(text).active == "cafe"

    def test_generic_acts_leave_the_domain(self):
        assert tracked("cafe.inform(task=find)", "thank()").active == "cafe"

    def test_booking_details_of_an_entity_mean_a_booking(self):
        assert track(offered(), "cafe.inform(day=monday)").domain("cafe").task == "book"

    def test_a_constraint_means_a_search(self):
        assert tracked("cafe.inform(food=greek)").domain("cafe").task == "find"

    def test_booking_details_before_a_search_mean_a_booking(self):
        assert tracked("cafe.inform(people=2)").domain("cafe").task == "book"
        text = "cafe.inform(task=find)"
        assert tracked(text, "cafe.inform(people=2)").domain("cafe").task == "find"

    def test_a_service_needs_no_entity(self):
        assert tracked("courier.inform(receiver=Docks)").domain("courier").task == "book"

    def test_another_booking_of_a_service_starts_with_what_is_said_of_it(self):
        state = tracked("courier.inform(task=book, receiver=Docks, pickup=10:00)")
        again = "courier.inform(task=book, receiver=Mill)"
        assert track(state, again).domain("courier").value("pickup") == "10:00"
        booked = state.with_domain("courier", task="", bookings=({"receiver": "Docks"},))
        own = track(booked, again).domain("courier")
        assert (own.task, own.value("receiver"), own.value("pickup")) == ("book", "Mill", None)
        changed = track(booked, "courier.inform(pickup=11:00)").domain("courier")
        assert (changed.value("receiver"), changed.value("pickup")) == ("Docks", "11:00")

    def test_a_yes_to_the_proposal_books_a_service_with_the_details_that_stand(self):
        state = tracked("courier.inform(task=book, receiver=Docks, pickup=10:00)")
        booked = state.with_domain("courier", task="", bookings=({"receiver": "Docks"},))
        own = track(booked, "affirm()", "courier.confirm(task=book)").domain("courier")
        assert (own.task, own.value("receiver"), own.value("pickup")) == ("book", "Docks", "10:00")

    def test_a_yes_to_the_proposal_means_a_booking(self):
        state = track(offered(), "affirm()", "cafe.confirm(task=book)")
        assert state.domain("cafe").task == "book"

    def test_a_no_to_the_proposal_does_not_outrank_another_task(self):
        text = "negate(); lodging.inform(task=find)"
        state = track(offered(), text, "cafe.confirm(task=book)")
        assert (state.active, state.domain("cafe").task) == ("lodging", "find")

    def test_the_values_of_a_made_booking_do_not_book_again(self):
        state = track(offered(), "cafe.inform(day=monday)").with_domain("cafe", task="")
        assert track(state, "cafe.inform(day=monday)").domain("cafe").task == ""
        assert track(state, "cafe.inform(task=book)").domain("cafe").task == "book"

    def test_restart_empties_all_but_the_history(self):
        state = track(offered(), "restart()")
        assert (state.domains, state.active) == ({}, "")

    def test_cancel_drops_task_and_booking_details(self):
        state = track(offered(), "cafe.inform(day=monday, food=italian)")
        own = track(state, "cancel()").domain("cafe")
        assert (own.task, own.value("day"), own.value("food")) == ("", None, "italian")


class TestRequests:
    def test_requests_wait_for_their_answer(self):
        state = tracked("cafe.request(phone)", "cafe.request(price)")
        assert state.domain("cafe").requested == ("phone", "price")

    def test_an_unlikely_request_is_not_made(self):
        assert track(offered(), "cafe.request(phone)", score=0.4).domain("cafe").requested == ()

    def test_a_request_without_domain_is_about_the_focus(self):
        assert track(offered(), "request(phone)").domain("cafe").requested == ("phone",)

    def test_a_request_about_nothing_is_about_the_focus(self):
        state = track(offered(), "lodging.request(phone)")
        assert state.domain("cafe").requested == ("phone",)
        assert state.domain("lodging").requested == ()

    def test_a_request_about_what_is_being_sought_stays(self):
        state = track(offered(), "lodging.inform(task=find); lodging.request(phone)")
        assert state.domain("lodging").requested == ("phone",)


class TestSearchResults:
    def test_a_changed_constraint_makes_them_stale(self):
        own = track(offered(), "cafe.inform(food=greek)").domain("cafe")
        assert (own.results, own.entity, own.offered) == (None, None, ())

    def test_what_describes_the_entity_keeps_it(self):
        own = track(offered(), "cafe.inform(area=north)").domain("cafe")
        assert own.entity == ROMA

    def test_a_booking_detail_keeps_them(self):
        assert track(offered(), "cafe.inform(people=2)").domain("cafe").results == (ROMA,)

    def test_no_preference_keeps_them(self):
        assert track(offered(), "cafe.inform(area=dontcare)").domain("cafe").entity == ROMA

    def test_another_name_is_another_search(self):
        assert track(offered(), "cafe.inform(name=Milano)").domain("cafe").entity is None
        assert track(offered(), "cafe.inform(name=roma)").domain("cafe").entity == ROMA

    def test_another_entity_is_not_sought_by_the_old_name(self):
        state = offered(state=tracked("cafe.inform(task=find, name=Roma)"))
        assert track(state, "reqalts()").domain("cafe").value("name") is None
        assert track(state, "cafe.inform(food=greek)").domain("cafe").value("name") is None


class TestReferences:
    def both(self):
        state = offered(state=tracked("cafe.inform(task=find, day=monday, time=19:30)"))
        return offered("lodging", BELL, track(state, "lodging.inform(task=find)"))

    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("the cafe", "Roma"),
            ("Coffee House", "Roma"),
            ("my inn", "The Bell"),
            ("the guest house you found", "The Bell"),
            ("there", "The Bell"),
            ("roma", "Roma"),
            ("12 Harbour Road", "12 Harbour Road"),
        ],
    )
    def test_places(self, text, value):
        state = track(self.both(), f'courier.inform(receiver="{text}")')
        assert state.domain("courier").value("receiver") == value

    def test_nobody_goes_from_there_to_there(self):
        state = track(self.both(), 'courier.inform(sender="the inn", receiver=there)')
        assert state.domain("courier").value("receiver") == "Roma"

    def test_a_reference_to_nothing_is_no_evidence(self):
        state = tracked('courier.inform(receiver="the inn")')
        assert state.domain("courier").beliefs == {}
        assert state.user_acts == (DialogueAct(ActType.INFORM, "courier", "receiver"),)

    def test_the_same_day(self):
        state = track(self.both(), 'lodging.inform(day="the same day")')
        assert state.domain("lodging").value("day") == "monday"

    @pytest.mark.parametrize(
        ("text", "name", "expected"),
        [
            ("the same day", "day", True),
            ("On that day.", "day", True),
            ("same number of people", "people", True),
            ("that area, too", "area", True),
            ("the booked time", "time", True),
            ("my reservation", "day", True),
            ("my reservation", "area", False),
            ("this cafe", "area", False),
            ("that evening", "time", False),
            ("thursday", "day", False),
            ("similar", "area", False),
        ],
    )
    def test_words_that_point_back(self, text, name, expected):
        assert points_back(text, DOMAINS["cafe"].schema.slots[name]) == expected

    def test_the_same_time_under_another_name(self):
        state = track(self.both(), 'courier.inform(pickup="the same time")')
        assert state.domain("courier").value("pickup") == "19:30"

    def test_a_booking_goes_before_a_belief(self):
        state = self.both().with_domain("cafe", bookings=({"people": "4"},))
        state = track(state, 'lodging.inform(guests="the same number of people")')
        assert state.domain("lodging").value("guests") == "4"


NOTATIONS = [
    *(f"{d}.inform({s}={v})" for d in DOMAINS for s in ("area", "name", "day", "people", "receiver")
      for v in ("north", "there", '"the same day"', "dontcare", '"the cafe"')),
    *(f"{d}.{kind}" for d in DOMAINS for kind in (
        "request(phone)", "deny(area)", "deny(area=north)", "inform(task=book)",
        "inform(task=find)", "confirm(area=north)", "hello(task=find)", "book()")),
    "affirm()", "negate()", "reqalts()", "cancel()", "restart()", "bye()", "inform(this=dontcare)",
    "request(phone)", "inform(area=east)", "inform(task=book)", "request(nonsense)",
]  # fmt: skip
SYSTEM = ["", "cafe.confirm(area=north)", "cafe.confreq(area=north, terrace)", "cafe.request(area)",
          "lodging.confirm(task=book)", "cafe.offer(name=Roma)"]  # fmt: skip
notated = st.builds(
    lambda text, score: parse_acts(text)[0].with_score(score),
    st.sampled_from(NOTATIONS),
    st.floats(0, 1),
)
user_turns = st.lists(st.tuples(st.floats(0, 1), st.lists(notated, max_size=4)), max_size=3).map(
    lambda hs: UserTurn(
        tuple(Hypothesis("", score) for score, _ in hs), tuple(tuple(acts) for _, acts in hs)
    )
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(user_turns, st.sampled_from(SYSTEM)), max_size=6))
def test_any_acts_leave_probabilities_and_a_state_that_survives_json(turns):
    state = offered()
    for turn, system in turns:
        state = TRACKER.track(state, turn, parse_acts(system))
        for own in state.domains.values():
            for belief in own.beliefs.values():
                assert isinstance(belief, SlotBelief)
                assert all(0 <= score <= 1 for _, score in belief.values)
                assert sum(score for _, score in belief.values) <= 1 + 1e-6
        assert DialogueState.from_dict(json.loads(json.dumps(state.to_dict()))) == state


def test_another_constraint_searches_anew_where_something_had_to_be_dropped():
    """The entity has what is said now, but not what was dropped for it; another may have both."""
    found = tracked("cafe.inform(food=greek, area=east)").with_domain(
        "cafe", results=(ROMA,), entity=ROMA, relaxed=("food",)
    )
    again = track(found, "cafe.inform(area=north)").domain("cafe")
    assert (again.entity, again.results, again.relaxed) == (None, None, ())
    alone = track(found, "cafe.inform(food=italian)").domain("cafe")
    assert alone.entity == ROMA  # what was dropped is what is wanted no more
