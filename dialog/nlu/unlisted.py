"""Values that no slot lists, and whether they are any: "kosher" in "kosher food please".

A tagger knows a kind of food by the words around it, so it finds what it never met. It also finds
"pepper" in "can i use pepper instead of salt", so the sentence is to speak of the value's domain
in another way too, or to follow on one about it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.schema import DomainSchema
from dialog.state import DialogueState
from dialog.values import ValueReader
from dialog.wordbounds import says

_PLACE = re.compile(
    r"(?<!interested )(?<!speciali[sz]ing )(?<!speciali[sz]es )\b(?:in|at|near|to|from)\s+$",
    re.IGNORECASE,
)  # what stands before the name of a place: "a restaurant in niger"

_QUALITIES = frozenset({
    "amazing", "atmospheric", "authentic", "beautiful", "best", "better", "big", "bigger", "bright",
    "busy", "calm", "casual", "charming", "cosy", "cozy", "cute", "decent", "different", "elegant",
    "excellent", "exciting", "famous", "fantastic", "favorite", "favourite", "friendly", "fun",
    "good", "great", "historic", "hot", "large", "little", "lively", "local", "lovely", "modern",
    "new", "nice", "nicer", "old", "other", "perfect", "pleasant", "popular", "pretty", "proper",
    "quick", "quiet", "quirky", "random", "real", "recommended", "relaxed", "romantic", "small",
    "smaller", "smart", "special", "specific", "stylish", "tasty", "trendy", "warm", "wonderful",
    "young",
})  # fmt: skip  # what a place is praised for, which is no kind of anything


def without_strays(
    acts: Sequence[DialogueAct],
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
) -> list[DialogueAct]:
    """Return what a model understood of a text without the unlisted values that are none.

    Args:
        acts: what one model understood.
        text: the sentence.
        readers: of the domains by name.
        state: what the sentence was said in.
    """
    unlisted = [act for act in acts if _is_unlisted(act, readers)]
    spoken_of = {act.domain for act in acts if act not in unlisted} | {state.active}
    strays = [
        act
        for act in unlisted
        if _PLACE.search(text[: (act.span or (0, 0))[0]])
        or _QUALITIES.issuperset((act.value or "").split())
        or not (
            act.domain in spoken_of
            or _names(readers[act.domain].domain.schema, act.slot, text)
            or _is_all(act, text)
        )
    ]
    return [act for act in acts if act not in strays]


def insisted(
    acts: Sequence[DialogueAct],
    text: str,
    readers: Mapping[str, ValueReader],
    state: DialogueState,
) -> list[DialogueAct]:
    """Return the acts with a value as said where the user says no to what it was taken for.

    Who asks for north indian food is shown indian food; who says "no, north indian" to that means
    nothing less.
    """
    if not any(act.type is ActType.NEGATE for act in acts):
        return list(acts)

    def as_meant(act: DialogueAct) -> DialogueAct:
        held = act.span and act.value and state.domain(act.domain).value(act.slot) == act.value
        if not held or act.domain not in readers or act.type is not ActType.INFORM:
            return act
        value = readers[act.domain].qualified(act.slot, text[slice(*(act.span or (0, 0)))])
        return replace(act, value=value) if value else act

    return [as_meant(act) for act in acts]


def _is_unlisted(act: DialogueAct, readers: Mapping[str, ValueReader]) -> bool:
    if act.domain not in readers or act.span is None or not act.value:
        return False
    slot = readers[act.domain].domain.schema.slots.get(act.slot)
    return slot is not None and slot.unlisted and act.value not in slot.values


def _names(schema: DomainSchema, slot: str, text: str) -> bool:
    """Whether a text names what a domain is about, or a slot of it: a restaurant, food, a place."""
    head = schema.slots[slot].noun.split()[-1:]  # "food" of "kind of food"
    called = [*schema.nouns, *head, *(["place"] if schema.has_places else [])]
    return says(text, [form for name in called for form in (name, f"{name}s")])


def _is_all(act: DialogueAct, text: str) -> bool:
    """Whether a text says a value and hardly more: "kosher please"."""
    start, end = act.span or (0, 0)
    return not text[:start].strip() and len(text[end:].split()) <= 1
