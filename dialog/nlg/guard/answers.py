"""How the domains themselves say yes and no: "bring your own mat" is a no without a denial."""

from collections.abc import Iterator, Mapping

from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlg.figures import spoken
from dialog.nlg.guard.english import CLAUSE, NO
from dialog.nlg.guard.words import GRAMMAR, WORD, forms_of, known
from dialog.texts import PLACEHOLDER, acts_of_key

Answers = Mapping[tuple[str, str], tuple[frozenset[str], frozenset[str]]]


def answering(domains: Domains) -> Answers:
    """Return, of each yes-or-no slot, the words that tell a yes from a no, and those of a no.

    A word of a clause that denies tells nothing by itself: "it does not offer parking".
    """
    found = {}
    for name, domain in domains.items():
        for slot in domain.schema.slots:
            yes, no = (set(_words(domain, slot, value)) for value in ("yes", "no"))
            if yes and no:
                only = [
                    frozenset(w for w in a if not _has(w, b)) for a, b in ((yes, no), (no, yes))
                ]
                found[name, slot] = (only[0], only[1])
    return found


def _words(domain: Domain, slot: str, value: str) -> Iterator[str]:
    """Yield the words, grammar apart, with which a domain answers for a slot."""
    for key, texts in domain.responses.items():
        if any((act.slot, act.value) == (slot, value) for act in acts_of_key(key)):
            for text in texts:
                for clause in CLAUSE.split(spoken(PLACEHOLDER.sub(" ", text))):
                    words = WORD.findall(clause) if not NO.search(clause) else []
                    yield from (word for word in words if not known(word, GRAMMAR))


def _has(word: str, others: set[str]) -> bool:
    return not {form for other in others for form in forms_of(other)}.isdisjoint(forms_of(word))
