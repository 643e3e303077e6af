"""Between user and system: how a turn's acts are heard, as they are or through noise.

Acts are misheard into n-best lists as in `dialog.noise.acts`, out of what users with other goals
say. A text goes through one of the channels of `dialog.noise.channels`.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import spoken
from dialog.noise.acts import ActNoise, Confusions
from dialog.noise.channels import channels_for
from dialog.simulation.goals import Goals
from dialog.simulation.phrasing import Phrasing
from dialog.simulation.rewording import Rewording
from dialog.simulation.speech import Speech
from dialog.simulation.wording import Wording
from dialog.state import Hypothesis, UserTurn

GOALS_CONFUSED = 300  # goals whose values can be taken for one another


@dataclass(frozen=True, slots=True)
class Heard:
    """What the system hears of what the user means."""

    turn: UserTurn
    phrase: str = ""  # what a language model was asked to say in other words
    reworded: bool = False  # whether it did


class Channel(Protocol):
    """Makes what the system hears of what the user means."""

    def __call__(
        self, acts: Sequence[DialogueAct], said: Sequence[DialogueAct], rng: random.Random
    ) -> Heard:
        """Return the turn; `said` are the system's acts that it answers."""
        ...


class ActChannel:
    """Gives acts, with n-best lists where they are hard to hear.

    Args:
        goals: those out of whose values errors are made.
        rate: how often the first entry of a list is wrong, 0 to 0.5.
    """

    def __init__(self, goals: Goals, rate: float) -> None:
        self._noise = noise_of(goals, rate)

    def __call__(
        self, acts: Sequence[DialogueAct], said: Sequence[DialogueAct], rng: random.Random
    ) -> Heard:
        """Return the turn without a text."""
        return Heard(self._noise("", acts, rng))


class SpokenChannel:
    """Gives acts as `ActChannel` does, with what was said for them.

    Args:
        domains: the session's domains.
        goals: those out of whose values errors are made.
        rate: how often the first entry of a list is wrong, 0 to 0.5.
    """

    def __init__(self, domains: Domains, goals: Goals, rate: float) -> None:
        self.speech = Speech(domains)
        self._noise = noise_of(goals, rate)

    def __call__(
        self, acts: Sequence[DialogueAct], said: Sequence[DialogueAct], rng: random.Random
    ) -> Heard:
        """Return the turn of one sentence, its acts as they were heard."""
        words = self.speech.say(acts, said, rng)
        return Heard(self._noise(words.text, words.acts, rng))


class TextChannel:
    """Gives a sentence, and puts some sentences through noise.

    Args:
        domains: the session's domains.
        rate: the share of sentences with noise, each of one kind, 0 to 1.
        phrasing: what users say it by; by default the plugins' own phrases.
        rewording: says it in other words; by default nobody does.
    """

    def __init__(
        self,
        domains: Domains,
        rate: float,
        phrasing: Phrasing | None = None,
        rewording: Rewording | None = None,
    ) -> None:
        self.wording = Wording(domains, phrasing)
        self.rewording = rewording
        self.rate = rate
        fit, _ = channels_for([spoken(domains)])
        self._channels = [named.make() for named in fit] if rate else []

    def __call__(
        self, acts: Sequence[DialogueAct], said: Sequence[DialogueAct], rng: random.Random
    ) -> Heard:
        """Return the turn of one sentence, yet to be understood."""
        words = self.wording.say(acts, said, rng)
        other = self.rewording(words, rng) if self.rewording else ""
        text = other or words.text
        if self._channels and rng.random() < self.rate:
            text, _ = rng.choice(self._channels)(text, [], rng)
        phrase = words.text if self.rewording else ""
        return Heard(UserTurn((Hypothesis(text),)), phrase, bool(other))


def noise_of(goals: Goals, rate: float) -> ActNoise:
    """Return what mishears acts: into what users with other goals say."""
    rng = random.Random(0)  # noqa: S311 - the same errors are possible with every seed
    informs = [
        DialogueAct(ActType.INFORM, part.domain, slot, value)
        for _ in range(GOALS_CONFUSED if rate else 0)
        for part in goals.sample(rng).parts
        for slot, value in {**part.constraints, **part.details}.items()
    ]
    return ActNoise(Confusions.of(informs), rate)
