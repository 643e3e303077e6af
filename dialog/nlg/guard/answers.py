"""How the domains themselves say yes and no: "bring your own mat" is a no without a denial."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialog.component import Domains
from dialog.domain import Domain
from dialog.nlg.figures import spoken
from dialog.nlg.guard.english import CLAUSE, NO
from dialog.nlg.guard.words import GRAMMAR, WORD, forms_of, known
from dialog.texts import PLACEHOLDER, acts_of_key


@dataclass(frozen=True, slots=True)
class OwnWords:
    """How a domain tells a no from a yes.

    Args:
        yes: the words that only a yes is told with.
        no: of each clause that tells a no and denies nothing, the words that no yes has.
    """

    yes: frozenset[str] = frozenset()
    no: frozenset[frozenset[str]] = frozenset()

    def say_no(self, clause: str) -> bool:
        """Whether a clause has all words of a no, and none of a yes."""
        words = set(WORD.findall(clause))
        told = any(all(_has(word, words) for word in several) for several in self.no)
        return told and not any(_has(word, words) for word in self.yes)


def answering(domains: Domains) -> dict[tuple[str, str], OwnWords]:
    """Return how the domains' responses answer for each yes-or-no slot, as (domain, slot).

    A clause that denies tells nothing by its words: "it does not offer parking".
    """
    found = {}
    for name, domain in domains.items():
        for slot in domain.schema.slots:
            yes, no = (list(_told(domain, slot, value)) for value in ("yes", "no"))
            if yes and no:
                every = [{word for words in some for word in words} for some in (yes, no)]
                only = (frozenset(w for w in words if not _has(w, every[0])) for words in no)
                found[name, slot] = OwnWords(
                    frozenset(w for w in every[0] if not _has(w, every[1])),
                    frozenset(words for words in only if words),
                )
    return found


def _told(domain: Domain, slot: str, value: str) -> Iterator[frozenset[str]]:
    """Yield the words, grammar apart, of each clause that tells an answer without a denial."""
    for key, texts in domain.responses.items():
        if any((act.slot, act.value) == (slot, value) for act in acts_of_key(key)):
            for clause in (c for t in texts for c in CLAUSE.split(spoken(PLACEHOLDER.sub(" ", t)))):
                words = WORD.findall(clause) if not NO.search(clause) else []
                yield frozenset(word for word in words if not known(word, GRAMMAR))


def _has(word: str, others: set[str]) -> bool:
    return not {form for other in others for form in forms_of(other)}.isdisjoint(forms_of(word))
