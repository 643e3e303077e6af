"""Sentences about other domains, so that a model learns what is not its own.

A model that never met them takes "a table for two" for one of its questions, and where several
models share a session each has to leave the others' sentences alone.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from dialog.component import Domains
from dialog.nlu.context import OTHER
from dialog.nlu.examples import ALL_TYPES, COURTESIES, OUT_OF_SCOPE, CorpusExamples, Example
from dialog.nlu.filling import PhraseFiller
from dialog.nlu.sources import TRAIN, chosen_corpora

FOREIGN = "foreign"  # what these sentences stand under, beside the splits of a training's corpora
ELSEWHERE = 0.3  # share of first sentences that are put amid talk about another domain
CLEAR = 4  # words from which on a sentence may tell what it is about


def foreign_sentences(
    domains: Domains, others: Domains, seed: int, announce: Callable[[str], None]
) -> list[Example]:
    """Return what users say of other domains, as it is in a session without those.

    It is drawn from their phrases and from the training parts of the corpora at hand that they map
    and that the session's domains do not.

    Args:
        domains: the domains of the session.
        others: further domains, none of them the session's.
        seed: of the phrases' fillings.
        announce: gets a sentence about each corpus.
    """
    if not others:
        return []
    examples = PhraseFiller(others, random.Random(seed)).examples(1)  # noqa: S311
    own = {corpus for domain in domains.values() for corpus in domain.schema.corpora}
    for corpus in chosen_corpora(others, (), announce):
        if TRAIN in corpus.splits and corpus.name not in own:
            examples += CorpusExamples(corpus, others).examples(TRAIN)
    moved = (example.in_session(tuple(domains)) for example in examples)
    learnt = [_learnt(e) for e in moved if OUT_OF_SCOPE in e.acts and _clear(e)]
    announce(f"{', '.join(others)}: {len(learnt)} sentences that are out of scope here")
    return learnt


def _clear(example: Example) -> bool:
    return len(example.text.split()) >= CLEAR


def _learnt(example: Example) -> Example:
    """Return an example of which it is known that none of the session's tasks is meant."""
    return replace(example, domain="", task=True, annotated=ALL_TYPES - COURTESIES)


def elsewhere(example: Example, rng: random.Random) -> Example:
    """Put a first sentence amid talk about another domain, now and then."""
    first = not example.active and not example.said
    return replace(example, active=OTHER) if first and rng.random() < ELSEWHERE else example
