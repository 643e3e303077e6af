"""What is believed after a turn."""

import pytest

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.component import StateTracker
from dialog.dst.belief import joint
from dialog.state import DialogueState, Hypothesis, UserTurn

from .cafes import TRACKER, said, track, tracked


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
            ("make it two", (8, 11), "lodging.request(guests)", None, "2"),
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
