"""Several answers of a language model to the same messages."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from dataclasses import replace
from typing import Any

from dialog.llm.base import LLM, Completion, LlmError, Message, SamplingLLM
from dialog.llm.decoding import Decoding


async def sampled(
    llm: LLM, messages: Sequence[Message], count: int, *, decoding: Decoding
) -> list[Completion]:
    """Return so many answers, fewer if some fail; a model that cannot sample is asked as often.

    Raises:
        LlmError: when all fail.
    """
    if isinstance(llm, SamplingLLM):
        return await llm.sample(messages, count, decoding=decoding)
    return await those_that_come(
        llm.complete(messages, decoding=each) for each in seeded(decoding, count)
    )


def seeded(decoding: Decoding, count: int) -> list[Decoding]:
    """Return options that draw different answers, each with a seed of its own if there is one."""
    if decoding.seed is None:
        return [decoding] * count
    return [replace(decoding, seed=decoding.seed + nth) for nth in range(count)]


async def those_that_come(asked: Iterable[Coroutine[Any, Any, Completion]]) -> list[Completion]:
    """Return the answers that come, in the order in which they were asked for.

    Raises:
        LlmError: the first one, when none comes.
    """
    made = await asyncio.gather(*asked, return_exceptions=True)
    failed = [each for each in made if isinstance(each, BaseException)]
    for error in failed:
        if not isinstance(error, LlmError):
            raise error
    found = [each for each in made if not isinstance(each, BaseException)]
    if not found:
        raise failed[0]
    return found
