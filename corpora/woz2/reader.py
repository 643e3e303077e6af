"""Reads one raw WOZ 2.0 dialogue into the unified format; the domain is `restaurant`.

=============================== ==================================================================
raw                             unified
=============================== ==================================================================
turn_label [slot, value]        user: inform(slot=value)
turn_label ["request", slot]    user: request(slot)
system_acts slot                system: request(slot)
system_acts [slot, value]       system: confirm(slot=value)
belief_state, act inform        state, where a slot keeps its first value
asr [[text, score], ...]        hypotheses
=============================== ==================================================================

A raw turn is the user's, with the system's before it; the first has none. The words of a value
are looked for in the text, since the corpus does not say where they are. `belief_state` and
`system_acts` stay in the turn's `extra` as they are written.
"""

import math
from typing import Any

from dialog.acts import ActType, DialogueAct
from dialog.corpus import CorpusTurn, Dialogue, Speaker
from dialog.corpus.files import Place
from dialog.corpus.spans import align
from dialog.state import Hypothesis

DOMAIN = "restaurant"
INFORMABLE = frozenset({"area", "food", "price range"})
REQUESTABLE = INFORMABLE | {"address", "name", "phone", "postcode"}
ALIASES = {"areas": "area", "number": "phone", "phone number": "phone"}  # in system_acts
_READ = frozenset(
    {"asr", "system_acts", "system_transcript", "transcript", "turn_idx", "turn_label"}
)


def read_dialogue(source: str, raw: Any, split: str) -> Dialogue:
    """Return the dialogue of a record.

    Raises:
        CorpusError: for a record of another form, naming the place.
    """
    record = Place(source).of(dict, raw, "the dialogue")
    number = Place(source).of(int, record.get("dialogue_idx"), "dialogue_idx")
    place = Place(f"{source}, dialogue {number}")
    turns: list[CorpusTurn] = []
    for at, item in enumerate(place.of(list, record.get("dialogue"), "dialogue")):
        turn = place.of(dict, item, f"dialogue[{at}]")
        if place.of(int, turn.get("turn_idx"), f"dialogue[{at}].turn_idx") != at:
            raise place.error(f"has turn_idx {turn['turn_idx']} at dialogue[{at}]")
        turns += _exchange(place, turn, f"dialogue[{at}]", first=at == 0)
    if not turns:
        raise place.error("has no turns")
    extra = {key: record[key] for key in record if key not in ("dialogue", "dialogue_idx")}
    return Dialogue(str(number), split, (DOMAIN,), {}, tuple(turns), extra)


def _exchange(place: Place, turn: dict[str, Any], at: str, *, first: bool) -> list[CorpusTurn]:
    """Return the system's turn, where there is one, and the user's."""
    text = place.of(str, turn.get("system_transcript"), f"{at}.system_transcript")
    spoken = bool(text.strip())
    raw_acts = place.of(list, turn.get("system_acts"), f"{at}.system_acts")
    if not spoken and (raw_acts or not first):
        raise place.error(f"has no system turn at {at}, so the turns do not alternate")
    system: list[CorpusTurn] = []
    if spoken:
        acts = [_system_act(place, item, f"{at}.system_acts") for item in raw_acts]
        system = [_turn("system", text, acts, extra={"system_acts": raw_acts} if acts else {})]
    text = place.of(str, turn.get("transcript"), f"{at}.transcript")
    acts = [
        _user_act(place, item, f"{at}.turn_label")
        for item in place.of(list, turn.get("turn_label"), f"{at}.turn_label")
    ]
    state = _state(place, turn.get("belief_state"), f"{at}.belief_state")
    user = _turn(
        "user",
        text,
        acts,
        hypotheses=_hypotheses(place, turn.get("asr"), f"{at}.asr"),
        state={DOMAIN: state} if state else {},
        extra={key: turn[key] for key in turn if key not in _READ},
    )
    return [*system, user]


def _turn(speaker: Speaker, text: str, acts: list[DialogueAct], **rest: Any) -> CorpusTurn:
    """Return a turn whose values are found in the text."""
    unaligned: list[dict[str, str]] = []
    aligned = tuple(align(text, act, unaligned) for act in acts)
    if unaligned:
        rest["extra"] = {**rest["extra"], "unaligned": unaligned}
    return CorpusTurn(speaker, text, acts=aligned, **rest)


def _user_act(place: Place, raw: Any, at: str) -> DialogueAct:
    match raw:
        case ["request", str(slot)] if slot in REQUESTABLE:
            return DialogueAct(ActType.REQUEST, DOMAIN, slot)
        case [str(slot), str(value)] if slot in INFORMABLE:
            return DialogueAct(ActType.INFORM, DOMAIN, slot, value)
    raise place.error(f"has {raw!r} at {at}, no [slot, value] or [request, slot] of WOZ 2.0")


def _system_act(place: Place, raw: Any, at: str) -> DialogueAct:
    match raw:
        case str(name) if (slot := ALIASES.get(name, name)) in REQUESTABLE:
            return DialogueAct(ActType.REQUEST, DOMAIN, slot)
        case [str(slot), str(value)] if slot in INFORMABLE:
            return DialogueAct(ActType.CONFIRM, DOMAIN, slot, value)
    raise place.error(f"has {raw!r} at {at}, no slot or [slot, value] of WOZ 2.0")


def _state(place: Place, raw: Any, at: str) -> dict[str, str]:
    state: dict[str, str] = {}
    for item in place.of(list, raw, at):
        match item:
            case {"act": "inform", "slots": [[str(slot), str(value)]]} if slot in INFORMABLE:
                state.setdefault(slot, value)
            case {"act": "request", "slots": [["slot", str(slot)]]} if slot in REQUESTABLE:
                pass  # of this turn only, whose label says it too
            case _:
                raise place.error(f"has {item!r} at {at}, no inform or request of WOZ 2.0")
    return state


def _hypotheses(place: Place, raw: Any, at: str) -> tuple[Hypothesis, ...]:
    """Return an n-best list; scores that are all at most 0 are logarithms of probabilities."""
    heard: list[tuple[str, float]] = []
    for item in place.of(list, raw, at):
        match item:
            case [str(text), float(score) | int(score)] if -1e9 < score <= 1 and score is not True:
                heard.append((text, float(score)))
            case _:
                raise place.error(f"has {item!r} at {at}, no [text, score]")
    if heard and all(score <= 0 for _, score in heard):
        heard = [(text, math.exp(score)) for text, score in heard]
    if any(score < 0 for _, score in heard):
        raise place.error(f"has scores below and above 0 at {at}")
    return tuple(Hypothesis(text, score) for text, score in heard)
