"""The errors that a user of the framework can meet, each one clear sentence."""

import difflib
from collections.abc import Iterable


class DialogError(Exception):
    """Something the user can put right; the command line prints it and exits with code 2."""


class ActSyntaxError(DialogError, ValueError):
    """Text that is no dialogue act in the notation of `dialog.acts`."""


class DomainError(DialogError):
    """A domain plugin that is missing or does not say what it must."""


class ConfigError(DialogError):
    """A pipeline file or option that cannot be used."""


class BundleError(DialogError):
    """Trained weights that are missing, damaged or made for something else."""


class StoreError(DialogError):
    """A conversation store or database that cannot be read or written."""


class CorpusError(DialogError):
    """A corpus file that is missing or malformed."""


class WorkerLostError(DialogError):
    """A process, or a worker on a cluster, that ended before its work."""


class ExtraMissingError(DialogError):
    """A feature whose optional packages are not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(
            f"{feature} needs packages that are not installed; "
            f'install them with: pip install "dialog-framework[{extra}]"'
        )


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return ' Did you mean ...?' for the nearest of the choices, or '' when none is near."""
    near = difflib.get_close_matches(word, [str(c) for c in choices], n=1, cutoff=0.6)
    return f" Did you mean {near[0]!r}?" if near else ""
