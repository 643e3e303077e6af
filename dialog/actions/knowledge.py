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
from dialog.wordbounds import says


class ConsultAction(Action):  # type: ignore[misc]
    """Sets `answer` to what the documents say to the user's words, however sure that is."""

    def __init__(self, domain: Domain, announce: Callable[[str], None] | None = None) -> None:
        self.index = DocumentIndex(domain, announce)
        self._schema = domain.schema

    def name(self) -> str:
        """The name that it has in every domain."""
        return CONSULT

    def warm_up(self) -> None:
        """Load what looking up needs."""
        self.index.warm_up()

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Set `answer` to a row with `text`, `source`, `certainty` and `named`, None for no words.

        `named` is "yes" where the user's words name what the domain is about.
        """
        text = tracker.latest_message.get("text") or ""
        looked_up = self.index.look_up(text)
        if not looked_up.found:
            return [SlotSet(ANSWER, None)]
        best = looked_up.found[0]
        row = {
            "text": best.extract,
            "source": best.passage.source,
            "certainty": f"{looked_up.certainty:.4f}",
            "named": "yes" if says(text, self._schema.nouns) else "no",
        }
        return [SlotSet(ANSWER, row)]
