"""The phrases of plugins as sentences that what is said can be near to.

Values stand in them as their slots' names, and so they do in what is said (`masked`).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.nlu.frames import general_phrases
from dialog.nlu.labels import TASK
from dialog.texts import PLACEHOLDER, acts_of_key
from dialog.values import Match

_ANSWERS = frozenset({ActType.AFFIRM, ActType.NEGATE})


@dataclass(frozen=True)
class Phrase:
    """A sentence that a user might say, and what it does."""

    text: str  # placeholders in words: "i want food food in the area"
    domain: str
    acts: tuple[DialogueAct, ...]
    slots: frozenset[str] = frozenset()
    answer: str = ""  # the word that says yes or no before something else
    asks: bool = False  # for one of the tasks that its domain declares


def phrases_of(domains: Domains) -> Iterator[Phrase]:
    """Yield the phrases of the domains, and those that belong to none."""
    for domain in domains.values():
        for key, phrases in domain.phrases.items():
            acts = tuple(acts_of_key(key, domain.name))
            for phrase in phrases:
                yield _phrase(domain, acts, phrase)
    for key, phrases in general_phrases(spoken(domains)).items():
        acts = tuple(acts_of_key(key))
        for phrase in phrases:
            yield Phrase(phrase, "", acts)


def _phrase(domain: Domain, acts: tuple[DialogueAct, ...], phrase: str) -> Phrase:
    slots = frozenset(match[1] for match in PLACEHOLDER.finditer(phrase))
    text = PLACEHOLDER.sub(lambda m: m[2] or spelled(m[1]), phrase)
    answers = len(acts) > 1 and any(act.type in _ANSWERS for act in acts)
    first = re.match(r"\w+", phrase.lower()) if answers else None
    asks = any(act.slot == TASK and act.value in domain.schema.tasks for act in acts)
    return Phrase(text, domain.name, acts, slots, first.group() if first else "", asks)


def spelled(slot: str) -> str:
    """Return a slot's name in words."""
    return slot.replace("_", " ")


def masked(text: str, found: Sequence[Match]) -> str:
    """Return a text with the names of slots in place of the values found in it."""
    spans: dict[tuple[int, int], str] = {}
    for match in found:
        spans.setdefault((match.start, match.end), match.slot)
    out, at = "", 0
    for (start, end), slot in sorted(spans.items()):
        if start >= at:
            out += text[at:start] + spelled(slot)
            at = end
    return out + text[at:]
