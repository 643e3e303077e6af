"""A bundle: a trained module's weights, labels, calibration and card, in one folder.

`bundle.json` says what the weights are; `weights.safetensors` holds the LoRA adapter (peft's
key names), or the encoder's own weights where all were trained, and the heads
(`head.sentence.weight`, ...); `README.md` is the model card.
Bundles are found through the entry-point group `dialog.bundles` (a package each) and in
the `models` folder of the user's data folder, the latter first.
"""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dialog.component import Domains
from dialog.domain import Domain
from dialog.errors import BundleError
from dialog.files import data_folder
from dialog.nlu.labels import LabelSet
from dialog.nlu.scope import Scope
from dialog.plugins import entry_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[np.float32]]

WEIGHTS = "weights.safetensors"
META = "bundle.json"
FORMAT = 2


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
    def lora_scale(self) -> float:
        """What the product of the adapter's halves is multiplied by."""
        if self.adapter["kind"] != "lora":
            return 1.0
        return float(self.adapter["alpha"] / self.adapter["r"])

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
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        file = (self.path or Path()) / WEIGHTS
        try:
            wanted = self.training.get("weights_sha256")
            if wanted and sha256(file) != wanted:
                raise BundleError(
                    f"{file} is not the file that {META} describes (its checksum differs); "
                    "install or train it again."
                )
            return load_file(file)
        except (OSError, SafetensorError) as error:
            raise BundleError(
                f"The weights {file} cannot be read ({error}); train them with "
                f"`dialog train nlu {self.chosen}`."
            ) from error


def fingerprint(domain: Domain) -> str:
    """Return a short hash of what a model learns of a domain: the slots that users speak of."""
    shape = {
        s.name: [s.type, s.informable, s.requestable]
        for s in domain.schema.slots.values()
        if s.informable or s.requestable
    }
    return hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()[:16]


def sha256(file: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load_bundle(path: Path) -> Bundle:
    """Read a bundle's description.

    Raises:
        BundleError: when it is missing, damaged or of a newer format.
    """
    file = path / META
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        made = data.pop("format")
        if made > FORMAT:
            raise BundleError(f"{file} was made by a newer version; upgrade dialog-framework.")
        if made < FORMAT:
            raise BundleError(f"{file} was made by an older version; train it again.")
        labels = LabelSet(tuple(data["labels"]["sentence"]), tuple(data["labels"]["spans"]))
        scope = data["calibration"].pop("scope", None)
        calibration = Calibration(**data["calibration"], scope=Scope(**scope) if scope else None)
        return Bundle(**{**data, "labels": labels, "calibration": calibration, "path": path})
    except FileNotFoundError:
        raise BundleError(f"There is no trained bundle in {path} ({META} is missing).") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BundleError(f"{file} is no bundle description: {error}.") from error


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
    from safetensors.numpy import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".bundle-") as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        save_file(dict(weights), fresh / WEIGHTS)
        training = {**bundle.training, "weights_sha256": sha256(fresh / WEIGHTS)}
        bundle = replace(bundle, training=training)
        data = asdict(bundle) | {"format": FORMAT}
        data.pop("path")
        (fresh / META).write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        (fresh / "README.md").write_text(card(bundle), encoding="utf-8")
        if (path / "__init__.py").exists():  # a bundle shipped as a package stays one
            (fresh / "__init__.py").write_bytes((path / "__init__.py").read_bytes())
        old = Path(scratch) / "old"
        if path.exists():
            path.replace(old)
        try:
            fresh.replace(path)
        except OSError:
            if old.exists():
                old.replace(path)
            raise
    return load_bundle(path)


def bundle_paths() -> list[Path]:
    """Return the folders of all bundles, the user's own first."""
    own = data_folder() / "models"
    found = sorted(p.parent for p in own.glob(f"*/{META}")) if own.is_dir() else []
    return found + _shipped()


def _shipped() -> list[Path]:
    """Return the folders of the bundles that installed packages bring."""
    found: list[Path] = []
    for point in entry_points(group="dialog.bundles"):
        try:
            spec = find_spec(point.value)
        except ModuleNotFoundError:
            spec = None
        for folder in spec.submodule_search_locations or () if spec else ():
            if (Path(folder) / META).is_file():
                found.append(Path(folder))
    return found


def bundles_for(domains: Domains, paths: Iterable[Path] | None = None) -> list[Bundle]:
    """Return bundles that together cover as many of the domains as can be, each once.

    A bundle trained for other slots than a domain now has does not cover it.
    """
    chosen: list[Bundle] = []
    covered: set[str] = set()
    for path in bundle_paths() if paths is None else paths:
        bundle = load_bundle(path)
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
    bundles = [load_bundle(path) for path in _shipped()]
    fit = [
        b
        for b in bundles
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
