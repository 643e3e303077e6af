"""What the figures need of each conversation, in a twentieth of the memory that it takes whole.

A million conversations are too many to keep. Of each an outcome is kept, of their turns how long
each stage took; what was said is read again from where it is kept, for the few that are shown.
"""

import json
import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from dialog.component import Generation
from dialog.simulation.goals import TASK, Goal
from dialog.simulation.judge import Verdict
from dialog.simulation.judged import EARLIER, Judged


@dataclass(frozen=True, slots=True)
class Worded:
    """How good a model's words were before the guard, in the turns in which one was asked."""

    turns: int = 0
    due: int = 0  # values to be said, where it gave a text
    wrong: int = 0  # values left out or made up
    made_up: int = 0  # turns that stated what no fact holds
    fallbacks: int = 0  # turns in which the templates spoke

    @classmethod
    def of(cls, made: Sequence[Generation]) -> "Worded":
        """Count a conversation's."""
        return cls(
            turns=len(made),
            due=sum(each.due for each in made if each.answered),
            wrong=sum(each.missing + each.invented for each in made),
            made_up=sum(each.invented > 0 for each in made),
            fallbacks=sum(each.fallback for each in made),
        )


_NO_WORDS = Worded()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a conversation."""

    number: int
    goal: bytes  # as JSON
    domains: tuple[str, ...]  # of the goal, in its order
    kinds: tuple[str, ...]  # of the goal
    verdict: Verdict
    turns: int  # exchanges of user and system
    acts: int  # of the user, without the task
    seconds: float  # that the conversation took, user and system
    process: str
    worded: Worded
    phrases: int = 0  # that a language model was asked to say in other words
    reworded: int = 0  # of these, those that it did

    @classmethod
    def of(cls, judged: Judged) -> "Outcome":
        """Return what came of a judged conversation."""
        talk = judged.talk
        return cls(
            number=judged.number,
            goal=json.dumps(talk.goal.to_dict(), ensure_ascii=False).encode(),
            domains=tuple(sys.intern(part.domain) for part in talk.goal.parts),
            kinds=tuple(_kinds(talk.goal)),
            verdict=judged.verdict,
            turns=len(talk.exchanges),
            acts=sum(act.slot != TASK for each in talk.exchanges for act in each.meant),
            seconds=judged.seconds,
            process=sys.intern(judged.process),
            worded=Worded.of(talk.generations) if talk.generations else _NO_WORDS,
            phrases=sum(bool(each.phrase) for each in talk.exchanges),
            reworded=sum(each.reworded for each in talk.exchanges),
        )

    @property
    def wanted(self) -> Any:
        """The goal as JSON-able data."""
        return json.loads(self.goal)

    @property
    def kind(self) -> str:
        """The first of what went wrong, "" for a success."""
        return str(self.verdict.causes[0][0]) if self.verdict.causes else ""


class Tally:
    """The outcomes of conversations, and what the stages of their turns took.

    Attributes:
        outcomes: in the order in which they were added.
        stages: stage -> milliseconds that it took, of each turn in which there was one.
    """

    def __init__(self) -> None:
        self.outcomes: list[Outcome] = []
        self.stages: dict[str, array[float]] = {}

    @classmethod
    def of(cls, judged: Iterable[Judged]) -> Self:
        """Return the tally of some conversations, in their order."""
        made = cls()
        for each in judged:
            made.add(each)
        return made

    def add(self, judged: Judged) -> None:
        """Count a conversation."""
        self.outcomes.append(Outcome.of(judged))
        for stage, times in judged.talk.stages.items():
            self.stages.setdefault(stage, array("d")).extend(times)

    def sort(self) -> None:
        """Put the outcomes in the order of their numbers."""
        self.outcomes.sort(key=lambda each: each.number)

    @property
    def milliseconds(self) -> float:
        """What the system took, all turns together."""
        return sum(map(sum, self.stages.values()))

    @property
    def dialogues_per_second(self) -> float:
        """The rate of all processes of this run together, loading left out."""
        now = [each for each in self.outcomes if each.process != EARLIER] or self.outcomes
        busy: dict[str, float] = {}
        for each in now:
            busy[each.process] = busy.get(each.process, 0.0) + each.seconds
        return len(now) / max(max(busy.values(), default=0.0), 1e-9)


def _kinds(goal: Goal) -> Iterator[str]:
    parts = goal.parts
    yield "1 domain" if len(parts) == 1 else sys.intern(f"{len(parts)} domains")
    if any(part.fallback for part in parts):
        yield "nothing fits at first"
    if any(part.change for part in parts):
        yield "changes its mind"
    if any(part.booked for part in parts):
        yield "books"
    if any(part.links for part in parts):
        yield "linked domains"
