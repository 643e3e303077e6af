"""Whether what a component returned is what its kind returns, down to each act.

Asked where a component hands over, so that the one at fault is named and no later one stumbles.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from dialog.acts import DialogueAct
from dialog.component import Decision, Response
from dialog.errors import DialogError
from dialog.state import DialogueState, Listing, UserTurn

_T = TypeVar("_T")
_LONGEST = 80  # characters shown of what was returned


class ReturnedError(DialogError):
    """A component returned something else than its kind returns."""


def understood(returned: object) -> UserTurn:
    """Return what an NLU returned: a turn with acts for each of its hypotheses."""
    turn = _a(UserTurn, returned)
    each = _tuple("`acts`", tuple, turn.acts)
    if len(each) != len(turn.hypotheses):
        raise ReturnedError(
            f"it should return acts for each of the {len(turn.hypotheses)} hypotheses, "
            f"not for {len(each)}"
        )
    for acts in each:
        _tuple("the `acts` of a hypothesis", DialogueAct, acts)
    return turn


def tracked(returned: object) -> DialogueState:
    """Return what a tracker returned: a state."""
    return _a(DialogueState, returned)


def decided(returned: object) -> Decision:
    """Return what a policy returned: a decision, whole."""
    decision = _a(Decision, returned)
    _tuple("`acts`", DialogueAct, decision.acts)
    _a(DialogueState, decision.state, "`state`")
    _tuple("`reasons`", str, decision.reasons)
    _tuple("`messages`", str, decision.messages)
    if decision.listing is not None:
        _a(Listing, decision.listing, "`listing`")
    return decision


def worded(returned: object) -> Response:
    """Return what a generator returned: a response, whole."""
    response = _a(Response, returned)
    _a(str, response.text, "`text`")
    _a(Mapping, response.facts, "`facts`")  # type: ignore[type-abstract]
    return response


def _a(kind: type[_T], value: object, part: str = "") -> _T:
    if not isinstance(value, kind):
        where = f" as {part}" if part else ""
        name = kind.__name__
        article = "an" if name[0] in "AEIO" else "a"
        raise ReturnedError(f"it should return {article} {name}{where}, not {_shown(value)}")
    return value


def _tuple(part: str, kind: type[_T], value: object) -> tuple[_T, ...]:
    wanted = f"it should return a tuple of {kind.__name__} as {part}, not"
    if not isinstance(value, tuple):
        raise ReturnedError(f"{wanted} {_shown(value)}")
    return tuple(_each(kind, value, wanted))


def _each(kind: type[_T], values: Iterable[object], wanted: str) -> Iterable[_T]:
    for value in values:
        if not isinstance(value, kind):
            raise ReturnedError(f"{wanted} one with {_shown(value)}")
        yield value


def _shown(value: object) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
