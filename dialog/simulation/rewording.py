"""Users' sentences in the words of a language model, so that nobody has learnt them.

What the user means stays the agenda's: the model is asked to say one sentence in another way. One
that lacks a value or brings a figure of its own is not taken. Whether it means the same otherwise
is not known, so a conversation may fail by the user's words, and rates are the least that they are.
"""

import asyncio
import random
import re
from concurrent.futures import ThreadPoolExecutor

from dialog.llm.base import LLM, LlmError, Message, told_once
from dialog.llm.decoding import Decoding
from dialog.llm.specs import language_model
from dialog.nlg.figures import pattern, spoken
from dialog.simulation.wording import Words

_TASK = (
    "You play a person who talks to a booking service. Say the sentence of the user in your own "
    "words, {manner}. Keep its meaning, its language, and every name, number, time and place "
    "exactly as they are written; add none. A question stays a question. Answer with the user's "
    "words only."
)
_MANNERS = (
    "in as few words as people type into a phone",
    "politely and in full sentences",
    "casually, as to a friend",
    "as someone in a hurry",
    "as someone who thinks while speaking",
    "formally",
)
_TEMPERATURE = 1.0
_LONGEST = 80  # tokens
_TIMES_LONGER = 4  # than the sentence, at most
_ROOM = 60  # characters on top of that
_FIGURE = re.compile(r"\w*\d\w*")


class Rewording:
    """Says a user's sentence in other words.

    Args:
        llm: "http://host:port/v1#model", a model of transformers by folder or name, or any `LLM`.
    """

    def __init__(self, llm: str | LLM) -> None:
        self.llm = language_model(llm, timeout=60)
        self._thread = ThreadPoolExecutor(1)  # conversations have an event loop of their own

    def warm_up(self) -> None:
        """Load the model.

        Raises:
            ConfigError: when it cannot be used.
        """
        self.llm.warm_up()

    def __call__(self, words: Words, rng: random.Random) -> str:
        """Return other words for a sentence, "" if the model finds none that keep its values."""
        task = _TASK.format(manner=rng.choice(_MANNERS))
        messages = [Message("system", task), Message("user", words.text)]
        seed = rng.getrandbits(31)
        decoding = Decoding(temperature=_TEMPERATURE, seed=seed, max_tokens=_LONGEST)
        asked = self._thread.submit(asyncio.run, self.llm.complete(messages, decoding=decoding))
        try:
            text = " ".join(asked.result().text.split()).strip('"')
        except LlmError as error:
            told_once(error)
            return ""
        return text if keeps(text, words) else ""


def keeps(text: str, words: Words) -> bool:
    """Whether a text has the values of a sentence, and no figure that it has not."""
    if not text or len(text) > _TIMES_LONGER * len(words.text) + _ROOM:
        return False
    said, meant = spoken(text), spoken(words.text)
    values = (words.text[slice(*act.span)] for act in words.acts if act.span)
    if not all(pattern(value).search(said) for value in values):
        return False
    return set(_FIGURE.findall(said)) <= set(_FIGURE.findall(meant))
