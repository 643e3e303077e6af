"""The tracker that asks a language model what a turn says, and folds it by the rules."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.dst.plain import read_plainly
from dialog.dst.prompting.answer import AnswerReader, Reading, Turn
from dialog.dst.prompting.prompt import DEFAULT, instructions, read_prompt, turn_document
from dialog.dst.prompting.schema import answer_schema
from dialog.dst.rule import RuleTracker
from dialog.llm.base import LLM, LlmError, Message, SilentLlmError, told_once
from dialog.llm.decoding import Decoding
from dialog.llm.document import data
from dialog.llm.jsontext import read_json_object
from dialog.llm.specs import language_model
from dialog.state import DialogueState, Hypothesis, Tracking, UserTurn
from dialog.values import ValueReader, readers

_AGAIN = "That cannot be used: {why}. Answer again, with the JSON object only."


class LlmTracker:
    """Tracks by a language model, checked against the domains.

    The model reads the turn, with or without an NLU before it. What it says becomes user acts,
    and the rule tracker folds those, so that references, tasks and stale results are one matter
    for all trackers. When the answer is no use, the rules fold the NLU's acts instead, or, without
    one, what they can read themselves; the state's `tracking` says so.

    Args:
        domains: the session's domains.
        llm: "http://host:port/v1#model", a model of transformers by folder or name, or any `LLM`;
            by default the variable DIALOG_LLM.
        prompt: a file with another prompt; by default `dialog/dst/prompting/prompt.md`.
        timeout: seconds that the model may take for a turn, a second try included.
        temperature: of the model's sampling; 0 gives its likeliest words.
        max_tokens: the longest answer.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"state", "user_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        llm: str | LLM | None = None,
        prompt: str | None = None,
        timeout: float = 20,
        temperature: float = 0,
        max_tokens: int = 800,
    ) -> None:
        self.timeout = timeout
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.llm = language_model(llm, timeout=timeout)
        self._domains = domains
        self._schemas = {name: domain.schema for name, domain in domains.items()}
        self._rules = RuleTracker(domains)
        self._prompt = Path(prompt).expanduser() if prompt else DEFAULT

    def warm_up(self) -> None:
        """Read the prompt and the values of the domains, and load the model.

        Raises:
            ConfigError: when the prompt cannot be read.
        """
        self._rules.warm_up()
        self.llm.warm_up()
        for domain, reader in self._readers.items():
            self._domains[domain].rows()
            _ = reader.names
        _ = self._instructions

    def track(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn, from code that is not asynchronous."""
        return asyncio.run(self.track_async(state, turn, system_acts))

    async def track_async(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn that answered `system_acts`."""
        if not turn.text.strip():
            return self._rules.track(state, turn, system_acts)
        before = state.tracking
        try:
            async with asyncio.timeout(self.timeout):
                reading = await self._read(state, turn, system_acts)
        except TimeoutError:
            late = f"The language model took longer than {self.timeout:g} s."
            why = told_once(SilentLlmError(late))
        except LlmError as error:
            why = told_once(error)
        else:
            notes = tuple(reading.notes)
            understood = UserTurn((_heard(turn),), (tuple(reading.acts),))
            after = self._rules.track(state, understood, system_acts)
            return replace(
                after, tracking=Tracking("llm", notes, before.repairs + len(notes), before.falls)
            )
        after = self._rules.track(state, self._understood(turn, state, system_acts), system_acts)
        fallen = Tracking(f"rule (llm: {why})", (), before.repairs, before.falls + 1)
        return replace(after, tracking=fallen)

    async def _read(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> Reading:
        """Return what the model says of a turn; one whose answer is broken is asked once more.

        Raises:
            LlmError: when there is no answer, or none that is of use.
        """
        document = turn_document(self._schemas, state, turn, system_acts)
        heard = Turn(turn.text, state, json.dumps(document, ensure_ascii=False).lower())
        messages = [self._instructions, Message("user", data(document))]
        answer = await self._ask(messages)
        try:
            return self._answered(answer, heard)
        except ValueError as error:
            why = str(error)
        messages += [Message("assistant", answer), Message("user", _AGAIN.format(why=why))]
        try:
            reading = self._answered(await self._ask(messages), heard)
        except ValueError as error:
            raise LlmError(f"The language model's answer is no use: {error}.") from None
        reading.notes.insert(0, f"asked again, as {why}")
        return reading

    async def _ask(self, messages: Sequence[Message]) -> str:
        decoding = Decoding(temperature=self.temperature, max_tokens=self.max_tokens)
        answer = await self.llm.complete(messages, decoding=decoding, schema=self._schema)
        return answer.text

    def _answered(self, answer: str, turn: Turn) -> Reading:
        """Return what an answer says.

        Raises:
            LlmError: when nothing of it fits the domains.
            ValueError: saying in a few words why it cannot be read.
        """
        found, repairs = read_json_object(answer)
        reading = self._answers.read(found, turn)
        if reading.useless:
            raise LlmError(f"Nothing the language model said fits: {'; '.join(reading.notes)}.")
        reading.notes[:0] = repairs
        return reading

    def _understood(
        self, turn: UserTurn, state: DialogueState, system_acts: Sequence[DialogueAct]
    ) -> UserTurn:
        """Return the turn as the NLU understood it, or without one as rules read it."""
        if turn.acts is not None:
            return turn
        acts = read_plainly(turn.text, self._readers, state, system_acts)
        return UserTurn((_heard(turn),), (acts,))

    @cached_property
    def _instructions(self) -> Message:
        return instructions(read_prompt(self._prompt), self._schemas)

    @cached_property
    def _readers(self) -> dict[str, ValueReader]:
        return readers(self._domains)

    @cached_property
    def _answers(self) -> AnswerReader:
        return AnswerReader(self._schemas, self._readers)

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return answer_schema(self._schemas)


def _heard(turn: UserTurn) -> Hypothesis:
    """Return the text of a turn, as sure as its guesses are together, all of which were read."""
    return Hypothesis(turn.text, min(1.0, sum(h.score for h in turn.hypotheses)))
