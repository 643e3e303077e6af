"""The domains whose state a corpus annotates, with a description of each slot.

A corpus says them itself (`Corpus.schemas`); of one that does not, they are the slots that the
states of its training part fill. `tracked_domains` gives them as domains, so that a tracker takes
them as it takes plugins.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dialog.corpus.domains import TRAIN
from dialog.corpus.registry import Corpus
from dialog.domain import Domain
from dialog.errors import CorpusError
from dialog.schema import CorpusMap, DomainSchema, Slot
from dialog.yamlfile import read_yaml


def tracked_domains(corpus: Corpus, split: str = TRAIN) -> dict[str, Domain]:
    """Return one domain for each whose state a split annotates, by name.

    They map the corpus by the same names, so they can be tracked without a plugin. Values that
    the corpus's own database names (`Corpus.names`) are known.

    Raises:
        CorpusError: for a corpus that annotates no states, or as `Corpus.load`.
    """
    names = getattr(corpus, "names", None)
    domains: dict[str, Domain] = {}
    for name, schema in tracked_schemas(corpus, split).items():
        same = CorpusMap(domain=name, slots={slot: slot for slot in schema.slots})
        schema = schema.model_copy(update={"corpora": {corpus.name: same}})
        listed = names(name) if names else {}
        domains[name] = Domain(schema, Path(name), corpus=corpus.name, listed=listed)
    return domains


def tracked_schemas(corpus: Corpus, split: str = TRAIN) -> dict[str, DomainSchema]:
    """Return the domains whose state a split annotates, as the corpus or its states say them.

    Raises:
        CorpusError: for a corpus that annotates no states, or as `Corpus.load`.
    """
    said = getattr(corpus, "schemas", None)
    if said is not None and (described := dict(said(split))):
        return described
    if TRAIN not in corpus.splits:
        raise CorpusError(
            f"The corpus {corpus.name} has no split {TRAIN!r} to learn its slots from."
        )
    met: dict[str, set[str]] = {}
    for domain, slot, _ in filled(corpus, TRAIN):
        met.setdefault(domain, set()).add(slot)
    if not met:
        raise CorpusError(f"The corpus {corpus.name} annotates no states.")
    return {domain: _schema(corpus, domain, met[domain]) for domain in sorted(met)}


def filled(corpus: Corpus, split: str) -> Iterator[tuple[str, str, str]]:
    """Go through the values of a split's states as (domain, slot, value)."""
    for dialogue in corpus.load(split):
        for turn in dialogue.turns:
            for domain, slots in turn.state.items():
                for slot, value in slots.items():
                    yield domain, slot, value


def read_schemas(path: Path) -> dict[str, DomainSchema]:
    """Read a file of domains: name -> description, entity and slots, as in a domain.yml.

    Raises:
        CorpusError: naming the file, and its first mistake.
    """
    file = read_yaml(path)
    if file.problems:
        raise CorpusError(str(file.problems[0]))
    data: Mapping[str, Mapping[str, Any]] = file.data
    try:
        return {name: DomainSchema(name=name, **part) for name, part in data.items()}
    except (TypeError, ValidationError) as error:
        raise CorpusError(f"{path} does not describe the domains of a corpus: {error}") from error


def _schema(corpus: Corpus, domain: str, slots: set[str]) -> DomainSchema:
    return DomainSchema(
        name=domain,
        description=f"What {corpus.name} says of {domain}.",
        entity=domain,
        slots={
            name: Slot(name=name, description=f"the {name.replace('_', ' ')}")
            for name in sorted(slots)
        },
    )
