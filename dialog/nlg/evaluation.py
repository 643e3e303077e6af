"""Wording the annotated acts of a corpus, and what is right and wrong with the words."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from dialog.component import Domains, Generator, Response
from dialog.corpus import Corpus, Dialogue
from dialog.corpus.domains import TRAIN
from dialog.corpus.statistics import TASK
from dialog.evaluation.bleu import counts
from dialog.llm.base import LlmError
from dialog.nlg.corpus_turns import SystemTurn, language_of
from dialog.nlg.slot_errors import SlotErrorCounter, SlotErrors

_TRIED = 3  # turns after which a model that never answered is given up


@dataclass(frozen=True, slots=True)
class Worded:
    """A system turn of a corpus, and what a generator said for its acts."""

    turn: SystemTurn
    response: Response
    seconds: float
    said: SlotErrors  # of the response
    wanted: SlotErrors  # of the corpus's own words
    bleu: tuple[int, ...]  # the counts of the response against the corpus's words

    @property
    def fallback(self) -> bool:
        """Whether templates spoke in place of the model."""
        made = self.response.generation
        return made is not None and made.fallback


def word(
    generator: Generator, turns: Iterable[SystemTurn], counter: SlotErrorCounter
) -> list[Worded]:
    """Return what a generator says for the acts of each turn, one at a time.

    Args:
        generator: ready to speak.
        turns: of one corpus.
        counter: finds the slot errors of the corpus's language.

    Raises:
        LlmError: when its language model answers none of the first turns, for then the templates
            would be measured in its place.
    """
    return asyncio.run(_word(generator, turns, counter))


async def _word(
    generator: Generator, turns: Iterable[SystemTurn], counter: SlotErrorCounter
) -> list[Worded]:
    found = []
    for turn in turns:
        start = time.perf_counter()
        response = await generator.generate(turn.acts, turn.state)
        seconds = time.perf_counter() - start
        said, wanted = (counter.of(text, turn.acts) for text in (response.text, turn.text))
        bleu = counts(response.text, turn.text, counter.language)
        found.append(Worded(turn, response, seconds, said, wanted, bleu))
        if len(found) == _TRIED:
            _check_answered(found)
    return found


def _check_answered(worded: Sequence[Worded]) -> None:
    made = [each.response.generation for each in worded]
    if any(each is None or each.answered for each in made):
        return
    [why, *_] = [each.refused[-1] for each in made if each]
    raise LlmError(f"{why} It answered none of the first {len(worded)} turns.")


def slot_error_counter(
    corpus: Corpus, dialogues: Iterable[Dialogue], domains: Domains
) -> SlotErrorCounter:
    """Return what finds slot errors, with the values that a corpus annotates.

    Args:
        corpus: the values of its training part count too, where it has one.
        dialogues: that are worded.
        domains: the corpus's.
    """
    learnt = corpus.load(TRAIN) if TRAIN in corpus.splits else ()
    often = Counter(chain(_values(dialogues), _values(learnt)))
    values = (value for value, times in often.items() if times > 1)  # others are often slips
    own = [*domains, *(domain.schema.entity for domain in domains.values())]
    return SlotErrorCounter(values, own, language_of(corpus))


def _values(dialogues: Iterable[Dialogue]) -> Iterator[str]:
    """Go through what systems say in the values' own words."""
    for dialogue in dialogues:
        for turn in dialogue.turns:
            for act in turn.acts if turn.speaker == "system" else ():
                if act.span is not None and act.value and act.slot != TASK:
                    yield act.value
