"""The action of the flight domain: answers the question that the slots and the tasks make."""

from datetime import date
from functools import cached_property
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from dialog.actions import ENTITY, MISSED, RESULTS, SOUGHT, TASK, UNMET, DatabaseAction
from dialog.schema import DONTCARE, JOINT
from domains.atis.answers import Answers, Question
from domains.atis.conditions import makes
from domains.atis.errors import UnmetError
from domains.atis.names import Names
from domains.atis.slots import Slots
from domains.atis.timetable import Timetable
from domains.atis.trips import TURNED, told_apart, way_back

Events = list[dict[str, Any]]


class AnswerQuestion(DatabaseAction):
    """Sets `results` to the rows that answer, `sought` to what was looked for."""

    def name(self) -> str:
        """The name that domain.yml gives it."""
        return "action_answer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        """Answer the question; `unmet` says why it cannot be."""
        told = {
            name: str(value).split(JOINT)
            for name, slot in self.domain.schema.slots.items()
            if slot.informable and (value := tracker.get_slot(name)) and value != DONTCARE
        }
        said = {entity["entity"] for entity in tracker.latest_message.get("entities", ())}
        tasks = (tracker.get_slot(TASK) or "").split(JOINT)
        text = tracker.latest_message.get("text") or ""
        slots, changes = way_back(
            told_apart(told, text), said, turned=tracker.get_slot(TURNED) == "yes"
        )
        about = None if changes else tracker.get_slot(ENTITY)
        changes |= {
            name: JOINT.join(words) for name, words in slots.items() if told.get(name) != words
        }
        question = Question(slots, text, about, frozenset(said))
        if "meal" in tasks:
            changes |= {"meal": None}  # it is what is asked for, and asks nothing of a flight
        events = [SlotSet(name, value) for name, value in changes.items()]
        try:
            answer = self.answers.answer(tasks, question)
        except UnmetError as reason:
            return [
                *(SlotSet(name, None) for name in _naming(told, reason.words)),
                SlotSet(RESULTS, []),
                SlotSet(SOUGHT, ""),
                SlotSet(MISSED, ""),
                SlotSet(UNMET, str(reason)),
            ]
        events += [
            SlotSet(name, None)
            for name in slots
            if any(makes(name, kind) for kind in answer.without)
        ]
        return [
            *events,
            SlotSet(RESULTS, answer.rows),
            SlotSet(SOUGHT, answer.sought),
            SlotSet(MISSED, answer.missed),
            SlotSet(UNMET, ""),
        ]

    @cached_property
    def answers(self) -> Answers:
        """The tables' answers, made when the first question comes."""
        table = Timetable(self.database, Names.read(self.database), date.today)
        return Answers(self.database, table)


def _naming(told: Slots, words: frozenset[str]) -> list[str]:
    """Return the slots whose values are among some words."""
    return [name for name, said in told.items() if words & {word.lower() for word in said}]
