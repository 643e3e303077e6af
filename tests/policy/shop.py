"""An invented workshop, library and courier over real rows, and a conversation with their bot."""

import asyncio
from dataclasses import replace
from pathlib import Path

from dialog.acts import format_acts, parse_acts
from dialog.component import ActionResult
from dialog.domain import Domain
from dialog.dst.rule import RuleTracker
from dialog.policy.rule import RulePolicy
from dialog.schema import DONTCARE, DomainSchema
from dialog.state import DialogueState, Hypothesis, Turn, UserTurn


def slot(**data):
    return {"description": "a slot", "question": "Which?", **data}


SCHEMAS = [
    {
        "name": "bikes",
        "description": "Bicycles for hire.",
        "entity": "bicycle",
        "slots": {
            "kind": slot(type="categorical", values=["city", "cargo"], search="required"),
            "colour": slot(
                type="categorical", values=["red", "blue"], search="optional", requestable=True
            ),
            "brakes": slot(search="optional", requestable=True, multiple=True),
            "name": slot(search="optional", column="title"),
            "price": slot(requestable=True, informable=False),
            "day": slot(type="day", booking="required"),
            "days": slot(
                type="number", description="the days", booking="required", least=1, most=30
            ),
        },
        "database": {"table": "bikes"},
        "search": {"ask_above": 3},
        "booking": {"gives": ["reference"]},
    },
    {
        "name": "books",
        "description": "A library.",
        "entity": "book",
        "slots": {
            "genre": slot(type="categorical", values=["crime", "poetry"], search="asked"),
            "author": slot(search="optional"),
            "name": slot(search="optional"),
            "shelf": slot(requestable=True, informable=False),
        },
        "database": {"table": "books"},
        "search": {},
    },
    {
        "name": "courier",
        "description": "A courier.",
        "entity": "courier",
        "slots": {
            "receiver": slot(place=True, booking="required"),
            "pickup": slot(type="time", booking="optional"),
            "arrival": slot(type="time", booking="optional"),
        },
        "booking": {"entity": False, "one_of": [["pickup", "arrival"]], "gives": ["rider"]},
    },
]
DOMAINS = {
    data["name"]: Domain(DomainSchema.model_validate(data), Path("."))  # noqa: PTH201
    for data in SCHEMAS
}
ROWS = {
    "bikes": [
        {"title": "Swift", "kind": "city", "colour": "red", "brakes": "disc", "price": "9"},
        {"title": "Heron", "kind": "city", "colour": "blue", "brakes": "rim;back", "price": ""},
        {"title": "Otter", "kind": "city", "colour": "blue", "brakes": "disc", "price": "7"},
        {"title": "Wren", "kind": "city", "colour": "red", "brakes": "rim", "price": "5"},
        {"title": "Mule", "kind": "cargo", "colour": "red", "brakes": "disc", "price": "12"},
    ],
    "books": [
        {"name": "The Fog", "genre": "crime", "author": "Poe", "shelf": "C1"},
        {"name": "Low Tide", "genre": "crime", "author": "Doyle", "shelf": "C2"},
    ],
}


class Actions:
    """Searches and books over rows, as an action server would."""

    def __init__(self, full=()):
        self.full = full  # days on which nothing can be booked
        self.calls = []

    async def __call__(self, domain, action, state):
        self.calls.append((domain, action))
        own, slots = state.domain(domain), DOMAINS[domain].schema.slots
        if action == "action_search":
            wanted = {
                slots[name].column or name: belief.value
                for name, belief in own.beliefs.items()
                if slots[name].search != "no" and belief.value != DONTCARE
            }
            relaxed = ()
            found = self.search(domain, wanted)
            if not found and "colour" in wanted:
                relaxed = ("colour",)
                found = self.search(domain, {k: v for k, v in wanted.items() if k != "colour"})
            return ActionResult(
                state.with_domain(domain, results=tuple(found), relaxed=relaxed), ("Searched.",)
            )
        if own.value("day") in self.full:
            return ActionResult(state, error="Nothing is free on that day.")
        given = {"reference": "R1"} if domain == "bikes" else {"rider": "Ada"}
        made = {name: b.value for name, b in own.beliefs.items() if slots[name].booking != "no"}
        return ActionResult(state.with_domain(domain, bookings=(*own.bookings, {**made, **given})))

    def search(self, domain, wanted):
        return [
            row
            for row in ROWS.get(domain, [])
            if all(v in row.get(column, "").split(";") for column, v in wanted.items())
        ]


class Talk:
    """A conversation in acts: the tracker, the policy and the actions."""

    def __init__(self, **actions):
        self.actions = Actions(**actions)
        self.tracker = RuleTracker(DOMAINS)
        self.policy = RulePolicy(DOMAINS)
        self.state = DialogueState()
        self.decision = None

    def acts(self, acts, words=""):
        turn = UserTurn((Hypothesis(words),), (tuple(acts),))
        state = self.tracker.track(self.state, turn, self.state.system_acts)
        self.decision = asyncio.run(self.policy.decide(state, self.actions))
        said, after = self.decision.acts, self.decision.state
        turns = (*after.turns, Turn(turn, said, ""))
        self.state = replace(after, system_acts=said, turns=turns)
        return format_acts(said)

    def say(self, text, score=1.0, words=""):
        return self.acts((act.with_score(score) for act in parse_acts(text)), words)


def after(*turns, **actions):
    talk = Talk(**actions)
    for text in turns:
        talk.say(text)
    return talk


OFFERED = "bikes.inform(task=find, kind=cargo)"  # one match: Mule
