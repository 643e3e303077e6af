"""A pipeline with users to talk to it; the plan and a conversation's number decide it."""

import os
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dialog.component import Domains
from dialog.config import PipelineConfig, load_config
from dialog.domain import load_domains
from dialog.errors import ConfigError
from dialog.pipeline import Pipeline
from dialog.session import run
from dialog.simulation.channel import ActChannel, Channel, TextChannel
from dialog.simulation.conversation import Talk, converse
from dialog.simulation.goals import Goal, Goals
from dialog.simulation.index import indexed
from dialog.simulation.judge import attributes_of, judge
from dialog.simulation.judged import Judged
from dialog.simulation.phrasing import held_out
from dialog.simulation.replaying import replay
from dialog.simulation.rewording import Rewording
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.scratch import ScratchDatabase

Announce = Callable[[str], None]
ACTS, TEXT = "acts", "text"
SAMPLED = "sampled"
MOST_ACT_NOISE = 0.5  # more than half of the first entries wrong is no list


@dataclass(frozen=True)
class Plan:
    """What is simulated; plain data, so that other processes can be told it."""

    domains: tuple[str, ...]  # names or folders
    # of the pipeline: kind -> option -> value
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    file: Path | None = None  # a pipeline.yml
    user: str = ACTS  # or text
    noise: float = 0.0
    seed: int = 0
    goals: str = SAMPLED  # or a corpus, whose own goals are replayed
    split: str = "test"  # of the corpus
    phrases: Path | None = None  # a folder of phrases that users speak by, none of them learnt
    user_llm: str = ""  # a language model that puts what users say into other words


class Simulation:
    """A pipeline with users to talk to it.

    Args:
        plan: what to simulate.
        announce: gets a sentence about anything worth knowing while loading.

    Raises:
        ConfigError: for a plan that does not go together.
    """

    def __init__(self, plan: Plan, announce: Announce = lambda _: None) -> None:
        self.plan = plan
        self.domains, self.goals = goals_of(plan)
        self.config = config_of(plan, self.domains)
        self.schemas = {name: domain.schema for name, domain in self.domains.items()}
        self.tables = indexed(self.schemas, self.goals.rows)
        self.database = ScratchDatabase(self.domains)
        self.channel: Channel
        if plan.user == ACTS:
            self.channel = ActChannel(self.goals, plan.noise)
        else:
            phrasing = held_out(plan.phrases, self.domains) if plan.phrases else None
            rewording = Rewording(plan.user_llm) if plan.user_llm else None
            self.channel = TextChannel(self.domains, plan.noise, phrasing, rewording)
            if rewording:
                rewording.warm_up()
        given = frozenset({"user_acts"} if plan.user == ACTS else ())
        self.pipeline = Pipeline(
            self.domains,
            self.config,
            database=self.database,
            given=given,
            threads=False,  # nobody else waits
            announce=announce,
        )
        self.pipeline.warm_up()

    def run(self, number: int) -> Judged:
        """Let the user with a number talk; its seed is that of the plan and the number."""
        seed = f"{self.plan.seed} {number}"
        goal = self.goals.numbered(number, seed)
        start = time.perf_counter()
        talk = self._talk(goal, seed)
        seconds = time.perf_counter() - start
        verdict = judge(talk, self.schemas, self.tables)
        attributes = tuple(attributes_of(talk, self.schemas, self.tables))
        return Judged(number, talk, verdict, seconds, process(), attributes)

    def _talk(self, goal: Goal, seed: str) -> Talk:
        talks: list[Talk] = []  # as a task's result it would be put into words, which takes time

        async def talk() -> None:
            talks.append(await converse(self.pipeline, self.database, goal, self.channel, seed))

        run(talk())
        return talks[0]


def goals_of(plan: Plan) -> tuple[Domains, Goals]:
    """Return the domains of a plan and where its users get their goals.

    Raises:
        ConfigError: where there are no goals for these domains.
    """
    domains = load_domains(plan.domains)
    if plan.goals == SAMPLED:
        return domains, GoalSampler(domains)
    replayed = replay(plan.goals, plan.split, domains)
    return replayed.domains, replayed


def config_of(plan: Plan, domains: Domains) -> PipelineConfig:
    """Return the configuration of a plan's pipeline.

    Raises:
        ConfigError: for a plan that does not go together.
    """
    most = MOST_ACT_NOISE if plan.user == ACTS else 1
    if not 0 <= plan.noise <= most:
        raise ConfigError(
            f"--noise is from 0 to {most:g} with --user {plan.user}, not {plan.noise:g}."
        )
    if plan.user == ACTS and plan.phrases:
        raise ConfigError("--phrases are for users who speak; add --user text.")
    if plan.user == ACTS and plan.user_llm:
        raise ConfigError("--user-llm is for users who speak; add --user text.")
    nlu = plan.options.get("nlu", {}).get("name")
    if plan.user == ACTS and nlu not in (None, "none"):
        raise ConfigError(f"--nlu {nlu} reads text; add --user text, or leave --nlu out.")
    chosen = {**plan.options, **({"nlu": {"name": "none"}} if plan.user == ACTS else {})}
    return load_config(plan.file, options=chosen, domains=domains)


def process() -> str:
    """Return what this process goes by among those of several machines."""
    return f"{platform.node()}:{os.getpid()}"
