"""The neural tracker as a component: reads a turn once, and tells what becomes of every slot."""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.dst.neural.bundle import Bundle, chosen_bundle, load_bundle
from dialog.dst.neural.decoding import LEAST, Said, UpdateReader
from dialog.dst.neural.mentions import Mentions
from dialog.dst.neural.queries import Queries, QueryMaker
from dialog.dst.neural.reading import (
    Place,
    Reading,
    asked_by,
    offers,
    places_of,
    reading,
    told_of,
    values_before,
)
from dialog.dst.neural.slots import SlotLayers
from dialog.dst.neural.spots import asked_of
from dialog.dst.rule import RuleTracker
from dialog.runtime.onnx_bert import Precision
from dialog.runtime.serving import encoder_folder, served
from dialog.state import DialogueState, UserTurn
from dialog.values import ValueReader, readers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

HELD = 0.5  # the probability from which on a value is read as held
DONE = 0.5  # the same for a request, a greeting and the like


class NeuralTracker:
    """Tracks with a trained model; what it tells is folded into beliefs as acts are.

    Behind an NLU it takes over what is informed, and leaves what else the NLU understands, requests
    and greetings, as it is; in the NLU's place it tells these as well.

    Args:
        domains: the domains of the session.
        bundle: a bundle's folder; by default an installed one, of these domains' own slots or of a
            corpus that they are of, or map, if there is.
        precision: "int8" or "float32", of the encoder.
        threads: of ONNX Runtime.
        announce: gets a sentence when a model has to be prepared first.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"state", "user_acts"})

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
        self._rules = RuleTracker(domains)
        self._model: _Model | None = None

    def warm_up(self) -> None:
        """Load the bundle, preparing its encoder first where that was not done yet.

        Raises:
            BundleError: when there is no trained tracker, or it is damaged.
        """
        if self._model is None:
            own = None if self.bundle is None else load_bundle(Path(self.bundle))
            bundle = own or _chosen(self.domains)
            self._model = _Model(bundle, self.domains, self.precision, self.threads, self.announce)

    def among(self, names: Collection[str]) -> "NeuralTracker":
        """Return the same tracker for some of its domains alone."""
        if self._model is None:
            self.warm_up()
        assert self._model is not None
        domains = {name: d for name, d in self.domains.items() if name in names}
        fewer = NeuralTracker(
            domains, bundle=self.bundle, precision=self.precision, threads=self.threads
        )
        fewer._model = self._model.among(domains)
        return fewer

    def track(
        self, state: DialogueState, turn: UserTurn, system_acts: Sequence[DialogueAct]
    ) -> DialogueState:
        """Return the state after a user turn that answered `system_acts`."""
        if self._model is None:
            self.warm_up()
        assert self._model is not None
        places = told_of(self.domains, self._model.queries.places)
        held = values_before(places, state, HELD)
        system = state.turns[-1].response if state.turns else ""
        told = offers(places, state, held)
        read = reading(system, turn.text, held, told, asked_by(system_acts))
        said, done = self._model.read(read)
        acts = [*(done if turn.acts is None else self._left(turn)), *_acts(said, held)]
        understood = UserTurn(turn.hypotheses[:1], (tuple(acts),))
        return self._rules.track(state, _certain(understood), system_acts)

    def _left(self, turn: UserTurn) -> list[DialogueAct]:
        """Return what an NLU understood besides values of slots."""
        if not turn.acts:
            return []
        own = set(self._model.queries.places) if self._model else set()
        return [
            act
            for act in turn.best_acts
            if act.type not in (ActType.INFORM, ActType.DENY)
            or Place(act.domain, act.slot or "") not in own
        ]


def _chosen(domains: Domains) -> Bundle:
    """Return the installed bundle that knows the domains best."""
    own = frozenset(domain.corpus for domain in domains.values()) - {""}
    mapped = [frozenset(domain.schema.corpora) for domain in domains.values()]
    corpora = own or (frozenset.intersection(*mapped) if mapped else own)
    return chosen_bundle(frozenset() if own else frozenset(domains), corpora)


def _certain(turn: UserTurn) -> UserTurn:
    """Return a turn whose one text was said for sure: doubt is in the acts' scores."""
    return replace(turn, hypotheses=tuple(replace(h, score=1.0) for h in turn.hypotheses))


def _acts(said: dict[Place, Said], held: dict[Place, str]) -> list[DialogueAct]:
    """Return what is said of slots as acts: values informed, held ones denied."""
    acts: list[DialogueAct] = []
    for place, each in said.items():
        spans = each.spans or {}
        for value, score in each.values:
            if score >= LEAST:
                words = spans.get(value)
                acts.append(DialogueAct(ActType.INFORM, *place, value, min(1.0, score), words))
        if place in held and each.dropped >= LEAST:
            acts.append(DialogueAct(ActType.DENY, *place, held[place], min(1.0, each.dropped)))
    return acts


class _Model:
    """A bundle, ready to read turns for some domains."""

    def __init__(
        self,
        bundle: Bundle,
        domains: Domains,
        precision: Precision,
        threads: int,
        announce: Callable[[str], None] | None,
    ) -> None:
        folder, weights = encoder_folder(bundle), bundle.weights()
        self._encoder = served(
            bundle, folder, weights, {}, precision=precision, threads=threads, announce=announce
        )
        self._acts = bundle.acts
        self._weights = weights
        self._ask(QueryMaker(folder).make(domains, places_of(domains)), readers(domains))

    def _ask(self, queries: Queries, known: Mapping[str, ValueReader]) -> None:
        self.queries = queries
        self._slots = SlotLayers(self._weights, queries)
        self._mentions = Mentions(queries)
        self._updates = UpdateReader(queries, known)

    def among(self, domains: Domains) -> "_Model":
        """Return the same model for some of its domains alone."""
        fewer = copy(self)
        fewer._ask(self.queries.among(domains), self._updates.readers)
        return fewer

    def read(self, read: Reading) -> tuple[dict[Place, Said], list[DialogueAct]]:
        """Return what a turn says of slots, and what else the user does: asks, agrees, leaves."""
        batch = self._encoder.encode([(read.context, read.text)])
        hidden = self._encoder.run(batch)["last_hidden_state"][0]
        known = asked_of(read, self.queries.places, self._mentions, batch)
        scored = self._slots.score(hidden, batch.sequence_ids[0] >= 0, *known)
        said = self._updates.read(read, self.queries.places, scored, batch)
        done = [
            DialogueAct(ActType.REQUEST, *place, score=score)
            for place, score in zip(self.queries.places, _chances(scored.asked), strict=True)
            if score >= DONE
        ]
        done += [
            DialogueAct(ActType(kind), score=score)
            for kind, score in zip(self._acts, _chances(scored.acts), strict=True)
            if score >= DONE
        ]
        return said, done


def _chances(logits: "Floats") -> list[float]:
    return [float(chance) for chance in 1 / (1 + np.exp(-logits))]
