"""Inform and Success of single dialogues, as Nekvinda and Dušek 2021 define them.

Answers are delexicalised, so nothing in them says which place was put forward. It is taken to be
any of those that the system's state finds in the database when its answer names a place; the
last such answer counts, unless it only widens what was found before.
A dialogue is informed when, of each domain of the goal, all rows put forward fit what the user
wants, and a success when all that was asked for was told as well. What can be told only of a
booking counts only where the corpus has booked by then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.answers import AnswerKey, Wanted
from dialog.evaluation.answers.predictions import Answer
from dialog.evaluation.answers.topics import placeholders

Cause = Literal["", "nothing offered", "nothing found", "wrong offer", "not told"]
CAUSES: Mapping[Cause, str] = {
    "nothing offered": "No answer on the domain puts a row of the database forward.",
    "nothing found": "One is put forward, but the database has none that fits the state.",
    "wrong offer": "Among the rows that fit the state some do not fit what the user wants.",
    "not told": "What is put forward is right, but something asked for is not told.",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one domain of a goal."""

    domain: str
    wanted: Wanted
    cause: Cause  # "" where all is well
    turn: int | None = None  # the answer that offered, from 0
    state: Mapping[str, str] = field(default_factory=dict)  # of the domain, in that turn
    found: frozenset[str] = frozenset()  # the rows offered
    missing: frozenset[str] = frozenset()  # what was not told

    @property
    def informed(self) -> bool:
        """Whether what was offered is right."""
        return self.cause in ("", "not told")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a dialogue."""

    dialogue: Dialogue
    answers: Sequence[Answer]
    verdicts: tuple[Verdict, ...]

    @property
    def informed(self) -> bool:
        """Whether all that was offered is right."""
        return all(verdict.informed for verdict in self.verdicts)

    @property
    def success(self) -> bool:
        """Whether all that was asked for was told as well."""
        return not any(verdict.cause for verdict in self.verdicts)


@dataclass
class _Progress:
    """What was offered and told of a domain so far."""

    told: set[str] = field(default_factory=set)
    turn: int | None = None
    state: Mapping[str, str] = field(default_factory=dict)
    found: frozenset[str] = frozenset()

    def offer(self, turn: int, state: Mapping[str, str], found: frozenset[str]) -> None:
        """Take what an answer puts forward, unless it only widens what was."""
        if self.turn is None or not self.found or not self.found <= found:
            self.turn, self.state, self.found = turn, state, found


def judge(dialogue: Dialogue, answers: Sequence[Answer], key: AnswerKey) -> Outcome:
    """Return what became of a dialogue.

    Args:
        dialogue: of the corpus.
        answers: of a system to its user turns, with states and domains; those after the last are
            taken to be silence.
        key: what the corpus knows.
    """
    goal = key.goal(dialogue)
    progress = {name: _Progress() for name in goal}
    wishes: dict[str, list[str]] = {}
    for name, wanted in goal.items():
        wishes.setdefault(wanted.domain or name, []).append(name)
    system = [turn for turn in dialogue.turns if turn.speaker == "system"]
    for number, (answer, turn) in enumerate(zip(answers, system, strict=False)):
        kinds = {kind for _, kind in placeholders(answer.response, key)}
        for domain in wishes.keys() & set(answer.domains or ()):
            own = {name: progress[name] for name in wishes[domain]}
            offered = {n: each for n, each in own.items() if goal[n].offer in kinds}
            if offered:
                state = (answer.state or {}).get(domain, {})
                rows = key.find(domain, state) if state else frozenset[str]()
                fitting = {n: key.find(domain, goal[n].constraints) for n in offered}
                _meant(offered, rows, fitting).offer(number, state, rows)
            for each in own.values():
                each.told |= _tellable(kinds, domain, turn, key)
    verdicts = (_verdict(goal[n].domain or n, goal[n], progress[n], key) for n in goal)
    return Outcome(dialogue, answers, tuple(verdicts))


def _meant(
    wishes: Mapping[str, _Progress], rows: frozenset[str], fitting: Mapping[str, frozenset[str]]
) -> _Progress:
    """Return which of the wishes of a domain rows are put forward for, mostly the only one.

    Of several the first that they fit among those that nothing offered fits yet, or else the first
    of those, or else the last.
    """
    unmet = [n for n, each in wishes.items() if not each.found or not each.found <= fitting[n]]
    right = [name for name in unmet if rows and rows <= fitting[name]]
    return wishes[(right or unmet or list(wishes)[-1:])[0]]


def _tellable(kinds: set[str], domain: str, turn: CorpusTurn, key: AnswerKey) -> set[str]:
    booked = domain in key.booked(turn)
    return {kind for kind in kinds if booked or kind not in key.after_booking}


def _verdict(domain: str, wanted: Wanted, progress: _Progress, key: AnswerKey) -> Verdict:
    cause: Cause = ""
    missing = wanted.told - progress.told
    if wanted.offer:
        if not progress.found:
            seen: Cause = "nothing offered" if progress.turn is None else "nothing found"
            cause = seen if wanted.needed else ""
        elif not progress.found <= key.find(domain, wanted.constraints):
            cause = "wrong offer"
    return Verdict(
        domain,
        wanted,
        cause or ("not told" if missing else ""),
        progress.turn,
        progress.state,
        progress.found,
        missing,
    )
