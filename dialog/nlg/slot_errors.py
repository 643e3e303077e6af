"""Which values a text leaves out, and which it has that no act holds (Wen et al. 2015).

Values are found as they are written, numbers in words or digits, times by either clock. Yes, no
and "any" have no words of their own, so such slots are not counted.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dialog.acts import ActType, DialogueAct
from dialog.corpus.statistics import TASK
from dialog.nlg.figures import pattern, spoken
from dialog.nlg.grammar import GRAMMARS
from dialog.nlg.guard.brief import WORDLESS
from dialog.nlg.guard.lexicon import by_first_word
from dialog.nlg.guard.words import EVERYDAY, WORD, known
from dialog.nlg.wording import plural
from dialog.schema import Language

_FIGURE = re.compile(r"\d[\da-z:.,/-]*")
_SHORTEST: Mapping[Language, int] = {"en": 4, "zh": 2}  # letters of a value that is looked for
_UNCOUNTED = WORDLESS | {"1", "true", "false", "无", "否", "是"}
_MARKS = re.compile(r"(?:(?!(?<=\d)[.:-](?=\d))[\W_])+")  # but those inside of figures
_GAP = "\x00"


@dataclass(frozen=True, slots=True)
class SlotErrors:
    """What is wrong with the values of a text."""

    due: tuple[tuple[str, str], ...] = ()  # (slot, value) that have to be said
    missing: tuple[tuple[str, str], ...] = ()  # of these, what is not said
    redundant: tuple[str, ...] = ()  # values that are said and no act holds

    @property
    def counts(self) -> tuple[int, int]:
        """Errors and slots, the sums of which make the slot error rate."""
        return len(self.missing) + len(self.redundant), len(self.due)


def due_values(acts: Iterable[DialogueAct]) -> list[tuple[str, str]]:
    """Return the (slot, value) of acts that have to be said, each once."""
    found = (
        (act.slot, act.value)
        for act in acts
        if act.slot != TASK and act.type is not ActType.REQUEST and act.value
    )
    return list(dict.fromkeys((s, v) for s, v in found if v.casefold() not in WORDLESS))


class SlotErrorCounter:
    """Finds slot errors in texts of one language.

    Args:
        values: that the corpus annotates; what a text has of them has to be in its acts.
        own: the corpus's words for its domains, which are no values: hotel, "a hotel".
        language: of the texts.
    """

    def __init__(self, values: Iterable[str], own: Iterable[str], language: Language) -> None:
        self.language = language
        nouns = {self._plain(word) for word in own}
        nouns |= {plural(noun) for noun in nouns}
        bare = GRAMMARS[language].bare
        plain = {p for v in values if self._names(p := self._plain(v))}
        self._values = {value for value in plain if bare(value) not in nouns}

    def of(self, text: str, acts: Sequence[DialogueAct]) -> SlotErrors:
        """Return what is wrong with the values of a text that words some acts."""
        due = due_values(acts)
        rest = self._plain(text)
        held = [act.value for act in acts if act.value]
        missing = [(slot, value) for slot, value in due if not self._says(text, value)]
        for value in sorted(held, key=len, reverse=True):
            rest = self._finder(value).sub(_GAP, rest)
        return SlotErrors(tuple(due), tuple(missing), tuple(self._redundant(rest)))

    def _plain(self, text: str) -> str:
        if self.language == "en":
            return spoken(text)
        return _MARKS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()

    def _finder(self, value: str) -> re.Pattern[str]:
        if self.language == "en":
            return pattern(value)
        return re.compile(r"\s*".join(map(re.escape, self._plain(value).replace(" ", ""))) or "$^")

    def _says(self, text: str, value: str) -> bool:
        found = self._finder(value)
        if found.search(self._plain(text)):
            return True
        return self.language == "en" and bool(found.search(spoken(text, pronouns=False)))

    def _names(self, plain: str) -> bool:
        """Whether a value is no everyday word, and no figure, as these are found anyway."""
        if len(plain) < _SHORTEST[self.language] or _FIGURE.fullmatch(plain):
            return False
        return not all(known(word, EVERYDAY) for word in WORD.findall(plain)) or not plain.isascii()

    @cached_property
    def _by_first(self) -> Mapping[str, tuple[str, ...]]:
        if self.language == "en":
            return by_first_word(self._values)
        found: dict[str, list[str]] = {}
        for value in sorted(self._values, key=len, reverse=True):
            found.setdefault(value[0], []).append(value)
        return {first: tuple(values) for first, values in found.items()}

    def _redundant(self, rest: str) -> list[str]:
        found: list[str] = []
        at = 0
        while at < len(rest):
            value = self._value_at(rest, at)
            if value:
                found.append(value)
            at += len(value) or self._step(rest, at)
        blank = rest
        for value in found:
            blank = blank.replace(value, _GAP, 1)
        figures = (each.strip(".,:-/") for each in _FIGURE.findall(blank))
        return [*found, *(figure for figure in figures if figure not in _UNCOUNTED)]

    def _value_at(self, rest: str, at: int) -> str:
        """Return the longest value that begins at a place, "" for none."""
        if self.language == "zh":
            return next((v for v in self._by_first.get(rest[at], ()) if rest.startswith(v, at)), "")
        first = re.compile(r"\w+").match(rest, at)
        for value in self._by_first.get(first.group(), ()) if first else ():
            end = at + len(value)
            if rest.startswith(value, at) and not re.match(r"\w", rest[end : end + 1]):
                return value
        return ""

    def _step(self, rest: str, at: int) -> int:
        """Return how far on the next value may begin."""
        if self.language == "zh":
            return 1
        word = re.compile(r"\w+|\W+").match(rest, at)
        return len(word.group()) if word else 1
