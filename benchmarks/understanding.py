"""Time the NLU against plain ways to run it: `python benchmarks/understanding.py [--rounds 5]`.

Three contestants understand the validation sentences of ATIS with the same trained weights, on the
threads that each takes by default, in turns, round after round:

- shipped: the component `bert` in int8, as chats and evaluations run it;
- plain: a joint PyTorch model in float32, the adapter merged in, batches of 32 in the corpus's
  order, padded to their longest, in inference mode, tags and labels read by argmax and threshold;
- pipelines: a text-classification and a token-classification pipeline of transformers on that
  encoder, batches of 32. They read the sentence without its context line, and the first one's
  pooler, which the joint model lacks, has random weights: its answers are not looked at.

Prints medians over the rounds and how many times longer the others take, with the smallest and the
largest round. Then what int8 and batches cost in accuracy, and how long `dialog nlu parse` takes
from its start to its answer.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dialog.nlu.bundle import Bundle
    from dialog.nlu.examples import Example

CORPUS = "atis"
BATCH = 32
Run = Callable[["Sequence[Example]"], object]


class Plain:
    """The joint model in PyTorch, without anything that makes it fast."""

    def __init__(self, bundle: "Bundle", folder: Path) -> None:
        import torch
        from transformers import AutoTokenizer

        weights = bundle.weights()
        self.torch = torch
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.encoder = merged_encoder(bundle, folder)
        self.heads = {}
        for name in ("sentence", "token"):
            rows, bias = weights[f"head.{name}.weight"], weights[f"head.{name}.bias"]
            self.heads[name] = torch.nn.Linear(rows.shape[1], rows.shape[0])
            self.heads[name].load_state_dict(
                {"weight": torch.from_numpy(rows), "bias": torch.from_numpy(bias)}
            )
        self.labels, self.tags = bundle.labels.sentence, bundle.labels.tags
        self.mean = bundle.training["arguments"].get("pooling") == "mean"

    def batches(self, examples: "Sequence[Example]") -> list[Any]:
        """Understand in padded batches."""
        starts = range(0, len(examples), BATCH)
        return [row for at in starts for row in self.batch(examples[at : at + BATCH])]

    def batch(self, examples: "Sequence[Example]") -> list[Any]:
        """Return the labels and the spans of each sentence."""
        pairs = [e.context for e in examples], [e.text for e in examples]
        inputs = self.tokenizer(
            *pairs, padding=True, return_tensors="pt", return_offsets_mapping=True
        )
        offsets = inputs.pop("offset_mapping").tolist()
        with self.torch.inference_mode():
            hidden = self.encoder(**inputs).last_hidden_state
            shares = inputs["attention_mask"] / inputs["attention_mask"].sum(1, keepdim=True)
            pooled = (hidden * shares[..., None]).sum(1) if self.mean else hidden[:, 0]
            sure = self.torch.sigmoid(self.heads["sentence"](pooled)) > 0.5
            best = self.heads["token"](hidden).argmax(-1)
        own = (inputs["token_type_ids"] * inputs["attention_mask"]).tolist()
        return [
            ([self.labels[at] for at in range(len(self.labels)) if row[at]], self.spans(*rest))
            for row, *rest in zip(sure.tolist(), best.tolist(), offsets, own, strict=True)
        ]

    def spans(self, tags: list[int], offsets: list[list[int]], own: list[int]) -> list[Any]:
        """Return (slot, start, end) of each run of tags."""
        found: list[Any] = []
        for tag, (start, end), mine in zip(tags, offsets, own, strict=True):
            name = self.tags[tag]
            if not mine or name == "O":
                continue
            if name[0] == "I" and found and found[-1][0] == name[2:]:
                found[-1][2] = end
            else:
                found.append([name[2:], start, end])
        return found


class Pipelines:
    """Two models, one for the labels and one for the tags."""

    def __init__(self, bundle: "Bundle", folder: Path, scratch: Path) -> None:
        from transformers import (
            AutoTokenizer,
            BertConfig,
            BertForSequenceClassification,
            BertForTokenClassification,
            pipeline,
        )

        encoder = merged_encoder(bundle, folder)
        tokenizer = AutoTokenizer.from_pretrained(folder)
        self.both = []
        for kind, model_class, labels in (
            ("text-classification", BertForSequenceClassification, bundle.labels.sentence),
            ("token-classification", BertForTokenClassification, bundle.labels.tags),
        ):
            names = dict(enumerate(labels))
            config = BertConfig.from_pretrained(
                folder, id2label=names, label2id={name: at for at, name in names.items()}
            )
            model = model_class(config)
            model.bert.load_state_dict(encoder.state_dict(), strict=False)
            model.save_pretrained(scratch / kind)
            tokenizer.save_pretrained(scratch / kind)
            more = {"aggregation_strategy": "simple"} if kind[:2] == "to" else {}
            self.both.append(pipeline(kind, model=str(scratch / kind), device="cpu", **more))

    def batches(self, examples: "Sequence[Example]") -> object:
        """Understand in batches."""
        texts = [example.text for example in examples]
        return [run(texts, batch_size=BATCH) for run in self.both]

    def single(self, examples: "Sequence[Example]") -> object:
        """Understand one sentence after another."""
        return [[run(example.text) for run in self.both] for example in examples]


def merged_encoder(bundle: "Bundle", folder: Path) -> Any:
    """Return the encoder in PyTorch with the bundle's adapter merged into its weights."""
    import torch
    from safetensors.numpy import load_file
    from transformers import AutoConfig, BertModel

    from dialog.runtime.merging import merge_adapter
    from dialog.runtime.serving import adapter_scale

    adapter = {k: v for k, v in bundle.weights().items() if not k.startswith("head.")}
    weights = merge_adapter(load_file(folder / "model.safetensors"), adapter, adapter_scale(bundle))
    model = BertModel(AutoConfig.from_pretrained(folder), add_pooling_layer=False)
    state = {k: torch.from_numpy(v) for k, v in weights.items() if not k.startswith("pooler.")}
    model.load_state_dict(state)
    return model.eval()


def timed(
    contestants: Mapping[str, Run], examples: "Sequence[Example]", rounds: int
) -> dict[str, list[float]]:
    """Return the milliseconds a sentence of each contestant in each round."""
    for run in contestants.values():
        run(examples[:BATCH])
    found: dict[str, list[float]] = {name: [] for name in contestants}
    for nth in range(rounds):
        order = list(contestants.items())
        for name, run in order if nth % 2 else reversed(order):  # neither is always the first
            start = time.perf_counter()
            run(examples)
            found[name].append((time.perf_counter() - start) * 1000 / len(examples))
    return found


def report(title: str, found: Mapping[str, Sequence[float]]) -> None:
    """Print the medians, and the ratios to the first contestant round by round."""
    print(f"\n{title}\n{'contestant':12}{'ms a sentence':>15}{'a second':>10}{'times':>8}   rounds")
    first = next(iter(found.values()))
    for name, times in found.items():
        middle = statistics.median(times)
        ratios = [one / other for one, other in zip(times, first, strict=True)]
        spread = f"{min(ratios):.1f} to {max(ratios):.1f}"
        print(
            f"{name:12}{middle:15.2f}{1000 / middle:10,.0f}{statistics.median(ratios):8.1f}"
            f"   {spread}"
        )


def accuracy(examples: "Sequence[Example]", domains: Any) -> None:
    """Print what int8 and batches cost."""
    from dialog.nlu.bert import BertNlu
    from dialog.nlu.evaluation import score_acts
    from dialog.state import DialogueState, UserTurn
    from dialog.values import readers

    turns = [UserTurn.of(example.text) for example in examples]
    states = [DialogueState()] * len(turns)
    print(f"\n{'accuracy':22}{'intents':>9}{'slot F1':>9}{'sentences':>11}")
    for precision in ("float32", "int8"):
        nlu = BertNlu(domains, precision=precision)
        for how in ("one at a time", "all at once"):
            if how == "one at a time":
                said = [nlu.understand(t, s) for t, s in zip(turns, states, strict=True)]
            else:
                said = nlu.understand_all(turns, states)
            scores = score_acts(examples, [turn.best_acts for turn in said], readers(domains))
            figures = scores.intent_accuracy, scores.slots.f1, scores.sentence_accuracy
            print(f"{precision:8}{how:14}" + "".join(f"{100 * x:9.2f}" for x in figures))


def first_answers(runs: int) -> list[float]:
    """Return the seconds from the start of `dialog nlu parse` to its answer."""
    words = ["flights", "from", "boston", "to", "denver", "on", "monday"]
    command = [sys.executable, "-m", "cli", "nlu", "parse", *words, "--domain", CORPUS]
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        seconds.append(time.perf_counter() - start)
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sentences", type=int, default=320, help="of batches; all for accuracy")
    parser.add_argument("--single", type=int, default=60, help="sentences one at a time")
    parser.add_argument("--starts", type=int, default=5, help="of the whole command")
    options = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"

    from transformers.utils import logging

    from dialog.nlu.bert import BertNlu
    from dialog.nlu.bundle import bundles_for
    from dialog.nlu.choice import domains_measured
    from dialog.nlu.sources import corpus_sentences
    from dialog.runtime.encoder import default_encoder_path
    from dialog.state import DialogueState, UserTurn

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    domains = domains_measured([CORPUS], "bert")
    [bundle] = bundles_for(domains)
    folder = default_encoder_path()
    examples = corpus_sentences(domains, [CORPUS], ("validation",), print)["validation"]
    nlu = BertNlu(domains)
    nlu.warm_up()
    plain = Plain(bundle, folder)

    def shipped(some: "Sequence[Example]") -> object:
        return nlu.understand_all(
            [UserTurn.of(e.text) for e in some], [DialogueState()] * len(some)
        )

    def shipped_single(some: "Sequence[Example]") -> object:
        return [nlu.understand(UserTurn.of(e.text), DialogueState()) for e in some]

    with tempfile.TemporaryDirectory() as scratch:
        pipelines = Pipelines(bundle, folder, Path(scratch))
        together: dict[str, Run] = {
            "shipped": shipped, "plain": plain.batches, "pipelines": pipelines.batches
        }  # fmt: skip
        alone: dict[str, Run] = {
            "shipped": shipped_single,
            "plain": lambda some: [plain.batch([example]) for example in some],
            "pipelines": pipelines.single,
        }
        threads = plain.torch.get_num_threads()
        print(f"{threads} threads in PyTorch, {os.cpu_count()} cores")
        some = examples[: options.sentences]
        report(f"{len(some)} sentences at once", timed(together, some, options.rounds))
        some = examples[: options.single]
        report(f"{len(some)} sentences one at a time", timed(alone, some, options.rounds))
    accuracy(examples, domains)
    if options.starts:
        seconds = first_answers(options.starts)
        print(f"\ndialog nlu parse, start to answer: {min(seconds):.2f} to {max(seconds):.2f} s")


if __name__ == "__main__":
    main()
