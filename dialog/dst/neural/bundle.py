"""What a trained neural tracker is; `dialog.runtime.bundles` says how it is kept and found."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dialog.dst.neural.spots import FLAGS
from dialog.errors import BundleError
from dialog.runtime import bundles
from dialog.runtime.bundles import SUM
from dialog.runtime.quantisation import quantise_rows

if TYPE_CHECKING:
    from dialog.runtime.bundles import Weights

HEAD = "head."  # what the names of weights that stand on the encoder begin with
_OPTIONS = ("encoder", "dialogues", "adapter", "learning_rate", "batch_size", "epochs", "seed")
_FLAGS = "head.flags.weight"
_ROWS, _SCALES = ".rows", ".scales"


@dataclass(frozen=True)
class Bundle:
    """What `bundle.json` says."""

    name: str
    encoder: Mapping[str, str]  # name and sha256 of the encoder's weights
    adapter: Mapping[str, Any]  # its kind, of "lora" r and alpha
    acts: tuple[str, ...] = ()  # the user's acts without slots that are told
    training: Mapping[str, Any] = field(default_factory=dict)  # arguments, data, versions, figures
    path: Path | None = None

    @property
    def command(self) -> str:
        """The command that trains it."""
        return bundles.train_command("dst", self.training, _OPTIONS)

    def weights(self) -> "Weights":
        """Read the weights.

        Raises:
            BundleError: when the file is missing or damaged.
        """
        kept = bundles.read_weights(self.path or Path(), self.training.get(SUM), self.command)
        return with_all_flags(unpacked_heads(kept))


def load_bundle(path: Path) -> Bundle:
    """Read a bundle's description.

    Raises:
        BundleError: when it is missing, damaged, of another format or of another module.
    """
    data = bundles.read_description(path, "dst")
    try:
        return Bundle(**{**data, "acts": tuple(data["acts"]), "path": path})
    except (KeyError, TypeError) as error:
        raise bundles.damaged(path, error) from error


def packed_heads(weights: "Weights") -> "Weights":
    """Return weights with the matrices of what stands on the encoder in eight bits."""
    kept: dict[str, Any] = {}
    for name, weight in weights.items():
        if name.startswith(HEAD) and weight.ndim == 2:
            kept[name + _ROWS], kept[name + _SCALES] = quantise_rows(weight)
        else:
            kept[name] = weight
    return kept


def unpacked_heads(kept: "Weights") -> "Weights":
    """Return the weights that `packed_heads` was given, as far as eight bits tell."""
    weights: dict[str, Any] = {}
    for name, value in kept.items():
        if name.endswith(_ROWS):
            plain = name.removesuffix(_ROWS)
            weights[plain] = value * kept[plain + _SCALES]
        elif not name.endswith(_SCALES):
            weights[name] = value
    return weights


def with_all_flags(weights: "Weights") -> "Weights":
    """Return weights in which a flag that they never met says nothing."""
    flags = weights[_FLAGS]
    return {**weights, _FLAGS: np.pad(flags, ((0, 0), (0, FLAGS - flags.shape[1])))}


def save_bundle(bundle: Bundle, weights: "Weights", path: Path) -> Bundle:
    """Write a bundle whole or not at all; a folder already there is replaced.

    Args:
        bundle: what is said of it.
        weights: as `packed_heads` gives them.
        path: the folder.
    """
    data = asdict(bundle)
    del data["path"]
    bundles.write_bundle(
        path, "dst", weights, data, lambda training: model_card(replace(bundle, training=training))
    )
    return load_bundle(path)


def chosen_bundle(plugins: frozenset[str], corpora: frozenset[str] = frozenset()) -> Bundle:
    """Return an installed tracker: of those that learnt the plugins last, or the corpora, else any.

    Args:
        plugins: whose slots are tracked, by their names.
        corpora: that these map.

    Raises:
        BundleError: when none is installed.
    """
    found = bundles.installed("dst", load_bundle)
    learnt = [b for b in found if plugins and plugins <= set(b.training.get("plugins", ()))]
    mapped = [b for b in found if corpora and corpora <= set(b.training.get("corpora", ()))]
    if not found:
        raise BundleError(
            "No trained tracker is installed; train one with `dialog train dst --corpus NAME`, "
            "and it is found from then on."
        )
    return (learnt or mapped or found)[0]


def model_card(bundle: Bundle) -> str:
    """Return the card, in Markdown, of a bundle whose weights are written."""
    training = bundle.training
    turns = ", ".join(f"{name} {count:,}" for name, count in training["turns"].items())
    return (
        f"# {bundle.name}\n\nA dialogue state tracker that reads the descriptions of a schema's "
        f"slots, on the encoder `{bundle.encoder['name']}` "
        f"(SHA-256 {bundle.encoder['sha256'][:16]}...).\n\n"
        f"- turns of {', '.join(training['corpora'])}: {turns}\n"
        f"- command: `{bundle.command}`\n"
        f"- arguments: `{json.dumps(training['arguments'])}`\n"
        f"- validation: `{json.dumps(training['validation'])}`\n"
        f"- trained on {training['device']} with {json.dumps(training['versions'])}\n"
        f"- weights: SHA-256 {training[SUM]}\n"
    )
