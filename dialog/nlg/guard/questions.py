"""Whether a text asks what it was told to ask: the food is no part of town."""

from collections.abc import Iterator, Mapping

from dialog.acts import ActType, acts_of
from dialog.nlg.guard.brief import Brief
from dialog.nlg.guard.words import WORD, forms_of

_ASKED = (ActType.REQUEST, ActType.CONFREQ)
_Slots = frozenset[tuple[str, str]]


def asked_otherwise(said: list[str], brief: Brief) -> Iterator[str]:
    """Yield the questions for other slots than those that the acts ask for.

    A question is for others if one of its words names these, and the domains say none of its words
    with a slot that the acts have.

    Args:
        said: the sentences as `spoken` gives them, without the values.
        brief: of the turn.
    """
    wanted = {act.slot for act in acts_of(brief.acts, *_ASKED) if act.slot}
    if not wanted:
        return
    names = {slot for _, slot in brief.asked}
    for sentence in said:
        words = WORD.findall(sentence) if sentence.endswith("?") else []
        own = any(names & _slots(word, brief.lexicon.named_by) for word in words)
        if not own and any(_slots(word, brief.lexicon.named_by) for word in words):
            yield f"{sentence!r} does not ask for {', '.join(sorted(wanted))}"


def _slots(word: str, slots_of: Mapping[str, _Slots]) -> set[str]:
    """Return the names of the slots of a word, in one form or another."""
    return {slot for form in forms_of(word) for _, slot in slots_of.get(form, ())}
