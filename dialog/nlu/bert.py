"""The joint BERT NLU, run from trained bundles in ONNX Runtime."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from dialog.acts import DialogueAct
from dialog.component import Domains
from dialog.errors import BundleError
from dialog.nlu.asked_names import with_place
from dialog.nlu.bare import (
    bare_value,
    changed_number,
    one_domain_a_question,
    speaks_for_itself,
    with_moment,
)
from dialog.nlu.batches import batches
from dialog.nlu.bundle import Bundle, bundles_for, fingerprint, load_bundle
from dialog.nlu.chain import PARTS
from dialog.nlu.context import context_of
from dialog.nlu.decoding import Decoder
from dialog.nlu.denial import borne_out
from dialog.nlu.labels import opened
from dialog.nlu.leads import with_lead
from dialog.nlu.merging import Share, merged, owned
from dialog.nlu.plain_names import with_names
from dialog.nlu.questions import questions, together
from dialog.nlu.unlisted import insisted, without_strays
from dialog.nlu.words import words_of
from dialog.runtime.encoder import OnnxEncoder, Tokens
from dialog.runtime.onnx_bert import Head, HeadKind, Precision
from dialog.runtime.serving import encoder_folder, served
from dialog.state import DialogueState, UserTurn

if TYPE_CHECKING:
    from dialog.runtime.bundles import Weights

Acts = list[DialogueAct]
log = logging.getLogger(__name__)


class _Model:
    """One bundle, ready to score."""

    def __init__(
        self, bundle: Bundle, weights: "Weights", domains: Domains, encoder: OnnxEncoder
    ) -> None:
        self.domains = list(domains)
        self._answers = all(domain.schema.tasks for domain in domains.values())
        self.encoder = encoder
        chain = {part: weights[f"head.chain.{part}"] for part in PARTS}
        self.decoder = Decoder(domains, bundle.labels, bundle.calibration, chain)
        self.history: int | None = bundle.training["arguments"].get("history")

    def share(self, active: str) -> Share:
        """Return what it has of a session in which a domain is under discussion."""
        return Share(self.domains, self._answers, active in self.domains)

    def parse(self, pairs: Sequence[tuple[str, str]], workers: int = 1) -> list[Acts]:
        """Return the acts of sentences, each behind its context line.

        Several batches are shared among so many threads; ONNX Runtime leaves them to each other.
        """
        pieces = self.encoder.tokens(pairs)
        order = batches([each.length for each in pieces])

        def read(places: Sequence[int]) -> list[Acts]:
            return self._read([pairs[at][1] for at in places], [pieces[at] for at in places])

        if len(order) == 1 or workers == 1:
            parsed = list(map(read, order))
        else:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(workers) as pool:
                parsed = list(pool.map(read, order))
        found = {
            at: acts
            for part, some in zip(order, parsed, strict=True)
            for at, acts in zip(part, some, strict=True)
        }
        return [found[at] for at in range(len(pairs))]

    def _read(self, texts: Sequence[str], pieces: Sequence[Tokens]) -> list[Acts]:
        batch = self.encoder.padded(pieces)
        out = self.encoder.run(batch)
        tokens, bounds = [], []
        for row, text in enumerate(texts):
            own, token = batch.sequence_ids[row] == 1, out["token"][row]
            firsts, words = words_of(text, batch.offsets[row], own)
            bounds.append(words)
            tokens.append(token[firsts])
        return self.decoder.decode_all(texts, list(out["sentence"]), tokens, bounds, self.domains)


class BertNlu:
    """Understands with trained bundles (Devlin et al. 2018; Chen et al. 2019).

    Args:
        domains: the session's domains.
        bundle: a bundle's folder; by default the installed ones that cover the domains.
        precision: "int8" or "float32".
        threads: of ONNX Runtime; one is fastest for single sentences.
        announce: gets a sentence when a model has to be prepared first.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"user_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        bundle: str | None = None,
        precision: Precision = "int8",
        threads: int = 1,
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self.domains = domains
        self.bundle = bundle
        self.precision: Precision = precision
        self.threads = threads
        self.announce = announce
        self._models: list[_Model] | None = None

    @classmethod
    def from_pretrained(cls, path: str | Path, domains: Domains) -> "BertNlu":
        """Return the component over one bundle's folder."""
        return cls(domains, bundle=str(path))

    def warm_up(self) -> None:
        """Load the bundles, preparing their models first where that was not done yet.

        Raises:
            BundleError: when a domain has no trained bundle, or one is damaged.
        """
        if self._models is not None:
            return
        bundles = [load_bundle(Path(self.bundle))] if self.bundle else bundles_for(self.domains)
        shares: list[tuple[Bundle, Domains]] = []
        left = dict(self.domains)
        for bundle in bundles:
            # A domain that two bundles know is the first one's, lest the two contradict each other.
            own = {n: d for n, d in left.items() if bundle.domains.get(n) == fingerprint(d)}
            left = {n: d for n, d in left.items() if n not in own}
            if own:
                shares.append((bundle, own))
        for name in self.domains:
            if name in left:
                raise BundleError(
                    f"No trained model covers the domain {name!r} as it is now; train one with "
                    f"`dialog train nlu --domain {name}`, or chat with `--nlu retrieval`."
                )
        self._models = [self._load(bundle, own) for bundle, own in shares]
        self.understand(UserTurn.of("hello"), DialogueState())

    def _load(self, bundle: Bundle, domains: Domains) -> _Model:
        folder, weights = encoder_folder(bundle), bundle.weights()
        mean = bundle.training["arguments"].get("pooling") == "mean"
        kinds: Mapping[str, HeadKind] = {
            "sentence": "pooled-mean" if mean else "sentence",
            "token": "token",
        }
        heads = {
            name: Head(weights[f"head.{name}.weight"], weights[f"head.{name}.bias"], kind)
            for name, kind in kinds.items()
        }
        encoder = served(
            bundle, folder, weights, heads,
            precision=self.precision, threads=self.threads, announce=self.announce,
        )  # fmt: skip
        return _Model(bundle, weights, domains, encoder)

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        """Return the turn with the acts of each hypothesis."""
        [understood] = self.understand_all([turn], [state], workers=1)
        return understood

    def understand_all(
        self,
        turns: Sequence[UserTurn],
        states: Sequence[DialogueState],
        *,
        workers: int | None = None,
    ) -> list[UserTurn]:
        """Return many turns with the acts of each hypothesis, in their order.

        Sentences of like length are read together, which is several times faster than one at a
        time. In int8 a score may then differ a little, as activations are quantised over a batch;
        the same turns give the same acts, however many workers there are.

        Args:
            turns: what may have been said.
            states: the context of each turn.
            workers: threads that share the batches; by default one a core.
        """
        if self._models is None:
            self.warm_up()
        assert self._models is not None
        said = [
            (hypothesis.text, state)
            for turn, state in zip(turns, states, strict=True)
            for hypothesis in turn.hypotheses
        ]
        parts = [[] if self._by_corpus else questions(text) for text, _ in said]
        asked = [
            (text, state)
            for (whole, state), several in zip(said, parts, strict=True)
            for text in (whole, *several)
        ]
        workers = workers or max(1, _cores() // self.threads)
        parsed = [
            model.parse(
                [(context_of(model.domains, state, model.history), text) for text, state in asked],
                workers,
            )
            for model in self._models
        ]
        acts = iter(
            self._acts(text, groups, state) if text.strip() else ()
            for (text, state), *groups in zip(asked, *parsed, strict=True)
        )
        read = iter([_joined([next(acts) for _ in (0, *several)]) for several in parts])
        return [UserTurn(t.hypotheses, tuple(next(read) for _ in t.hypotheses)) for t in turns]

    @property
    def _by_corpus(self) -> bool:
        """Whether only what a corpus by itself would annotate is understood."""
        return all(domain.corpus for domain in self.domains.values())

    def _acts(
        self, text: str, groups: Sequence[Sequence[DialogueAct]], state: DialogueState
    ) -> tuple[DialogueAct, ...]:
        readers = {
            n: model.decoder.readers[n] for model in self._models or () for n in model.domains
        }
        shares = [model.share(state.active) for model in self._models or ()]
        groups = [without_strays(group, text, readers, state) for group in groups]
        acts = merged(owned(groups, shares) if len(shares) > 1 else groups)
        if self._by_corpus:
            return tuple(acts)
        if len(acts) < 2:
            bare = bare_value(text, readers, state)
            acts = bare if not acts or speaks_for_itself(bare, acts[0], text) else acts
            acts = changed_number(text, readers, state) or acts
        acts = with_moment(acts, text, readers, state)
        acts = [with_lead(borne_out(act, text), text, readers) for act in acts]
        acts = with_place(with_names(acts, text, readers), text, readers, state)
        acts = insisted(acts, text, readers, state)
        return opened(one_domain_a_question(acts, state.active))


def _joined(readings: Sequence[Sequence[DialogueAct]]) -> tuple[DialogueAct, ...]:
    """Return the acts of a sentence, with those of its questions behind them."""
    whole, *parts = readings
    return tuple(together(whole, parts) if parts else whole)


def _cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on every system
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
