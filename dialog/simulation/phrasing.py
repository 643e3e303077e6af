"""The phrases that simulated users speak by: those of the plugins, or others that nobody learnt."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dialog.acts import parse_acts
from dialog.component import Domains
from dialog.domain import spoken
from dialog.errors import ActSyntaxError, ConfigError
from dialog.nlu.frames import frames, general_phrases
from dialog.texts import Texts, read_texts, text_problems
from dialog.yamlfile import read_yaml, shown

GENERAL = "general.yml"  # beside a folder for each domain with its phrases.yml
ANSWERS, DONTCARE = "answers", "dontcare"  # the frames that it holds beside acts of no domain
_NEEDED = (ANSWERS, DONTCARE, "affirm()", "negate()")


@dataclass(frozen=True)
class Phrasing:
    """What users say, by keys in act notation."""

    general: Mapping[str, list[str]]  # acts that belong to no domain
    answers: list[str]  # to a question, with {value} in them
    dontcare: list[str]  # for no preference
    domains: Mapping[str, Mapping[str, list[str]]]  # per domain, as its phrases.yml

    def texts(self) -> Iterator[str]:
        """Give every phrase."""
        for texts in (self.general, *self.domains.values()):
            for some in texts.values():
                yield from some
        yield from (*self.answers, *self.dontcare)


def learnt(domains: Domains) -> Phrasing:
    """Return the phrases of the plugins, which an NLU is trained on."""
    short = frames(spoken(domains))
    texts = {name: domain.phrases for name, domain in domains.items()}
    return Phrasing(general_phrases(spoken(domains)), short[ANSWERS], short[DONTCARE], texts)


def held_out(folder: Path, domains: Domains) -> Phrasing:
    """Read phrases of which none is among the plugins' own.

    Args:
        folder: holds `general.yml` and, for each domain, `DOMAIN/phrases.yml`.
        domains: those of the session.

    Raises:
        ConfigError: for a file that is missing or wrong, or for a phrase that a plugin has too.
    """
    general = _general(folder / GENERAL)
    texts = {name: _read(folder / name / "phrases.yml", domains, name) for name in domains}
    answers, dontcare = general.pop(ANSWERS), general.pop(DONTCARE)
    phrasing = Phrasing(general, answers, dontcare, texts)
    short = (text for some in frames(spoken(domains)).values() for text in some)
    known = {_plain(text) for text in (*learnt(domains).texts(), *short)}
    if both := next((text for text in phrasing.texts() if _plain(text) in known), None):
        raise ConfigError(
            f"{shown(folder)}: {both!r} is a phrase that models learn; leave it out or reword it."
        )
    return phrasing


def _general(path: Path) -> Texts:
    texts = _texts(path)
    for key in texts:
        try:
            acts = parse_acts(key) if key not in (ANSWERS, DONTCARE) else []
        except ActSyntaxError as error:
            raise ConfigError(f"{shown(path)}: {error}") from error
        if any(act.domain or act.slot for act in acts):
            raise ConfigError(f"{shown(path)}: {key} belongs into the folder of its domain.")
    if lacking := [key for key in _NEEDED if not texts.get(key)]:
        raise ConfigError(f"{shown(path)} needs sentences below {', '.join(lacking)}.")
    return texts


def _read(path: Path, domains: Domains, name: str) -> Texts:
    texts = _texts(path)
    for problem in text_problems(read_yaml(path), domains[name].schema, frozenset()):
        raise ConfigError(str(problem))
    return texts


def _texts(path: Path) -> Texts:
    if not path.is_file():
        raise ConfigError(f"--phrases: there is no {shown(path)}.")
    texts, problems = read_texts(read_yaml(path))
    for problem in problems:
        raise ConfigError(str(problem))
    return texts


def _plain(text: str) -> str:
    """Return a phrase for comparison, without what only marks it."""
    return " ".join(re.findall(r"\{[^}]*\}|[\w']+", text.lower()))
