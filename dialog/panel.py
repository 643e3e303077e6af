"""The state in words, for `/state` and `/trace` in a chat."""

from collections.abc import Iterator, Mapping

from dialog.component import Domains
from dialog.schema import JOINT, DomainSchema
from dialog.state import DialogueState, DomainState, Origin, Tracking


def state_lines(state: DialogueState, domains: Domains) -> Iterator[str]:
    """Yield what is believed, wanted and booked, and where each value came from."""
    yield f"domain under discussion: {state.active or 'none'}"
    for name, part in state.domains.items():
        schema = domains[name].schema
        verb = "asks for" if schema.tasks else "wants to"
        wants = f" {verb} {part.task.replace(JOINT, ' and ')}" if part.task else ""
        yield f"{name}:{wants}"
        yield from _domain_lines(part, schema, state)


def _domain_lines(part: DomainState, schema: DomainSchema, state: DialogueState) -> Iterator[str]:
    for slot, belief in part.beliefs.items():
        head = f"  {slot}:"
        for value, score in belief.values:
            yield f"{head} {value} {score:.2f}{_origin(belief.origins.get(value), state)}"
            head = " " * len(head)
    if part.entity is not None:
        yield f"  under discussion: {part.entity.get(schema.key) or _items(part.entity)}"
    for booking in part.bookings:
        yield f"  booked: {_items(booking)}"


def _origin(origin: Origin | None, state: DialogueState) -> str:
    """Return where a value came from: the turn, its words, or else all of it."""
    if origin is None:
        return ""
    turn = state.turns[: origin.turn][origin.turn - 1 :]
    words = origin.words or "".join(t.user.text for t in turn)
    via = f", from {origin.via}" if origin.via else ""
    return f'  (turn {origin.turn}: "{words}"{via})'


def _items(row: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if value)


def tracking_lines(tracking: Tracking) -> Iterator[str]:
    """Yield who tracked a turn, what was repaired and how often that came to pass."""
    if not tracking.source:
        return
    yield f"tracked by: {tracking.source}"
    for note in tracking.notes:
        yield f"  {note}"
    repairs = f"{tracking.repairs} {'repair' if tracking.repairs == 1 else 'repairs'}"
    falls = f"{tracking.falls} {'fall' if tracking.falls == 1 else 'falls'} back on the rules"
    yield f"  in this conversation: {repairs}, {falls}"
