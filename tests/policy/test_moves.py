"""The moves that are made of schemas, and what they read."""

import numpy as np

from dialog.policy.features import DOMAIN, SLOT, TURN, Layout
from dialog.policy.moves import Kind, Move, moves_of, ordered


def names(town, *kinds):
    schemas = {name: domain.schema for name, domain in town.items()}
    return [str(move) for move in moves_of(schemas) if not kinds or move.kind in kinds]


def test_every_slot_that_is_needed_can_be_asked_for_but_the_name(town):
    assert names(town, Kind.REQUEST) == [
        *("cafe.request(food)", "cafe.request(area)", "cafe.request(near)"),
        *("cafe.request(day)", "cafe.request(people)", "courier.request(pickup)"),
        *("courier.request(receiver)", "courier.request(at)", "courier.request(by)"),
    ]


def test_facts_that_may_be_asked_for_can_be_told_and_what_a_booking_gives(town):
    told = names(town, Kind.TELL)
    assert "cafe.tell(phone)" in told
    assert "cafe.tell(reference)" in told
    assert "courier.tell(rider)" in told
    assert "cafe.tell(day)" not in told


def test_a_service_is_booked_without_being_found_or_proposed(town):
    about = [name for name in names(town) if name.startswith("courier.")]
    assert "courier.book" in about
    assert not {"courier.offer", "courier.propose", "courier.count"} & set(about)


def test_moves_are_said_in_one_order(town):
    space = moves_of({name: domain.schema for name, domain in town.items()})
    offer, tell = Move(Kind.OFFER, "cafe"), Move(Kind.TELL, "cafe", "phone")
    assert ordered([tell, offer, tell], space) == [offer, tell]


def test_a_layout_has_a_part_for_the_turn_each_domain_and_each_slot(town):
    layout = Layout.of({name: domain.schema for name, domain in town.items()})
    assert layout.size == len(TURN) + 3 * len(DOMAIN) + (len(layout.slots) + 1) * len(SLOT)
    place = layout.moves.index(Move(Kind.REQUEST, "courier", "at"))
    domain, slot = layout.pairs[layout.pair_of[place]]
    assert layout.domains[domain] == "courier"
    assert layout.slots[slot] == ("courier", "at")


def test_a_move_of_no_domain_is_judged_by_the_one_under_discussion(town):
    layout = Layout.of({name: domain.schema for name, domain in town.items()})
    domain, slot = layout.pairs[layout.pair_of[layout.moves.index(Move(Kind.BYE))]]
    assert (domain, slot) == (len(layout.domains), len(layout.slots))


def test_pairs_stand_once(town):
    layout = Layout.of({name: domain.schema for name, domain in town.items()})
    assert len(np.unique(layout.pairs, axis=0)) == len(layout.pairs)
