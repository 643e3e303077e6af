"""The action that looks a question up in the documents of its domain."""

from collections.abc import Callable
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from dialog.actions.base import ANSWER, Events
from dialog.documents import CONSULT
from dialog.domain import Domain
from dialog.knowledge.index import DocumentIndex


class ConsultAction(Action):  # type: ignore[misc]
    """Sets `answer` to what the documents say to the user's words, however sure that is."""

    def __init__(self, domain: Domain, announce: Callable[[str], None] | None = None) -> None:
        self.index = DocumentIndex(domain, announce)

    def name(self) -> str:
        """The name that it has in every domain."""
        return CONSULT

    def warm_up(self) -> None:
        """Load what looking up needs."""
        self.index.warm_up()

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Set `answer` to a row with `text`, `source` and `certainty`, None for no words."""
        looked_up = self.index.look_up(tracker.latest_message.get("text") or "")
        if not looked_up.found:
            return [SlotSet(ANSWER, None)]
        best = looked_up.found[0]
        row = {
            "text": best.extract,
            "source": best.passage.source,
            "certainty": f"{looked_up.certainty:.4f}",
        }
        return [SlotSet(ANSWER, row)]
