"""Acts as a line of words with numbered gaps for values, as SC-GPT reads them (Peng et al. 2020).

`hotel.inform(name=Roma, wifi=yes)` becomes "inform hotel : name = [0] , wifi = yes", and a response
"[0] has free wifi." A gap is known by its number and by the name of its slot.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dialog.acts import DialogueAct
from dialog.corpus.statistics import TASK
from dialog.nlg.corpus_turns import WORDS, noun
from dialog.nlg.figures import spoken
from dialog.nlg.guard.brief import WORDLESS
from dialog.nlg.values import grouped
from dialog.nlg.wording import Part
from dialog.schema import Language

GAPS = 16  # values in a response, at most
_OPENING = frozenset('([$£#"/')  # signs that stand right before a value
_DIGIT = re.compile(r"\d")

Pieces = tuple[str | int, ...]  # words, and the numbers of gaps


@dataclass(frozen=True, slots=True)
class Line:
    """Acts in a line, and the values of its gaps."""

    pieces: Pieces
    values: tuple[tuple[str, str, str], ...]  # (domain, slot, value) of each gap

    @property
    def slots(self) -> tuple[str, ...]:
        """What each gap is a value of, in words."""
        return tuple(f" {noun(slot)}" for _, slot, _ in self.values)


def line_of(acts: Sequence[DialogueAct]) -> Line:
    """Return acts in a line."""
    pieces: list[str | int] = []
    values: list[tuple[str, str, str]] = []
    words: list[str] = []

    def gap(place: tuple[str, str, str]) -> None:
        nonlocal words
        if place not in values:
            values.append(place)
        pieces.extend([f" {' '.join(words)}", values.index(place)])
        words = []

    for group in grouped(acts):
        words += [";"] if words or pieces else []
        words += [group.type.value, *([noun(group.domain)] if group.domain else []), ":"]
        for nth, (slot, given) in enumerate(group.slots.items()):
            words += [*([","] if nth else []), noun(slot)]
            for value in given:
                words.append("=")
                if slot == TASK:
                    words.append(" ".join(WORDS.findall(value)).lower() or value)
                elif value.casefold() in WORDLESS:
                    words.append(value.casefold())
                else:
                    gap((group.domain, slot, value))
    if words:
        pieces.append(f" {' '.join(words)}")
    return Line(tuple(pieces), tuple(values))


def delexicalised(
    text: str, line: Line, spellings: Iterable[tuple[str, str]], language: Language
) -> Pieces | None:
    """Return a text with gaps for the values of its acts.

    Args:
        text: what a system said.
        line: of its acts.
        spellings: (value, the words of the text that spell it).
        language: of the text.

    Returns:
        None for a text that leaves out a value, says one twice, or has figures besides.
    """
    forms: dict[str, list[str]] = {}
    for value, words in spellings:
        if words and spoken(words) == spoken(value):
            forms.setdefault(value, []).append(words)
    found: list[tuple[int, int, int]] = []
    order = sorted(range(len(line.values)), key=lambda at: -len(line.values[at][2]))
    for at in order:
        value = line.values[at][2]
        place = _found([*forms.get(value, ()), value], text, found, language)
        if place is None:
            return None
        found.append((*place, at))
    if any(_found([line.values[at][2]], text, found, language) for at in order):
        return None
    pieces: list[str | int] = []
    end = 0
    for first, last, at in sorted(found):
        pieces += [text[end:first].rstrip(), at]
        end = last
    pieces.append(text[end:].rstrip())
    if any(isinstance(piece, str) and _DIGIT.search(piece) for piece in pieces):
        return None
    return tuple(piece for piece in pieces if piece != "")


def _found(
    forms: Sequence[str], text: str, taken: Sequence[tuple[int, int, int]], language: Language
) -> tuple[int, int] | None:
    """Return where one of some words stands first, apart from what is taken."""
    bound = (r"(?<!\w)", r"(?!\w)") if language == "en" else ("", "")
    for form in forms:
        for match in re.finditer(f"{bound[0]}{re.escape(form)}{bound[1]}", text, re.I):
            if all(match.end() <= first or match.start() >= last for first, last, _ in taken):
                return match.span()
    return None


def parts_of(pieces: Pieces, values: Sequence[str], language: Language) -> list[Part]:
    """Return the parts of a sentence whose gaps are filled.

    Args:
        pieces: as `delexicalised` returns them.
        values: of the gaps, in words.
        language: English puts a space before a value.
    """
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(Part(piece))
            continue
        if language == "en" and parts and parts[-1].text[-1:] not in _OPENING:
            parts.append(Part(" "))
        parts.append(Part(values[piece], is_value=True))
    return parts


def missing_gaps(pieces: Pieces, gaps: int) -> tuple[int, ...]:
    """Return which of so many gaps a response lacks."""
    return tuple(at for at in range(gaps) if at not in pieces)
