"""Acts of no domain, read where a clause is, word for word, one of the general phrases.

For a model that was trained on a corpus without them, as one where nobody says "yes" or "another
one": what is not known word for word stays unsaid.
"""

import re
from collections.abc import Mapping
from functools import cache

from dialog.acts import DialogueAct
from dialog.nlu.frames import general_phrases
from dialog.quantities import fold
from dialog.schema import Language
from dialog.texts import acts_of_key

_CLAUSE = re.compile(r"[^,.!?;，。！？；、~…\s]+(?:\s+[^,.!?;，。！？；、~…\s]+)*")
_MARKS = "吧啊呀呢哦嗯了~"  # at the end of a clause, which change nothing


def courtesies(text: str, language: Language) -> list[DialogueAct]:
    """Return the acts that clauses of a text are by themselves, with the words that say them."""
    known = _known(language)
    found: list[DialogueAct] = []
    for clause in _CLAUSE.finditer(text):
        words = fold(clause.group())
        for form in (words, words.rstrip(_MARKS)):
            if form in known:
                span = clause.span()
                found += [DialogueAct(a.type, span=span) for a in known[form] if a not in found]
                break
    return found


@cache
def _known(language: Language) -> Mapping[str, tuple[DialogueAct, ...]]:
    return {
        fold(phrase): tuple(acts_of_key(key))
        for key, phrases in general_phrases(language).items()
        for phrase in phrases
    }
