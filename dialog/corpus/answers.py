"""What judging a system's answers to the users of a corpus needs to know of the corpus."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from dialog.corpus.dialogue import CorpusTurn, Dialogue, State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a user wants of one domain, once."""

    constraints: Mapping[str, str]  # slot -> value: what a row must be like
    told: frozenset[str]  # the kinds of placeholders that must be said of it
    offer: str = ""  # the kind that puts a row forward; "" where none has to be found
    needed: bool = True  # whether a row must be put forward, or only be right if one is
    domain: str = ""  # the domain, where it is not the name under which the goal has it


class AnswerKey(Protocol):
    """How answers to the users of a corpus are judged; what `Corpus.answer_key()` returns.

    Answers are delexicalised: a placeholder in brackets stands for each value. `[domain_slot]`, in
    the corpus's names, is one that every key reads; systems may write others, `[value_name]`. Its
    kind tells which placeholders mean the same.
    """

    offering: frozenset[str]  # the kinds that put a row forward
    after_booking: frozenset[str]  # the kinds that can be told only once something is booked

    def goal(self, dialogue: Dialogue) -> Mapping[str, Wanted]:
        """Return what the user of a dialogue wants, by domain.

        Of two wishes of one domain the second has a name that no domain has, and says its domain.
        """
        ...

    def annotated(self, user: CorpusTurn, answer: CorpusTurn) -> State:
        """Return the state by which the corpus's own answer to a user turn goes."""
        ...

    def spelled(self, state: State) -> State:
        """Return a system's state under the slots and values that `find` knows."""
        ...

    def find(self, domain: str, constraints: Mapping[str, str]) -> frozenset[str]:
        """Return the keys of the database rows that fit some constraints, none where it has none.

        Args:
            domain: the domain.
            constraints: slot -> value, of a goal or `spelled`; unknown slots do not matter.
        """
        ...

    def placeholder(self, name: str) -> tuple[str, str]:
        """Return the domain and the kind of a placeholder, "" for what it does not tell."""
        ...

    def delexicalised(self, turn: CorpusTurn) -> str:
        """Return what a system turn of the corpus says, with placeholders for its values."""
        ...

    def booked(self, turn: CorpusTurn) -> frozenset[str]:
        """Return the domains of which something is booked by the time of a system turn."""
        ...

    def plain(self, response: str) -> str:
        """Return a delexicalised response as BLEU compares it."""
        ...
