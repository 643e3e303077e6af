"""Plugins of eateries, one of which has actions of every sort."""

import asyncio
from pathlib import Path

from dialog.actions import ActionRunner
from dialog.component import ActionResult
from dialog.domain import Domain, load_domain
from dialog.state import DialogueState, SlotBelief

YML = """
name: {name}
description: Finds eateries.
entity: eatery
database: {{table: {name}, rows: rows.csv}}
search: {{}}
booking: {{gives: [reference, phone]}}
slots:
  name: {{description: the name, requestable: true}}
  food: {{description: the food, search: required, question: "What food?"}}
  area: {{description: the area, search: optional, question: "Where?"}}
  price: {{description: the price, search: optional, question: "How much?"}}
  wifi: {{description: wifi, type: boolean, search: optional, question: "Wifi?"}}
  phone: {{description: the phone number, requestable: true}}
  day: {{description: the day, booking: required, question: "What day?"}}
"""
CSV = """name,food,area,price,wifi,phone
Roma,italian,north,cheap,yes,111
Pho,vietnamese,centre,cheap,no,222
Al,italian,centre,dear,no,333
"""
ACTIONS = """
import asyncio, sys, time
from rasa_sdk import Action
from rasa_sdk import events as e
from rasa_sdk.interfaces import ActionExecutionRejection
from dialog.actions import DatabaseAction, SearchAction

CALLS = []

def make(action_name, function):
    class Made(Action):
        def name(self):
            return action_name
        def run(self, dispatcher, tracker, domain):
            return function(dispatcher, tracker, domain)
    Made.__name__ = "Made_" + action_name
    globals()[Made.__name__] = Made

class Base(Action):  # no name: not registered
    def run(self, dispatcher, tracker, domain):
        return []

class Everything(Action):
    def name(self):
        return "action_everything"
    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="said")
        dispatcher.utter_message(response="utter_hi", who="you")
        return [
            e.SlotSet("food", "thai"), e.SlotSet("area", None), e.SlotSet("wifi", True),
            e.SlotSet("price", 7), e.SlotSet("other.area", "south"),
            e.SlotSet("results", [{"name": "X", "stars": 3}]), e.SlotSet("relaxed", ["area"]),
            e.SlotSet("entity", {"name": "X"}), e.SlotSet("booking", {"reference": "R"}),
            e.BotUttered("uttered"), e.UserUttered("hi"), e.ActionExecuted("a"),
            e.ActiveLoop("form"), e.LoopInterrupted(True), e.SessionStarted(), e.SessionEnded(),
            e.ConversationPaused(), e.ConversationResumed(), e.UserUtteranceReverted(),
            e.ActionReverted(), e.StoryExported(), e.AgentUttered("x"),
            e.ReminderCancelled("r"), e.ActionExecutionRejected("x"),
        ]

class WithDatabase(DatabaseAction):
    def name(self):
        return "action_count"
    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(0)
        n = len(self.database.search(self.domain.name, {}))
        dispatcher.utter_message(text=f"{self.domain.name}: {n}")
        return []

def boom(*_):
    raise ValueError("no\\nsuch key")

def rejected(*_):
    raise ActionExecutionRejection("action_rejected")

async def slow_async(*_):
    await asyncio.sleep(30)

async def own_timeout(*_):
    raise TimeoutError("the server did not answer")

def spy(dispatcher, tracker, domain):
    CALLS.append((tracker.current_state(), domain))
    tracker.slots.clear()
    domain.clear()

make("action_raises", boom)
make("action_rejected", rejected)
make("action_exits", lambda *_: sys.exit(3))
make("action_stops", lambda *_: next(iter(())))
make("action_sleeps", lambda *_: time.sleep(3))
make("action_sleeps_async", slow_async)
make("action_own_timeout", own_timeout)
make("action_spy", spy)
make("action_unknown_event", lambda *_: [{"event": "dance"}])
make("action_unknown_slot", lambda *_: [e.SlotSet("foo", 1)])
make("action_odd_value", lambda *_: [e.SlotSet("food", ["a"])])
make("action_not_a_list", lambda *_: 3)
make("action_utter_unknown", lambda d, *_: d.utter_message(response="utter_bye"))
make("action_reset", lambda *_: [e.AllSlotsReset()])
make("action_restart", lambda *_: [e.Restarted()])
make("action_follow", lambda *_: [e.SlotSet("food", "thai"), e.FollowupAction("action_count")])
make("action_follow_fails", lambda *_: [e.SlotSet("food", "x"), e.FollowupAction("action_raises")])
make("action_loop", lambda *_: [e.FollowupAction("action_loop")])
"""


def plugin(folder: Path, name: str, actions: str = "") -> Domain:
    folder.mkdir()
    (folder / "domain.yml").write_text(YML.format(name=name), encoding="utf-8")
    (folder / "rows.csv").write_text(CSV, encoding="utf-8")
    if actions:
        (folder / "actions.py").write_text(actions, encoding="utf-8")
    domain = load_domain(folder)
    domain.responses["utter_hi"] = ["Hi {who}, {name}[ has {stars} stars][ has {food} food]."]
    return domain


def run(runner: ActionRunner, action: str, state: DialogueState, **more: str) -> ActionResult:
    return asyncio.run(runner.run("eatery", action, state, **more))


def believing(domain: str = "eatery", /, **values: str) -> DialogueState:
    beliefs = {slot: SlotBelief(((value, 0.8),)) for slot, value in values.items()}
    return DialogueState(active=domain).with_domain(domain, beliefs=beliefs)
