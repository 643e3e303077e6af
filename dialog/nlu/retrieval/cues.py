"""The word before a value tells its slot: "from" a departure, "by" the time of arrival."""

import re
from collections import Counter

from dialog.component import Domains
from dialog.values import Match

_CUE = re.compile(r"(\w+)\s+(?:(?:the|a|an)\s+)?$")


class Cues:
    """How often the phrases of domains have a word before a slot: "from {departure}".

    Args:
        domains: the session's domains.
    """

    def __init__(self, domains: Domains) -> None:
        self.domains = domains
        self._counts = Counter(
            (domain.name, slot, match[1].lower())
            for domain in domains.values()
            for phrases in domain.phrases.values()
            for phrase in phrases
            for slot in domain.schema.slots
            for match in _CUE.finditer(phrase, endpos=max(0, phrase.find(f"{{{slot}}}")))
        )

    def share(self, match: Match, text: str) -> float:
        """Return how often the word before a value stands before its slot.

        It is the share of all slots that could have such a value; 0 where no word stands before.
        """
        cue = _CUE.search(text[: match.start].lower())
        if not cue:
            return 0.0
        slots = self.domains[match.domain].schema.slots
        kind = slots[match.slot].type, slots[match.slot].place
        rivals = [name for name, slot in slots.items() if (slot.type, slot.place) == kind]
        every = sum(self._counts[match.domain, name, cue[1]] for name in rivals)
        return self._counts[match.domain, match.slot, cue[1]] / max(1, every)
