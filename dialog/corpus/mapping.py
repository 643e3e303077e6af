"""Which labels of a corpus are a plugin's."""

from dialog.corpus.registry import Corpus
from dialog.schema import CorpusMap, DomainSchema


def own_names(corpus: Corpus) -> frozenset[str]:
    """Return the domains in whose plugins' own names a corpus annotates everything."""
    named: frozenset[str] = getattr(corpus, "plugins", frozenset())
    return named


def mapping(corpus: Corpus, schema: DomainSchema) -> CorpusMap | None:
    """Return how a domain reads a corpus, None where it cannot.

    What its domain.yml says under `corpora:`; a corpus in the plugin's own names needs no entry.
    """
    if schema.name in own_names(corpus):
        return CorpusMap(domain=schema.name, slots={slot: slot for slot in schema.slots})
    return schema.corpora.get(corpus.name)
