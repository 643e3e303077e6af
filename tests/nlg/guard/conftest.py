"""The shipped domains, and what the guard says of a text about one of them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from dialog.acts import parse_acts
from dialog.component import Domains
from dialog.domain import load_domains
from dialog.nlg.guard.briefing import brief_of
from dialog.nlg.guard.check import check
from dialog.nlg.guard.lexicon import Lexicon
from dialog.nlg.template import TemplateGenerator
from dialog.state import DialogueState

Judge = Callable[..., tuple[str, ...]]
WORKSHOP = Path(__file__).parents[3] / "benchmarks" / "workshop"  # a plugin


@cache
def _domain(name: str) -> tuple[Domains, Lexicon]:
    domains = load_domains([name])
    return domains, Lexicon.of(domains)


def _problems(acts_text: str, text: str, domains: Domains, lexicon: Lexicon) -> tuple[str, ...]:
    """Return what the guard has against a text that says some acts."""
    acts = parse_acts(acts_text)
    state = DialogueState()
    for act in acts:
        if act.domain in domains and act.slot == domains[act.domain].schema.key:
            rows = (row for row in domains[act.domain].rows() if act.value in row.values())
            state = state.with_domain(act.domain, entity=next(rows, None))
    draft = TemplateGenerator(domains).say(acts, state)
    return check(text, brief_of(acts, state, draft, domains, lexicon)).problems


@pytest.fixture
def judge() -> Judge:
    """Say what is wrong with a text, about a shipped domain or those given."""

    def of(acts: str, text: str, domains: Domains | None = None) -> tuple[str, ...]:
        if domains is None:
            name = parse_acts(acts)[0].domain or "restaurant"
            return _problems(acts, text, *_domain(name))
        return _problems(acts, text, domains, Lexicon.of(domains))

    return of
