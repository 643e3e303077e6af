"""Training of the joint intent and slot model (Chen et al. 2019) on BERT (Devlin et al. 2018).

One encoder pass; a multi-label head on the [CLS] vector for sentence labels, a head and a linear
chain (Lafferty et al. 2001) on the words for BIO tags. The loss is the sum of binary cross-entropy
over the labels an example's source annotates and of the negative log-likelihood of the tags.
"""

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.errors import BundleError
from dialog.evaluation.provenance import checksum
from dialog.nlu.arguments import TrainingArguments
from dialog.nlu.bundle import Bundle, Calibration, fingerprint, load_bundle, save_bundle
from dialog.nlu.card import model_card
from dialog.nlu.contexts import Contexts
from dialog.nlu.decoding import Decoder
from dialog.nlu.evaluation import Scores, score_acts
from dialog.nlu.examples import OUT_OF_SCOPE, Example, other_session
from dialog.nlu.filling import PhraseFiller, later, swapped
from dialog.nlu.foreign import FOREIGN, elsewhere
from dialog.nlu.joint import Batcher, JointBert, Logits, calibrate
from dialog.nlu.labels import TASK, LabelSet, act_of
from dialog.nlu.onward import take_over
from dialog.nlu.prototypes import begin_at_prototypes
from dialog.nlu.scope import Scope, fit_scope, outside_repeated
from dialog.nlu.sources import ALSO
from dialog.nlu.wordings import values_said
from dialog.nlu.words import words_of
from dialog.runtime.bundles import sha256
from dialog.runtime.changes import restored, stored
from dialog.runtime.encoder import TextEncoder, most_tokens, resolve_encoder
from dialog.training.adapter import Adapter, arrays, trained_weights
from dialog.training.batches import of_like_length
from dialog.training.checkpoint import Checkpoint
from dialog.training.epochs import History, Measured, Report, made_on, train_by_epochs
from dialog.training.loop import Loop, Step

RAREST = 3  # how often a corpus by itself must have a value without words for it to be learnt


class Trainer:
    """Trains one bundle for some domains.

    Args:
        domains: the domains to cover.
        corpus: per split ("train", "validation"), the corpus sentences, under `ALSO` those to
            draw on beside; may be empty.
        args: how to train.
        report: gets a line an epoch.
        step: gets how many of an epoch's steps are done, how many it has, and their loss.
    """

    def __init__(
        self,
        domains: Domains,
        corpus: dict[str, list[Example]],
        args: TrainingArguments,
        report: Report = lambda _: None,
        step: Step = lambda done, of, loss: None,
    ) -> None:
        self.domains = domains
        self.corpus = corpus
        self.report = report
        self.step = step
        self._talks = any(domain.phrases for domain in domains.values())
        self._encoder = resolve_encoder(args.encoder)
        longest = min(args.max_length, most_tokens(self._encoder))
        self.args = args = replace(args, max_length=longest)
        self._adapter = Adapter(args.adapter, args.lora_rank, args.lora_alpha)
        corpora = [*corpus.get("train", []), *corpus.get(ALSO, [])]
        values = values_said(domains, corpora)
        self._contexts = Contexts(corpus.get("train", []))
        self._filler = PhraseFiller(domains, self._chance("names"), values)
        self._validation = corpus.get("validation", []) + self._phrases("validation", 1)
        self._learnt = [*corpora, *self._phrases("train", args.per_phrase)]
        self._asks = not self._talks and all(
            any(act.slot == TASK for act in example.acts) for example in self._learnt
        )
        rarest = 1 if self._talks else RAREST
        self._labels = LabelSet.of((e.acts for e in self._learnt), rarest=rarest)

    def train(self, name: str, path: Path) -> Bundle:
        """Train, choose the epoch on validation, calibrate, and write the bundle to `path`.

        The folder holds the best epoch so far at any time. Beside it stands the state of the
        training, from which the same call goes on where this one is cut short.
        """
        args = self.args
        torch.manual_seed(args.seed)
        model = self._model()
        self._before = arrays(trained_weights(model.encoder)) if args.adapter == "full" else {}
        base = load_bundle(Path(args.start)) if args.start else None
        text_encoder = TextEncoder(self._encoder, max_length=args.max_length)
        readers = self._decoder(model).readers
        if base:
            self._start_from(base, model)
        elif args.pooling == "mean":
            here = Batcher(text_encoder, self._labels, torch.device("cpu"), readers)
            begin_at_prototypes(model, here, self._labels, self._learnt)
        steps = args.epochs * len(batches_of(self._epoch(0), args.batch_size))
        rates = {"encoder.": args.encoder_rate, "": args.heads_rate}
        loop = Loop(model, rates, steps, averaging=args.averaging)
        batcher = Batcher(text_encoder, self._labels, loop.device, readers)
        made = self._provenance(base, loop.device)
        data = checksum(example.to_dict() for example in [*self._learnt, *self._validation])
        checkpoint = Checkpoint.beside(path, made | {"data": data})

        def learn(epoch: int) -> float:
            batches = batches_of(self._epoch(epoch), args.batch_size)
            return loop.epoch(batches, batcher, self.step)

        def measure(mean: JointBert) -> Measured:
            logits = self._logits(mean, batcher)
            scoped = Calibration(scope=self._scope(logits), asks=self._asks)
            scores, corpus = self._scores(mean, logits, batcher, scoped)

            def keep(history: History) -> None:
                self._save(name, path, mean, logits, batcher, made | {"history": history})

            line = f"{_line(scores)}{_corpus_line(corpus)}"
            return Measured(scores.mean, scores.summary(), line, keep)

        train_by_epochs(
            loop, checkpoint, learn, measure,
            epochs=args.epochs, patience=args.patience, seed=args.seed, report=self.report,
        )  # fmt: skip
        return load_bundle(path)

    def _provenance(self, base: Bundle | None, device: torch.device) -> dict[str, Any]:
        """Return what a bundle is made from."""
        return {
            "arguments": self.args.to_dict() | {"start": base.name if base else None},
            "start_sha256": base.training["weights_sha256"] if base else None,
            "corpora": sorted({d.corpus for d in self.domains.values()} - {""}),  # by themselves
            "sentences": {k: len(v) for k, v in self.corpus.items()},
            **made_on(device, ("torch", "transformers", "peft")),
        }

    def _save(
        self,
        name: str,
        path: Path,
        model: JointBert,
        logits: list[Logits],
        batcher: Batcher,
        training: dict[str, Any],
    ) -> None:
        """Write the best bundle so far: a training that is cut short has not been in vain."""
        weights = stored(arrays(model.weights()), self._before)
        if self._before:  # what is measured is what is kept
            kept = restored(weights, self._before)
            model.restore({k: torch.from_numpy(v) for k, v in kept.items()})
            logits = self._logits(model, batcher)
        scope = self._scope(logits)
        calibration = replace(calibrate(model, logits), scope=scope, asks=self._asks)
        scores, corpus = self._scores(model, logits, batcher, calibration)
        training["validation"] = scores.summary()
        if corpus.tasked:
            training["validation_corpus"] = corpus.summary()
        bundle = Bundle(
            name=name,
            domains={n: fingerprint(d) for n, d in self.domains.items()},
            labels=self._labels,
            calibration=calibration,
            encoder={
                "name": self.args.encoder or "embedded",
                "sha256": sha256(self._encoder / "model.safetensors"),
            },
            adapter=self._adapter.to_dict(),
            training=training,
        )
        save_bundle(bundle, weights, model_card, path)

    def _model(self) -> JointBert:
        encoder, hidden = self._adapter.load(self._encoder)
        return JointBert(encoder, hidden, self._labels, self.args.dropout, self.args.pooling)

    def _start_from(self, bundle: Bundle, model: JointBert) -> None:
        """Take over a bundle's adapter, and from its heads the rows of the labels both know."""
        if bundle.adapter != self._adapter.to_dict():
            raise BundleError(
                f"The bundle {bundle.name!r} has the adapter {dict(bundle.adapter)}, and this "
                f"training {self._adapter.to_dict()}; start from one that has the same."
            )
        before = arrays(trained_weights(model.encoder))
        take_over(model, self._labels, restored(bundle.weights(), before), bundle.labels)

    def _chance(self, what: str) -> random.Random:
        return random.Random(f"{self.args.seed} {what}")  # noqa: S311  not for secrets

    def _epoch(self, epoch: int) -> list[Example]:
        """Draw an epoch's sentences: corpus ones in part with other values, phrases filled anew."""
        rng = self._chance(f"epoch {epoch}")
        filler = self._filler
        learnt, also = self.corpus.get("train", []), self.corpus.get(ALSO, [])
        some = rng.sample(also, min(len(also), round(self.args.also_share * len(learnt))))
        if self.args.history:
            some = [self._contexts.lend(example, rng) for example in some]
        corpus = [
            swapped(e, filler, rng) if rng.random() < self.args.swap else e
            for e in [*(learnt if self._talks else outside_repeated(learnt)), *some]
            if not self._talks or OUT_OF_SCOPE not in e.acts or rng.random() < self.args.foreign
        ]
        if self._talks:
            drawn = [
                later(e, filler, rng) if e.task and rng.random() < self.args.later else e
                for e in corpus
            ]
            drawn += self._phrases(f"epoch {epoch}", self.args.per_phrase)
            if foreign := self.corpus.get(FOREIGN, []):
                share = min(len(foreign), round(self.args.beside_share * len(drawn)))
                drawn = [elsewhere(e, rng) for e in [*drawn, *rng.sample(foreign, share)]]
            corpus = [other_session(e, rng) for e in drawn]
        rng.shuffle(corpus)
        return corpus

    def _phrases(self, what: str, times: int) -> list[Example]:
        """Fill phrases; a corpus alone is learnt as it is, without what belongs to a dialogue."""
        self._filler.rng = self._chance(f"phrases {what}")
        return self._filler.examples(times) if self._talks else []

    @torch.no_grad()
    def _logits(self, model: JointBert, batcher: Batcher) -> list[Logits]:
        """Score the validation sentences, in their order."""
        out = []
        for at in range(0, len(self._validation), 64):
            batch = batcher(self._validation[at : at + 64])
            _, sentence, token = model(batch)
            kept = {k: batch[k].cpu() for k in ("wanted", "weight", "tags", "words")}
            out.append((sentence.cpu(), token.cpu(), kept))
        return out

    def _scope(self, logits: list[Logits]) -> Scope | None:
        acts = [act_of(label) for label in self._labels.sentence]
        sentence = np.concatenate([part.numpy() for part, _, _ in logits])
        return fit_scope(acts, sentence, self._validation)

    def _decoder(self, model: JointBert, calibration: Calibration | None = None) -> Decoder:
        chain = {k: v.detach().cpu().numpy() for k, v in model.chain.named_parameters()}
        return Decoder(self.domains, self._labels, calibration or Calibration(), chain)

    def _scores(
        self,
        model: JointBert,
        logits: list[Logits],
        batcher: Batcher,
        calibration: Calibration | None = None,
    ) -> tuple[Scores, Scores]:
        """Score the validation sentences: all of them, and the corpus's, which come first."""
        decoder = self._decoder(model, calibration)
        rows = [row for sentence, token, _ in logits for row in zip(sentence, token, strict=True)]
        predicted: list[list[DialogueAct]] = []
        for example, (sentence, token) in zip(self._validation, rows, strict=True):
            encoded = batcher.text_encoder.encode([(example.context, example.text)])
            _, words = words_of(example.text, encoded.offsets[0], encoded.sequence_ids[0] == 1)
            tagged = token[: len(words)].numpy()
            predicted.append(
                decoder.decode(example.text, sentence.numpy(), tagged, words, example.session)
            )
        corpus = len(self.corpus.get("validation", []))
        return (
            score_acts(self._validation, predicted, decoder.readers),
            score_acts(self._validation[:corpus], predicted[:corpus], decoder.readers),
        )


def batches_of(examples: Sequence[Example], size: int) -> list[list[Example]]:
    """Cut shuffled examples into batches."""
    return of_like_length(examples, size, lambda e: len(e.text) + len(e.context))


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
