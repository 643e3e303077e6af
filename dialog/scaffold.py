"""Writes the files of a new domain plugin: a small example that works and is there to be edited."""

import keyword
import os
import re
import secrets
import shutil
from importlib.resources import files
from pathlib import Path

from dialog.errors import DomainError
from dialog.yamlfile import shown

_NAME = re.compile(r"[a-z][a-z0-9_]*", re.ASCII)
_MARKER = "{{name}}"


def new_domain(name: str, folder: Path) -> Path:
    """Write a plugin called `name` into `folder` / `name`, and return that path.

    The files appear all together or not at all.

    Raises:
        DomainError: for a name that cannot be one, a folder that holds something already, or one
            that cannot be written.
    """
    _check_name(name)
    target = folder / name
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise DomainError(f"{shown(target)} exists and is no folder.")
    if target.is_dir() and any(target.iterdir()):
        raise DomainError(f"{shown(target)} is not empty; choose another name or another folder.")
    draft = folder / f".{name}-{secrets.token_hex(4)}"
    try:
        draft.mkdir(parents=True)
        for file, text in _templates().items():
            (draft / file).write_text(text.replace(_MARKER, name), encoding="utf-8")
        if target.is_dir() and os.name == "nt":  # which does not rename onto an empty folder
            target.rmdir()
        draft.rename(target)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        reason = error.strerror or error
        raise DomainError(f"{shown(target)} cannot be written: {reason}.") from error
    return target


def _check_name(name: str) -> None:
    if _NAME.fullmatch(name) and not keyword.iskeyword(name):
        return
    guess = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")
    usable = guess and guess != name and _NAME.fullmatch(guess) and not keyword.iskeyword(guess)
    hint = f" How about {guess!r}?" if usable else ""
    raise DomainError(
        f"{name!r} cannot be the name of a domain: use lower-case letters, digits and _, "
        f"begin with a letter, and use no word of Python.{hint}"
    )


def _templates() -> dict[str, str]:
    folder = files("dialog") / "templates" / "domain"
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith((".yml", ".csv"))
    }
