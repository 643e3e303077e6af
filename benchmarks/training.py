"""Time the training of the NLU against a plain loop: `python benchmarks/training.py [--rounds 5]`.

Both train the joint model on the same training sentences of a corpus by itself, all of the encoder
but its embedding tables, batches of 32:

- shipped: what `dialog train nlu` does: bfloat16 where the processor computes in it, batches of
  like length, a fused optimiser, averaged weights;
- plain: float32, transformers' default attention, shuffled batches padded to their longest, AdamW.

Prints medians over the rounds, in turns, and how many times longer the plain loop takes.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dialog.nlu.examples import Example
    from dialog.nlu.joint import JointBert

BATCH = 32
Epoch = Callable[["Sequence[Example]"], object]


class Parts:
    """What both train: fresh models of a corpus by itself, and what feeds them."""

    def __init__(self, corpus: str) -> None:
        import torch

        from dialog.nlu.joint import Batcher
        from dialog.nlu.labels import LabelSet
        from dialog.nlu.recipe import recipe
        from dialog.runtime.encoder import TextEncoder, resolve_encoder
        from dialog.values import readers

        made = recipe([], [corpus], {}, print)
        self.args = made.args
        self.sentences = made.sentences["train"]
        self.folder = resolve_encoder(None)
        self.labels = LabelSet.of(example.acts for example in self.sentences)
        reader = TextEncoder(self.folder, max_length=made.args.max_length)
        device = torch.device("cpu")
        self.batcher = Batcher(reader, self.labels, device, readers(made.domains))

    def model(self) -> "JointBert":
        """Return a fresh model."""
        from dialog.nlu.joint import JointBert
        from dialog.training.adapter import Adapter

        encoder, hidden = Adapter("full").load(self.folder)
        return JointBert(encoder, hidden, self.labels, self.args.dropout, self.args.pooling)


def shipped(parts: Parts) -> Epoch:
    """Return an epoch as `dialog train nlu` makes it."""
    from dialog.nlu.training import batches_of
    from dialog.training.loop import Loop

    rates = {"encoder.": parts.args.encoder_rate, "": parts.args.heads_rate}
    loop = Loop(parts.model(), rates, 10_000, averaging=parts.args.averaging)
    return lambda some: loop.epoch(batches_of(some, BATCH), parts.batcher)


def plain(parts: Parts) -> Epoch:
    """Return an epoch without anything that makes it fast."""
    import torch
    from transformers import AutoModel

    model = parts.model()
    model.encoder = AutoModel.from_pretrained(parts.folder, add_pooling_layer=False)
    for name, weight in model.encoder.named_parameters():
        weight.requires_grad = "_embeddings." not in name
    trained = [weight for weight in model.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=parts.args.encoder_rate)

    def epoch(some: "Sequence[Example]") -> None:
        model.train()
        for at in range(0, len(some), BATCH):
            loss = model(parts.batcher(some[at : at + BATCH]))[0]
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()

    return epoch


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--corpus", default="snips")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sentences", type=int, default=1280, help="a round")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"

    import torch
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    parts = Parts(options.corpus)
    some = random.Random(0).sample(parts.sentences, options.sentences)
    contestants = {"shipped": shipped(parts), "plain": plain(parts)}
    for run in contestants.values():
        run(some[: 4 * BATCH])
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    for nth in range(options.rounds):
        order = list(contestants.items())
        for name, run in order if nth % 2 else reversed(order):  # neither is always the first
            start = time.perf_counter()
            run(some)
            rates[name].append(len(some) / (time.perf_counter() - start))
    print(f"{torch.get_num_threads()} threads, {os.cpu_count()} cores")
    for name, found in rates.items():
        print(f"{name:8} {statistics.median(found):6.0f} sentences a second")
    times = [fast / slow for fast, slow in zip(rates["shipped"], rates["plain"], strict=True)]
    print(f"{statistics.median(times):.1f} times ({min(times):.1f} to {max(times):.1f})")


if __name__ == "__main__":
    main()
