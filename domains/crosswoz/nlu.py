"""The understanding of the bot: the model of CrossWOZ by itself, read as a conversation needs it.

The model (`corpora/models/crosswoz`) was trained on the corpus's acts under its own names, which
these domains share, so it covers them as they are. Around it: numbers in characters are put in
digits for it, `clauses` reads what words make plain, so that it gets the rest, `acts` says what
its acts amount to, `spans` reads prices and ratings, `near` and `ways` places in relation, and
what nobody says in CrossWOZ, such as a yes, is read word for word.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.hanzi import digits
from dialog.nlu.bert import BertNlu
from dialog.nlu.courtesy import courtesies
from dialog.runtime.onnx_bert import Precision
from dialog.schema import Slot, SlotType
from dialog.state import DialogueState, UserTurn
from domains.crosswoz.acts import TASK, here
from domains.crosswoz.clauses import read, words_for
from domains.crosswoz.kinds import CLAUSE
from domains.crosswoz.near import nearby
from domains.crosswoz.spans import spans
from domains.crosswoz.stations import stations
from domains.crosswoz.ways import ways

_SPAN = re.compile(r"(\d+)[元块分]?[到至~](\d+)")
TYPES, _SUFFIX = "酒店类型", "型"  # 豪华 is 豪华型


class TravelNlu:
    """Understands travellers in Chinese.

    Args:
        domains: the session's domains.
        precision: "int8" or "float32".
        announce: gets a sentence when the model has to be prepared first.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"user_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        precision: Precision = "int8",
        announce: Callable[[str], None] | None = None,
    ) -> None:
        self.domains = {name: _worded(domain) for name, domain in domains.items()}
        self._language = spoken(domains)
        self._bert = BertNlu(self.domains, precision=precision, announce=announce)

    def warm_up(self) -> None:
        """Load the model."""
        self._bert.warm_up()

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        """Return the turn with the acts of each hypothesis."""
        acts = tuple(tuple(self._read(h.text, state)) for h in turn.hypotheses)
        return UserTurn(turn.hypotheses, acts)

    def _read(self, text: str, state: DialogueState) -> list[DialogueAct]:
        plain = _SPAN.sub(r"\1-\2", digits(text))  # as CrossWOZ writes it
        polite = courtesies(plain, self._language)
        told = [act.span for act in polite]
        said: list[DialogueAct] = []
        left = ""  # for the model
        for clause in CLAUSE.finditer(plain):
            if clause.span() in told:
                continue
            reading = read(clause.group(), self.domains, state)
            said += reading.acts
            if not reading.whole:
                left += clause.group() + plain[clause.end() : clause.end() + 1]
        modelled = self._modelled(left, plain, state) if left else []
        known = {(act.domain, slot) for act in said for slot in self._alike(act)}
        new = [a for a in modelled if a not in polite and (a.domain, a.slot) not in known]
        own = [act for act in new if not self._guessed(act, said, plain)]
        wished = spans(plain, [*said, *own], self.domains, state)
        whole = ways(plain, nearby(plain, wished, self.domains, state), self.domains)
        whole = stations(plain, whole, self.domains, state)
        if any(act.type is ActType.REQALTS for act in polite):
            whole = [act for act in whole if act.slot != TASK]
        acts = list(dict.fromkeys([*polite, *whole]))
        # where other words were read than were said, theirs are none of the sentence's places
        return acts if plain == text else [replace(act, span=None) for act in acts]

    def _guessed(self, act: DialogueAct, said: Sequence[DialogueAct], text: str) -> bool:
        """Whether an act takes what words make plain for what none of them says: 停车 for 租车."""
        slot = self._there(act)
        plain = any(self._there(other) for other in said if other.domain == act.domain)
        return slot is not None and plain and not any(w in text.lower() for w in words_for(slot))

    def _there(self, act: DialogueAct) -> Slot | None:
        """Return the yes-or-no slot of an act, None if it has another."""
        slots = self.domains[act.domain].schema.slots if act.domain in self.domains else {}
        slot = slots.get(act.slot)
        return slot if slot is not None and slot.type is SlotType.BOOLEAN else None

    def _alike(self, act: DialogueAct) -> list[str | None]:
        """Return the slot of an act, and those that the same words of everyday call."""
        slot = self._there(act)
        if slot is None:
            return [act.slot]
        slots, words = self.domains[act.domain].schema.slots, set(words_for(slot))
        return [n for n, s in slots.items() if n == act.slot or words & set(words_for(s))]

    def _modelled(self, left: str, whole: str, state: DialogueState) -> list[DialogueAct]:
        """Return what the model reads; of a part of what was said without places in it."""
        understood = self._bert.understand(UserTurn.of(left), state).best_acts
        acts = list(here(understood, self.domains, state))
        return acts if left == whole else [replace(act, span=None) for act in acts]


def _worded(domain: Domain) -> Domain:
    """Return a domain with the words that name what its places have, and short forms of types."""
    slots = domain.schema.slots.values()
    told = [slot for slot in slots if slot.type is SlotType.BOOLEAN]
    words = {slot.name: dict.fromkeys(words_for(slot), "yes") for slot in told}
    if TYPES in domain.schema.slots:
        types = {row[TYPES] for row in domain.rows()}
        words[TYPES] = {kind.removesuffix(_SUFFIX): kind for kind in types}
    return replace(domain, wordings={**domain.wordings, **words})
