"""Training of the small language model of responses."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dialog.errors import ConfigError
from dialog.evaluation.bleu import bleu, counts
from dialog.evaluation.provenance import checksum
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.lm.bundle import Bundle, load_bundle, packed, save_bundle
from dialog.nlg.lm.examples import Counted, Example
from dialog.nlg.lm.learnt import Learnt
from dialog.nlg.lm.linear import GAPS, line_of, parts_of
from dialog.nlg.lm.model import ActsToWords, Batch
from dialog.nlg.lm.network import Network, Shape
from dialog.nlg.lm.search import candidates
from dialog.nlg.lm.vocabulary import BEGIN, END, PAD, Vocabulary
from dialog.nlg.sources import Taught
from dialog.runtime.bundles import SUM
from dialog.training.batches import drawn_dialogues, of_like_length
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import Measured, Report, made_on, train_by_epochs
from dialog.training.loop import Loop, Step

_MEASURED = 200  # system turns that an epoch is measured with, at most
_BEAMS = 3  # while measuring
_VOCABULARY = 3000  # tokens, at most
_HEADS = 4

# tokens of acts, of the names of their gaps' slots, and of a response from BEGIN to END
Tokens = tuple[list[int], list[list[int]], list[int]]


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """How to train; every default is the shipped bundles'."""

    start: str | None = None  # a bundle's folder to go on from
    epochs: int = 10
    dialogues: int | None = None  # that an epoch learns from, others each time; None: all
    patience: int = 3  # epochs without a better validation score before stopping
    batch_size: int = 64
    learning_rate: float = 1e-3  # at its peak
    averaging: float = 0.99  # decay of the running mean of the weights, which is what is kept
    dropout: float = 0.1
    size: int = 192  # of a token's vector, where no bundle is gone on from
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "patience"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if self.dialogues is not None and self.dialogues < 1:
            raise ConfigError(f"dialogues is {self.dialogues}; it should be at least 1.")
        if self.size < 1 or self.size % _HEADS:
            raise ConfigError(f"size is {self.size}; it should be a multiple of {_HEADS}.")
        if not 0 < self.learning_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON-able data."""
        return asdict(self)


def arguments(chosen: Mapping[str, Any]) -> TrainingArguments:
    """Return how to train.

    Args:
        chosen: fields of the arguments; None stands for the default.

    Raises:
        ConfigError: for one that does not fit.
    """
    return TrainingArguments(**{name: v for name, v in chosen.items() if v is not None})


class Trainer:
    """Trains one generator.

    Args:
        taught: what to learn from.
        args: how to train.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.

    Raises:
        BundleError: for a bundle to go on from that is missing or damaged.
        ConfigError: for one of another language.
    """

    def __init__(
        self,
        taught: Taught[Example, Counted],
        args: TrainingArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        self.taught, self.args, self.report, self.step = taught, args, report, step
        self._base = load_bundle(Path(args.start)) if args.start else None
        if self._base and self._base.language != taught.language:
            raise ConfigError(
                f"The bundle {args.start} speaks {self._base.language!r}, not {taught.language!r}."
            )
        if self._base:
            self._weights, self._vocabulary, _ = self._base.load()
            self._shape = self._base.shape
        else:
            texts = {pieces for each in taught.examples for pieces in (each.acts, each.response)}
            self._vocabulary = Vocabulary.learnt(sorted(texts, key=str), _VOCABULARY)
            self._shape = Shape(len(self._vocabulary), args.size, _HEADS, inner=4 * args.size)
        turns = [t for t in taught.validation if len(line_of(t.turn.acts).values) <= GAPS]
        chance = random.Random(f"{args.seed} validation")  # noqa: S311
        self._measured = chance.sample(turns, min(_MEASURED, len(turns)))

    def train(self, name: str, path: Path) -> Bundle:
        """Train, choose the epoch on validation, and write the bundle to `path`.

        The folder holds the best epoch so far at any time. Beside it stands the state of the
        training, from which the same call goes on where this one is cut short.
        """
        args = self.args
        torch.manual_seed(args.seed)
        model = ActsToWords(self._shape, dropout=args.dropout)
        if self._base:
            model.load_state_dict(
                {name: torch.from_numpy(w.astype(np.float32)) for name, w in self._weights.items()}
            )
        steps = args.epochs * len(self._epoch(0))
        loop = Loop(model, {"": args.learning_rate}, steps, averaging=args.averaging)
        made = self._provenance(loop.device)
        data = checksum(each.to_dict() for each in self.taught.examples)
        checkpoint = Checkpoint.beside(path, made | {"sha256": data})

        def collate(batch: list[Tokens]) -> Batch:
            sources, slots, responses = zip(*batch, strict=True)
            most = max(1, *map(len, slots))
            names = [[*each, *[[]] * (most - len(each))] for each in slots]
            flat = _padded([name for each in names for name in each], loop.device)
            return Batch(
                _padded(sources, loop.device),
                flat.view(len(batch), most, -1),
                _padded(responses, loop.device),
            )

        def learn(epoch: int) -> float:
            return loop.epoch(self._epoch(epoch), collate, self.step)

        def measure(mean: ActsToWords) -> Measured:
            kept = packed({n: w.float().cpu().numpy() for n, w in mean.state_dict().items()})
            figures = self._figures(Network(self._shape, kept))
            score, errors = figures["bleu"], figures["slot_error_rate"]
            return Measured(
                score * (1 - errors),
                figures,
                f"BLEU {100 * score:.2f}, slot errors {100 * errors:.2f} %",
                lambda history: self._save(
                    name, path, kept, made | {"history": history, "validation": figures}
                ),
            )

        train_by_epochs(
            loop, checkpoint, learn, measure,
            epochs=args.epochs, patience=args.patience, seed=args.seed, report=self.report,
        )  # fmt: skip
        return load_bundle(path)

    def _provenance(self, device: torch.device) -> dict[str, Any]:
        examples = self.taught.examples
        return {
            "arguments": self.args.to_dict() | {"start": self._base.name if self._base else None},
            "start_sha256": self._base.training[SUM] if self._base else None,
            "corpora": list(self.taught.corpora),
            "data": {
                "train": len(examples),
                "different": len({(each.acts, each.response) for each in examples}),
                "validation": len(self._measured),
            },
            **made_on(device, ("torch", "tokenizers")),
        }

    def _save(
        self, name: str, path: Path, weights: Mapping[str, Any], training: dict[str, Any]
    ) -> None:
        bundle = Bundle(name, self.taught.language, self._shape.to_dict(), training)
        learnt = Learnt.of(each.items for each in self.taught.examples)
        save_bundle(bundle, weights, self._vocabulary, learnt, path)

    def _epoch(self, epoch: int) -> list[list[Tokens]]:
        """Return the batches of an epoch; what several turns have alike is learnt once."""
        args, examples = self.args, self.taught.examples
        if args.dialogues:
            examples = drawn_dialogues(
                examples, lambda each: each.dialogue, args.seed, args.dialogues, nth=epoch
            )
        pairs = list(dict.fromkeys((each.acts, each.slots, each.response) for each in examples))
        random.Random(f"{args.seed} epoch {epoch}").shuffle(pairs)  # noqa: S311
        encoded = (
            (
                self._vocabulary.encode(acts),
                [self._vocabulary.encode((name,)) for name in slots],
                [BEGIN, *self._vocabulary.encode(said), END],
            )
            for acts, slots, said in pairs
        )
        longest = self._shape.longest
        fitting = [each for each in encoded if max(len(each[0]), len(each[2])) <= longest]
        return of_like_length(fitting, args.batch_size, lambda each: len(each[0]) + len(each[2]))

    def _figures(self, network: Network) -> dict[str, float]:
        """Return what the first candidates reach on validation turns, shares from 0 to 1."""
        sums = np.zeros(10)
        wrong = due = 0
        language = self.taught.language
        for turn, counter in self._measured:
            line = line_of(turn.acts)
            best = candidates(network, self._vocabulary, line, _BEAMS)[0]
            values = [value for _, _, value in line.values]
            text = GRAMMARS[language].finish(parts_of(best.pieces, values, language))
            sums += counts(text, turn.text, language)
            errors, slots = counter.of(text, turn.acts).counts
            wrong += errors
            due += slots
        return {
            "bleu": round(float(bleu(sums)), 4),
            "slot_error_rate": round(wrong / max(1, due), 4),
        }


def _padded(rows: Sequence[Sequence[int]], device: torch.device) -> torch.Tensor:
    longest = max(1, *map(len, rows))
    return torch.tensor([[*row, *[PAD] * (longest - len(row))] for row in rows], device=device)
