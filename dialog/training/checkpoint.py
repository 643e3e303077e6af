"""The state of an unfinished training, from which it goes on after a stop."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import torch

from dialog.errors import StoreError
from dialog.training.loop import Loop
from dialog.training.progress import Progress


class Checkpoint:
    """One file that is written whole, or not at all, after each epoch.

    Args:
        path: the file.
        work: what is trained on what, JSON-able; a state of other work is not gone on from.
    """

    def __init__(self, path: Path, work: Mapping[str, Any]) -> None:
        self.path = path
        self._work = hashlib.sha256(json.dumps(work, sort_keys=True).encode()).hexdigest()

    @classmethod
    def beside(cls, made: Path, work: Mapping[str, Any]) -> "Checkpoint":
        """Return the one that stands beside what is being made, out of sight."""
        return cls(made.with_name(f".{made.name}.training"), work)

    def load(self) -> dict[str, Any] | None:
        """Return the state of the same work, None when there is none."""
        if not self.path.is_file():
            return None
        try:
            kept = torch.load(self.path, map_location="cpu", weights_only=True)
        except Exception:  # noqa: BLE001  a damaged file raises whatever its bytes lead to
            return None
        same = isinstance(kept, dict) and kept.get("work") == self._work
        return dict(kept["state"]) if same else None

    def save(self, state: Mapping[str, Any]) -> None:
        """Keep a state in place of the one before.

        Raises:
            StoreError: when it cannot be written.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(dir=self.path.parent, prefix=".checkpoint-")
            try:
                with os.fdopen(handle, "wb") as file:
                    torch.save({"work": self._work, "state": dict(state)}, file)
                Path(scratch).replace(self.path)
            finally:
                Path(scratch).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                f"The training's state cannot be written to {self.path} "
                f"({error.strerror or error}); it needs room there."
            ) from error

    def remove(self) -> None:
        """Forget the state, as the training has ended."""
        self.path.unlink(missing_ok=True)


def resumed(
    checkpoint: Checkpoint, loop: Loop[Any], epochs: int, report: Callable[[str], None]
) -> Progress:
    """Return how far the same training came before it was cut short, and put its weights back.

    Args:
        checkpoint: of the training.
        loop: gets the weights and the optimiser's state.
        epochs: how many there are at most.
        report: gets a line about it.
    """
    kept = checkpoint.load()
    if kept is not None:
        loop.restore(kept["loop"])
        progress = Progress(**kept["progress"])
        report(f"Goes on after epoch {len(progress.history)} of {epochs}.")
        return progress
    if checkpoint.path.exists():
        report(f"{checkpoint.path} is the state of another training, or damaged; begins anew.")
    return Progress()
