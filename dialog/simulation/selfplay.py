"""Dialogues of a simulated user with a bot, annotated: a corpus for domains that have none.

After Shah et al. 2018, Building a Conversational Agent Overnight with Dialogue Self-Play: user and
bot talk in acts, and the words are made for the acts, so that all annotation is known. Some of
what the user says is misheard, for a bot that is never wrong is never corrected.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.config import load_config
from dialog.corpus import CorpusTurn, Dialogue
from dialog.corpus.folder import About
from dialog.corpus.spans import align
from dialog.domain import load_domains, spoken
from dialog.dst.replay import gold, replay
from dialog.errors import ConfigError
from dialog.pipeline import Pipeline
from dialog.schema import DONTCARE
from dialog.session import run
from dialog.simulation.channel import SpokenChannel
from dialog.simulation.conversation import Talk, converse
from dialog.simulation.goals import TASK
from dialog.simulation.running import MOST_ACT_NOISE
from dialog.simulation.sampling import GoalSampler
from dialog.simulation.scratch import ScratchDatabase
from dialog.simulation.wording import Words
from dialog.state import Hypothesis

SEVERAL = (0.35, 0.4, 0.25)  # how often a turn says one, two, three things of the user's agenda
WISHES = (2, 6)  # how many values of a row are wanted at least and at most
_TENTHS = {0: "test", 1: "validation"}  # of all dialogues, by a hash of their ids; else train
SPLITS = ("train", "validation", "test")


class SelfPlay:
    """A bot with users who put what they mean in many words.

    Args:
        domains: names or folders of plugins.
        seed: decides the dialogues: number 17 of a seed is the same however many are made.
        noise: how often the bot first hears something else than what was said, 0 to 0.5.

    Raises:
        ConfigError: for a noise out of its range, or domains that a user can want nothing of.
    """

    def __init__(self, domains: Sequence[str], seed: int = 0, noise: float = 0.1) -> None:
        if not 0 <= noise <= MOST_ACT_NOISE:
            raise ConfigError(f"--noise is from 0 to {MOST_ACT_NOISE:g}, not {noise:g}.")
        self.domains: Domains = load_domains(domains)
        self.seed = seed
        self.noise = noise
        self._goals = GoalSampler(self.domains, wishes=WISHES)
        self._database = ScratchDatabase(self.domains)
        self._channel = SpokenChannel(self.domains, self._goals, noise)
        self._pipeline = Pipeline(
            self.domains,
            load_config(options={"nlu": {"name": "none"}}, domains=self.domains),
            database=self._database,
            given=frozenset({"user_acts"}),
            threads=False,
        )
        self._pipeline.warm_up()

    def dialogues(self, count: int) -> Iterator[Dialogue]:
        """Make so many dialogues.

        Raises:
            ConfigError: for so few that a split has none, or when a component fails.
        """
        names = [self._name(number) for number in range(count)]
        if missing := set(SPLITS) - {split_of(name) for name in names}:
            raise ConfigError(
                f"Of {count} dialogues with the seed {self.seed}, none falls to the split "
                f"{min(missing)!r}; ask for more of them."
            )
        return map(self.dialogue, range(count))

    def dialogue(self, number: int) -> Dialogue:
        """Make the dialogue with a number.

        Raises:
            ConfigError: when a component fails.
        """
        seed = f"{self.seed} {number}"
        goal = self._goals.numbered(number, seed)
        talks: list[Talk] = []

        async def talk() -> None:
            talks.append(
                await converse(self._pipeline, self._database, goal, self._channel, seed, SEVERAL)
            )

        run(talk())
        [made] = talks
        if error := made.exchanges[-1].error:
            raise ConfigError(f"Dialogue {number} of the seed {self.seed} broke off: {error}.")
        name = self._name(number)
        turns = [
            turn
            for words, exchange in zip(self._channel.speech.said, made.exchanges, strict=True)
            for turn in (_user_turn(words), _system_turn(exchange.response, exchange.answered))
        ]
        told = tuple(part.domain for part in goal.parts)
        whole = Dialogue(name, split_of(name), told, goal.to_dict(), tuple(turns))
        return replace(whole, turns=self._tracked(whole))

    def about(self, count: int) -> About:
        """Return what is said of so many dialogues."""
        described = " and ".join(self.domains)
        return About(
            description=f"{count:,} dialogues about {described}, made by self-play.",
            licence="that of the plugins",
            language=spoken(self.domains),
            plugins=list(self.domains),
            domains={name: _described(self.domains, name) for name in self.domains},
            made={"dialogues": count, "seed": self.seed, "noise": self.noise},
        )

    def _name(self, number: int) -> str:
        return f"{'-'.join(self.domains)}-{self.seed}-{number:05d}"

    def _tracked(self, dialogue: Dialogue) -> tuple[CorpusTurn, ...]:
        """Return the turns with the states that the user's true acts lead to."""
        tracked = iter(replay(self._pipeline.dst, self.domains, [dialogue], gold))
        turns = []
        for turn in dialogue.turns:
            if turn.speaker == "user":
                state: dict[str, dict[str, str]] = {}
                for (domain, slot), belief in next(tracked).beliefs.items():
                    state.setdefault(domain, {})[slot] = str(belief.value)
                turn = replace(turn, state=state)
            turns.append(turn)
        return tuple(turns)


def split_of(name: str) -> str:
    """Return the split that a dialogue falls to, by a hash of its id."""
    digest = hashlib.sha1(name.encode(), usedforsecurity=False).digest()
    return _TENTHS.get(int.from_bytes(digest[:4]) % 10, "train")


def _user_turn(words: Words) -> CorpusTurn:
    unaligned = [
        {"act": str(act), "why": DONTCARE if act.value == DONTCARE else "not in the text"}
        for act in words.acts
        if act.value is not None and act.span is None and act.slot != TASK
    ]
    extra = {"unaligned": unaligned} if unaligned else {}
    return CorpusTurn("user", words.text, (Hypothesis(words.text),), words.acts, extra=extra)


def _system_turn(text: str, acts: Sequence[DialogueAct]) -> CorpusTurn:
    unaligned: list[dict[str, str]] = []
    placed = tuple(a if a.slot == TASK else align(text, a, unaligned) for a in acts)
    extra = {"unaligned": unaligned} if unaligned else {}
    return CorpusTurn("system", text, (), placed, extra=extra)


def _described(domains: Domains, name: str) -> dict[str, object]:
    """Return a domain as `corpus.yml` has it: the slots that users fill."""
    schema = domains[name].schema
    slots = {
        slot.name: slot.model_dump(
            mode="json", include={"type", "description", "values"}, exclude_defaults=True
        )
        for slot in schema.slots.values()
        if slot.informable
    }
    return {"description": schema.description, "entity": schema.entity, "slots": slots}
