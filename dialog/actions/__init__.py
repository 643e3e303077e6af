"""rasa-sdk actions: base classes for a plugin's own, and the runner that calls them.

`base` has `SearchAction` and `BookAction`, which every plugin has unless its actions.py defines
its own under the same name; `runner` calls actions and folds their events into the state.
Importing rasa-sdk takes half a second, so import this package where it is used.
"""

from dialog.actions.base import (
    ANSWER,
    BOOKING,
    BOOKING_ERROR,
    ENTITY,
    MISSED,
    RELAXED,
    RESERVED,
    RESULTS,
    SOUGHT,
    TASK,
    UNMET,
    BookAction,
    DatabaseAction,
    SearchAction,
)
from dialog.actions.events import ActionError, apply_events
from dialog.actions.runner import ActionRunner

__all__ = [
    "ANSWER",
    "BOOKING",
    "BOOKING_ERROR",
    "ENTITY",
    "MISSED",
    "RELAXED",
    "RESERVED",
    "RESULTS",
    "SOUGHT",
    "TASK",
    "UNMET",
    "ActionError",
    "ActionRunner",
    "BookAction",
    "DatabaseAction",
    "SearchAction",
    "apply_events",
]
