"""Runs the actions of the domains in process, through rasa-sdk's own executor."""

import asyncio
import contextvars
import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from dialog.actions.base import (
    BOOKING_ERROR,
    DEFAULT_SENDER,
    RESERVED,
    BookAction,
    DatabaseAction,
    SearchAction,
)
from dialog.actions.events import ActionError, apply_events, last_value, render, texts_of
from dialog.actions.knowledge import ConsultAction
from dialog.actions.loading import brief, own_actions, unmade
from dialog.actions.payload import domain_dict, tracker_state
from dialog.component import ActionResult
from dialog.database import Database
from dialog.documents import CONSULT
from dialog.domain import Domain
from dialog.errors import DialogError, DomainError, did_you_mean
from dialog.state import DialogueState

logger = logging.getLogger(__name__)

LISTEN = "action_listen"  # rasa's name for waiting for the user
_LONGEST_CHAIN = 5  # actions that may follow one another


class ActionRunner:
    """Calls actions by domain and name; a failing one never raises.

    Each domain has an executor of its own, so that actions of one name do not overwrite each
    other. `functools.partial(runner.run, conversation=..., text=...)` is a
    `dialog.component.RunAction` that tells actions which conversation and utterance it is.

    Args:
        domains: the session's domains.
        database: of their tables.
        timeout: seconds that an action may take.
        threads: whether synchronous actions run beside other conversations, where the timeout
            holds for them; without threads they start sooner.
        announce: gets a sentence when a model has to be prepared first.
    """

    def __init__(
        self,
        domains: Mapping[str, Domain],
        database: Database,
        timeout: float = 10.0,
        *,
        threads: bool = True,
        announce: Callable[[str], None] = logger.info,
    ) -> None:
        self.threads = threads
        self.announce = announce
        self.domains = dict(domains)
        self.database = database
        self.timeout = timeout
        self._executors: dict[str, ActionExecutor] = {}
        self._built_in: dict[str, frozenset[str]] = {}  # by domain, actions that are ours
        self._described: dict[str, dict[str, Any]] = {}  # what actions are told of their domains
        self._consulting: list[ConsultAction] = []
        self._loading = threading.Lock()

    def warm_up(self) -> None:
        """Open the database, and load every plugin's actions and the vectors of its documents.

        Raises:
            StoreError: when the database cannot be used.
            DomainError: for an actions.py that cannot be loaded.
        """
        self.database.open()
        for name in self.domains:
            self._executor(name)
        for consulting in self._consulting:
            consulting.warm_up()

    def actions(self, domain: str) -> list[str]:
        """Return the names of a domain's actions."""
        return list(self._executor(domain).actions)

    async def run(
        self,
        domain_name: str,
        action_name: str,
        state: DialogueState,
        *,
        conversation: str | None = None,
        text: str | None = None,
    ) -> ActionResult:
        """Run an action and those that it asks to follow.

        The result's state and messages are those of the actions that went well; `error` says
        what went wrong, also for a booking that could not be made.
        """
        messages: list[str] = []
        name, previous = action_name, LISTEN
        try:
            domain = self._domain(domain_name)
            for _ in range(_LONGEST_CHAIN):
                if name.startswith("utter_") and name in domain.responses:
                    messages.append(render(name, domain, state))
                    return ActionResult(state, tuple(messages))
                payload = tracker_state(
                    state,
                    self.domains,
                    domain_name,
                    conversation or DEFAULT_SENDER,
                    text,
                    previous,
                    history=name not in self._built_in.get(domain_name, ()),
                )
                events, responses = await self._call(domain, name, payload)
                after, uttered = apply_events(state, domain_name, events, self.domains)
                said = texts_of(responses, domain, after)
                state = after
                messages += [*said, *uttered]
                error = last_value(events, "slot", BOOKING_ERROR)
                previous, name = name, last_value(events, "followup")
                if error or name in ("", LISTEN):
                    return ActionResult(state, tuple(messages), error)
            error = f"The action {action_name!r} led to more than {_LONGEST_CHAIN} others in a row."
            logger.error("%s: %s", domain_name, error)
        except _Late:
            error = f"The action {name!r} took longer than {self.timeout:g} s."
            logger.error("%s: %s", domain_name, error)
        except Exception as failure:
            error = _sentence(name, failure)
            logger.exception("%s: %s", domain_name, error)
        return ActionResult(state, tuple(messages), error)

    async def _call(
        self, domain: Domain, name: str, tracker: dict[str, Any]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        executor = self._executors.get(domain.name)
        if executor is None:  # imports the plugin's code
            executor = await _in_thread(self._executor, domain.name)
        known = list(executor.actions)
        if name not in known:
            raise DomainError(
                f"The domain {domain.name!r} has no action {name!r}.{did_you_mean(name, known)}"
            )
        call = {
            "next_action": name,
            "sender_id": tracker["sender_id"],
            "tracker": tracker,
            "domain": self._described[domain.name],
            "version": "3.1",
        }
        limit = asyncio.timeout(self.timeout)
        try:
            async with limit:
                result = await executor.run(call)
        except TimeoutError as error:
            if limit.expired():
                raise _Late from error
            raise
        return (result.events, result.responses) if result else ([], [])

    def _domain(self, name: str) -> Domain:
        if name not in self.domains:
            raise DomainError(f"There is no domain {name!r}.{did_you_mean(name, self.domains)}")
        return self.domains[name]

    def _executor(self, name: str) -> ActionExecutor:
        domain = self._domain(name)
        with self._loading:
            if name not in self._executors:
                executor, built_in = _build(domain, self.database, self.threads)
                if domain.passages and CONSULT not in executor.actions:
                    consulting = ConsultAction(domain, self.announce)
                    self._consulting.append(consulting)
                    executor.register_action(_Guarded(consulting, self.threads))
                known = list(executor.actions)
                self._described[name] = domain_dict(domain.schema, domain.responses, known)
                self._built_in[name] = built_in
                self._executors[name] = executor
            return self._executors[name]


class _Late(Exception):  # noqa: N818
    """An action took longer than it may."""


def _build(
    domain: Domain, database: Database, threads: bool
) -> tuple[ActionExecutor, frozenset[str]]:
    """Return a domain's executor, and the names of the actions in it that are not its own."""
    clash = sorted(RESERVED & set(domain.schema.slots))
    if clash:
        raise DomainError(
            f"The domain {domain.name!r} has a slot {clash[0]!r}, a name that actions keep for "
            "themselves; rename the slot in domain.yml."
        )
    executor = ActionExecutor()
    own = own_actions(domain, database)
    for _, wrong in unmade(domain, own):
        raise DomainError(f"The domain {domain.name!r} cannot be used: {wrong}.")
    for action in own.values():
        executor.register_action(_Guarded(action, threads))
    defaults: list[tuple[object, type[DatabaseAction]]] = [
        (domain.schema.search, SearchAction),
        (domain.schema.booking, BookAction),
    ]
    for declared, default in defaults:
        action = default(domain, database)
        if declared is not None and action.name() not in executor.actions:
            executor.register_action(_Guarded(action, threads))
    return executor, frozenset(executor.actions) - frozenset(own)


class _Guarded(Action):  # type: ignore[misc]
    """An action whose synchronous `run` does not hold up other conversations."""

    def __init__(self, action: Action, threads: bool) -> None:
        self.action = action
        self.threads = threads

    def name(self) -> str:
        return str(self.action.name())

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Any:
        try:
            if asyncio.iscoroutinefunction(self.action.run):
                return await self.action.run(dispatcher, tracker, domain)
            if self.threads:
                result = await _in_thread(self.action.run, dispatcher, tracker, domain)
            else:
                result = self.action.run(dispatcher, tracker, domain)
            return await result if asyncio.iscoroutine(result) else result
        except (SystemExit, KeyboardInterrupt) as error:
            raise ActionError("it tried to end the program") from error


async def _in_thread(function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a thread that a program need not wait for when it ends."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[tuple[Any, BaseException | None]] = loop.create_future()
    context = contextvars.copy_context()

    def settle(result: Any, error: BaseException | None) -> None:
        if not done.done():
            done.set_result((result, error))

    def work() -> None:
        result, raised = None, None
        try:
            result = context.run(function, *args)
        except BaseException as error:  # noqa: BLE001 - raised again where it is awaited
            raised = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, result, raised)

    threading.Thread(target=work, name="dialog-action", daemon=True).start()
    value, raised = await done
    if raised is not None:
        raise raised
    return value


def _sentence(action: str, error: Exception) -> str:
    if isinstance(error, ActionError):
        text = f"The action {action!r} failed: {error}"
        return text if text.endswith((".", "?")) else f"{text}."
    if isinstance(error, DialogError):
        return str(error)
    return f"The action {action!r} failed: {brief(error).rstrip('.')}."
