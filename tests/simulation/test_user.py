"""How a user with an agenda begins, answers, corrects, changes its mind and leaves."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.domain import load_domains
from dialog.simulation.goals import DomainGoal, Goal
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.user import AgendaUser


class Meeting:
    """A user whose agenda is told a turn at a time."""

    def __init__(self, domains, *parts, seed=0, **options):
        schemas = {name: domain.schema for name, domain in domains.items()}
        self.user = AgendaUser(Goal(parts), schemas, random.Random(seed), **options)
        self.said = format_acts(self.user.first())

    def hear(self, acts, **facts):
        self.said = format_acts(self.user.reply(parse_acts(acts), facts))
        return self.said

    def until(self, acts, sign):
        """Say the same until the user says something."""
        for _ in range(10):
            if sign in self.hear(acts):
                return self.said
        raise AssertionError(f"{sign} never came, last {self.said}")


def find(**more):
    goal = {"constraints": {"food": "thai"}, "requests": ("phone",), **more}
    return DomainGoal("cafe", **goal)


BOOKED = find(requests=(), booked=True, details={"day": "monday", "people": "2"})


def test_a_user_begins_with_what_it_is_after(domains):
    said = Meeting(domains, find()).said
    assert "cafe.inform(task=find" in said


def test_a_question_is_answered(domains):
    met = Meeting(domains, find(constraints={"food": "thai", "area": "north"}))
    assert "area=north" in met.hear("cafe.request(area)")


def test_what_does_not_matter_is_said_so(domains):
    met = Meeting(domains, find())
    assert "area=dontcare" in met.hear("cafe.request(area)")


def test_a_right_guess_is_affirmed_and_a_wrong_one_put_right(domains):
    met = Meeting(domains, find())
    assert met.hear("cafe.confirm(food=thai)").startswith("affirm()")
    assert met.hear("cafe.confirm(food=greek)") == "negate(); cafe.inform(food=thai)"
    assert met.hear("cafe.select(food=greek, food=thai)") == "cafe.inform(food=thai)"
    assert "cafe.inform(food=thai" in met.hear("cafe.confreq(food=greek); cafe.confreq(area)")


def test_facts_are_asked_for_and_a_user_with_all_of_them_leaves(domains):
    met = Meeting(domains, find())
    assert met.until("cafe.offer(name=Ada)", "phone") == "cafe.request(phone)"
    assert met.hear("cafe.inform(phone=11); reqmore()") == "negate(); thank(); bye()"
    assert met.user.finished
    assert not met.user.left


def test_facts_of_another_entity_are_asked_for_anew(domains):
    met = Meeting(domains, find(requests=("phone", "area")))
    met.until("cafe.offer(name=Ada)", "request")
    met.hear("cafe.inform(phone=11)")
    assert "request" in met.hear("cafe.offer(name=Bo)")
    assert "phone" not in met.user.parts["cafe"].answers


def test_an_offer_that_is_said_to_be_something_else_is_refused(domains):
    met = Meeting(domains, find())
    assert met.hear("cafe.offer(name=Cy)", food="greek") == "negate(); cafe.inform(food=thai)"


def test_what_an_offer_tells_is_not_asked_for(domains):
    met = Meeting(domains, find())
    said = met.hear("cafe.offer(name=Ada, phone=11)")
    assert "request" not in said
    assert met.user.parts["cafe"].answers == {"phone": "11"}


def test_a_user_falls_back_when_nothing_fits(domains):
    met = Meeting(domains, find(constraints={"food": "french"}, fallback={"food": "greek"}))
    assert met.hear("cafe.nooffer(food=french)") == "cafe.inform(food=greek)"
    assert met.user.wanted == {"cafe": {"food": "greek"}}


def test_a_user_that_was_misheard_does_not_fall_back(domains):
    met = Meeting(domains, find(fallback={"food": "greek"}))
    assert met.hear("cafe.nooffer(food=french)") == "negate(); cafe.inform(food=thai)"
    assert met.user.wanted == {"cafe": {"food": "thai"}}


def test_a_user_changes_its_mind_after_an_offer(domains):
    met = Meeting(domains, find(change={"food": "greek"}))
    assert "cafe.inform(food=greek)" in met.hear("cafe.offer(name=Ada)")
    assert met.user.wanted == {"cafe": {"food": "greek"}}


def test_a_user_books_with_its_details(domains):
    met = Meeting(domains, BOOKED)
    assert "task=book" in met.until("cafe.offer(name=Ada)", "task=book")
    said = [met.said, met.hear("cafe.request(day)"), met.hear("cafe.request(people)")]
    assert "day=monday" in " ".join(said)
    assert "people=2" in " ".join(said)
    booked = "cafe.book(reference=R, name=Ada, day=monday, people=2)"
    assert met.hear(booked) == "thank(); bye()"


def test_a_wrong_booking_is_put_right(domains):
    met = Meeting(domains, BOOKED)
    met.until("cafe.offer(name=Ada)", "task=book")
    booked = "cafe.book(reference=R, name=Ada, day=friday, people=2)"
    assert met.hear(booked) == "negate(); cafe.inform(day=monday)"
    assert met.hear("cafe.confirm(task=book)").startswith("affirm()")


def test_a_booking_that_nobody_wants_is_declined(domains):
    met = Meeting(domains, find())
    assert met.hear("cafe.offer(name=Ada); cafe.confirm(task=book)").startswith("negate()")
    assert "negate()" in met.hear("cafe.request(day)")


def test_a_domain_that_nobody_wants_is_dropped_at_last(domains):
    met = Meeting(domains, find())
    assert met.hear("courier.request(pickup)").startswith("negate()")
    assert met.hear("courier.request(pickup)") == "courier.cancel()"


def test_a_linked_place_is_the_one_that_was_found(domains):
    taken = DomainGoal(
        "courier", booked=True, details={"receiver": "Docks", "at": "10:00"},
        links={"pickup": "cafe"},
    )  # fmt: skip
    met = Meeting(domains, find(), taken)
    met.until("cafe.offer(name=Ada)", "phone")
    assert "courier.inform(task=book" in met.hear("cafe.inform(phone=11)")
    assert "pickup=Ada" in met.hear("courier.request(pickup)")
    assert met.user.wanted["courier"]["pickup"] == "Ada"


def test_an_alternative_is_told_where_its_like_is_asked_for(domains):
    taken = DomainGoal(
        "courier", booked=True, details={"pickup": "Station", "receiver": "Docks", "by": "10:00"}
    )
    assert "by=10:00" in Meeting(domains, taken).hear("courier.request(at)")


def test_a_user_that_is_asked_the_same_over_and_over_leaves(domains):
    met = Meeting(domains, find())
    for _ in range(8):
        met.hear("cafe.request(area)")
    assert met.user.left


def test_a_user_that_gets_nowhere_leaves(domains):
    met = Meeting(domains, find(), patience=3)
    turns = 0
    while not met.user.finished:
        met.hear("repeat()")
        turns += 1
    assert turns == 4
    assert met.user.left
    assert met.said == "bye()"


CITY = load_domains(["restaurant", "hotel", "taxi"])
SAMPLER = GoalSampler(CITY)
SLOTS = [(name, slot) for name, d in CITY.items() for slot in d.schema.slots]
SYSTEM = [ActType.REQUEST, ActType.INFORM, ActType.CONFIRM, ActType.OFFER, ActType.NOOFFER,
          ActType.BOOK, ActType.SELECT, ActType.CONFREQ]  # fmt: skip
said_by_system = st.lists(
    st.tuples(st.sampled_from(SYSTEM), st.sampled_from(SLOTS), st.sampled_from([None, "x", "2"])),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), turns=st.lists(said_by_system, min_size=1, max_size=12))
def test_whatever_a_system_says_a_user_has_an_answer(seed, turns):
    schemas = {name: domain.schema for name, domain in CITY.items()}
    user = AgendaUser(SAMPLER.sample(random.Random(seed)), schemas, random.Random(seed))
    assert user.first()
    for turn in turns:
        if user.finished:
            return
        acts = user.reply([DialogueAct(kind, *place, value) for kind, place, value in turn])
        assert acts
        told = [(a.domain, a.slot) for a in acts if a.type is ActType.INFORM and a.slot != "task"]
        assert len(told) == len(set(told))
        assert all(a.value for a in acts if a.type is ActType.INFORM)
