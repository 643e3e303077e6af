"""System turns of a corpus, each with its annotated acts and what was said before it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dialog.acts import ActType, DialogueAct
from dialog.corpus import Corpus, Dialogue
from dialog.corpus.statistics import TASK
from dialog.domain import Domain
from dialog.nlg.wording import plural
from dialog.nlg.written import written
from dialog.quantities import read_boolean
from dialog.schema import CorpusMap, DomainSchema, Language, Slot, SlotType
from dialog.state import DialogueState, Turn, UserTurn

_TRUTHS = frozenset({"yes", "no", "true", "false", "是", "否"})
COUNT = "count"  # the slot of how many there are
WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_A-Za-z]+")  # of names: RentalCars_1
ASKED = (ActType.REQUEST, ActType.CONFIRM, ActType.CONFREQ, ActType.SELECT)
_LAST = (ActType.REQMORE, ActType.BYE)
_REMEMBERED = 8  # turns that a generator may look back on


@dataclass(frozen=True, slots=True)
class SystemTurn:
    """What a system said in a corpus, and what it meant."""

    dialogue: str
    number: int  # among the dialogue's system turns, from 1
    acts: tuple[DialogueAct, ...]
    text: str  # as people write it
    words: tuple[str, ...]  # of each act, those in the text that spell its value, "" for none
    state: DialogueState  # the exchanges before it; what the user wants is not in it

    def to_dict(self) -> dict[str, Any]:
        """Return what is asked of a generator, and what the corpus says, as JSON-able data."""
        acts = [act.to_dict() for act in self.acts]
        return {"dialogue": self.dialogue, "number": self.number, "acts": acts, "text": self.text}


def system_turns(
    corpus: Corpus, dialogues: Iterable[Dialogue], domains: Mapping[str, Domain]
) -> Iterator[SystemTurn]:
    """Go through the system turns that have acts, which are put as generators know them.

    The values of a yes-or-no slot become yes and no, the slot of the corpus that tells how many
    there are becomes `count`, and what is asked comes after what is told.

    Args:
        corpus: the corpus.
        dialogues: of it.
        domains: those that `spoken_domains` makes of them.
    """
    count = getattr(corpus, "count_slot", COUNT)
    for dialogue in dialogues:
        before: tuple[Turn, ...] = ()
        heard, number = "", 0
        for turn in dialogue.turns:
            if turn.speaker == "user":
                heard = written(turn.utterance)
                continue
            number += 1
            told = sorted(turn.acts, key=_place)
            acts = tuple(_plain(act, domains, count) for act in told)
            text = written(turn.utterance)
            if acts and text:
                active = next((act.domain for act in acts if act.domain in domains), "")
                state = DialogueState(turns=before, active=active)
                words = tuple(written(turn.text_of(act) or "") for act in told)
                yield SystemTurn(dialogue.dialogue_id, number, acts, text, words, state)
            before = (*before, Turn(UserTurn.of(heard), acts, text))[-_REMEMBERED:]


def spoken_domains(corpus: Corpus, dialogues: Iterable[Dialogue]) -> dict[str, Domain]:
    """Return a domain for each that the system speaks of in dialogues, with the corpus's names.

    A generator takes them as it takes plugins. A slot is described by its name; it is a yes-or-no
    slot when all its values are of that kind.

    Args:
        corpus: the corpus.
        dialogues: what is to be said.
    """
    values: dict[str, dict[str, set[str]]] = {}
    for dialogue in dialogues:
        for turn in dialogue.turns:
            for act in turn.acts if turn.speaker == "system" else ():
                slots = values.setdefault(act.domain, {})
                if act.slot and act.slot != TASK:
                    told = act.value is not None and act.type is not ActType.REQUEST
                    slots.setdefault(act.slot, set()).update([act.value or ""] if told else [])
    values.pop("", None)
    return {name: _domain(corpus, name, slots) for name, slots in sorted(values.items())}


def language_of(corpus: Corpus) -> Language:
    """Return the language that a corpus is in, of those that templates speak; else English."""
    return "zh" if corpus.language == "zh" else "en"


def _domain(corpus: Corpus, name: str, values: Mapping[str, set[str]]) -> Domain:
    language = language_of(corpus)
    the = "the {}" if language == "en" else "{}"
    slots = {}
    for slot in sorted(values):
        truths = values[slot] and {value.casefold() for value in values[slot]} <= _TRUTHS
        kind = SlotType.BOOLEAN if truths else SlotType.OPEN
        description = the.format(slot.replace("_", " "))
        slots[slot] = Slot(name=slot, type=kind, description=description, requestable=True)
    schema = DomainSchema(
        name=name,
        description=f"What {corpus.name} says of {name}.",
        language=language,
        entity=noun(name),
        slots=slots,
        corpora={corpus.name: CorpusMap(domain=name, slots={slot: slot for slot in slots})},
    )
    return Domain(schema, Path(name), corpus=corpus.name)


def noun(name: str) -> str:
    """Return the noun that a domain's name is made of: "Hotels_2" of hotel."""
    words = " ".join(WORDS.findall(name)).lower() or name
    return next((one for one in (words[:-2], words[:-1]) if one and plural(one) == words), words)


def _place(act: DialogueAct) -> int:
    """Return how late an act is said."""
    return 1 if act.type in ASKED else 2 + _LAST.index(act.type) if act.type in _LAST else 0


def _plain(act: DialogueAct, domains: Mapping[str, Domain], count: str) -> DialogueAct:
    """Return an act as generators know it."""
    act = replace(act, value=written(act.value)) if act.value else act
    if act.slot == count:
        return replace(act, slot=COUNT)
    domain = domains.get(act.domain)
    slot = domain.schema.slots.get(act.slot) if domain else None
    if not act.value or slot is None or slot.type is not SlotType.BOOLEAN:
        return act
    return replace(act, value=read_boolean(act.value))
