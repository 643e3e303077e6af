"""What a turn allows to be said, as the guard is told it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from dialog.acts import ActType, DialogueAct, acts_of
from dialog.nlg.figures import plain, spoken
from dialog.nlg.guard.english import HYPOTHETICAL, IDIOMS, NO, NUMBER_FORMS
from dialog.nlg.guard.lexicon import Lexicon, by_first_word
from dialog.nlg.guard.vocabulary import ALWAYS
from dialog.nlg.sentences import sentences
from dialog.nlg.wording import plural
from dialog.quantities import DAYS
from dialog.schema import DONTCARE

GAP = "\x00"  # in a sentence, where a value stood that may be stated
TOLD = "\x01"  # where one stood that only the user told
PROMISED = "\x02"  # where one stood that promises something: "free"
WORDLESS = frozenset({"yes", "no", "unknown", "none", DONTCARE})  # said in other words
_MOMENT = re.compile(rf"\b(?:\d{{2}}:\d{{2}}|\d{{1,2}}h\d{{2}}|{'|'.join(DAYS)})\b")
_NAME = 5  # words of the longest value that is taken for a name
_OF_TASK = (
    ActType.REQUEST,
    ActType.CONFIRM,
    ActType.CONFREQ,
    ActType.BOOK,
    ActType.NOBOOK,
    ActType.REQALTS,
)
_DENYING = (ActType.NOOFFER, ActType.NOBOOK, ActType.DENY)


@dataclass(frozen=True)
class Brief:
    """What is to be said in a turn, and all that may be.

    Args:
        acts: what has to be said.
        facts: slot -> value of all that may be stated, several values apart by ";".
        lexicon: of the session's domains.
        draft: the templates' words for it.
        told: what the user told in their own words, and no fact contradicts: slot -> value.
    """

    acts: Sequence[DialogueAct]
    facts: Mapping[str, str]
    lexicon: Lexicon
    draft: str = ""
    told: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def values(self) -> frozenset[str]:
        """All values that may be stated, whole and each by itself, as they are written."""
        acts = [
            act.value or "" for act in self.acts if act.slot != "task"
        ]  # "book" is a plain word
        given = [*self.facts.values(), *self.told.values(), *acts]
        parts = {part.strip() for value in given for part in value.split(";")}
        parts |= {sentence for part in parts for sentence in sentences(part)}
        parts |= {moment for part in parts for moment in timetable(part)}
        return frozenset(part for part in parts if part) - WORDLESS

    def wordings(self, value: str) -> Iterator[str]:
        """Yield how a value may be said, as `spoken` gives it."""
        text = spoken(value)
        yield from {text, f"the {text}"} | self.lexicon.forms.get(text, frozenset())
        if text in NUMBER_FORMS:
            yield from NUMBER_FORMS[text].split("|")
        if text == "1":
            yield from (f"a {unit}" for unit in self._units)

    @cached_property
    def supported(self) -> Mapping[str, tuple[str, ...]]:
        """The wordings of all values that may be stated, by their first word."""
        return by_first_word({form for value in self.values for form in self.wordings(value)})

    @cached_property
    def settled(self) -> frozenset[str]:
        """The slots that have a value, so that another value of theirs is wrong."""
        slots = {name.rpartition(".")[2] for name in (*self.facts, *self.told)}
        return frozenset(slots | {act.slot for act in self.acts if act.value})

    @cached_property
    def short(self) -> frozenset[str]:
        """The words of the values: a name may be said by one of its words."""
        names = (spoken(value).split() for value in self.values)
        return frozenset(word for words in names if len(words) <= _NAME for word in words)

    @cached_property
    def only_told(self) -> frozenset[str]:
        """The wordings of the values that the user told and nothing else holds."""
        given = [*self.facts.values(), *(a.value or "" for a in self.acts)]
        held = {spoken(part.strip()) for value in given for part in value.split(";")}
        told = {value for value in self.told.values() if spoken(value) not in held}
        return frozenset(form for value in told for form in self.wordings(value))

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The words for what the turn is about: its slots, and what is found."""
        domains = {act.domain for act in self.acts}
        slots = {name.rpartition(".")[2] for name in (*self.facts, *self.told)} | {ALWAYS}
        slots |= {"task"} if acts_of(self.acts, *_OF_TASK) else set()
        about = self.asked | {(domain, slot) for domain in domains for slot in slots}
        said = {w for w, with_slots in self.lexicon.said_with.items() if about & with_slots}
        named = {word for act in self.acts for word in act.slot.split("_")}
        return frozenset(said | self.lexicon.heads | named | self._things)

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """The words that name the slots that the acts ask about or give."""
        return frozenset(w for w, slots in self.lexicon.named_by.items() if self.asked & slots)

    @property
    def _things(self) -> frozenset[str]:
        return self.lexicon.things if acts_of(self.acts, *_OF_TASK) else frozenset()

    @cached_property
    def counted(self) -> Mapping[str, frozenset[str]]:
        """A noun that counts a slot, in the singular and the plural -> the slot's values."""
        units = {slot: unit for (_, slot), unit in self.lexicon.units.items()}
        found: dict[str, set[str]] = {
            noun: set() for unit in units.values() for noun in (unit, plural(unit))
        }
        given = [(a.slot, a.value or "") for a in self.acts]
        given += [(name.rpartition(".")[2], value) for name, value in self.facts.items()]
        for slot, value in given:
            if slot in units and value:
                for noun in (units[slot], plural(units[slot])):
                    found.setdefault(noun, set()).update(p.strip() for p in value.split(";"))
        return {noun: frozenset(values) for noun, values in found.items()}

    @cached_property
    def denied(self) -> frozenset[str]:
        """The values that only what there is not has: the Thai restaurant that nobody found."""
        denied = {a.value for a in self.acts if a.type in _DENYING and a.value}
        stated = {a.value for a in self.acts if a.type not in _DENYING and a.value}
        stated |= set(self.told.values())
        affirmed = " ".join(s for s in map(spoken, sentences(self.draft)) if not denies(s))
        return frozenset(v for v in denied - stated if f" {spoken(v)}" not in f" {affirmed}")

    @cached_property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The slots, as (domain, slot), that the acts ask about or give."""
        return frozenset((act.domain, act.slot) for act in self.acts if act.slot)

    @property
    def _units(self) -> Iterator[str]:
        for domain, slot in self.asked:
            if unit := self.lexicon.units.get((domain, slot)):
                yield unit


def timetable(value: str) -> list[str]:
    """Return the times and days of a value that has several: "Monday to Friday, 9:00 to 17:00"."""
    found = _MOMENT.findall(spoken(value))
    return [plain(moment) for moment in found] if len(found) > 1 else []


def denies(sentence: str) -> bool:
    """Whether a sentence, as `spoken` gives it, says that something is not so."""
    return NO.search(HYPOTHETICAL.sub(" ", IDIOMS.sub(" ", sentence))) is not None
