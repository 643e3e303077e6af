"""What the model learns from: system turns of corpora, as lines of acts and texts with gaps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from dialog.corpus import Corpus, Dialogue
from dialog.nlg.corpus_turns import SystemTurn, spoken_domains, system_turns
from dialog.nlg.evaluation import slot_error_counter
from dialog.nlg.lm.linear import GAPS, Item, Pieces, delexicalised, line_of
from dialog.nlg.slot_errors import SlotErrorCounter
from dialog.nlg.sources import LONGEST_WORDS, Taught, taught_by
from dialog.schema import Language


class Counted(NamedTuple):
    """A system turn, and what finds the slot errors of words for it."""

    turn: SystemTurn
    counter: SlotErrorCounter


@dataclass(frozen=True, slots=True)
class Example:
    """A line of acts and a response to it."""

    dialogue: str
    acts: Pieces
    slots: tuple[str, ...]  # what each gap is a value of
    response: Pieces
    items: tuple[Item, ...]  # of the acts

    def to_dict(self) -> dict[str, Any]:
        """Return the example as JSON-able data."""
        return asdict(self)


def taught(names: Sequence[str], announce: Callable[[str], None]) -> Taught[Example, Counted]:
    """Return what the training splits of corpora teach the model.

    Args:
        names: of the corpora.
        announce: gets a line for each.

    Raises:
        CorpusError: for a corpus that is not there, or a training on what is scored.
        ConfigError: for corpora of two languages, or without a system turn to learn from.
    """
    return taught_by(names, _turns, _examples, announce)


def _turns(corpus: Corpus, dialogues: Sequence[Dialogue]) -> Iterable[Counted]:
    domains = spoken_domains(corpus, dialogues)
    counter = slot_error_counter(corpus, dialogues, domains)
    return (Counted(turn, counter) for turn in system_turns(corpus, dialogues, domains))


def _examples(turns: Iterable[Counted], language: Language) -> Iterable[Example]:
    """Go through the turns whose text says the values of its acts, and no other."""
    for turn, counter in turns:
        line = line_of(turn.acts)
        if len(line.values) > GAPS or len(turn.text.split()) > LONGEST_WORDS:
            continue
        spelt = [(act.value or "", words) for act, words in zip(turn.acts, turn.words, strict=True)]
        response = delexicalised(turn.text, line, spelt, language)
        if response and not counter.of(turn.text, turn.acts).redundant:
            yield Example(turn.dialogue, line.pieces, line.slots, response, line.items)
