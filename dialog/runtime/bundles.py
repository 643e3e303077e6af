"""Folders of trained modules: `bundle.json`, `weights.safetensors` and a model card.

They are found through the entry-point group `dialog.bundles` (a package each) and in the `models`
folder of the user's data folder, the latter first. What `bundle.json` says beside its format and
its module is the module's own (`dialog.nlu.bundle`, `dialog.dst.neural.bundle` and so on).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from dialog.errors import BundleError
from dialog.files import data_folder, whole_folder
from dialog.notices import warn_once
from dialog.plugins import entry_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Weights = Mapping[str, NDArray[Any]]

T = TypeVar("T")
Module = Literal["nlu", "dst", "policy", "nlg", "satisfaction"]
WEIGHTS = "weights.safetensors"
META = "bundle.json"
CARD = "README.md"
SUM = "weights_sha256"  # what a description calls the checksum of the weights
FORMAT = 3
_PACKAGE = ("__init__.py", "__pycache__")  # of a bundle that is installed as one
_FIRST: Module = "nlu"  # of descriptions that name no module


def installed(module: Module, read: Callable[[Path], T]) -> list[T]:
    """Read a module's bundles, the user's own first; a damaged one is told and passed over.

    Args:
        module: what they are bundles of.
        read: gets a bundle's folder; raises BundleError when it is damaged.
    """
    found: list[T] = []
    for path in bundle_paths(module):
        try:
            if path.parent == _own_folder():  # a package's files are checked when it is installed
                training = read_description(path, module).get("training")
                checksum = training.get(SUM) if isinstance(training, dict) else None
                _check_weights(path / WEIGHTS, checksum)
            found.append(read(path))
        except (BundleError, OSError) as error:
            warn_once(f"The bundle {path} is passed over: {str(error).rstrip('.')}.")
    return found


def bundle_paths(module: Module) -> list[Path]:
    """Return the folders of a module's bundles, the user's own first."""
    own = _own_folder()
    found = sorted(p.parent for p in own.glob(f"*/{META}")) if own.is_dir() else []
    return [path for path in found if _module(path) == module] + shipped_paths(module)


def _own_folder() -> Path:
    return data_folder() / "models"


def shipped_paths(module: Module) -> list[Path]:
    """Return the folders of a module's bundles that installed packages bring."""
    found: list[Path] = []
    for point in entry_points(group="dialog.bundles"):
        try:
            spec = find_spec(point.value)
        except ModuleNotFoundError:
            spec = None
        for folder in spec.submodule_search_locations or () if spec else ():
            if (Path(folder) / META).is_file() and _module(Path(folder)) == module:
                found.append(Path(folder))
    return found


def _module(path: Path) -> str:
    """Return the module that a folder's bundle is of; a damaged one tells its damage when read."""
    try:
        data = json.loads((path / META).read_bytes())
    except (OSError, ValueError):
        return _FIRST
    return str(data.get("module", _FIRST)) if isinstance(data, dict) else _FIRST


def read_description(path: Path, module: Module) -> dict[str, Any]:
    """Return what a folder's `bundle.json` says, but for its format and module.

    Raises:
        BundleError: when it is missing, damaged, of another format or of another module.
    """
    file = path / META
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        made, of = data.pop("format"), data.pop("module", _FIRST)
        if made > FORMAT:
            raise BundleError(f"{file} was made by a newer version; upgrade dialog-framework.")
        if made < FORMAT:
            raise BundleError(f"{file} was made by an older version; train it again.")
    except FileNotFoundError:
        raise BundleError(f"There is no trained bundle in {path} ({META} is missing).") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path, error) from error
    if of != module:
        raise BundleError(f"{path} holds a model for {of}, not for {module}.")
    return dict(data)


def damaged(path: Path, error: Exception) -> BundleError:
    """Return what is raised for a description that cannot be understood."""
    return BundleError(f"{path / META} is no bundle description: {error}.")


def read_weights(path: Path, checksum: str | None, again: str) -> "Weights":
    """Read a folder's weights.

    Args:
        path: the folder.
        checksum: their SHA-256, if it is known.
        again: the command that trains them.

    Raises:
        BundleError: when the file is missing or damaged.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    file = path / WEIGHTS
    try:
        _check_weights(file, checksum)
        return load_file(file)
    except (OSError, SafetensorError) as error:
        raise BundleError(
            f"The weights {file} cannot be read ({error}); train them with `{again}`."
        ) from error


def _check_weights(file: Path, checksum: str | None) -> None:
    if checksum and sha256(file) != checksum:
        raise BundleError(
            f"{file} is not the file that {META} describes (its checksum differs); "
            "install or train it again."
        )


def check_output(path: Path, module: Module) -> None:
    """Refuse a folder that a bundle must not take the place of; called before a long training.

    Args:
        path: the folder; a bundle of the same module that it holds is one that may be replaced.
        module: what the bundle is of.

    Raises:
        BundleError: for a file, another module's bundle, or a folder that holds something else.
    """
    better = "name a folder for the model alone"
    if path.exists() and not path.is_dir():
        raise BundleError(f"{path} is a file; {better}.")
    if (path / META).is_file():
        if (kept := _module(path)) != module:
            raise BundleError(f"{path} holds a model for {kept}, not for {module}; {better}.")
    elif path.is_dir() and any(each.name not in _PACKAGE for each in path.iterdir()):
        raise BundleError(f"{path} holds something else; {better}.")


def write_bundle(
    path: Path,
    module: Module,
    weights: "Weights",
    data: Mapping[str, Any],
    card: Callable[[Mapping[str, Any]], str],
) -> None:
    """Write a bundle whole or not at all; one of the same module that is there is replaced.

    Args:
        path: the folder.
        module: what it is a bundle of.
        weights: what was trained.
        data: what `bundle.json` says; its `training` gains the weights' SHA-256.
        card: gets that `training`, and returns the model card.

    Raises:
        BundleError: as `check_output`.
    """
    check_output(path, module)
    from safetensors.numpy import save

    with whole_folder(path) as fresh:
        (fresh / WEIGHTS).write_bytes(save(dict(weights)))  # read by whoever may read the folder
        training = {**data["training"], SUM: sha256(fresh / WEIGHTS)}
        meta = {**data, "training": training, "format": FORMAT, "module": module}
        (fresh / META).write_text(json.dumps(meta, indent=1) + "\n", encoding="utf-8")
        (fresh / CARD).write_text(card(training), encoding="utf-8")
        if (path / "__init__.py").exists():  # a bundle shipped as a package stays one
            (fresh / "__init__.py").write_bytes((path / "__init__.py").read_bytes())


def train_command(module: Module, training: Mapping[str, Any], options: Iterable[str]) -> str:
    """Return the command that trains a bundle on corpora again.

    Args:
        module: what it is of.
        training: what the bundle says of its training.
        options: those of the command that are shown, where they were given.
    """
    given = training["arguments"]
    words = [f"--corpus {name}" for name in training["corpora"]]
    words += [f"--start <{start}>"] if (start := given.get("start")) else []
    shown = (name for name in options if given.get(name) is not None)
    words += [f"--{name.replace('_', '-')} {given[name]}" for name in shown]
    return f"dialog train {module} {' '.join(words)}"


def sha256(file: Path) -> str:
    """Return a file's SHA-256 in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
