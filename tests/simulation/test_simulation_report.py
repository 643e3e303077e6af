"""Conversations as the page shows them."""

import dataclasses
import re

from dialog.acts import parse_acts
from dialog.evaluation.page import page
from dialog.evaluation.provenance import Provenance
from dialog.simulation.metrics import tally_metrics
from dialog.simulation.report import simulation_report
from dialog.simulation.running import Plan
from dialog.simulation.spreading import simulate
from dialog.simulation.tally import Tally


def shown(judged) -> str:
    tally = Tally.of([judged])
    provenance = Provenance({}, {"goals": "sampled"}, 0)
    return page(simulation_report(tally, tally_metrics(tally), provenance, lambda _: [judged]))


def test_what_was_heard_is_shown_where_it_is_not_what_was_meant():
    [judged] = simulate(Plan(("restaurant",), seed=1), 1)
    [first, *rest] = judged.talk.exchanges
    meant, turned, other = (
        tuple(parse_acts(text))
        for text in (
            "restaurant.inform(food=thai, area=east)",
            "restaurant.inform(area=east, food=thai)",
            "restaurant.inform(food=thai)",
        )
    )

    def heard(acts) -> list[str]:
        exchange = dataclasses.replace(first, meant=meant, heard=acts)
        talk = dataclasses.replace(judged.talk, exchanges=(exchange, *rest))
        html = shown(dataclasses.replace(judged, talk=talk))
        return re.findall(r"restaurant.inform\(food=thai, area=east\)( → [^<]*)?<", html)

    assert heard(turned) == [""]
    assert heard(other) == [" → restaurant.inform(food=thai)"]
    assert heard(()) == [" → nothing"]
