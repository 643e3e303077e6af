"""A conversation of a simulated user with a whole pipeline, kept for judging and reading."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dialog.acts import DialogueAct, format_acts, parse_acts
from dialog.component import Generation
from dialog.pipeline import Pipeline
from dialog.rows import Row
from dialog.session import Session
from dialog.simulation.channel import Channel
from dialog.simulation.goals import Goal
from dialog.simulation.scratch import ScratchDatabase
from dialog.simulation.user import SEVERAL, AgendaUser
from dialog.state import DialogueState

MOST_TURNS = 40  # of a conversation that does not end
DONE, LEFT, LONG, BROKEN = "done", "patience", "turns", "error"  # how a conversation ended


@dataclass(frozen=True)
class Exchange:
    """What the user meant, what was heard of it, and what the system answered."""

    meant: tuple[DialogueAct, ...]
    answered: tuple[DialogueAct, ...]
    text: str = ""  # what the user said; "" between acts
    heard: tuple[DialogueAct, ...] = ()  # the likeliest understanding
    response: str = ""
    # what was believed after it: "domain.slot" -> the likeliest value
    state: Mapping[str, str] = field(default_factory=dict)
    error: str = ""  # of a component that failed, a sentence
    phrase: str = ""  # what a language model was asked to say in other words
    reworded: bool = False  # whether it did

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data."""
        of_words = {"phrase": self.phrase, "reworded": self.reworded} if self.phrase else {}
        return {
            "meant": format_acts(self.meant),
            "text": self.text,
            "heard": format_acts(self.heard),
            "answered": format_acts(self.answered),
            "response": self.response,
            "state": dict(self.state),
            "error": self.error,
            **of_words,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Exchange":
        """Rebuild it from `to_dict`'s data."""
        acts = {name: tuple(parse_acts(data[name])) for name in ("meant", "heard", "answered")}
        return cls(
            text=data["text"],
            response=data["response"],
            state=data.get("state", {}),  # which files of earlier versions lack
            error=data.get("error", ""),
            phrase=data.get("phrase", ""),
            reworded=data.get("reworded", False),
            **acts,
        )


@dataclass(frozen=True)
class Talk:
    """A conversation and what came of it."""

    goal: Goal
    exchanges: tuple[Exchange, ...]
    wanted: Mapping[str, Mapping[str, str]]  # per domain what was wanted in the end
    bookings: Mapping[str, Sequence[Row]] = field(default_factory=dict)  # made, oldest first
    end: str = DONE
    # stage -> milliseconds that it took in each turn in which there was one
    stages: Mapping[str, Sequence[float]] = field(default_factory=dict)
    generations: tuple[Generation, ...] = ()  # of the turns whose words a model was asked for

    @property
    def milliseconds(self) -> float:
        """What the system took, all turns together."""
        return sum(sum(times) for times in self.stages.values())

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-able data without the time, which differs from run to run."""
        return {
            "goal": self.goal.to_dict(),
            "turns": [exchange.to_dict() for exchange in self.exchanges],
            "wanted": {name: dict(values) for name, values in self.wanted.items()},
            "bookings": {name: [dict(b) for b in made] for name, made in self.bookings.items()},
            "end": self.end,
        }

    @classmethod
    def from_dict(
        cls,
        data: Mapping[str, Any],
        stages: Mapping[str, Sequence[float]],
        generations: Sequence[Mapping[str, Any]],
    ) -> "Talk":
        """Rebuild it from `to_dict`'s data and what that leaves out."""
        return cls(
            goal=Goal.from_dict(data["goal"]),
            exchanges=tuple(Exchange.from_dict(turn) for turn in data["turns"]),
            wanted=data["wanted"],
            bookings=data["bookings"],
            end=data["end"],
            stages=stages,
            generations=tuple(Generation.from_dict(each) for each in generations),
        )


async def converse(
    pipeline: Pipeline,
    database: ScratchDatabase,
    goal: Goal,
    channel: Channel,
    seed: str,
    several: Sequence[float] = SEVERAL,
) -> Talk:
    """Let a user with a goal talk to a pipeline until it leaves.

    Args:
        pipeline: answers; its database is `database`.
        database: is emptied of bookings first.
        goal: what the user is after.
        channel: what is heard of what the user means.
        seed: decides all that the user does by chance, and what is misheard.
        several: how often the user says one, two, three things of its agenda in a turn.
    """
    database.begin(seed)
    rng = random.Random(f"{seed} user")  # noqa: S311
    noise = random.Random(f"{seed} channel")  # noqa: S311
    schemas = {name: domain.schema for name, domain in pipeline.domains.items()}
    user = AgendaUser(goal, schemas, rng, several=several)
    session = Session(pipeline)
    exchanges: list[Exchange] = []
    generations: list[Generation] = []
    answered: tuple[DialogueAct, ...] = ()
    end = LONG
    stages: dict[str, list[float]] = {}
    meant = user.first()
    while True:
        heard = channel(meant, answered, noise)
        result = await session.respond(heard.turn)
        answered = result.system_acts
        exchanges.append(
            Exchange(
                meant,
                answered,
                heard.turn.text,
                result.user.best_acts,
                result.response,
                _held(result.state),
                result.trace.error,
                heard.phrase,
                heard.reworded,
            )
        )
        for stage, milliseconds in result.trace.stages.items():
            stages.setdefault(stage, []).append(milliseconds)
        if result.trace.generation is not None:
            generations.append(result.trace.generation)
        if result.trace.error:
            end = BROKEN
            break
        if user.finished:
            end = LEFT if user.left else DONE
            break
        if len(exchanges) >= MOST_TURNS:
            break
        meant = user.reply(answered, result.facts)
    bookings = {
        name: made
        for name, domain in pipeline.domains.items()
        if domain.schema.booking and (made := database.bookings(name))
    }
    kept = {name: [_told(row) for row in made] for name, made in bookings.items()}
    return Talk(goal, tuple(exchanges), user.wanted, kept, end, stages, tuple(generations))


def _held(state: DialogueState) -> dict[str, str]:
    """Return what is likelier than that nothing was said of it."""
    return {
        f"{name}.{slot}": belief.value
        for name, own in state.domains.items()
        for slot, belief in own.beliefs.items()
        if belief.value and belief.score >= 1 - sum(score for _, score in belief.values)
    }


def _told(booking: Row) -> Row:
    """Return a booking without what has no part in a simulated conversation."""
    return {k: v for k, v in booking.items() if k not in ("created_at", "conversation_id")}
