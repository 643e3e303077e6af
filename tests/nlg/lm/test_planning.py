"""Which acts are told in one go."""

from dataclasses import replace

import pytest

from dialog.acts import format_acts, parse_acts
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.linear import GAPS, as_called, line_of
from dialog.nlg.lm.planning import names_of, planned
from dialog.schema import CorpusMap

LEARNT = Learnt.of(
    line_of(parse_acts(acts)).items
    for acts in (
        "inn.inform(count=3); inn.offer(name=Roma)",
        "inn.offer(name=Roma); inn.inform(area=west, stars=3)",
        "inn.inform(count=3, area=west)",
        "inn.nooffer(area=west)",
        "inn.inform(trip=TR1, time=10:00)",
        "inn.request(day)",
    )
    for _ in range(2)
)


def _plan(acts: str) -> list[tuple[str, str]] | None:
    plan = planned(parse_acts(acts), LEARNT, as_called)
    if plan is None:
        return None
    return [
        (
            format_acts(said.acts).replace("\n", "; "),
            "".join("_" if isinstance(p, int) else p for p in said.line.pieces).strip(),
        )
        for said in plan
    ]


@pytest.mark.parametrize(
    ("acts", "plan"),
    [
        (
            "inn.inform(count=3); inn.offer(name=Roma)",
            [("inn.inform(count=3); inn.offer(name=Roma)",
              "inform inn : count =_ ; offer inn : name =_")],
        ),
        (  # what is offered is told of by acts of its own in corpora
            "inn.offer(name=Roma, area=west)",
            [("inn.offer(name=Roma, area=west)", "offer inn : name =_ ; inform inn : area =_")],
        ),
        (  # three in the west is another thing than three, one of which is there
            "inn.inform(count=3); inn.offer(name=Roma, area=west)",
            [("inn.inform(count=3)", "inform inn : count =_"),
             ("inn.offer(name=Roma, area=west)", "offer inn : name =_ ; inform inn : area =_")],
        ),
        (
            "inn.nooffer(area=west); inn.offer(name=Roma, area=north, stars=4)",
            [("inn.nooffer(area=west)", "nooffer inn : area =_"),
             ("inn.offer(name=Roma, area=north, stars=4)",
              "offer inn : name =_ ; inform inn : area =_ , star =_")],
        ),
        (  # where none is offered by its name, all of it is told
            "inn.offer(trip=TR2, time=9:00)",
            [("inn.offer(trip=TR2, time=9:00)", "inform inn : trip =_ , time =_")],
        ),
        (  # what is told already is not told again
            "inn.offer(name=Roma, area=west); inn.inform(area=west)",
            [("inn.offer(name=Roma, area=west)", "offer inn : name =_ ; inform inn : area =_")],
        ),
        (  # what one go is too much for is told in two
            "inn.inform(count=3, area=west, trip=TR2, time=9:00)",
            [("inn.inform(count=3, area=west)", "inform inn : count =_ , area =_"),
             ("inn.inform(trip=TR2, time=9:00)", "inform inn : trip =_ , time =_")],
        ),
        ("inn.nooffer(area=west, stars=3)", None),  # which is not that there is none in the west
        ("inn.request(day); bye()", None),
        ("inn.confirm(day=monday)", None),
    ],
)  # fmt: skip
def test_acts_in_as_few_sayings_as_are_known(acts, plan) -> None:
    assert _plan(acts) == plan


def test_more_values_than_gaps_are_no_saying() -> None:
    many = [f"near=tower {nth}" for nth in range(GAPS + 1)]
    for values, known in ((many[:-1], True), (many, False)):
        acts = parse_acts(f"inn.inform({', '.join(values)})")
        learnt = Learnt.of([line_of(acts).items] * 2)
        assert (planned(acts, learnt, as_called) is not None) is known


def test_a_plugin_s_slots_are_called_as_in_the_corpora_that_it_names(inn) -> None:
    called = CorpusMap(domain="hostel", slots={"telephoneNumber": "phone"})
    schema = inn.schema.model_copy(update={"corpora": {"nights": called}})
    names = names_of({"inn": replace(inn, schema=schema)}, ["days", "nights"])
    line = line_of(parse_acts("inn.inform(phone=614953, area=west)"), names)
    assert "".join("_" if isinstance(p, int) else p for p in line.pieces) == (
        " inform hostel : telephone number =_ , area =_"
    )
    assert line.slots == (" telephone number", " area")
    assert line.values == (("inn", "phone", "614953"), ("inn", "area", "west"))
    assert line.items == (
        ("inform", "hostel", "telephone number = _"),
        ("inform", "hostel", "area = _"),
    )
    assert names_of({"inn": inn}, ["nights"])("inn", "phone") == ("inn", "phone")
