"""Training of the neural tracker on the annotated states of corpora."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from dialog.component import Domains
from dialog.dst.neural.decoding import Scored, UpdateReader, changed
from dialog.dst.neural.examples import TrackedTurn
from dialog.dst.neural.model import SlotModel, TurnBatcher
from dialog.dst.neural.queries import Queries, QueryMaker
from dialog.dst.neural.reading import Place
from dialog.quantities import fold
from dialog.runtime.encoder import TextEncoder, most_tokens, resolve_encoder
from dialog.training.adapter import Adapter
from dialog.training.batches import of_like_length
from dialog.training.loop import Loop, Step
from dialog.values import readers

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TrainingArguments:
    """How to train; every default is the shipped bundles'."""

    encoder: str | None = None
    adapter: str = "full"
    epochs: int = 10
    patience: int = 3
    batch_size: int = 32
    learning_rate: float = 2e-4
    heads_rate: float = 1e-3
    averaging: float = 0.99
    layers: int = 2
    dropout: float = 0.1
    max_length: int = 192
    seed: int = 0


@dataclass(frozen=True)
class Figures:
    """What a model reaches on annotated turns, its own state carried along."""

    joint: float  # share of turns whose whole state is right
    right: int
    turns: int
    slots: float  # F1 of the values that turns change

    def summary(self) -> dict[str, float]:
        """Return the figures as JSON-able data, 0 to 1."""
        return {"joint_goal_accuracy": round(self.joint, 4), "turns": self.turns}


class Trainer:
    """Trains one model.

    Args:
        domains: all that are met.
        learnt: turns to learn.
        validation: turns to choose the epoch by.
        args: how.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.
    """

    def __init__(
        self,
        domains: Domains,
        learnt: Sequence[TrackedTurn],
        validation: Sequence[TrackedTurn],
        args: TrainingArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        self.domains = domains
        self.learnt = list(learnt)
        self.validation = list(validation)
        self.args = args
        self.report = report
        self.step = step
        self._encoder = resolve_encoder(args.encoder)
        places = dict.fromkeys(p for t in [*learnt, *validation] for p in t.places)
        self.queries: Queries = QueryMaker(self._encoder).make(domains, list(places))
        self._readers = readers(domains)

    def train(self) -> dict[str, Any]:
        args = self.args
        torch.manual_seed(args.seed)
        encoder, hidden = Adapter(args.adapter).load(self._encoder)
        model = SlotModel(encoder, hidden, layers=args.layers, dropout=args.dropout)
        length = min(args.max_length, most_tokens(self._encoder))
        text_encoder = TextEncoder(self._encoder, max_length=length)
        steps = args.epochs * -(-len(self.learnt) // args.batch_size)
        rates = {"encoder.": args.learning_rate, "": args.heads_rate}
        loop = Loop(model, rates, steps, averaging=args.averaging)
        batcher = TurnBatcher(text_encoder, self.queries, loop.device)
        history = []
        for epoch in range(args.epochs):
            torch.manual_seed(1000 * args.seed + epoch)
            loss = loop.epoch(self._epoch(epoch), batcher, self.step)
            with loop.averaged() as mean:
                figures = evaluated(
                    mean, self.validation, text_encoder, self.queries, self._readers, batcher
                )
            history.append({"loss": loss, **figures.summary()})
            self.report(
                f"epoch {epoch + 1}/{args.epochs}: loss {loss:.3f}, validation joint goal accuracy "
                f"{figures.joint:.4f}, changes F1 {figures.slots:.4f} ({len(self.learnt)} turns)"
            )
        return {"arguments": asdict(args), "history": history}

    def _epoch(self, epoch: int) -> list[list[TrackedTurn]]:
        turns = list(self.learnt)
        random.Random(f"{self.args.seed} epoch {epoch}").shuffle(turns)  # noqa: S311
        return of_like_length(
            turns, self.args.batch_size, lambda t: len(t.text) + len(t.reading.context)
        )


@torch.no_grad()
def evaluated(
    model: SlotModel,
    turns: Sequence[TrackedTurn],
    reader: TextEncoder,
    queries: Queries,
    value_readers: Mapping[str, Any],
    batcher: TurnBatcher,
) -> Figures:
    """Track dialogues, all of them a turn at a time."""
    updates = UpdateReader(queries, value_readers)
    rows = {place: row for row, place in enumerate(queries.places)}
    by_number: dict[int, list[TrackedTurn]] = {}
    for turn in turns:
        by_number.setdefault(turn.number, []).append(turn)
    held: dict[str, dict[Place, str]] = {}
    right = 0
    said_right = said_all = wanted_all = 0
    for number in sorted(by_number):
        for at in range(0, len(by_number[number]), 64):
            part = [
                _carried(turn, held.get(turn.dialogue, {}))
                for turn in by_number[number][at : at + 64]
            ]
            logits = {k: v.float().cpu().numpy() for k, v in model.read(batcher(part)).items()}
            encoded = reader.encode([(t.reading.context, t.reading.text) for t in part])
            for nth, turn in enumerate(part):
                size = int(encoded.attention_mask[nth].sum())
                own = len(turn.places)
                scored = Scored(
                    logits["fate"][nth, :own],
                    logits["asked"][nth, :own],
                    logits["listed"][nth, :own],
                    logits["start"][nth, :own, :size],
                    logits["end"][nth, :own, :size],
                )
                said = updates.read(
                    turn.reading,
                    [rows[p] for p in turn.places],
                    scored,
                    encoded.offsets[nth, :size],
                    encoded.sequence_ids[nth, :size],
                    0.3,
                )
                after = changed(turn.before, said)
                held[turn.dialogue] = after
                right += _folded(after) == _folded(turn.after)
                new = set(_folded(after).items()) - set(_folded(turn.before).items())
                wanted = set(_folded(turn.after).items()) - set(_folded(turn.before).items())
                said_right += len(new & wanted)
                said_all += len(new)
                wanted_all += len(wanted)
    f1 = 2 * said_right / max(1, said_all + wanted_all)
    return Figures(right / max(1, len(turns)), right, len(turns), f1)


def _carried(turn: TrackedTurn, held: Mapping[Place, str]) -> TrackedTurn:
    from dataclasses import replace

    return replace(turn, before=dict(held))


def _folded(state: Mapping[Place, str]) -> dict[Place, str]:
    return {place: fold(value) for place, value in state.items()}
