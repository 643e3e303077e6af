"""Reads one raw CrossWOZ dialogue into the unified format.

The state of a user turn is `sys_state_init` of the system's answer: the first query that the
clerk makes of it, before relaxing it, which published trackers are scored on. A user turn that is
never answered keeps the state before it. `db_results` of a system turn are the names that its
last query selected.

`extra` of a user turn has `user_state`, the rows of the goal with what was found and said so far.
That of a system turn has, where the clerk queried again, `sys_state` (the filled slots of the last
query) and `selected_init` (what the first one had selected). `unaligned` notes on either side the
acts whose value does not stand in the text.
"""

from collections.abc import Mapping
from typing import Any

from corpora.crosswoz.labels import NAME, act_of, knows
from corpora.crosswoz.spans import placed
from dialog.acts import DialogueAct
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.files import Place
from dialog.state import Hypothesis

_SELECTED = "selectedResults"
_GOAL = ("goal", "final_goal", "task description")
_Query = tuple[dict[str, dict[str, str]], dict[str, list[str]]]  # filled slots, selected names


class DialogueReader:
    """Reads the turns of one dialogue."""

    def __init__(self, source: str, dialogue_id: str) -> None:
        self.place = Place(f"{source}, dialogue {dialogue_id}")
        self.dialogue_id = dialogue_id

    def read(self, raw: Any, split: str) -> Dialogue:
        """Return the dialogue.

        Raises:
            CorpusError: for a record of another form, naming the place.
        """
        record = self.place.of(dict, raw, "the dialogue")
        goal = {key: self.place.of(list, record.get(key), key) for key in _GOAL}
        messages = [
            self.place.of(dict, message, f"messages[{at}]")
            for at, message in enumerate(self.place.of(list, record.get("messages"), "messages"))
        ]
        if not messages:
            raise self.place.error("has no messages")
        state: dict[str, dict[str, str]] = {}
        turns: list[CorpusTurn] = []
        for at, message in enumerate(messages):
            if message.get("role") != ("sys" if at % 2 else "usr"):
                whose = "sys" if at % 2 else "usr"
                raise self.place.error(f"does not alternate at messages[{at}], {whose}'s turn")
            if at % 2:
                turns.append(self._system(message, f"messages[{at}]"))
                continue
            if at + 1 < len(messages):
                query = messages[at + 1].get("sys_state_init")
                state, _ = self._query(query, f"messages[{at + 1}].sys_state_init")
            turns.append(self._user(message, state, f"messages[{at}]"))
        extra = {key: record[key] for key in record if key not in (*_GOAL, "messages")}
        domains = self._domains(goal["goal"])
        return Dialogue(self.dialogue_id, split, domains, goal, tuple(turns), extra)

    def _user(
        self, message: Mapping[str, Any], state: dict[str, dict[str, str]], at: str
    ) -> CorpusTurn:
        text, acts, extra = self._said(message, at, "user_state")
        rows = self.place.of(list, message.get("user_state"), f"{at}.user_state")
        extra["user_state"] = rows
        return CorpusTurn("user", text, (Hypothesis(text),), acts, state, extra=extra)

    def _system(self, message: Mapping[str, Any], at: str) -> CorpusTurn:
        text, acts, extra = self._said(message, at, "sys_state", "sys_state_init")
        first, found = self._query(message.get("sys_state_init"), f"{at}.sys_state_init")
        last, selected = self._query(message.get("sys_state"), f"{at}.sys_state")
        if last != first:
            extra["sys_state"] = last
        if found != selected:
            extra["selected_init"] = found
        rows = {d: tuple({NAME: name} for name in names) for d, names in selected.items()}
        return CorpusTurn("system", text, acts=acts, db_results=rows, extra=extra)

    def _said(
        self, message: Mapping[str, Any], at: str, *fields: str
    ) -> tuple[str, tuple[DialogueAct, ...], dict[str, Any]]:
        """Return the text and acts of a turn, and an extra of the fields that are not named."""
        text = self.place.of(str, message.get("content"), f"{at}.content")
        known = ("content", "role", "dialog_act", *fields)
        extra = {key: value for key, value in message.items() if key not in known}
        acts = [
            self._act(item, at)
            for item in self.place.of(list, message.get("dialog_act"), f"{at}.dialog_act")
        ]
        aligned, unaligned = placed(text, acts)
        if unaligned:
            extra["unaligned"] = unaligned
        return text, aligned, extra

    def _act(self, item: Any, at: str) -> DialogueAct:
        match item:
            case [str(intent), str(domain), str(slot), str(value)]:
                try:
                    return act_of(intent, domain, slot, value)
                except KeyError as error:
                    problem = f"has an unknown act label at {at}: {error} in {intent} {domain}"
                    raise self.place.error(problem) from None
            case _:
                raise self.place.error(
                    f"has {item!r} at {at}.dialog_act, which is no [intent, domain, slot, value]"
                )

    def _query(self, raw: Any, at: str) -> _Query:
        state: dict[str, dict[str, str]] = {}
        selected: dict[str, list[str]] = {}
        for domain, part in self.place.of(dict, raw, at).items():
            slots = dict(self.place.of(dict, part, f"{at}.{domain}"))
            names = self.place.of(list, slots.pop(_SELECTED, []), f"{at}.{domain}.{_SELECTED}")
            for slot, value in slots.items():
                self.place.of(str, value, f"{at}.{domain}.{slot}")
                try:
                    known = knows(domain, slot)
                except KeyError:
                    known = False
                if not known:
                    raise self.place.error(f"has an unknown slot at {at}: {domain} {slot}")
            filled = {slot: value for slot, value in slots.items() if value}
            if filled:
                state[domain] = filled
            if names:
                selected[domain] = [self.place.of(str, n, f"{at}.{domain}") for n in names]
        return state, selected

    def _domains(self, rows: list[Any]) -> tuple[str, ...]:
        domains: dict[str, None] = {}
        for row in rows:
            match row:
                case [int(), str(domain), str(), str() | list(), bool()]:
                    domains[domain] = None
                case _:
                    raise self.place.error(
                        f"has {row!r} at goal, which is no [sub-goal, domain, slot, value, said]"
                    )
        return tuple(domains)
