"""What a turn is heard in."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialog.schema import DomainSchema
from dialog.state import DialogueState


@dataclass(frozen=True, slots=True)
class Context:
    """The domains of a session, and its dialogue so far."""

    schemas: Mapping[str, DomainSchema]
    state: DialogueState
