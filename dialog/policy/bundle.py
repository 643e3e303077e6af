"""A trained policy; `dialog.runtime.bundles` says how it is kept and found."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from dialog.errors import BundleError
from dialog.policy.network import Weights, sight, weights_of
from dialog.runtime import bundles
from dialog.runtime.bundles import SUM

Algorithm = Literal["supervised", "ppo"]
ALGORITHMS: tuple[Algorithm, ...] = get_args(Algorithm)
MODULE: bundles.Module = "policy"


@dataclass(frozen=True)
class PolicyBundle:
    """What `bundle.json` says, and the weights."""

    name: str
    algorithm: Algorithm
    domains: tuple[str, ...]  # those that it was trained on; it can decide about others
    training: Mapping[str, Any]  # data, settings, versions, figures
    weights: Weights

    def save(self, path: Path) -> None:
        """Write the bundle whole or not at all; a folder already there is replaced."""
        data = {
            "name": self.name,
            "algorithm": self.algorithm,
            "domains": list(self.domains),
            "sight": sight(),
            "training": dict(self.training),
        }

        def card(training: Mapping[str, Any]) -> str:
            return _card(self, {**data, "training": training})

        bundles.write_bundle(path, MODULE, asdict(self.weights), data, card)


def _card(bundle: PolicyBundle, whole: Mapping[str, Any]) -> str:
    how = "by talking to simulated users (PPO)" if bundle.algorithm == "ppo" else "from dialogues"
    return (
        f"# {bundle.name}\n\nA policy that learned {how} about {', '.join(bundle.domains)}. "
        f"`dialog chat --policy {bundle.algorithm}` uses it.\n\n"
        f"- command: `dialog train policy {' '.join(_options(bundle))}`\n"
        f"- validation: `{json.dumps(bundle.training.get('validation'))}`\n"
        f"- weights: SHA-256 {whole['training'][SUM]}\n\n"
        f"```json\n{json.dumps(whole, indent=1)}\n```\n"
    )


def _options(bundle: PolicyBundle) -> Iterator[str]:
    """Yield the options of the command that trains the like."""
    training = bundle.training
    if bundle.algorithm == "ppo":
        yield "--algorithm ppo"
        yield f"--start {training.get('start') or 'none'}"
        yield f"--user {training.get('user', 'acts')} --noise {training.get('noise', 0):g}"
    source = training.get("data", {})
    for key, option in (("corpus", "corpus"), ("file", "dialogues")):
        if source.get(key):
            yield f"--{option} {source[key]}"
    yield from (f"--domain {name}" for name in bundle.domains)
    settings = training.get("args", {})
    for key in ("epochs", "iterations", "learning_rate", "seed"):
        if key in settings:
            yield f"--{key.replace('_', '-')} {settings[key]}"


def load_policy(path: Path) -> PolicyBundle:
    """Read a bundle.

    Raises:
        BundleError: when there is none, or it is damaged, of another format or module.
    """
    data = bundles.read_description(path, MODULE)
    if data.get("sight") != sight():
        raise BundleError(
            f"The policy in {path} was trained to see other features than this version's; train it "
            "again with `dialog train policy`."
        )
    kept = bundles.read_weights(path, data.get("training", {}).get(SUM), "dialog train policy")
    try:
        return PolicyBundle(
            data["name"],
            data["algorithm"],
            tuple(data["domains"]),
            data["training"],
            weights_of(kept),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise bundles.damaged(path, error) from error


def find_policy(algorithm: str, domains: Mapping[str, object]) -> tuple[Path, frozenset[str]]:
    """Return the bundle that knows the most of some domains, and those that it does not know.

    Of several as good the first is taken: the user's own go before installed ones, and one that
    was trained on nothing else before one of more domains.

    Raises:
        BundleError: when there is none of the algorithm.
    """
    found: list[tuple[int, int, Path, frozenset[str]]] = []
    for path, data in bundles.installed(MODULE, _described):
        if data.get("algorithm") == algorithm:
            trained = frozenset(data.get("domains", ()))
            unknown = frozenset(domains) - trained
            found.append((len(unknown), len(trained - frozenset(domains)), path, unknown))
    if not found:
        named = " ".join(f"--domain {name}" for name in domains)
        other = " --algorithm ppo" if algorithm == "ppo" else ""
        raise BundleError(
            f"There is no trained {algorithm} policy yet; train one with "
            f"`dialog train policy{other} {named}`."
        )
    _, _, path, unknown = min(found, key=lambda each: each[:2])
    return path, unknown


def _described(path: Path) -> tuple[Path, dict[str, Any]]:
    return path, bundles.read_description(path, MODULE)
