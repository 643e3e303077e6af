"""Wishes for what something talked about has: a hotel "nearby" is in the same part of town.

Which words wish for that is the schema's to say (`same`).
"""

from collections.abc import Sequence

from dialog.acts import ActType, DialogueAct
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.references import TYPED, Referents
from dialog.schema import Slot
from dialog.state import DialogueState
from dialog.wordbounds import lower, places, says


def had_again(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    referents: Referents,
) -> list[DialogueAct]:
    """Return what a text wishes for by words for the same again, where that is known.

    A slot whose value the turn says by itself is left to that.

    Args:
        acts: of the turn, with references resolved.
        text: that was said.
        context: of the turn.
        referents: what can be pointed at.
    """
    schemas, state = context.schemas, context.state
    said = [(act.domain, act.slot) for act in acts if act.type is ActType.INFORM]
    told = [domain for domain, _ in said if domain in schemas]
    named = [name for name, schema in schemas.items() if says(text, schema.nouns)]
    lowered = lower(text)
    found = []
    for name in dict.fromkeys(told or named):
        for slot in schemas[name].slots.values():
            spans = (span for word in slot.same for span in places(lower(word), lowered))
            span = next(spans, None)
            if span is None or (name, slot.name) in said or _known(slot, name, state):
                continue
            if value := referents.same(name, slot).value:
                found.append(DialogueAct(ActType.INFORM, name, slot.name, value, span=span))
    return found


def _known(slot: Slot, domain: str, state: DialogueState) -> bool:
    """Whether the day or time of a domain is known: "that evening" is its own then."""
    return slot.type in TYPED and state.domain(domain).value(slot.name) is not None
