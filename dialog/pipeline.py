"""One turn of a conversation: understand, track, decide, respond, each stage timed."""

import functools
import inspect
import logging
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dialog.acts import DialogueAct, format_acts
from dialog.component import (
    KINDS,
    NLU,
    AsyncStateTracker,
    Decision,
    Domains,
    Generation,
    Generator,
    Kind,
    Policy,
    Response,
    Say,
    StateTracker,
    StreamingGenerator,
    component_class,
)
from dialog.config import AUTO, NONE, PipelineConfig, load_config
from dialog.domain import spoken
from dialog.errors import ConfigError, DialogError
from dialog.returned import ReturnedError, decided, tracked, understood, worded
from dialog.schema import Language
from dialog.state import DialogueState, Hypothesis, Listing, Tracking, Turn, UserTurn

if TYPE_CHECKING:
    from dialog.database import Database

log = logging.getLogger(__name__)
Announce = Callable[[str], None]

APOLOGY = "I am sorry, something went wrong on my side. Please say that again in another way."
TOO_LONG = "That is too long for me: please say it in at most {limit:,} characters."
_EXCUSES: Mapping[Language, tuple[str, str]] = {  # for a failure, for a text that is too long
    "en": (APOLOGY, TOO_LONG),
    "zh": ("抱歉，出了点问题，请您换个说法再说一遍。", "这句话太长了，请不要超过{limit}个字。"),
}


@dataclass
class Trace:
    """What happened in a turn: milliseconds per stage, why, and what failed."""

    stages: dict[str, float] = field(default_factory=dict)  # ms, in order
    reasons: tuple[str, ...] = ()  # the policy's
    source: str = ""  # who spoke: "template", "llm", ...
    generation: Generation | None = None  # of the words, where a model was asked for them
    tracking: Tracking = field(default_factory=Tracking)  # the tracker's notes
    error: str = ""  # one sentence, "" when all went well

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data, milliseconds to three places."""
        stages = {name: round(ms, 3) for name, ms in self.stages.items()}
        return {
            "ms": stages | {"total": round(sum(stages.values()), 3)},
            "reasons": list(self.reasons),
            "source": self.source,
            "generation": self.generation.to_dict() if self.generation else None,
            "tracking": self.tracking.to_dict(),
            "error": self.error,
        }


@dataclass(frozen=True)
class TurnResult:
    """What a turn gave."""

    user: UserTurn
    state: DialogueState  # after the turn, its exchange in `turns`
    system_acts: tuple[DialogueAct, ...]
    response: str
    facts: dict[str, str]
    trace: Trace

    @property
    def listing(self) -> Listing | None:
        """The table shown below the response."""
        return self.state.turns[-1].listing

    def to_dict(self) -> dict[str, Any]:
        """Return the turn as `dialog chat --json` prints it."""
        return {
            "utterance": self.user.text,
            "user_acts": format_acts(self.user.best_acts),
            "state": self.state.to_dict(turns=False),
            "system_acts": format_acts(self.system_acts),
            "response": self.response,
            "listing": self.listing.to_dict() if self.listing else None,
            "facts": self.facts,
            "timings": self.trace.to_dict()["ms"],
        }


class StageError(DialogError):
    """A component that failed in a turn."""


class Pipeline:
    """The four components over a session's domains.

    Args:
        domains: the session's domains.
        config: what to compose; by default `dialog/pipeline.yml`.
        database: an SQLAlchemy URL for the domains' tables, or the database; by default a SQLite
            file.
        given: what a turn brings besides its text: "user_acts" where they need no NLU.
        threads: whether actions run beside other conversations; see `ActionRunner`.
        announce: gets a sentence about anything the user should know while loading.

    Raises:
        ConfigError: when a component needs what no earlier one provides, or for domains of several
            languages.
        StoreError: when the database cannot be used.
    """

    def __init__(
        self,
        domains: Domains,
        config: PipelineConfig | None = None,
        *,
        database: "str | Database | None" = None,
        given: frozenset[str] = frozenset(),
        threads: bool = True,
        announce: Announce = log.info,
    ) -> None:
        from dialog.actions import ActionRunner
        from dialog.database import Database

        _check_language(domains)
        if not isinstance(database, Database):
            database = Database(database, domains)

        domains = {**domains, **database.refilled()}
        self.domains = domains
        self.config = config or load_config(domains=domains)
        self.announce = announce
        self._apology, self._too_long = _EXCUSES[spoken(domains)]
        settings = self.config.settings
        self.max_characters = int(settings["max_characters"].value)
        timeout = float(settings["action_timeout"].value)
        self.actions = ActionRunner(
            dict(domains), database, timeout, threads=threads, announce=announce
        )
        made = {kind: self._make(kind) for kind in KINDS}
        _check_chain(made, given)
        self.nlu: NLU | None = made["nlu"]
        self.dst: StateTracker = made["dst"]
        self._waits = self.dst if isinstance(self.dst, AsyncStateTracker) else None
        self.policy: Policy = made["policy"]
        self.nlg: Generator = made["nlg"]

    def _make(self, kind: Kind) -> Any:
        name, options = self.config.name(kind), self.config.options(kind)
        if kind == "nlu":
            if name == NONE:
                return None
            if name == AUTO:
                from dialog.nlu.choice import fitting_nlu

                name = fitting_nlu(self.domains, self.announce)
        cls = component_class(kind, name)
        if "announce" in inspect.signature(cls).parameters:
            options["announce"] = self.announce
        try:
            return cls(self.domains, **options)
        except (TypeError, ValueError) as error:
            raise ConfigError(
                f"The {kind} component {name!r} refuses its options: {error}."
            ) from error

    def warm_up(self) -> None:
        """Load all that a turn needs."""
        self.actions.warm_up()
        for component in (self.nlu, self.dst, self.policy, self.nlg):
            if component is not None:
                component.warm_up()

    async def turn(
        self,
        state: DialogueState,
        said: str | UserTurn,
        *,
        conversation: str | None = None,
        say: Say | None = None,
    ) -> TurnResult:
        """Answer a user turn.

        A component that fails is logged, the user gets an apology, and the state stays as it was.

        Args:
            state: before the turn.
            said: what the user said.
            conversation: the id of a kept one.
            say: gets the sentences of the answer one by one, from a generator that makes them so.
        """
        user = UserTurn.of(said) if isinstance(said, str) else said
        cleaned = tuple(_clean(h) for h in user.hypotheses)
        user = user if cleaned == user.hypotheses else replace(user, hypotheses=cleaned)
        trace = Trace()
        if any(len(h.text) > self.max_characters for h in user.hypotheses):
            short = Hypothesis(user.text[: self.max_characters])
            answer = self._too_long.format(limit=self.max_characters)
            return _result(state, UserTurn((short,), ((),)), state.system_acts, answer, {}, trace)
        try:
            return await self._turn(state, user, trace, conversation, say)
        except StageError as error:
            trace.error = str(error)
            return _result(
                state, replace(user, acts=None), state.system_acts, self._apology, {}, trace
            )

    async def _turn(
        self,
        state: DialogueState,
        user: UserTurn,
        trace: Trace,
        conversation: str | None,
        say: Say | None,
    ) -> TurnResult:
        run = functools.partial(self.actions.run, conversation=conversation, text=user.text)
        with _Stage(trace, "nlu", self.nlu):
            if self.nlu is not None:
                nothing = replace(user, acts=((),) * len(user.hypotheses))
                user = understood(self.nlu.understand(user, state)) if user.text else nothing
        with _Stage(trace, "dst", self.dst):
            after = tracked(await self._track(state, user))
        trace.tracking = after.tracking
        with _Stage(trace, "policy", self.policy):
            decision = decided(await self.policy.decide(after, run))
        trace.reasons = decision.reasons
        with _Stage(trace, "nlg", self.nlg):
            response = worded(await self._words(decision, say))
        trace.source, trace.generation = response.source, response.generation
        text = " ".join((*decision.messages, response.text)).strip()
        if user.acts is None or "user_acts" in self.dst.writes:
            user = _with_acts(user, decision.state.user_acts)
        facts, listing = dict(response.facts), decision.listing
        return _result(decision.state, user, decision.acts, text, facts, trace, listing)

    async def _words(self, decision: Decision, say: Say | None) -> Response:
        """Return the words for what was decided, said aloud where the generator can do so."""
        if say is None or not isinstance(self.nlg, StreamingGenerator):
            return await self.nlg.generate(decision.acts, decision.state)
        for message in decision.messages:
            say(message)
        return await self.nlg.generate_aloud(decision.acts, decision.state, say)

    async def _track(self, state: DialogueState, user: UserTurn) -> DialogueState:
        """Return the state after a user turn; what is noted of tracking is this turn's."""
        if state.tracking.source or state.tracking.notes:
            noted = replace(state.tracking, source="", notes=())
            state = replace(state, tracking=noted)
        if self._waits is not None:
            return await self._waits.track_async(state, user, state.system_acts)
        return self.dst.track(state, user, state.system_acts)


def _with_acts(user: UserTurn, acts: tuple[DialogueAct, ...]) -> UserTurn:
    """Return a turn whose likeliest hypothesis has acts that a tracker read."""
    best = max(user.hypotheses, key=lambda h: h.score, default=None)
    return replace(user, acts=tuple(acts if h is best else () for h in user.hypotheses))


class _Stage:
    """Times a component's part of a turn, and says which one failed."""

    def __init__(self, trace: Trace, name: str, component: object) -> None:
        self._trace, self._name, self._component = trace, name, component

    def __enter__(self) -> None:
        self._start = time.perf_counter()

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        self._trace.stages[self._name] = (time.perf_counter() - self._start) * 1000
        if not isinstance(error, Exception):  # none, or an interruption
            return
        who = f"The {self._name} component {type(self._component).__name__} failed"
        ours = isinstance(error, ReturnedError)  # whose trace would show no code of the component's
        said = f"{who}: {error}" if ours else f"{who}: {type(error).__name__}: {error}"
        log.error("%s.", said, exc_info=None if ours else error)
        raise StageError(said) from error


def _result(
    state: DialogueState,
    user: UserTurn,
    acts: tuple[DialogueAct, ...],
    text: str,
    facts: dict[str, str],
    trace: Trace,
    listing: Listing | None = None,
) -> TurnResult:
    turn = Turn(user, acts, text, listing)
    after = replace(state, system_acts=acts, turns=(*state.turns, turn))
    return TurnResult(user, after, acts, text, facts, trace)


def _clean(hypothesis: Hypothesis) -> Hypothesis:
    """Take control characters out; they are never part of what a user means."""
    text = hypothesis.text
    if text.isprintable() and text == text.strip():
        return hypothesis
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp", "Cs") else c for c in text)
    return replace(hypothesis, text=text.strip())


def _check_language(domains: Domains) -> None:
    """Check that one language is spoken.

    Raises:
        ConfigError: else.
    """
    language = spoken(domains)
    others = {n: d.schema.language for n, d in domains.items() if d.schema.language != language}
    for name, other in others.items():
        raise ConfigError(
            f"The domain {name!r} speaks {other!r} and {next(iter(domains))!r} {language!r}; a "
            "session speaks one language, so start one for each."
        )


def _check_chain(made: dict[Kind, Any], given: frozenset[str]) -> None:
    there = {"text", *given}
    for kind in KINDS:
        component = made[kind]
        if component is None:
            continue
        name = f"The {kind} component {type(component).__name__}"
        if not (hasattr(component, "reads") and hasattr(component, "writes")):
            raise ConfigError(f"{name} does not say what it `reads` and `writes`.")
        missing = set(component.reads) - there
        if missing:
            raise ConfigError(
                f"{name} reads {', '.join(sorted(missing))}, which no component before it writes; "
                f"there is {', '.join(sorted(there))}."
            )
        there |= set(component.writes)
    if "response" not in there:
        raise ConfigError("No component writes the response; the nlg component should.")
