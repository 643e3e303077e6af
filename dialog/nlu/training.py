"""Training of the joint intent and slot model (Chen et al. 2019) on BERT (Devlin et al. 2018).

One encoder pass; a multi-label head on the [CLS] vector for sentence labels, a head on the
tokens for BIO tags; a LoRA adapter (Hu et al. 2021) on all linear layers of the encoder.
The loss is the sum of binary cross-entropy over the labels an example's source annotates and
cross-entropy over the tags.
"""

import platform
import random
import warnings
from collections.abc import Callable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from torch import nn

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.errors import BundleError, ConfigError
from dialog.nlu.bundle import Bundle, Calibration, fingerprint, load_bundle, save_bundle, sha256
from dialog.nlu.card import model_card
from dialog.nlu.decoding import Decoder
from dialog.nlu.evaluation import Scores, score_acts
from dialog.nlu.examples import OUT_OF_SCOPE, Example, other_session
from dialog.nlu.filling import PhraseFiller, later, swapped, values_said
from dialog.nlu.joint import (
    Batcher,
    JointBert,
    Logits,
    calibrate,
    joint_loss,
    restore_weights,
    trained_weights,
)
from dialog.nlu.labels import LabelSet
from dialog.runtime.encoder import TextEncoder, resolve_encoder

ONWARD_EPOCHS = 4  # enough for a training that goes on from a bundle
Report = Callable[[str], None]  # gets a line an epoch
Step = Callable[[int, int], None]  # gets an epoch's steps that are done, and how many it has


@dataclass(frozen=True)
class TrainingArguments:
    """How to train; every default is the shipped bundle's."""

    encoder: str | None = None  # None: the embedded one
    start: str | None = None  # a bundle's folder to go on from
    epochs: int = 12
    patience: int = 3  # epochs without a better validation score before stopping
    batch_size: int = 32
    learning_rate: float = 2e-3
    lora_rank: int = 16
    lora_alpha: int = 32
    dropout: float = 0.1
    per_phrase: int = 3  # fillings of a phrase an epoch
    swap: float = 0.5  # share of corpus sentences whose values are swapped
    later: float = 0.3  # share of the corpus's first sentences that are put later into a dialogue
    foreign: float = 0.3  # share of the corpus's out-of-scope sentences drawn an epoch
    max_length: int = 96
    seed: int = 0

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "lora_rank", "per_phrase", "max_length"):
            if getattr(self, name) < 1:
                raise ConfigError(f"{name} is {getattr(self, name)}; it should be at least 1.")
        if not 0 < self.learning_rate < 1:
            raise ConfigError(f"learning_rate is {self.learning_rate}; it should be in (0, 1).")


def _batches(examples: list[Example], size: int) -> list[list[Example]]:
    """Cut shuffled examples into batches of like length, which need little padding."""
    window = size * 40
    batches: list[list[Example]] = []
    for at in range(0, len(examples), window):
        near = sorted(
            examples[at : at + window], key=lambda e: len(e.text) + len(e.context), reverse=True
        )
        batches += [near[i : i + size] for i in range(0, len(near), size)]
    random.Random(len(examples)).shuffle(batches)  # noqa: S311  not for secrets
    return batches


def _line(scores: Scores) -> str:
    return f"act F1 {scores.acts.f1:.4f}, slot F1 {scores.slots.f1:.4f}"


def _corpus_line(scores: Scores) -> str:
    """Return the figures of a corpus that annotates tasks, "" for another."""
    if not scores.tasked:
        return ""
    return (
        f"; corpus: intents {scores.intent_accuracy:.4f}, slot F1 {scores.slots.f1:.4f}, "
        f"sentences {scores.sentence_accuracy:.4f}"
    )


class Trainer:
    """Trains one bundle for some domains.

    Args:
        domains: the domains to cover.
        corpus: per split ("train", "validation"), the corpus sentences; may be empty.
        args: how to train.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, and how many it has.
    """

    def __init__(
        self,
        domains: Domains,
        corpus: dict[str, list[Example]],
        args: TrainingArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of: None,
    ) -> None:
        self.domains = domains
        self.corpus = corpus
        self.args = args
        self.report = report
        self.step = step
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self._talks = any(domain.phrases for domain in domains.values())

    def train(self, name: str, path: Path) -> Bundle:
        """Train, choose the epoch on validation, calibrate, and write the bundle to `path`.

        The folder holds the best epoch so far at any time.
        """
        args = self.args
        torch.manual_seed(args.seed)
        rng = random.Random(args.seed)  # noqa: S311  not for secrets
        values = values_said(self.domains, self.corpus.get("train", []))
        filler = PhraseFiller(self.domains, rng, values)
        folder = resolve_encoder(args.encoder)
        text_encoder = TextEncoder(folder, max_length=args.max_length)
        unseen = random.Random(10_007 + args.seed)  # noqa: S311
        held_out = PhraseFiller(self.domains, unseen, values)
        validation = self.corpus.get("validation", []) + self._phrases(held_out, 1)
        learnt = [*self.corpus.get("train", []), *self._phrases(filler, args.per_phrase)]
        labels = LabelSet.of(e.acts for e in learnt)
        model = self._model(folder, labels)
        base = load_bundle(Path(args.start)) if args.start else None
        if base:
            self._start_from(base, model, labels)
        decoder = Decoder(self.domains, labels, Calibration())
        batcher = Batcher(text_encoder, labels, self.device, decoder.readers)
        optimizer = torch.optim.AdamW(
            [p for p in model.parameters() if p.requires_grad], lr=args.learning_rate
        )
        scheduler: Any = None
        best_score, stale, history = -1.0, 0, list[dict[str, float]]()
        best: Bundle | None = None
        made = self._provenance(base)
        for epoch in range(args.epochs):
            examples = self._epoch(filler, rng)
            steps = -(-len(examples) // args.batch_size)
            if scheduler is None:
                scheduler = torch.optim.lr_scheduler.OneCycleLR(
                    optimizer,
                    args.learning_rate,
                    total_steps=args.epochs * (steps + 8),
                    pct_start=0.1,
                )
            loss = self._run_epoch(model, batcher, examples, optimizer, scheduler)
            logits = self._logits(model, batcher, validation)
            scores, corpus = self._scores(logits, batcher, decoder, validation)
            history.append({"epoch": epoch + 1, "loss": loss, **scores.summary()})
            self.report(
                f"epoch {epoch + 1}/{args.epochs}: loss {loss:.3f}, validation {_line(scores)}"
                f"{_corpus_line(corpus)} ({len(examples)} sentences)"
            )
            stale += 1
            if scores.mean > best_score:
                best_score, stale = scores.mean, 0
                chosen = Decoder(self.domains, labels, calibrate(logits))
                scores, corpus = self._scores(logits, batcher, chosen, validation)
                training = made | {"validation": scores.summary(), "history": history}
                if corpus.tasked:
                    training["validation_corpus"] = corpus.summary()
                best = self._save(name, path, model, chosen, folder, training)
            if stale >= args.patience:
                break
        assert best is not None
        return best

    def _provenance(self, base: Bundle | None) -> dict[str, Any]:
        """Return what a bundle was made from."""
        cuda = self.device.type == "cuda"
        return {
            "arguments": asdict(self.args) | {"start": base.name if base else None},
            "start_sha256": base.training["weights_sha256"] if base else None,
            "sentences": {k: len(v) for k, v in self.corpus.items()},
            "device": str(torch.cuda.get_device_name() if cuda else platform.machine()),
            "versions": {p: version(p) for p in ("torch", "transformers", "peft")},
        }

    def _save(
        self,
        name: str,
        path: Path,
        model: JointBert,
        decoder: Decoder,
        encoder: Path,
        training: dict[str, Any],
    ) -> Bundle:
        """Write the best bundle so far: a training that is cut short has not been in vain."""
        bundle = Bundle(
            name=name,
            domains={n: fingerprint(d) for n, d in self.domains.items()},
            labels=decoder.labels,
            calibration=decoder.calibration,
            encoder={
                "name": self.args.encoder or "embedded",
                "sha256": sha256(encoder / "model.safetensors"),
            },
            lora={"r": self.args.lora_rank, "alpha": self.args.lora_alpha},
            training=training,
        )
        weights = {k: v.detach().cpu().float().numpy() for k, v in trained_weights(model).items()}
        return save_bundle(bundle, weights, model_card(bundle), path)

    def _model(self, folder: Path, labels: LabelSet) -> JointBert:
        from peft import LoraConfig, get_peft_model
        from transformers import AutoModel
        from transformers.utils import logging

        logging.set_verbosity_error()  # the pooler it reports as unused is none of ours
        logging.disable_progress_bar()
        encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False)
        config = LoraConfig(
            r=self.args.lora_rank,
            lora_alpha=self.args.lora_alpha,
            target_modules=["query", "key", "value", "dense"],
        )
        hidden = encoder.config.hidden_size
        with warnings.catch_warnings():  # of what the two packages deprecate in each other
            warnings.simplefilter("ignore", FutureWarning)
            adapted = get_peft_model(encoder, config)
        model = JointBert(adapted, hidden, labels, self.args.dropout)
        return model.to(self.device)

    def _start_from(self, bundle: Bundle, model: JointBert, labels: LabelSet) -> None:
        """Take over a bundle's adapter, and from its heads the rows of the labels both know."""
        if bundle.lora["r"] != self.args.lora_rank:
            raise BundleError(
                f"The bundle {bundle.name!r} has the rank {bundle.lora['r']:g}; start from one of "
                f"rank {self.args.lora_rank}, or from none."
            )
        weights = {k: torch.from_numpy(v).to(self.device) for k, v in bundle.weights().items()}
        fresh = trained_weights(model)
        for head, old, new in (
            ("sentence", bundle.labels.sentence, labels.sentence),
            ("token", bundle.labels.tags, labels.tags),
        ):
            for part in ("weight", "bias"):
                rows = fresh[f"head.{head}.{part}"].clone()
                for row, label in enumerate(new):
                    if label in old:
                        rows[row] = weights[f"head.{head}.{part}"][old.index(label)]
                weights[f"head.{head}.{part}"] = rows
        restore_weights(model, weights)

    def _epoch(self, filler: PhraseFiller, rng: random.Random) -> list[Example]:
        """Draw an epoch's sentences: corpus ones in part with other values, phrases filled anew."""
        corpus = [
            swapped(e, filler, rng) if rng.random() < self.args.swap else e
            for e in self.corpus.get("train", [])
            if not self._talks or OUT_OF_SCOPE not in e.acts or rng.random() < self.args.foreign
        ]
        if not self._talks:
            rng.shuffle(corpus)
            return corpus
        corpus = [
            later(e, filler, rng) if e.task and rng.random() < self.args.later else e
            for e in corpus
        ]
        drawn = corpus + self._phrases(filler, self.args.per_phrase)
        examples = [other_session(e, rng) for e in drawn]
        rng.shuffle(examples)
        return examples

    def _phrases(self, filler: PhraseFiller, times: int) -> list[Example]:
        """Fill phrases; a corpus alone is learnt as it is, without what belongs to a dialogue."""
        return filler.examples(times) if self._talks else []

    def _run_epoch(
        self,
        model: JointBert,
        batcher: Batcher,
        examples: list[Example],
        optimizer: Any,
        scheduler: Any,
    ) -> float:
        model.train()
        total = 0.0
        size = self.args.batch_size
        batches = _batches(examples, size)
        for nth, part in enumerate(batches, 1):
            batch = batcher(part)
            sentence, token = model(batch["ids"], batch["mask"], batch["types"])
            loss = joint_loss(sentence, token, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            if scheduler.last_epoch < scheduler.total_steps - 1:
                scheduler.step()
            total += loss.item() * len(part)
            self.step(nth, len(batches))
        return total / len(examples)

    @torch.no_grad()
    def _logits(self, model: JointBert, batcher: Batcher, examples: list[Example]) -> list[Logits]:
        model.eval()
        out = []
        for at in range(0, len(examples), 64):
            batch = batcher(examples[at : at + 64])
            sentence, token = model(batch["ids"], batch["mask"], batch["types"])
            out.append((sentence.cpu(), token.cpu(), {k: v.cpu() for k, v in batch.items()}))
        return out

    def _scores(
        self, logits: list[Logits], batcher: Batcher, decoder: Decoder, examples: list[Example]
    ) -> tuple[Scores, Scores]:
        """Score the validation sentences: all of them, and the corpus's, which come first."""
        predicted = self._decoded(logits, batcher, decoder, examples)
        corpus = len(self.corpus.get("validation", []))
        return (
            score_acts(examples, predicted, decoder.readers),
            score_acts(examples[:corpus], predicted[:corpus], decoder.readers),
        )

    def _decoded(
        self, logits: list[Logits], batcher: Batcher, decoder: Decoder, examples: list[Example]
    ) -> list[list[DialogueAct]]:
        predicted: list[list[DialogueAct]] = []
        at = 0
        for sentence, token, _ in logits:
            part = examples[at : at + len(sentence)]
            encoded = batcher.text_encoder.encode([(e.context, e.text) for e in part])
            for row, example in enumerate(part):
                predicted.append(
                    decoder.decode(
                        example.text, sentence[row].numpy(), token[row].numpy(),
                        encoded.offsets[row], encoded.sequence_ids[row] == 1, example.session,
                    )
                )  # fmt: skip
            at += len(part)
        return predicted
