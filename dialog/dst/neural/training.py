"""Training of the neural tracker on the annotated states of corpora."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import torch

from dialog.dst.neural.bundle import (
    Bundle,
    load_bundle,
    packed_heads,
    save_bundle,
    unpacked_heads,
)
from dialog.dst.neural.decoding import UpdateReader, changed, rows_of
from dialog.dst.neural.examples import TrackedTurn
from dialog.dst.neural.model import SlotModel, TurnBatcher
from dialog.dst.neural.queries import QueryMaker
from dialog.dst.neural.reading import Place
from dialog.dst.neural.sources import Tracked
from dialog.errors import ConfigError
from dialog.evaluation.provenance import checksum
from dialog.quantities import fold
from dialog.runtime.bundles import sha256
from dialog.runtime.changes import restored, stored
from dialog.runtime.encoder import TextEncoder, most_tokens, resolve_encoder
from dialog.training import rates
from dialog.training.adapter import Adapter, arrays, trained_weights
from dialog.training.batches import drawn_dialogues, of_like_length
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import Measured, Report, made_on, train_by_epochs
from dialog.training.loop import Loop, Step
from dialog.values import readers

AT_ONCE = 64  # turns that are tracked together
_FOR_ONE = 4  # dialogues that an epoch learns from for each that it is measured on, where drawn


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """How to train; every default is the shipped bundles'."""

    encoder: str | None = None  # None: the embedded one
    adapter: str = "full"  # or lora, none
    start: str | None = None  # a bundle's folder to go on from
    epochs: int = 10
    dialogues: int | None = None  # that an epoch learns from, others each time; None: all
    patience: int = 3  # epochs without a better validation score before stopping
    strangers: int = 3  # domains that a turn is not about, but is asked for, at most
    batch_size: int = 16
    learning_rate: float | None = None  # of the encoder, at its peak; None: by the adapter
    averaging: float = 0.99  # decay of the running mean of the weights, which is what is kept
    layers: int = 2
    dropout: float = 0.1
    max_length: int = 192
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "layers", "max_length"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if self.dialogues is not None and self.dialogues < _FOR_ONE:
            raise ConfigError(f"dialogues is {self.dialogues}; it should be at least {_FOR_ONE}.")
        if not 0 < self.encoder_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")

    @property
    def encoder_rate(self) -> float:
        """The peak learning rate of the encoder."""
        if self.learning_rate is None:
            return rates.ENCODER[self.adapter]
        return self.learning_rate

    def to_dict(self) -> dict[str, Any]:
        """Return them as JSON-able data, the learning rate that is meant by none put in."""
        return asdict(self) | {"learning_rate": self.encoder_rate}


def arguments(chosen: Mapping[str, Any]) -> TrainingArguments:
    """Return how to train, by default as the bundle gone on from was.

    Args:
        chosen: fields of the arguments; None stands for the default.

    Raises:
        ConfigError: for one that does not fit.
        BundleError: for a bundle that is missing or damaged.
    """
    settings = {name: value for name, value in chosen.items() if value is not None}
    if start := settings.get("start"):
        base = load_bundle(Path(start))
        name = base.encoder["name"]
        same = {"adapter": base.adapter["kind"], "encoder": None if name == "embedded" else name}
        settings = same | settings
    return TrainingArguments(**settings)


@dataclass(frozen=True)
class Figures:
    """What a model reaches on annotated turns, its own state carried along, 0 to 1."""

    turns: int
    joint: float  # share of the turns after which all values are the annotated ones
    changes: float  # F1 of the values that turns change

    def summary(self) -> dict[str, Any]:
        """Return the figures as JSON-able data."""
        return {
            "joint_goal_accuracy": round(self.joint, 4),
            "changes_f1": round(self.changes, 4),
            "turns": self.turns,
        }


class Trainer:
    """Trains one tracker.

    Args:
        taught: what to learn from.
        args: how to train.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.
    """

    def __init__(
        self,
        taught: Tracked,
        args: TrainingArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        self._learnt = list(taught.turns["train"])
        self._validation = list(taught.turns["validation"])
        if args.dialogues:
            self._validation = drawn_dialogues(
                self._validation, _dialogue, args.seed, args.dialogues // _FOR_ONE
            )
        self._taught = taught
        self.report = report
        self.step = step
        self._folder = resolve_encoder(args.encoder)
        length = min(args.max_length, most_tokens(self._folder))
        self.args = replace(args, max_length=length)
        self._adapter = Adapter(args.adapter)
        self._reader = TextEncoder(self._folder, max_length=length)
        self._acts = tuple(sorted({kind for turn in self._learnt for kind in turn.acts}))
        every = [*self._learnt, *self._validation]
        strangers = {id(t.strangers): t.strangers for t in every}  # shared by many turns
        places = dict.fromkeys(p for t in every for p in t.places)
        places |= dict.fromkeys(p for s in strangers.values() for slots in s for p in slots)
        self._queries = QueryMaker(self._folder).make(taught.domains, list(places))
        self._updates = UpdateReader(self._queries, readers(taught.domains))

    def train(self, name: str, path: Path) -> Bundle:
        """Train, choose the epoch on validation, and write the bundle to `path`.

        The folder holds the best epoch so far at any time. Beside it stands the state of the
        training, from which the same call goes on where this one is cut short.
        """
        args = self.args
        torch.manual_seed(args.seed)
        encoder, hidden = self._adapter.load(self._folder)
        model = SlotModel(
            encoder, hidden, acts=len(self._acts), layers=args.layers, dropout=args.dropout
        )
        self._before = arrays(trained_weights(encoder)) if args.adapter == "full" else {}
        base = load_bundle(Path(args.start)) if args.start else None
        if base:
            kept = restored(base.weights(), self._before)
            if base.acts != self._acts:  # which acts are told differs; the rest goes on
                kept = {k: v for k, v in kept.items() if not k.startswith("head.acts.")}
            model.restore({k: torch.from_numpy(v) for k, v in kept.items()})
        steps = args.epochs * len(self._epoch(0))
        peaks = {"encoder.": args.encoder_rate, "": rates.HEADS}
        loop = Loop(model, peaks, steps, averaging=args.averaging)
        batcher = TurnBatcher(self._reader, self._queries, self._acts, loop.device)
        made = self._provenance(base, loop.device)
        data = checksum(turn.to_dict() for turn in [*self._learnt, *self._validation])
        checkpoint = Checkpoint.beside(path, made | {"data": data})

        def learn(epoch: int) -> float:
            return loop.epoch(self._epoch(epoch), batcher, self.step)

        def measure(mean: SlotModel) -> Measured:
            weights = self._packed(mean)  # what is measured is what is kept
            with loop.accelerator.autocast():
                found = self._tracked(mean, batcher)
            summary = found.summary()
            return Measured(
                found.joint,
                summary,
                f"joint goal accuracy {found.joint:.4f}, changes F1 {found.changes:.4f}",
                lambda history: self._save(
                    name, path, weights, made | {"history": history, "validation": summary}
                ),
            )

        train_by_epochs(
            loop, checkpoint, learn, measure,
            epochs=args.epochs, patience=args.patience, seed=args.seed, report=self.report,
        )  # fmt: skip
        return load_bundle(path)

    def _provenance(self, base: Bundle | None, device: torch.device) -> dict[str, Any]:
        return {
            "arguments": self.args.to_dict() | {"start": base.name if base else None},
            "start_sha256": base.training["weights_sha256"] if base else None,
            "corpora": list(self._taught.corpora),
            "plugins": sorted(self._taught.plugins),
            "turns": {"train": len(self._learnt), "validation": len(self._validation)},
            **made_on(device, ("torch", "transformers", "peft")),
        }

    def _packed(self, model: SlotModel) -> Mapping[str, Any]:
        """Return the weights as a bundle holds them, and leave the model with what they keep."""
        weights = packed_heads(stored(arrays(model.weights()), self._before))
        kept = restored(unpacked_heads(weights), self._before)
        model.restore({k: torch.from_numpy(v) for k, v in kept.items()})
        return weights

    def _save(
        self, name: str, path: Path, weights: Mapping[str, Any], training: dict[str, Any]
    ) -> None:
        """Write the best bundle so far: a training that is cut short has not been in vain."""
        bundle = Bundle(
            name=name,
            encoder={
                "name": self.args.encoder or "embedded",
                "sha256": sha256(self._folder / "model.safetensors"),
            },
            adapter=self._adapter.to_dict(),
            acts=self._acts,
            training=training,
        )
        save_bundle(bundle, weights, path)

    def _epoch(self, epoch: int) -> list[list[TrackedTurn]]:
        args = self.args
        turns = (
            drawn_dialogues(self._learnt, _dialogue, args.seed, args.dialogues, nth=epoch)
            if args.dialogues
            else list(self._learnt)
        )
        chance = random.Random(f"{args.seed} epoch {epoch}")  # noqa: S311
        chance.shuffle(turns)
        turns = [_among_strangers(turn, args.strangers, chance) for turn in turns]
        return of_like_length(turns, self.args.batch_size, TrackedTurn.length)

    @torch.no_grad()
    def _tracked(self, model: SlotModel, batcher: TurnBatcher) -> Figures:
        """Track the validation dialogues, all of them a turn at a time."""
        by_number: dict[int, list[TrackedTurn]] = {}
        for turn in self._validation:
            by_number.setdefault(turn.number, []).append(turn)
        held: dict[str, dict[Place, str]] = {}
        right = agreed = both = 0
        for number in sorted(by_number):
            turns = by_number[number]
            for at in range(0, len(turns), AT_ONCE):
                part = [
                    replace(t, before=held.get(t.dialogue, {})) for t in turns[at : at + AT_ONCE]
                ]
                for turn, after in zip(part, self._after(model, part, batcher), strict=True):
                    held[turn.dialogue] = after
                    was, told, wanted = map(_folded, (turn.before, after, turn.after))
                    right += told == wanted
                    agreed += len((told - was) & (wanted - was))
                    both += len(told - was) + len(wanted - was)
        return Figures(
            len(self._validation), right / max(1, len(self._validation)), 2 * agreed / max(1, both)
        )

    def _after(
        self, model: SlotModel, turns: Sequence[TrackedTurn], batcher: TurnBatcher
    ) -> list[dict[Place, str]]:
        """Return what is held after each of some turns."""
        batch = self._reader.encode([(t.reading.context, t.reading.text) for t in turns])
        logits = {k: v.float().cpu().numpy() for k, v in model.read(batcher(turns)).items()}
        return [
            changed(
                turn.before,
                self._updates.read(
                    turn.reading, turn.places, rows_of(logits, row, len(turn.places), batch), batch,
                    row,
                ),
            )
            for row, turn in enumerate(turns)
        ]  # fmt: skip


def _among_strangers(turn: TrackedTurn, most: int, chance: random.Random) -> TrackedTurn:
    """Return a turn that is asked for slots of other domains too, of which it says nothing.

    A session has more domains than a turn is about; who never met those takes values for them.
    """
    number = min(chance.randint(0, most), len(turn.strangers))
    drawn = chance.sample(turn.strangers, number)
    return replace(turn, places=(*turn.places, *(place for places in drawn for place in places)))


def _dialogue(turn: TrackedTurn) -> str:
    return turn.dialogue


def _folded(state: Mapping[Place, str]) -> set[tuple[Place, str]]:
    return {(place, fold(value)) for place, value in state.items()}
