"""Where airports are, and the routes between them."""

from __future__ import annotations

from collections import Counter

from domains.atis.schedule import atlas, carriers


def test_a_route_of_an_airline_stands_once() -> None:
    routes = Counter(
        (airline, *sorted((hub, spoke)))
        for airline, hub, spokes in atlas.parse(carriers.ROUTES)
        for spoke in spokes.split()
    )
    assert [route for route, count in routes.items() if count > 1] == []


def test_great_circles() -> None:
    assert atlas.miles("BOS", "SFO") == atlas.miles("SFO", "BOS")
    assert abs(atlas.miles("BOS", "SFO") - 2704) < 15
    assert abs(atlas.miles("DEN", "ATL") - 1199) < 15
    assert atlas.clock_change("BOS", "SFO") == -180
