"""The understanding of the bot: the model of CrossWOZ by itself, read as a conversation needs it.

The model (`corpora/models/crosswoz`) was trained on the corpus's acts under its own names, which
these domains share, so it covers them as they are. Around it: numbers in characters are put in
digits for it, `acts` says what its acts amount to, `ways` reads places in relation, and what
nobody says in CrossWOZ, such as a yes, is read word for word.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.hanzi import digits
from dialog.nlu.bert import BertNlu
from dialog.nlu.courtesy import courtesies
from dialog.runtime.onnx_bert import Precision
from dialog.schema import SlotType
from dialog.state import DialogueState, UserTurn
from domains.crosswoz.acts import here
from domains.crosswoz.ways import nearby, ways

SURE = 0.9  # of what words name that the model passes over
TYPES, _SUFFIX = "酒店类型", "型"  # 豪华 is 豪华型
_ASKS = ("吗", "有没有", "？", "?")


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
        plain = [replace(h, text=digits(h.text)) for h in turn.hypotheses]
        understood = self._bert.understand(UserTurn(tuple(plain)), state)
        acts = zip(turn.hypotheses, plain, understood.acts or (), strict=True)
        read = (
            self._read(then.text, said if then.text == now.text else _spanless(said), state)
            for now, then, said in acts
        )
        return UserTurn(turn.hypotheses, tuple(map(tuple, read)))

    def _read(
        self, text: str, acts: Sequence[DialogueAct], state: DialogueState
    ) -> list[DialogueAct]:
        said = list(here(acts, self.domains, state))
        said += self._named(text, said, state)
        said = ways(text, nearby(text, said, self.domains, state), self.domains)
        polite = [act for act in courtesies(text, self._language) if act not in said]
        if any(act.type is ActType.REQALTS for act in polite):
            said = [act for act in said if act.slot != "task"]
        return list(dict.fromkeys([*polite, *said]))

    def _named(
        self, text: str, acts: Sequence[DialogueAct], state: DialogueState
    ) -> Iterator[DialogueAct]:
        """Yield what is said of a yes-or-no slot whose name the domain under discussion has."""
        domains = {state.active, *(act.domain for act in acts)} & self.domains.keys()
        taken = {act.slot for act in acts}
        asks = any(mark in text for mark in _ASKS)
        for domain in domains:
            slots = self.domains[domain].schema.slots.values()
            names = [s for s in slots if s.type is SlotType.BOOLEAN and s.noun in text]
            for slot in names:
                part = any(slot.noun in o.noun and slot is not o for o in names)  # 早餐服务免费
                if slot.name in taken or part:
                    continue
                kind, value = (ActType.REQUEST, None) if asks else (ActType.INFORM, "yes")
                yield DialogueAct(kind, domain, slot.name, value, SURE)


def _worded(domain: Domain) -> Domain:
    """Return a domain with the words that name what its places have, and short forms of types."""
    slots = domain.schema.slots.values()
    words = {s.name: {s.noun.lower(): "yes"} for s in slots if s.type is SlotType.BOOLEAN}
    if TYPES in domain.schema.slots:
        types = {row[TYPES] for row in domain.rows()}
        words[TYPES] = {kind.removesuffix(_SUFFIX): kind for kind in types}
    return replace(domain, wordings={**domain.wordings, **words})


def _spanless(acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Return acts without places in a text that is not the one that was said."""
    return [replace(act, span=None) for act in acts]
