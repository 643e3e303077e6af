"""What users point at across domains, resolved by every tracker: the cases of references.yml."""

import functools
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.domain import Domain, load_domains
from dialog.dst.llm import LlmTracker
from dialog.dst.rule import RuleTracker
from dialog.llm.base import Completion, Message
from dialog.pipeline import Pipeline
from dialog.state import DialogueState, Hypothesis, SlotBelief, Turn, UserTurn

FILE = Path(__file__).with_name("references.yml")
BEIJING = Path(__file__).parents[2] / "plugins" / "beijing"
CITY = ("hotel", "restaurant", "taxi", "attraction")
CASES: list[dict[str, Any]] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@functools.cache
def domains_of(place: str) -> Mapping[str, Domain]:
    if place == "city":
        return load_domains(CITY)
    return load_domains(str(BEIJING / name) for name in ("inn", "sight", "canteen", "cab"))


def of(case: Mapping[str, Any]) -> Mapping[str, Domain]:
    return domains_of("city" if {*case["before"]} <= {*CITY} else "beijing")


def before(case: Mapping[str, Any]) -> DialogueState:
    """Return the state that a case describes; its last domain is under discussion."""
    state, offers = DialogueState(), []
    for name, told in case["before"].items():
        key = of(case)[name].schema.key
        said, entity = told.get("said", {}), told.get("entity")
        if isinstance(said, str):
            said, offers = {}, [*offers, DialogueAct(ActType.OFFER, name, key, said)]
        state = state.with_domain(
            name,
            beliefs={slot: SlotBelief(((value, 1.0),)) for slot, value in said.items()},
            entity={key: entity} if isinstance(entity, str) else entity,
            bookings=(told["booked"],) if "booked" in told else (),
            offered=tuple(told.get("offered", ())),
        )
    turns = (Turn(UserTurn.of("?"), tuple(offers), "!"),) if offers else ()
    return DialogueState(state.domains, active=list(case["before"])[-1], turns=turns)


class Scripted:
    """A model that understands a turn as the acts that it is given."""

    def __init__(self, acts: Sequence[DialogueAct]) -> None:
        self.acts = acts

    def warm_up(self) -> None:
        pass

    async def complete(self, messages: Sequence[Message], **options: object) -> Completion:
        changes = [
            {"domain": a.domain, "slot": a.slot, "value": a.value, "words": a.value}
            for a in self.acts
        ]
        return Completion(json.dumps({"changes": changes, "acts": []}, ensure_ascii=False))


def by_rules(case: Mapping[str, Any]) -> DialogueState:
    turn = UserTurn((Hypothesis(case["say"]),), (tuple(parse_acts(case["acts"])),))
    return RuleTracker(of(case)).track(before(case), turn, ())


def by_model(case: Mapping[str, Any]) -> DialogueState:
    tracker = LlmTracker(of(case), llm=Scripted(parse_acts(case["acts"])))
    state = tracker.track(before(case), UserTurn.of(case["say"]), ())
    assert state.tracking.source == "llm"
    return state


def wrong(case: Mapping[str, Any], state: DialogueState) -> dict[str, str | None]:
    """Return what the state holds in the places where it should hold something else."""
    places = {place: place.split(".") for place in case["after"]}
    held = {place: state.domain(name).value(slot) for place, (name, slot) in places.items()}
    wanted = {p: None if value == "null" else value for p, value in case["after"].items()}
    return {place: value for place, value in held.items() if value != wanted[place]}


@pytest.mark.parametrize("track", [by_rules, by_model])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["say"])
def test_it_is_resolved(case: dict[str, Any], track: Any) -> None:
    state = track(case)
    assert wrong(case, state) == {}
    for place, via in case.get("via", {}).items():
        name, _, slot = place.partition(".")
        belief = state.domain(name).beliefs[slot]
        assert belief.origins[belief.value or ""].via == via


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    url = f"sqlite:///{tmp_path_factory.mktemp('city')}/city.db"
    pipeline = Pipeline(domains_of("city"), database=url)
    assert pipeline.nlu is not None
    pipeline.nlu.warm_up()
    return pipeline


@pytest.mark.parametrize(
    "case", [case for case in CASES if "nlu" in case], ids=lambda case: case["say"]
)
def test_through_the_shipped_model(
    case: dict[str, Any], city: Pipeline, request: pytest.FixtureRequest
) -> None:
    if case["nlu"] == "misses":
        reason = "the shipped model does not understand the words"
        request.applymarker(pytest.mark.xfail(reason=reason, strict=False))
    assert city.nlu is not None
    state = before(case)
    turn = city.nlu.understand(UserTurn.of(case["say"]), state)
    assert wrong(case, city.dst.track(state, turn, ())) == {}, turn.best_acts


def test_there_are_enough() -> None:
    chinese = [case for case in CASES if of(case) is domains_of("beijing")]
    through = [case for case in CASES if "nlu" in case]
    assert (len(CASES), len(chinese), len(through)) >= (40, 10, 10)
