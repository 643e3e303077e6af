"""The folder of a tuned model: what `transformers` and `peft` read, how it was made, a card."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dialog.errors import ConfigError, StoreError
from dialog.files import whole_folder
from dialog.llm.weights import SCORES
from dialog.runtime.bundles import sha256

META = "training.json"
CARD = "README.md"


def check_output(path: Path, base: str, reward_model: str | None = None) -> None:
    """Refuse a folder that a tuned model must not take the place of.

    Args:
        path: the folder.
        base: what is tuned, its folder or name.
        reward_model: what it learns from, if it does.

    Raises:
        ConfigError: for the folder of either, of the model that an adapter among them stands on,
            or one that holds something else.
    """
    for what, name in (
        ("base", base),
        ("base's own base", _below(base)),
        ("reward model", reward_model),
        ("reward model's base", _below(reward_model)),
    ):
        if name is not None and path.resolve() == Path(name).resolve():
            raise ConfigError(f"--output is the folder of the {what}, {name}; name another.")
    if path.exists() and not (path / META).is_file() and not _empty(path):
        raise ConfigError(f"{path} holds something else; name a folder for the model alone.")


def _below(model: str | None) -> str | None:
    """Return what an adapter in a folder was trained on; None of all others."""
    if model is None:
        return None
    try:
        text = (Path(model) / "adapter_config.json").read_text(encoding="utf-8")
        return str(json.loads(text)["base_model_name_or_path"])
    except (OSError, ValueError, KeyError, TypeError):  # a damaged one is told when it is loaded
        return None


def _empty(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def fingerprint(base: str) -> str | None:
    """Return the SHA-256 of how a base was tuned; None for one that was made elsewhere."""
    file = Path(base) / META
    return sha256(file) if file.is_file() else None


def write_tuned(path: Path, save: Callable[[Path], None], made: Mapping[str, Any]) -> None:
    """Write a model's folder, whole or not at all.

    Args:
        path: the folder; one that is there is replaced.
        save: writes weights and tokenizer into a folder.
        made: how it came to be, JSON-able.

    Raises:
        StoreError: when it cannot be written.
    """
    try:
        with whole_folder(path) as fresh:
            save(fresh)
            text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
            (fresh / META).write_text(text, encoding="utf-8")
            (fresh / CARD).write_text(model_card(path.name, made), encoding="utf-8")
            for file in fresh.iterdir():  # weights come for their owner's eyes alone
                file.chmod((fresh / META).stat().st_mode)
    except OSError as error:
        raise StoreError(f"Cannot write {path}: {error.strerror or error}.") from error


def model_card(name: str, made: Mapping[str, Any]) -> str:
    """Return the card, in Markdown.

    Args:
        name: of the model.
        made: what `training.json` says of it.
    """
    kind = made["trained"]
    what = "all its weights" if kind == "none" else f"an adapter ({kind}) of it"
    end, use = (
        ("score the words for system acts", "`dialog train nlg --ppo FOLDER` learns from it.")
        if made["task"] == SCORES
        else ("put system acts into words", "`--nlg llm --llm FOLDER` speaks with it.")
    )
    return (
        f"# {name}\n\nThe language model `{made['arguments']['base']}`, tuned to {end}: {what}. "
        f"{use}\n\n"
        f"- learnt: `{json.dumps(made['data'], ensure_ascii=False)}`\n"
        f"- command: `{made['command']}`\n"
        f"- arguments: `{json.dumps(made['arguments'])}`\n"
        f"- validation before: `{json.dumps(made['before'])}`\n"
        f"- validation: `{json.dumps(made['validation'])}`\n"
        f"- trained on {made['device']} with {json.dumps(made['versions'])}\n"
    )
