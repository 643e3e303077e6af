"""Measuring generators on the system turns of a corpus, each on the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dialog.component import Described, Domains, Generator
from dialog.corpus import Corpus, Dialogue
from dialog.errors import ConfigError
from dialog.evaluation.provenance import Provenance, checksum
from dialog.evaluation.report import Report
from dialog.nlg.corpus_turns import SystemTurn, language_of, spoken_domains, system_turns
from dialog.nlg.evaluation import Worded, slot_error_counter, word
from dialog.nlg.report import nlg_metrics, nlg_report
from dialog.nlg.slot_errors import SlotErrorCounter

Shown = Callable[[Sequence[SystemTurn]], Iterable[SystemTurn]]


@dataclass(frozen=True)
class Asked:
    """What generators are to put into words.

    Args:
        corpus: where it stands.
        split: of it.
        dialogues: of this split, all or some.
    """

    corpus: Corpus
    split: str
    dialogues: Sequence[Dialogue]

    @cached_property
    def domains(self) -> Domains:
        """The domains that a generator is made with."""
        return spoken_domains(self.corpus, self.dialogues)

    @cached_property
    def turns(self) -> Sequence[SystemTurn]:
        """The system turns with acts.

        Raises:
            ConfigError: where there are none.
        """
        found = list(system_turns(self.corpus, self.dialogues, self.domains))
        if not found:
            raise ConfigError(
                f"There is no system turn with acts in the split {self.split!r} of "
                f"{self.corpus.name}."
            )
        return found

    @cached_property
    def described(self) -> dict[str, Any]:
        """What tells it from others, as JSON-able data."""
        return {
            "corpus": self.corpus.name,
            "split": self.split,
            "dialogues": len(self.dialogues),
            "turns": len(self.turns),
            "sha256": checksum(turn.to_dict() for turn in self.turns),
        }

    @cached_property
    def _counter(self) -> SlotErrorCounter:
        return slot_error_counter(self.corpus, self.dialogues, self.domains)

    def put_to(self, generator: Generator, shown: Shown = iter) -> list[Worded]:
        """Return what a generator says for each turn.

        Args:
            generator: ready to speak.
            shown: goes through the turns and shows how many are done.
        """
        return word(generator, shown(self.turns), self._counter)

    def report(
        self,
        worded: Sequence[Worded],
        generator: Generator,
        options: Mapping[str, Any],
        seed: int = 0,
    ) -> Report:
        """Return the report on what a generator said.

        Args:
            worded: its words for all turns.
            generator: whose they are.
            options: its name, as `nlg`, and what it was made with.
            seed: of the bootstrap and the examples.
        """
        config = {**options, "domains": list(self.domains)}
        if isinstance(generator, Described):
            config["model"] = generator.described()
        metrics = nlg_metrics(worded, language_of(self.corpus), seed)
        made = Provenance(config=config, data=self.described, seed=seed)
        return nlg_report(worded, metrics, made)
