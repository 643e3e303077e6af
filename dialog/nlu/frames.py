"""Sentences of a language that belong to no domain, and short ones that every domain has."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from dialog.schema import Language


def general_phrases(language: Language = "en") -> Mapping[str, list[str]]:
    """Return a language's phrases of the acts that belong to no domain."""
    return _read("phrases", language)


def frames(language: Language = "en") -> Mapping[str, list[str]]:
    """Return the short sentences that every domain has, by kind: `answers`, `dontcare`, ..."""
    return _read("frames", language)


@cache
def _read(file: str, language: Language) -> Mapping[str, list[str]]:
    import yaml

    path = Path(__file__).with_name(f"{file}.yml" if language == "en" else f"{file}.{language}.yml")
    loaded: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
