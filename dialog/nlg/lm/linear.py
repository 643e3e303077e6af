"""Acts as a line of words with numbered gaps for values, as SC-GPT reads them (Peng et al. 2020).

`hotel.inform(name=Roma, wifi=yes)` becomes "inform hotel : name = [0] , wifi = yes", and a response
"[0] has free wifi." A gap is known by its number and by the name of its slot.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
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
GAP = "_"  # stands for any value in an item
MANY = 2  # values of a slot in an item; more are as many
_OPENING = frozenset('([$£#"/')  # signs that stand right before a value
_DIGIT = re.compile(r"\d")

Pieces = tuple[str | int, ...]  # words, and the numbers of gaps
Item = tuple[str, str, str]  # of a line: type, domain, "area = _", "area = _ = _", "area" or ""
Names = Callable[[str, str], tuple[str, str]]  # domain, slot -> as a corpus calls them


@dataclass(frozen=True, slots=True)
class Line:
    """Acts in a line, and the values of its gaps."""

    pieces: Pieces
    values: tuple[tuple[str, str, str], ...]  # (domain, slot, value) of each gap
    slots: tuple[str, ...]  # what each gap is a value of, in words
    items: tuple[Item, ...]  # what is told or asked of each slot, whatever the values


def as_called(domain: str, slot: str) -> tuple[str, str]:
    """Return a domain and a slot by their own names."""
    return domain, slot


def line_of(acts: Sequence[DialogueAct], names: Names = as_called) -> Line:
    """Return acts in a line.

    Args:
        acts: what is to be said.
        names: what their domains and slots are called in the line.
    """
    pieces: list[str | int] = []
    values: list[tuple[str, str, str]] = []
    items: list[Item] = []
    words: list[str] = []

    def gap(place: tuple[str, str, str]) -> None:
        nonlocal words
        if place not in values:
            values.append(place)
        pieces.extend([f" {' '.join(words)}", values.index(place)])
        words = []

    for group in grouped(acts):
        words += [";"] if words or pieces else []
        domain = noun(names(group.domain, "")[0]) if group.domain else ""
        words += [group.type.value, *([domain] if domain else []), ":"]
        items += [] if group.slots else [(group.type.value, domain, "")]
        for nth, (slot, given) in enumerate(group.slots.items()):
            told = [noun(names(group.domain, slot)[1])]
            words += [*([","] if nth else []), *told]
            for value in given:
                words.append("=")
                if slot == TASK:
                    words.append(" ".join(WORDS.findall(value)).lower() or value)
                elif value.casefold() in WORDLESS:
                    words.append(value.casefold())
                else:
                    gap((group.domain, slot, value))
                told.append(words[-1] if words else GAP)
            items.append((group.type.value, domain, " = ".join(told[: 1 + MANY])))
    if words:
        pieces.append(f" {' '.join(words)}")
    slots = tuple(f" {noun(names(domain, slot)[1])}" for domain, slot, _ in values)
    return Line(tuple(pieces), tuple(values), slots, tuple(items))


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


def parts_of(
    pieces: Pieces, values: Sequence[str], language: Language, counts: Collection[int] = ()
) -> list[Part]:
    """Return the parts of a sentence whose gaps are filled.

    Args:
        pieces: as `delexicalised` returns them.
        values: of the gaps, in words.
        language: English puts a space before a value.
        counts: gaps whose values number what follows them.
    """
    parts: list[Part] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(Part(piece))
            continue
        if language == "en" and parts and parts[-1].text[-1:] not in _OPENING:
            parts.append(Part(" "))
        parts.append(Part(values[piece], is_value=True, counts=piece in counts))
    return parts


def missing_gaps(pieces: Pieces, gaps: int) -> tuple[int, ...]:
    """Return which of so many gaps a response lacks."""
    return tuple(at for at in range(gaps) if at not in pieces)
