"""Invented domains, bicycles for hire, lodgings, a courier, a cafe, and turns about them."""

from dataclasses import replace
from pathlib import Path

from dialog.acts import parse_acts
from dialog.domain import Domain
from dialog.dst.rule import RuleTracker
from dialog.schema import DomainSchema
from dialog.state import DialogueState, Hypothesis, UserTurn


def slot(**data):
    return {"description": "a slot", "question": "Which?", **data}


SCHEMAS = [
    {
        "name": "cafe",
        "description": "Cafes.",
        "entity": "cafe",
        "entity_synonyms": ["coffee house"],
        "slots": {
            "food": slot(type="categorical", values=["italian", "greek"], search="required"),
            "area": slot(type="categorical", values=["north", "east"], search="optional"),
            "price": slot(
                type="categorical", values=["cheap", "dear"], search="optional", requestable=True
            ),
            "terrace": slot(type="boolean", search="optional"),
            "name": slot(search="optional", column="title"),
            "phone": slot(requestable=True, informable=False),
            "day": slot(type="day", booking="required"),
            "time": slot(type="time", booking="required"),
            "people": slot(type="number", booking="required"),
        },
        "database": {"table": "cafes"},
        "search": {},
        "booking": {},
    },
    {
        "name": "lodging",
        "description": "Lodgings.",
        "entity": "inn",
        "entity_synonyms": ["guest house"],
        "slots": {
            "area": slot(type="categorical", values=["north", "east"], search="required"),
            "name": slot(search="optional"),
            "phone": slot(requestable=True, informable=False),
            "day": slot(type="day", booking="required"),
            "guests": slot(type="number", booking="required"),
        },
        "database": {"table": "inns"},
        "search": {},
        "booking": {},
    },
    {
        "name": "courier",
        "description": "A courier.",
        "entity": "courier",
        "slots": {
            "sender": slot(place=True, booking="required"),
            "receiver": slot(place=True, booking="required"),
            "pickup": slot(type="time", booking="optional"),
        },
        "booking": {"entity": False, "gives": ["bike"]},
    },
]
DOMAINS = {
    data["name"]: Domain(DomainSchema.model_validate(data), Path("."))  # noqa: PTH201
    for data in SCHEMAS
}
TRACKER = RuleTracker(DOMAINS)
ROMA = {"title": "Roma", "food": "italian", "area": "north", "price": "cheap", "phone": "1"}
BELL = {"name": "The Bell", "area": "east", "phone": "2"}


def said(*hypotheses):
    """A turn of (act notation, score of the hypothesis[, score of its acts])."""
    return UserTurn(
        tuple(Hypothesis(text, score) for text, score in hypotheses),
        tuple(tuple(parse_acts(text)) for text, _ in hypotheses),
    )


def track(state, text, system="", score=1.0):
    acts = tuple(act.with_score(score) for act in parse_acts(text))
    turn = UserTurn((Hypothesis(text),), (acts,))
    return TRACKER.track(state, turn, parse_acts(system))


def tracked(*turns):
    state = DialogueState()
    for text in turns:
        state = track(state, text)
    return state


def offered(domain="cafe", entity=ROMA, state=None):
    state = state or tracked(f"{domain}.inform(task=find)")
    return replace(
        state.with_domain(domain, entity=entity, results=(entity,), offered=("x",)), active=domain
    )
