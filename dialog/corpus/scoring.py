"""How a corpus's published scores compare the values of states."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dialog.corpus.dialogue import CorpusTurn
from dialog.corpus.registry import Corpus
from dialog.quantities import fold
from dialog.schema import Slot

Read = Callable[[str, str, str], str]  # domain, slot, value -> its form; "" is not filled
Match = Callable[[Slot, Sequence[str], str], float]  # slot, right forms, the form said -> 0 to 1


def equal(slot: Slot, right: Sequence[str], said: str) -> float:
    """Return 1 for one of the right forms, else 0."""
    return float(said in right)


@dataclass(frozen=True, slots=True)
class Scoring:
    """One way of comparing states.

    A corpus lists its own (`Corpus.scorings`), the one that published figures use first.
    """

    name: str  # "" for the first; others stand behind the names of the figures
    meaning: str  # a sentence
    read: Read = lambda domain, slot, value: fold(value)
    match: Match = equal
    # the domains of a user turn that are each scored by themselves; None: all together, once a turn
    frames: Callable[[CorpusTurn], Iterable[str]] | None = None
    variants: bool = True  # whether any of several annotated values is right, or only the first


PLAIN = Scoring("", "Values are compared in lower case, without marks around them.")


def scorings_of(corpus: Corpus) -> Sequence[Scoring]:
    """Return how the states of a corpus are scored, its own way first."""
    own = getattr(corpus, "scorings", None)
    return tuple(own) if own else (PLAIN,)


def annotated(turn: CorpusTurn) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return domain -> slot -> all values that are right after a user turn, the state's first."""
    variants: Mapping[str, Mapping[str, Sequence[str]]] = turn.extra.get("state_variants", {})
    return {
        domain: {
            slot: tuple(dict.fromkeys((value, *variants.get(domain, {}).get(slot, ()))))
            for slot, value in slots.items()
        }
        for domain, slots in turn.state.items()
    }
