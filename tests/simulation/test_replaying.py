"""A corpus's own goals over its own rows, for plugins that map it."""

from dataclasses import replace

import pytest

from dialog.corpus import Dialogue
from dialog.corpus.goals import UserGoal
from dialog.domain import load_domain
from dialog.errors import ConfigError
from dialog.schema import DONTCARE
from dialog.simulation import replaying
from dialog.simulation.goals import DomainGoal, Goal
from dialog.simulation.replaying import replay
from dialog.simulation.running import Plan
from dialog.simulation.spreading import simulate
from dialog.simulation.yielding import Yielding

MAPS = {
    "cafe": """
corpora:
  toy:
    domain: eat
    slots: {kind: food, part: area, called: name, tel: phone, on: day, heads: people,
            ref: reference}
""",
    "courier": """
corpora:
  toy: {domain: send, slots: {from: pickup, to: receiver, when: at, who: rider}}
""",
}
BOOKING = {"on": "monday", "heads": "two"}
GOALS = [
    {"eat": UserGoal({"kind": "siamese", "part": "north"}, asked=("tel",))},
    {"eat": UserGoal({"kind": "thai"}, {"kind": "french", "part": "south"}, ("ref",), BOOKING)},
    {"eat": UserGoal({"called": "Elm"}), "sleep": UserGoal({"stars": "4"})},
    {"eat": UserGoal({"tel": "55"})},  # nobody searches by a telephone number
    {
        "eat": UserGoal({"called": "Elm"}),
        "send": UserGoal(
            asked=("who",), booking={"to": "Docks", "when": "5 pm"}, links={"from": "eat"}
        ),
    },
]


ROWS = {
    "cafe": [
        {"name": "Elm", "food": "thai", "area": "north", "phone": "55"},
        {"name": "Fir", "food": "greek", "area": "south", "phone": "66"},
    ]
}


class Toy:
    """A corpus of goals; its entities are other cafés than the plugin's."""

    name = "toy"
    splits = ("test",)

    def load(self, split):
        return [Dialogue(str(n), split, (), {"goal": n}, ()) for n in range(len(GOALS))]

    def user_goal(self, dialogue):
        return GOALS[dialogue.goal["goal"]]

    def entities(self, domain):
        return [
            {"called": "Elm", "kind": "thai", "part": "north", "tel": "55"},
            {"called": "Fir", "kind": "greek", "part": "south", "tel": "66"},
        ]


@pytest.fixture
def mapped(plugins, monkeypatch):
    """The two plugins, which map the corpus."""
    for name, text in MAPS.items():
        with (plugins / name / "domain.yml").open("a", encoding="utf-8") as file:
            file.write(text)
    monkeypatch.setattr(replaying, "find_corpus", lambda name: Toy())
    return {name: load_domain(plugins / name) for name in MAPS}


def test_goals_are_put_into_the_domains_terms(mapped):
    goals = replay("toy", "test", mapped).goals
    assert goals[0].parts == (
        DomainGoal("cafe", {"food": "thai", "area": "north"}, requests=("phone",)),
    )
    assert goals[1].parts == (
        DomainGoal(
            "cafe",
            {"food": "french", "area": "south"},
            {"food": "thai", "area": DONTCARE},
            requests=("reference",),
            booked=True,
            details={"day": "monday", "people": "2"},
        ),
    )
    assert goals[2].parts[1] == DomainGoal(
        "courier",
        requests=("rider",),
        booked=True,
        details={"receiver": "Docks", "at": "17:00"},
        links={"pickup": "cafe"},
    )


def test_what_no_row_has_together_is_given_up(mapped):
    over = {name: replace(d, instead=ROWS.get(name)) for name, d in mapped.items()}
    yielding = Yielding(over)

    def given_up(**goal):
        [part] = yielding.goal(Goal((DomainGoal("cafe", **goal),))).parts
        return part.fallback

    assert given_up(constraints={"food": "thai", "area": "north"}) == {}
    assert given_up(constraints={"food": "thai", "area": "south"}) == {"area": DONTCARE}
    assert given_up(constraints={"food": "thai"}, near={"near": "courier"}) == {"near": DONTCARE}
    first = {"constraints": {"food": "thai"}, "fallback": {"food": "greek"}}
    assert given_up(**first) == {"food": "greek"}


def test_goals_that_no_domain_serves_are_left_out_and_counted(mapped):
    found = replay("toy", "test", mapped)
    assert (len(found.goals), found.left_out) == (3, 2)
    assert found.lacking == {"sleep": 1, "eat.tel": 1}
    said = "3 goals of toy, test; 2 are left out, as they want sleep 1, eat.tel 1."
    assert str(found) == said
    assert replay("toy", "test", {"cafe": mapped["cafe"]}).lacking["send"] == 1


def test_the_corpus_rows_are_what_there_is_to_find(mapped, plugins):
    assert [row["name"] for row in replay("toy", "test", mapped).rows["cafe"]] == ["Elm", "Fir"]
    plan = Plan(tuple(str(plugins / name) for name in MAPS), goals="toy")
    judged = list(simulate(plan, 4))
    assert all(each.verdict.success for each in judged), [e.verdict.causes for e in judged]
    assert judged[3].talk.goal == judged[0].talk.goal  # after the last the first comes again
    offered = [a.value for each in judged for e in each.talk.exchanges for a in e.answered]
    assert "Elm" in offered
    assert "Ada" not in offered


def test_what_cannot_be_replayed_is_one_sentence(domains, mapped, monkeypatch):
    with pytest.raises(ConfigError, match="'cafe' does not say under `corpora:`"):
        replay("toy", "test", domains)
    with pytest.raises(ConfigError, match="No goal of toy, test, is about nothing but courier"):
        replay("toy", "test", {"courier": mapped["courier"]})
    monkeypatch.delattr(Toy, "user_goal")
    with pytest.raises(ConfigError, match="'toy' tells no goals"):
        replay("toy", "test", mapped)
