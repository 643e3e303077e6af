"""Which domains each answer of a system speaks of.

A system may say so itself; or its placeholders name their domain, `[hotel_name]`; or else the
domain is taken for the one of which the state changed last (Nekvinda and Dušek 2021).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from dialog.corpus import State
from dialog.corpus.answers import AnswerKey
from dialog.evaluation.answers.predictions import Answer, Answers

_PLACEHOLDER = re.compile(r"\[([\w\s]+)\]")


def placeholders(response: str, key: AnswerKey) -> set[tuple[str, str]]:
    """Return the domains and kinds of the placeholders in a response."""
    return {key.placeholder(name) for name in _PLACEHOLDER.findall(response)}


def with_topics(answers: Answers, key: AnswerKey) -> tuple[dict[str, list[Answer]], str]:
    """Return answers that have states as ones that have domains too, and where these are from.

    The whole of the answers decides: their own domains; if there are none, those that placeholders
    name, where most of those that put a row forward do; else those of the states.
    """
    every = [each for turns in answers.values() for each in turns]
    if all(each.domains is not None for each in every):
        return {name: list(turns) for name, turns in answers.items()}, "active_domains"
    said = [placeholders(each.response, key) for each in every]
    offers = [bool(domain) for each in said for domain, kind in each if kind in key.offering]
    if sum(offers) > len(offers) / 2:
        rest = iter(said)
        told = {
            name: [replace(each, domains=_domains(next(rest))) for each in turns]
            for name, turns in answers.items()
        }
        return told, "placeholders"
    told = {
        name: [
            replace(each, domains=domains)
            for each, domains in zip(turns, changed([t.state or {} for t in turns]), strict=True)
        ]
        for name, turns in answers.items()
    }
    return told, "states"


def changed(states: Sequence[State]) -> Iterator[tuple[str, ...]]:
    """Yield the domain that each turn is taken to speak of, going by the states of a dialogue.

    That is the domain of which the state changed: of several the one spoken of before, or else
    the one with most slots. Without a change it is the one before, unless several had changed in
    the last turn; then it is the next of those.
    """
    topic = ""
    before: State = {}
    earlier: list[str] = []
    for state in states:
        now = [d for d, slots in state.items() if slots.items() - before.get(d, {}).items()]
        if not now and not topic:
            yield ()
            continue
        if now:
            topic = topic if topic in now else max(now, key=lambda domain: len(state[domain]))
        elif len(earlier) > 1:
            topic = next((d for d in earlier if d in state and d != topic), topic)
        before, earlier = state, now
        yield (topic,)


def _domains(said: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(sorted({domain for domain, _ in said if domain}))
