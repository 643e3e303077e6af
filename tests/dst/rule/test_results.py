"""What becomes of search results."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import parse_acts
from dialog.state import DialogueState, Hypothesis, SlotBelief, UserTurn

from .cafes import DOMAINS, ROMA, TRACKER, offered, track, tracked


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

    def test_a_name_among_the_results_chooses_it_and_keeps_the_others(self):
        milano = {**ROMA, "title": "Milano"}
        state = offered().with_domain("cafe", results=(ROMA, milano), offered=("Roma", "Milano"))
        own = track(state, "cafe.inform(name=milano)").domain("cafe")
        assert own.entity == milano
        assert (own.results, own.offered) == ((ROMA, milano), ("Roma", "Milano"))

    def test_another_entity_is_not_sought_by_the_old_name(self):
        state = offered(state=tracked("cafe.inform(task=find, name=Roma)"))
        assert track(state, "reqalts()").domain("cafe").value("name") is None
        assert track(state, "cafe.inform(food=greek)").domain("cafe").value("name") is None


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
