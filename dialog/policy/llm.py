"""The policy by a language model: it chooses among the moves that the turn allows."""

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from dialog.component import Decision, Domains, RunAction
from dialog.knowledge.index import LEAST
from dialog.llm.base import LLM, LlmError, Message, SilentLlmError, told_once
from dialog.llm.decoding import Decoding
from dialog.llm.jsontext import read_json_object
from dialog.llm.specs import language_model
from dialog.policy.carrying import allowed, carry_out
from dialog.policy.choosing import Choice, Moves, called
from dialog.policy.deliberation import Thresholds
from dialog.policy.moves import Move
from dialog.policy.prompting import answer_schema, messages, open_moves, read_answer
from dialog.policy.rule import RulePolicy
from dialog.state import DialogueState

_AGAIN = "That cannot be used: {why}. Answer again, with the JSON object only."


class LlmPolicy:
    """Decides by a language model, held to what the turn allows.

    The model gets the state, what the database found and the allowed moves, and chooses from them
    what to do in this turn. When its answer is no use, it is asked once more; after that, or when
    it does not answer, the rule policy decides the turn, and the reasons say so.

    Args:
        domains: the session's domains.
        llm: "http://host:port/v1#model", or any `LLM`; by default the variable DIALOG_LLM.
        timeout: seconds that the model may take for a turn, a second try included.
        temperature: of the model's sampling; 0 gives its likeliest words.
        max_tokens: the longest answer.
        accept: as that of the rule policy, like the next three.
        confirm: the belief from which a value may be asked about.
        sure: the belief from which a value is not even put in passing.
        consult: how sure a document must be to answer what no domain covers.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"state"})
    writes: ClassVar[frozenset[str]] = frozenset({"system_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        llm: str | LLM | None = None,
        timeout: float = 20,
        temperature: float = 0,
        max_tokens: int = 200,
        accept: float = 0.6,
        confirm: float = 0.4,
        sure: float = 0.95,
        consult: float = LEAST,
    ) -> None:
        self.timeout = timeout
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.llm = language_model(llm, timeout=timeout)
        thresholds = Thresholds(accept=accept, confirm=confirm, sure=sure, consult=consult)
        self._moves = Moves(domains, thresholds)
        self._rules = RulePolicy(
            domains, accept=accept, confirm=confirm, sure=sure, consult=consult
        )

    def warm_up(self) -> None:
        """Load the model."""
        self.llm.warm_up()

    async def decide(self, state: DialogueState, run_action: RunAction) -> Decision:
        """Return the system's acts, running actions where they need facts."""
        turn, settled = await self._moves.begin(state, run_action)
        if settled:
            return turn.decision()
        choice = self._moves.choice(turn, ())
        try:
            async with asyncio.timeout(self.timeout):
                chosen, why = await self._chosen(choice)
        except TimeoutError:
            late = f"The language model took longer than {self.timeout:g} s."
            return await self._by_rules(state, run_action, told_once(SilentLlmError(late)))
        except LlmError as error:
            return await self._by_rules(state, run_action, told_once(error))
        made: list[Move] = []
        for move in chosen:
            # what was allowed may no longer be after another move: a second question, say
            if allowed(turn, move, made):
                turn.consider(called(move, f"llm: {why}" if why else "llm"))
                await carry_out(turn, move)
                made.append(move)
        return turn.decision()

    async def _chosen(self, choice: Choice) -> tuple[list[Move], str]:
        """Return the moves that the model chooses; one whose answer is no use is asked once more.

        Raises:
            LlmError: when there is no answer, or none that is of use.
        """
        moves = open_moves(choice)
        if len(moves) == 1:
            return moves, "nothing else is allowed"
        asked = messages(choice)
        answer = await self._ask(asked, moves)
        try:
            return self._read(answer, moves)
        except ValueError as error:
            why = str(error)
        asked += [Message("assistant", answer), Message("user", _AGAIN.format(why=why))]
        try:
            return self._read(await self._ask(asked, moves), moves)
        except ValueError as error:
            raise LlmError(f"The language model's answer is no use: {error}.") from None

    async def _ask(self, asked: Sequence[Message], moves: Sequence[Move]) -> str:
        decoding = Decoding(temperature=self.temperature, max_tokens=self.max_tokens)
        schema = answer_schema(moves)
        return (await self.llm.complete(asked, decoding=decoding, schema=schema)).text

    @staticmethod
    def _read(answer: str, moves: Sequence[Move]) -> tuple[list[Move], str]:
        found, _ = read_json_object(answer)
        return read_answer(found, moves)

    async def _by_rules(self, state: DialogueState, run_action: RunAction, why: str) -> Decision:
        decision = await self._rules.decide(state, run_action)
        fallen = f"rule policy in place of the language model: {why}"
        return Decision(
            decision.acts,
            decision.state,
            (fallen, *decision.reasons),
            decision.messages,
            decision.listing,
        )
