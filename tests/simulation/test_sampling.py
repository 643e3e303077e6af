"""Goals can be reached, and need what they say."""

import random

import pytest

from dialog.domain import load_domain, load_domains
from dialog.errors import ConfigError
from dialog.simulation.goals import Goal, fits
from dialog.simulation.sampling import GoalSampler

MANY = 300


@pytest.fixture(scope="module")
def city():
    domains = load_domains(["restaurant", "hotel", "taxi"])
    sampler = GoalSampler(domains)
    goals = [sampler.sample(random.Random(seed)) for seed in range(MANY)]
    return domains, sampler, goals


def parts(city, domain=None):
    return [p for goal in city[2] for p in goal.parts if domain in (None, p.domain)]


def matches(city, part, wanted):
    slots = city[0][part.domain].schema.slots
    return [row for row in city[1].rows[part.domain] if fits(slots, row, wanted)]


def test_every_goal_can_be_reached_in_the_end(city):
    assert all(matches(city, part, part.final) for part in parts(city) if part.constraints)


def test_nothing_fits_before_a_fallback_is_taken(city):
    falling = [part for part in parts(city) if part.fallback]
    assert len(falling) > MANY / 20
    assert not any(matches(city, part, part.constraints) for part in falling)


def test_every_goal_wants_something(city):
    assert all(part.requests or part.booked for part in parts(city))


def test_a_booking_has_every_detail_that_it_needs(city):
    for part in parts(city):
        schema = city[0][part.domain].schema
        if part.booked:
            told = {*part.details, *part.links}
            assert {s.name for s in schema.bookable if s.booking == "required"} <= told
            assert all(told & set(group) for group in schema.booking.one_of)


def test_places_are_those_found_before(city):
    linked = [goal for goal in city[2] if any(part.links for part in goal.parts)]
    assert len(linked) > MANY / 10
    for goal in linked:
        order = [part.domain for part in goal.parts]
        for part in goal.parts:
            assert all(order.index(d) < order.index(part.domain) for d in part.links.values())
            assert len(set(part.links.values())) == len(part.links)


def test_nobody_goes_from_a_place_to_the_same_place(city):
    ends = [(p.details.get("departure"), p.details.get("destination")) for p in parts(city, "taxi")]
    assert all(start != end for start, end in ends if start and end)


def test_all_kinds_of_goals_come_up(city):
    every = parts(city)
    for kind in ("fallback", "change", "requests", "booked", "details", "links", "other"):
        assert any(getattr(part, kind) for part in every), kind
    assert {len(goal.parts) for goal in city[2]} == {1, 2, 3}


def test_the_same_chance_draws_the_same_goal(city):
    again = [city[1].sample(random.Random(seed)) for seed in range(20)]
    assert again == city[2][:20]


def test_goals_survive_json(city):
    assert [Goal.from_dict(goal.to_dict()) for goal in city[2]] == city[2]


def test_a_plugin_of_ones_own_needs_nothing_more(domains):
    sampler = GoalSampler(domains)
    goals = [sampler.sample(random.Random(seed)) for seed in range(50)]
    assert {part.domain for goal in goals for part in goal.parts} == {"cafe", "courier"}


def test_a_domain_without_rows_or_bookings_is_refused():
    with pytest.raises(ConfigError, match="'atis' answers questions by its own search"):
        GoalSampler(load_domains(["atis"]))


def test_a_detail_without_known_values_is_refused(plugins, domains):
    only = {"courier": domains["courier"]}
    with pytest.raises(ConfigError, match=r"'pickup' of the domain 'courier'.*`names`"):
        GoalSampler(only)


def test_a_number_is_one_that_a_booking_takes(plugins):
    file = plugins / "cafe" / "domain.yml"
    limited = file.read_text(encoding="utf-8").replace("least: 1, most: 12", "least: 3, most: 5")
    file.write_text(limited, encoding="utf-8")
    sampler = GoalSampler({"cafe": load_domain(plugins / "cafe")})
    goals = (sampler.sample(random.Random(seed)) for seed in range(MANY))
    details = (part.details for goal in goals for part in goal.parts)
    assert {each["people"] for each in details if "people" in each} == {"3", "4", "5"}


def test_a_time_is_within_the_hours_of_its_slot(city):
    times = [part.details["time"] for part in parts(city, "restaurant") if "time" in part.details]
    assert min(times) < "12:00"
    assert max(times) > "22:00"
    assert all("11:00" <= time <= "23:00" for time in times)
