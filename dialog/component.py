"""The contract of the four components of a turn, and the registry that finds them by name.

A component is a class. Its constructor is light: it takes the domains of the session, then
keyword options of plain JSON types, and loads nothing. `warm_up()` loads. `reads` and `writes`
name what it takes from and gives to the turn, so that a chain with a gap fails when it is built:

========== ===================================== ================================================
kind       reads                                 writes
========== ===================================== ================================================
nlu        text                                  user_acts
dst        user_acts (or text, in NLU's place)   state (and user_acts, if it reads them itself)
policy     state                                 system_acts
nlg        system_acts                           response
========== ===================================== ================================================

A component is found by its name in the entry-point group `dialog.<kind>`; the built-in ones
use the same hook as anybody's.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import EntryPoint
from typing import Any, ClassVar, Literal, Protocol, runtime_checkable

from dialog.acts import DialogueAct
from dialog.domain import Domain
from dialog.errors import ConfigError, ExtraMissingError, did_you_mean
from dialog.plugins import entry_points
from dialog.state import DialogueState, Listing, UserTurn

Kind = Literal["nlu", "dst", "policy", "nlg"]
KINDS: tuple[Kind, ...] = ("nlu", "dst", "policy", "nlg")
Domains = Mapping[str, Domain]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a policy decided."""

    acts: tuple[DialogueAct, ...]  # system acts, in the order they should be said
    state: DialogueState  # the state after the actions' events
    reasons: tuple[str, ...] = ()  # which rule decided each act, on which beliefs: for /why
    messages: tuple[str, ...] = ()  # texts that custom actions uttered themselves
    listing: Listing | None = None  # a table to show below the answer


@dataclass(frozen=True, slots=True)
class Generation:
    """How a turn's words came about where a model was asked for them."""

    due: int = 0  # values that had to be said
    answered: bool = True  # whether the model gave a text at all
    missing: int = 0  # of them, those that the model's first text left out
    invented: int = 0  # what that text stated and no fact holds
    refused: tuple[str, ...] = ()  # why, of each text of the model's that was not shown
    fallback: bool = False  # whether the templates had to speak
    prompt: str = ""  # the version of the prompts
    prompt_tokens: int = 0  # read by the model, all its texts together
    tokens: int = 0  # made by it
    candidates: int = 0  # texts that a language model was asked for
    score: float | None = None  # mean log probability of the last one's tokens, where it is known

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        return asdict(self) | {"refused": list(self.refused)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Generation":
        """Rebuild it from `to_dict`'s data."""
        return cls(**{**data, "refused": tuple(data["refused"])})


@dataclass(frozen=True, slots=True)
class Response:
    """What a generator said."""

    text: str
    facts: Mapping[str, str] = field(default_factory=dict)  # what it was allowed to state
    source: str = "template"  # who spoke: "template", "llm" or "template (why not llm)"
    generation: Generation | None = None  # where a model was asked


@dataclass(frozen=True, slots=True)
class ActionResult:
    """What an action left behind."""

    state: DialogueState  # after its events
    messages: tuple[str, ...] = ()  # what it uttered
    error: str = ""  # one sentence if it failed


# run_action(domain name, action name, state) -> result; never raises for a failing action.
RunAction = Callable[[str, str, DialogueState], Awaitable[ActionResult]]

Say = Callable[[str], None]  # shows a sentence to the user


@runtime_checkable
class NLU(Protocol):
    """Understands: fills in the acts of a turn's hypotheses."""

    reads: ClassVar[frozenset[str]]
    writes: ClassVar[frozenset[str]]

    def warm_up(self) -> None:
        """Load what understanding needs."""

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        """Return the turn with scored acts for each hypothesis; `state` is the context."""
        ...


@runtime_checkable
class BatchNLU(NLU, Protocol):
    """Understands many turns at once, faster than one at a time; no component need do so."""

    def understand_all(
        self, turns: Sequence[UserTurn], states: Sequence[DialogueState]
    ) -> list[UserTurn]:
        """Return the turns with scored acts, in their order; each has a state as its context."""
        ...


@runtime_checkable
class StateTracker(Protocol):
    """Tracks: folds a turn into the state."""

    reads: ClassVar[frozenset[str]]
    writes: ClassVar[frozenset[str]]

    def warm_up(self) -> None:
        """Load what tracking needs."""

    def track(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn that answered `system_acts`."""
        ...


@runtime_checkable
class AsyncStateTracker(StateTracker, Protocol):
    """Tracks without holding up other conversations, as one that waits for a server should."""

    async def track_async(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn that answered `system_acts`."""
        ...


@runtime_checkable
class Policy(Protocol):
    """Decides: what to do and say next."""

    reads: ClassVar[frozenset[str]]
    writes: ClassVar[frozenset[str]]

    def warm_up(self) -> None:
        """Load what deciding needs."""

    async def decide(self, state: DialogueState, run_action: RunAction) -> Decision:
        """Return the system's acts, running actions where they need facts."""
        ...


@runtime_checkable
class Generator(Protocol):
    """Responds: puts system acts into words."""

    reads: ClassVar[frozenset[str]]
    writes: ClassVar[frozenset[str]]

    def warm_up(self) -> None:
        """Load what generating needs."""

    async def generate(self, acts: Sequence[DialogueAct], state: DialogueState) -> Response:
        """Return the words for the acts; every value said stems from them or the state."""
        ...


@runtime_checkable
class StreamingGenerator(Generator, Protocol):
    """Responds sentence by sentence; no component need do so."""

    async def generate_aloud(
        self, acts: Sequence[DialogueAct], state: DialogueState, say: Say
    ) -> Response:
        """Return the words for the acts; `say` gets each sentence as soon as it may be shown.

        The sentences said, with a space between each two, are the response's text.
        """
        ...


@runtime_checkable
class Described(Protocol):
    """Says which trained model it uses; no component need do so."""

    def described(self) -> Mapping[str, Any]:
        """Return what tells the model from others, as JSON-able data."""
        ...


def registered(kind: Kind) -> dict[str, EntryPoint]:
    """Return the components of a kind by name, without importing them."""
    return {point.name: point for point in entry_points(group=f"dialog.{kind}")}


def component_class(kind: Kind, name: str) -> type[Any]:
    """Import the component class registered under a name.

    Raises:
        ConfigError: for a name that nobody registered, with the nearest one, or a broken one.
        ExtraMissingError: when its optional packages are not installed.
    """
    points = registered(kind)
    if name not in points:
        known = ", ".join(sorted(points))
        raise ConfigError(
            f"There is no {kind} component {name!r}; there are: {known}."
            f"{did_you_mean(name, points)}"
        )
    point = points[name]
    try:
        loaded = point.load()
    except ModuleNotFoundError as error:
        if point.extras:
            raise ExtraMissingError(f"The {kind} component {name!r}", point.extras[0]) from error
        raise _broken(kind, point, error) from error
    except (ImportError, AttributeError) as error:
        raise _broken(kind, point, error) from error
    if not isinstance(loaded, type):
        raise ConfigError(f"The {kind} component {name!r} is {loaded!r}, not a class.")
    return loaded


def _broken(kind: Kind, point: EntryPoint, error: Exception) -> ConfigError:
    return ConfigError(
        f"The {kind} component {point.name!r} cannot be imported from {point.value}: {error}."
    )
