"""What a trained NLU is: labels, calibration, and which encoder its weights belong to.

The weights are the encoder's changes or adapter (`dialog.runtime.merging` reads both) and the heads
(`head.sentence.weight`, ...). `dialog.runtime.bundles` says how bundles are kept and found.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlu.labels import LabelSet
from dialog.nlu.scope import Scope
from dialog.runtime import bundles
from dialog.runtime.bundles import SUM

if TYPE_CHECKING:
    from dialog.runtime.bundles import Weights


@dataclass(frozen=True)
class Calibration:
    """What is fitted on the data: temperatures, and where a corpus tells, what is in scope."""

    sentence: float = 1.0
    token: float = 1.0
    threshold: float = 0.5  # the score from which on a label is said
    scope: Scope | None = None
    asks: bool = False  # every sentence has a task: the likeliest is said, if none is likely


@dataclass(frozen=True)
class Bundle:
    """What `bundle.json` says."""

    name: str
    domains: Mapping[str, str]  # domain -> fingerprint of the schema it was trained for
    labels: LabelSet
    calibration: Calibration
    encoder: Mapping[str, str]  # name and sha256 of the encoder's weights
    adapter: Mapping[str, Any]  # its kind, of "lora" r and alpha
    training: Mapping[str, Any] = field(default_factory=dict)  # config, data, versions, metrics
    path: Path | None = None

    @property
    def chosen(self) -> str:
        """The options of `dialog train nlu` that name what it was trained for."""
        corpora = self.training.get("corpora", ())
        names = [f"--corpus {name}" for name in corpora]
        return " ".join(names or (f"--domain {name}" for name in self.domains))

    def weights(self) -> "Weights":
        """Read the weights.

        Raises:
            BundleError: when the file is missing or damaged.
        """
        again = f"dialog train nlu {self.chosen}"
        return bundles.read_weights(self.path or Path(), self.training.get(SUM), again)


def fingerprint(domain: Domain) -> str:
    """Return a short hash of what a model learns of a domain: the slots that users speak of."""
    shape = {
        s.name: [s.type, s.informable, s.requestable]
        for s in domain.schema.slots.values()
        if s.informable or s.requestable
    }
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]


def load_bundle(path: Path) -> Bundle:
    """Read a bundle's description.

    Raises:
        BundleError: when it is missing, damaged, of another format or of another module.
    """
    data = bundles.read_description(path, "nlu")
    try:
        labels = LabelSet(tuple(data["labels"]["sentence"]), tuple(data["labels"]["spans"]))
        scope = data["calibration"].pop("scope", None)
        calibration = Calibration(**data["calibration"], scope=Scope(**scope) if scope else None)
        return Bundle(**{**data, "labels": labels, "calibration": calibration, "path": path})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise bundles.damaged(path, error) from error


def save_bundle(
    bundle: Bundle, weights: "Weights", card: Callable[[Bundle], str], path: Path
) -> Bundle:
    """Write a bundle whole or not at all; a folder already there is replaced.

    Args:
        bundle: its description.
        weights: what was trained.
        card: gets the description, the weights' checksum put in, and returns the model card.
        path: the bundle's folder.
    """
    data = asdict(bundle)
    del data["path"]
    bundles.write_bundle(
        path, "nlu", weights, data, lambda training: card(replace(bundle, training=training))
    )
    return load_bundle(path)


def installed_bundles() -> list[Bundle]:
    """Return all bundles that can be used, the user's own first."""
    return bundles.installed("nlu", load_bundle)


def bundles_for(domains: Domains, paths: Iterable[Path] | None = None) -> list[Bundle]:
    """Return bundles that together cover as many of the domains as can be, each once.

    A bundle trained for other slots than a domain now has does not cover it.

    Args:
        domains: what is to be understood.
        paths: the bundles to choose from; by default the installed ones, without damaged ones.

    Raises:
        BundleError: for a damaged one of `paths`.
    """
    chosen: list[Bundle] = []
    covered: set[str] = set()
    for bundle in installed_bundles() if paths is None else map(load_bundle, paths):
        fits = {n for n, d in domains.items() if bundle.domains.get(n) == fingerprint(d)} - covered
        if fits:
            chosen.append(bundle)
            covered |= fits
    return chosen


def base_bundle(encoder: str | None) -> Bundle | None:
    """Return a package's bundle on an encoder, to start a training from that has no corpus.

    It has learned from other domains' corpora how people greet, agree, ask and correct; of several
    the one that knows most domains. One of a corpus by itself has not, and reads another context.
    """
    shipped = [load_bundle(path) for path in bundles.shipped_paths("nlu")]
    fit = [
        b
        for b in shipped
        if b.encoder["name"] == (encoder or "embedded")
        and b.training["arguments"].get("history") is None
    ]
    return max(fit, key=lambda bundle: len(bundle.domains), default=None)


def covered(domains: Domains, paths: Iterable[Path] | None = None) -> set[str]:
    """Return the domains that some bundle was trained for, by default an installed one."""
    return {
        name
        for bundle in bundles_for(domains, paths)
        for name, domain in domains.items()
        if bundle.domains.get(name) == fingerprint(domain)
    }
