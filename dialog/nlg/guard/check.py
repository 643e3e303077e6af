"""Checks what a language model wrote against what it was told to say.

Three questions: is everything said that had to be, is nothing else said that could be taken for a
fact, and does nothing speak against the acts? The check is by words and figures, and when in doubt
it refuses; the template then speaks.
"""

from dataclasses import dataclass

from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.invented import invented
from dialog.nlg.guard.missing import missing
from dialog.nlg.guard.polarity import contradicted, untold

_LONGEST = 600  # characters, or twice the draft; two sentences are shorter
_OTHER_LANGUAGE = "the guard knows no words of the domains' language"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with a text, in words that a model can be told; nothing if it may be shown."""

    missing: tuple[str, ...] = ()  # what had to be said and is not
    untold: tuple[str, ...] = ()  # a no, a lack, a booking or a question that is not told
    invented: tuple[str, ...] = ()  # what no fact covers
    contradicted: tuple[str, ...] = ()  # what speaks against the acts

    @property
    def problems(self) -> tuple[str, ...]:
        """All of it."""
        return (*self.missing, *self.untold, *self.invented, *self.contradicted)

    @property
    def may_go_on(self) -> bool:
        """Whether a text that is only a beginning may be shown already."""
        return not (self.untold or self.invented or self.contradicted)


def check(text: str, brief: Brief) -> Verdict:
    """Return what is wrong with a text."""
    if not text.strip():
        return Verdict(missing=("it is empty",))
    if len(text) > max(_LONGEST, 2 * len(brief.draft)):
        return Verdict(contradicted=("it is too long",))
    if not brief.lexicon.english:
        return Verdict(contradicted=(_OTHER_LANGUAGE,))
    return Verdict(
        tuple(dict.fromkeys(missing(text, brief))),
        tuple(untold(text, brief)),
        tuple(dict.fromkeys(invented(text, brief))),
        tuple(dict.fromkeys(contradicted(text, brief))),
    )
