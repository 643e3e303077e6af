"""Finds the mistakes in a plugin's code and settings, which its texts load without."""

from collections.abc import Iterator

from dialog.component import KINDS, Domains
from dialog.domain import Domain
from dialog.errors import DialogError
from dialog.yamlfile import Problem, YamlFile, read_yaml


def name_problems(domain: Domain, expected: str) -> Iterator[Problem]:
    """Yield that a domain calls itself otherwise than it is found by."""
    if domain.name != expected:
        message = f"must be {expected!r}, by which it is found, not {domain.name!r}"
        yield _file(domain).problem(("name",), message)


def action_problems(domain: Domain) -> Iterator[Problem]:
    """Yield what is wrong with actions.py, and the actions named that it does not have."""
    from dialog.actions.loading import FILE, ActionsError, own_actions, unmade
    from dialog.database import Database

    try:
        made = own_actions(domain, Database(None, {domain.name: domain}))
    except ActionsError as error:
        yield Problem(domain.path / FILE, error.line, "", str(error).rstrip("."))
        return
    file = _file(domain)
    for key, wrong in unmade(domain, made):
        yield file.problem((key, "action"), wrong)


def settings_problems(domains: Domains) -> list[str]:
    """Return what is wrong with the pipeline.yml of a domain, or of a group of them.

    The first mistake of each component is found.
    """
    from dialog.config import load_config

    found: list[str] = []
    for kind in KINDS:
        try:
            load_config(domains=domains, kinds=[kind])
        except DialogError as error:
            found.append(str(error))
    return list(dict.fromkeys(found))


def _file(domain: Domain) -> YamlFile:
    return read_yaml(domain.path / "domain.yml")
