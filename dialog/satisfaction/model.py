"""A trained estimator of satisfaction; `dialog.runtime.bundles` says how it is kept and found."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dialog.errors import BundleError
from dialog.evaluation.paradise.costs import Exchange
from dialog.evaluation.ratings import RATINGS
from dialog.runtime import bundles
from dialog.runtime.bundles import SUM
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.prepare import checksum, prepare
from dialog.satisfaction.features import features, moments_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Embed = Callable[[Sequence[str]], Floats]

MODULE: bundles.Module = "satisfaction"
# How far the rarity of a rating counts when one is chosen: 0 chooses as if all were equally
# common, which finds the most of the rare ones, 1 nearly always the commonest.
_COMMONNESS = 0.2


class Estimate(NamedTuple):
    """How satisfied a user is at a moment."""

    rating: int  # 1 to 5
    expected: float  # the mean rating by the probabilities
    probabilities: tuple[float, ...]  # of 1 to 5


@dataclass(frozen=True)
class Weights:
    """A linear model of the ratings, each weighed as if all were equally common."""

    weight: "Floats"  # (5, features)
    bias: "Floats"  # (5,)
    mean: "Floats"  # (features,), of the features
    scale: "Floats"  # (features,)
    prior: "Floats"  # (5,), how common the ratings are

    def estimates(self, values: "Floats") -> list[Estimate]:
        """Return the estimates for features, (moments, features)."""
        logits = (values - self.mean) / self.scale @ self.weight.T + self.bias
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        chosen = (shares * self.prior**_COMMONNESS).argmax(axis=1) + 1
        whole = shares * self.prior
        whole /= whole.sum(axis=1, keepdims=True)
        expected = whole @ np.arange(1, RATINGS + 1)
        return [
            Estimate(int(rating), float(mean), tuple(map(float, each)))
            for rating, mean, each in zip(chosen, expected, whole, strict=True)
        ]


@dataclass(frozen=True)
class SatisfactionModel:
    """What `bundle.json` says, and the weights."""

    name: str
    encoder: Mapping[str, str]  # the sha256 of the encoder's weights
    reaction: bool  # whether what the user says in a turn is read, or only what came before
    training: Mapping[str, Any]  # data, versions, figures
    weights: Weights

    def estimate(self, exchanges: Sequence[Exchange], embed: "Embed") -> list[Estimate]:
        """Return how satisfied the user is at each exchange of a dialogue."""
        if not exchanges:
            return []
        return self.weights.estimates(
            features(moments_of(exchanges, reaction=self.reaction), embed)
        )

    def save(self, path: Path) -> None:
        """Write the model whole or not at all; a folder already there is replaced."""
        data = asdict(self)
        weights = data.pop("weights")

        def card(training: Mapping[str, Any]) -> str:
            whole = {**data, "training": training}
            return f"# {self.name}\n\n```json\n{json.dumps(whole, indent=1)}\n```\n"

        bundles.write_bundle(path, MODULE, weights, data, card)

    def embedder(self, announce: "Callable[[str], None]" = lambda _: None) -> "Embed":
        """Return what embeds texts for it.

        Raises:
            BundleError: when the installed encoder is not the one that it was trained with.
        """
        if encoder_checksum() != self.encoder["sha256"]:
            raise BundleError(
                f"The model {self.name} was trained with another encoder than the installed one; "
                "train it again with `dialog train satisfaction`."
            )
        return embedded_encoder(announce)


def encoder_checksum() -> str:
    """Return the SHA-256 of the embedded encoder's weights."""
    return checksum(resolve_encoder(None) / "model.safetensors")


def embedded_encoder(announce: "Callable[[str], None]" = lambda _: None) -> "Embed":
    """Return what embeds texts by the embedded encoder.

    Args:
        announce: gets a sentence when it has to be prepared first.
    """
    folder = resolve_encoder(None)
    encoder = OnnxEncoder(prepare(folder, precision="int8", announce=announce), folder)
    encoder.warm_up()
    return encoder.embed


def load_model(path: Path | None = None) -> SatisfactionModel:
    """Read a model; None is the first that is installed or was trained here.

    Raises:
        BundleError: when there is none, or it is damaged, of another format or module.
    """
    if path is None:
        found = bundles.installed(MODULE, load_model)
        if not found:
            raise BundleError(
                "There is no model of satisfaction yet; train one with `dialog train satisfaction`."
            )
        return found[0]
    data = bundles.read_description(path, MODULE)
    again = "dialog train satisfaction"
    kept = bundles.read_weights(path, data.get("training", {}).get(SUM), again)
    try:
        return SatisfactionModel(**data, weights=Weights(**kept))
    except TypeError as error:
        raise bundles.damaged(path, error) from error
