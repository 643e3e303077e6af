"""Contexts for single sentences, lent by the dialogues that are learnt beside them.

A sentence that stands alone, as a template for generation does, leaves much open that a dialogue
tells: of which of three places the address is asked for. It takes the context of a sentence that
does the same, which may be that of a dialogue's beginning.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from dialog.nlu.context import system_speaks
from dialog.nlu.examples import Example

ENOUGH = 5  # sentences that lend their context, lest a single one be learnt by heart
Key = tuple[object, ...]


class Contexts:
    """The contexts of a corpus's sentences, by what the sentences do.

    Args:
        examples: the sentences, each with what was said before it.
    """

    def __init__(self, examples: Iterable[Example]) -> None:
        self._lenders: dict[Key, list[Example]] = {}
        for example in examples:
            for key in _keys(example):
                self._lenders.setdefault(key, []).append(example)

    def lend(self, example: Example, rng: random.Random) -> Example:
        """Return a sentence in the context of another of the same speaker.

        That one has the same acts but for their values, else acts of the same types and domains,
        else of the same domains; a sentence that none is like stays as it is.
        """
        for key in _keys(example):
            lenders = self._lenders.get(key, ())
            if len(lenders) >= ENOUGH:
                other = rng.choice(lenders)
                return replace(example, turns=other.turns, active=other.active, said=other.said)
        return example


def _keys(example: Example) -> Iterator[Key]:
    """Give what a sentence is like, the narrowest likeness first."""
    speaker = system_speaks(example.turns)
    yield speaker, frozenset((act.type, act.domain, act.slot) for act in example.acts)
    yield speaker, frozenset((act.type, act.domain) for act in example.acts)
    yield speaker, frozenset(act.domain for act in example.acts if act.domain)
