"""Preferences from a language model's own answers: one that passes the guard to one that does not.

Only what the model itself says is compared, so it learns which of its ways to put things are
refused (the on-policy data of Rafailov et al. 2023, with the guard as the judge).
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from dialog.errors import ConfigError
from dialog.llm.base import LLM, LlmError
from dialog.llm.decoding import Decoding
from dialog.llm.sampling import sampled
from dialog.nlg.tuning.asked import Asked
from dialog.nlg.tuning.preferences import Preference

_LONGEST = 100  # tokens of an answer


@dataclass
class Judged:
    """What became of a model's answers."""

    preferences: list[Preference] = field(default_factory=list)
    answers: int = 0  # different ones
    passed: int = 0  # of these


def judged(
    llm: LLM,
    asked: Iterable[Asked],
    *,
    samples: int,
    temperature: float,
    seed: int,
) -> Judged:
    """Return preferences among the answers of a model.

    Args:
        llm: ready to answer.
        asked: what it is asked.
        samples: answers to each.
        temperature: of sampling, above 0.
        seed: of sampling.

    Raises:
        ConfigError: when no answer can be preferred to another.
        LlmError: when the model does not answer.
    """
    found = Judged()
    for each in asked:
        try:
            answers = asyncio.run(_answers(llm, each, samples, temperature, seed))
        except LlmError:
            if not found.answers:
                raise  # none ever came; later it may be a turn that it says nothing to
            continue
        passing = [text for text in answers if each.passes(text)]
        refused = [text for text in answers if text not in passing]
        found.answers += len(answers)
        found.passed += len(passing)
        found.preferences += [
            Preference(each.messages, one, other)
            for one, other in zip(passing, refused, strict=False)
        ]
    if not found.preferences:
        raise ConfigError(
            f"Of {found.answers:,} answers {found.passed:,} pass, and of no turn one does and "
            "another does not; ask for more --samples, or at another --temperature."
        )
    return found


async def _answers(
    llm: LLM, asked: Asked, samples: int, temperature: float, seed: int
) -> list[str]:
    """Return different answers, in the order in which they were asked for."""
    decoding = Decoding(temperature=temperature, seed=seed, max_tokens=_LONGEST)
    made = await sampled(llm, asked.messages, samples, decoding=decoding)
    return list(dict.fromkeys(text for each in made if (text := each.text.strip())))
