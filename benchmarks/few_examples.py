"""How much is understood with a handful of sentences for each intent.

    python benchmarks/few_examples.py clinc150 --examples 5 10 50
    python benchmarks/few_examples.py snips --examples 10 --ways trained plain --split test

For each draw of so many training sentences an intent: the share of sentences in scope whose intent
is right, nothing being rejected, and how well sentences out of scope are told from them (AUROC).

`nearest` takes the intent of the nearest sentence by the embedded encoder, `means` that of the
retrieval NLU, half way to the mean of an intent; `plain` is a linear layer on the [CLS] vector,
trained with the whole encoder by cross-entropy; `trained` is what `dialog train nlu` makes, in
8 epochs that see as many sentences, each of them as often as it takes.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from dialog.component import Domains
from dialog.evaluation.provenance import Provenance
from dialog.evaluation.report import Metric, Report
from dialog.evaluation.scope import auroc
from dialog.nlu.choice import corpora_themselves
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.labels import TASK
from dialog.nlu.sources import corpus_sentences

Scored = tuple[list[str], list[float]]  # of each sentence the likeliest intent, and its score
_SEED = 20_000  # of the draws
_BATCH = 32
_EPOCHS = 8


def intent(example: Example) -> str:
    """Return an example's intent, "" for none."""
    return "#".join(sorted(str(act) for act in example.acts if act.slot == TASK))


def drawn(examples: Sequence[Example], each: int, draw: int) -> list[Example]:
    """Return so many examples of every intent, and all that are out of scope."""
    rng = random.Random(_SEED + draw)
    by_intent: dict[str, list[Example]] = {}
    for example in examples:
        by_intent.setdefault(intent(example), []).append(example)
    outside = by_intent.pop("", [])
    chosen = [e for part in by_intent.values() for e in rng.sample(part, min(each, len(part)))]
    return chosen + outside


class Embedded:
    """The embedded encoder as it is; remembers what it has read."""

    def __init__(self) -> None:
        from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
        from dialog.runtime.prepare import prepare

        folder = resolve_encoder(None)
        self._encoder = OnnxEncoder(prepare(folder, precision="int8"), folder)
        self._known: dict[str, np.ndarray] = {}

    def __call__(self, examples: Sequence[Example]) -> np.ndarray:
        """Return unit vectors, (examples, hidden)."""
        new = list({e.text for e in examples} - self._known.keys())
        self._known |= dict(zip(new, self._encoder.embed(new), strict=True))
        return np.stack([self._known[e.text] for e in examples])


EMBEDDED = Embedded()


def nearest(learnt: list[Example], scored: Sequence[Example], *, means: bool = False) -> Scored:
    """Take the intent of the sentence with the highest cosine."""
    from dialog.nlu.retrieval.means import with_means

    inside = [e for e in learnt if intent(e)]
    vectors = EMBEDDED(inside)
    if means:
        names = sorted({intent(e) for e in inside})
        vectors = with_means(vectors, [names.index(intent(e)) for e in inside])
    cosines = EMBEDDED(scored) @ vectors.T
    return [intent(inside[at]) for at in cosines.argmax(axis=1)], list(cosines.max(axis=1))


def plain(learnt: list[Example], scored: Sequence[Example], *, rate: float, steps: int) -> Scored:
    """Fine-tune the encoder with a linear layer on [CLS], after Devlin et al. 2018."""
    import torch
    from torch.nn import Linear, functional

    from dialog.runtime.encoder import TextEncoder, resolve_encoder
    from dialog.training.adapter import Adapter
    from dialog.training.loop import mixed_precision

    torch.manual_seed(0)
    rng = random.Random(0)
    inside = [e for e in learnt if intent(e)]
    names = sorted({intent(e) for e in inside})
    reader = TextEncoder(resolve_encoder(None), max_length=96)
    encoder, hidden = Adapter("full").load(resolve_encoder(None))
    head = Linear(hidden, len(names))
    weights = [p for m in (encoder, head) for p in m.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=rate, fused=True)
    faster = mixed_precision() == "bf16"
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=steps, pct_start=0.1, anneal_strategy="linear"
    )

    def logits(examples: Sequence[Example]) -> torch.Tensor:
        batch = reader.encode([e.text for e in examples])
        ids, mask = torch.from_numpy(batch.input_ids), torch.from_numpy(batch.attention_mask)
        with torch.autocast("cpu", torch.bfloat16, enabled=faster):
            out = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        found: torch.Tensor = head(out[:, 0].float())
        return found

    encoder.train()
    for _ in range(steps):
        part = rng.sample(inside, min(_BATCH, len(inside)))
        wanted = torch.tensor([names.index(intent(e)) for e in part])
        loss = functional.cross_entropy(logits(part), wanted)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
    encoder.eval()
    order = sorted(range(len(scored)), key=lambda at: len(scored[at].text))
    found = np.zeros((len(scored), len(names)), np.float32)
    with torch.no_grad():
        for at in range(0, len(order), 64):
            part_of = order[at : at + 64]
            found[part_of] = logits([scored[i] for i in part_of]).numpy()
    return [names[at] for at in found.argmax(axis=1)], list(found.max(axis=1))


def trained(
    learnt: list[Example],
    scored: Sequence[Example],
    *,
    domains: Domains,
    validation: Sequence[Example],
    steps: int,
) -> Scored:
    """Train as `dialog train nlu` does for single sentences; nothing is rejected.

    A sentence of which no intent is said counts as wrong.
    """
    from dialog.nlu.arguments import TrainingArguments
    from dialog.nlu.bert import BertNlu
    from dialog.nlu.bundle import save_bundle
    from dialog.nlu.evaluation import understood
    from dialog.nlu.scope import Scope
    from dialog.nlu.training import Trainer

    args = TrainingArguments(
        adapter="full", pooling="mean", history=0, epochs=_EPOCHS, patience=_EPOCHS
    )
    often = max(1, round(steps * _BATCH / _EPOCHS / len(learnt)))
    sentences = {"train": learnt * often, "validation": list(validation)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "few"
        bundle = Trainer(domains, sentences, args, print).train("few", path)
        never = replace(bundle.calibration, scope=Scope(cut=-20.0, slope=0.2))
        save_bundle(replace(bundle, calibration=never), bundle.weights(), lambda _: "", path)
        nlu = BertNlu.from_pretrained(path, domains)
        answers = [acts for acts, _ in understood(nlu, scored)]
    tasks = [[act for act in acts if act.slot == TASK] for acts in answers]
    said = ["#".join(sorted(str(act) for act in part)) for part in tasks]
    return said, [max((act.score for act in part), default=0.0) for part in tasks]


def main() -> None:
    """Print a line for each number of examples and way: mean and spread over the draws."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus")
    parser.add_argument("--examples", type=int, nargs="+", default=[10])
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--ways", nargs="+", default=["nearest", "means"])
    parser.add_argument("--split", default="validation")
    parser.add_argument("--steps", type=int, default=600, help="Of 32 sentences each.")
    parser.add_argument("--rate", type=float, default=2e-4, help="Of `plain`.")
    parser.add_argument("--validation", type=int, default=620, help="Sentences; of `trained`.")
    parser.add_argument("--report", type=Path, help="Write a report to a folder.")
    args = parser.parse_args()
    domains = corpora_themselves([args.corpus])
    splits = dict.fromkeys(["train", "validation", args.split])
    sentences = corpus_sentences(domains, [args.corpus], list(splits), print, history=0)
    scored = sentences[args.split]
    validation = sentences["validation"][:: -(-len(sentences["validation"]) // args.validation)]
    ways: dict[str, Callable[[list[Example]], Scored]] = {
        "nearest": lambda learnt: nearest(learnt, scored),
        "means": lambda learnt: nearest(learnt, scored, means=True),
        "plain": lambda learnt: plain(learnt, scored, rate=args.rate, steps=args.steps),
        "trained": lambda learnt: trained(
            learnt, scored, domains=domains, validation=validation, steps=args.steps
        ),
    }
    inside = np.array([OUT_OF_SCOPE not in e.acts for e in scored])
    wanted = [intent(e) for e in scored]
    metrics = []
    for each in args.examples:
        for way in args.ways:
            rows = []
            for draw in range(args.draws):
                said, sure = ways[way](drawn(sentences["train"], each, draw))
                right = np.array([a == b for a, b in zip(said, wanted, strict=True)])
                scores = np.array(sure)
                rows.append(
                    (
                        100 * right[inside].mean(),
                        100 * auroc(scores[inside], scores[~inside]) if (~inside).any() else 0.0,
                    )
                )
            names = ("accuracy", "AUROC") if (~inside).any() else ("accuracy",)
            metrics += [
                Metric(
                    f"{name.lower()}_{way}_{each}", f"{name}, {way}, {each}", float(np.mean(row))
                )
                for name, row in zip(names, zip(*rows, strict=True), strict=False)
            ]
            figures = [
                f"{name} {statistics.mean(row):.2f} (+-{statistics.pstdev(row):.2f})"
                for name, row in zip(names, zip(*rows, strict=True), strict=False)
            ]
            print(f"{each:3d} examples, {way:8s} {', '.join(figures)}", flush=True)
    if args.report:
        data = {"corpus": args.corpus, "split": args.split, "sentences": len(scored)}
        made = Provenance({"draws": args.draws}, data, 0)
        Report(f"Few examples of {args.corpus}", metrics, made).write(args.report)


if __name__ == "__main__":
    main()
