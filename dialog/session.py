"""A conversation in progress: a pipeline, a state, and the store that keeps every turn."""

import asyncio
import hashlib
import json
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from dialog.component import Say
from dialog.errors import StoreError
from dialog.pipeline import Pipeline, TurnResult
from dialog.state import DialogueState, Turn, UserTurn
from dialog.store import ConversationStore

_T = TypeVar("_T")


class Session:
    """One conversation; a kept one begins with its first turn.

    Args:
        pipeline: answers the turns; sessions may share one.
        store: keeps the turns; None keeps nothing.
        resume: the id of a kept conversation to go on with.

    Raises:
        StoreError: when there is no such conversation, or it is of other domains.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        store: ConversationStore | None = None,
        *,
        resume: str | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.store = store
        self.state = DialogueState()
        self.last: TurnResult | None = None
        self.changed = False  # whether what answers is not what answered a resumed conversation
        self._turns = asyncio.Lock()
        names = sorted(pipeline.domains)
        if resume is None:
            self.id = ""  # the first turn begins it
            return
        if store is None:
            raise StoreError("Only a kept conversation can be resumed; name its store.")
        kept = store.load(resume)
        if sorted(kept.domains) != names:
            wanted = " ".join(f"--domain {name}" for name in kept.domains)
            raise StoreError(
                f"The conversation {resume!r} is about {', '.join(kept.domains)}; "
                f"resume it with {wanted}."
            )
        self.id, self.state = resume, kept.state
        self.changed = kept.fingerprint != fingerprint(pipeline)

    async def respond(self, said: str | UserTurn, say: Say | None = None) -> TurnResult:
        """Answer a turn; it is kept before it is returned. Turns of one session wait in line.

        Args:
            said: what the user said.
            say: gets the sentences of the answer one by one, before the turn is kept.
        """
        async with self._turns:
            if self.store is not None and not self.id:
                names = sorted(self.pipeline.domains)
                self.id = self.store.create(names, fingerprint=fingerprint(self.pipeline))
            result = await self.pipeline.turn(
                self.state, said, conversation=self.id or None, say=say
            )
            if self.store is not None:
                number, turn = len(result.state.turns), result.state.turns[-1]
                self.store.append(self.id, number, turn, result.state, result.trace.to_dict())
            self.state, self.last = result.state, result
            return result

    def respond_sync(self, said: str | UserTurn, say: Say | None = None) -> TurnResult:
        """Answer a turn from code that is not asynchronous; threads wait in line."""
        return run(self.respond(said, say))

    def reload(self) -> None:
        """Take the state from the store, after an interruption at no matter which instant."""
        if self.store is not None and self.id:
            self.state = self.store.load(self.id).state

    def undo(self) -> Turn:
        """Take the last turn back and return it.

        Raises:
            StoreError: when there is none.
        """
        if not self.state.turns:
            raise StoreError("There is no turn to take back.")
        undone = self.state.turns[-1]
        if self.store is not None:
            self.state = self.store.undo(self.id)
        elif len(self.state.turns) == 1:
            self.state = DialogueState()
        else:
            raise StoreError("Taking back needs a store, which keeps the earlier states.")
        self.last = None
        return undone


def fingerprint(pipeline: Pipeline) -> str:
    """Return a short hash of what answers: the configuration and the domains' schemas."""
    shape = {
        "config": pipeline.config.to_dict(),
        "domains": {n: d.schema.model_dump(mode="json") for n, d in pipeline.domains.items()},
    }
    text = json.dumps(shape, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


_runner: asyncio.Runner | None = None
_running = threading.Lock()


def run(turn: Coroutine[Any, Any, _T]) -> _T:
    """Run a coroutine on a loop that is kept, since making one takes longer than a short turn."""
    global _runner
    with _running:
        if _runner is None:
            _runner = asyncio.Runner()
        return _runner.run(turn)
