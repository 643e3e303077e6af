"""What had to be said and is not: values by any of their known wordings, and questions."""

from collections.abc import Iterator

from dialog.acts import ActType, DialogueAct, acts_of
from dialog.nlg.figures import pattern, spoken
from dialog.nlg.guard.brief import WORDLESS, Brief, timetable
from dialog.nlg.guard.english import FOR_FREE
from dialog.nlg.guard.questions import asks

_STATED = (
    ActType.OFFER,
    ActType.INFORM,
    ActType.BOOK,
    ActType.CONFIRM,
    ActType.CONFREQ,
    ActType.SELECT,
    ActType.NOOFFER,
    ActType.AFFIRM,
    ActType.NEGATE,
    ActType.DENY,
)
_ASKED = (ActType.REQUEST, ActType.CONFIRM, ActType.CONFREQ, ActType.SELECT)


def due(brief: Brief) -> list[tuple[str, str]]:
    """Return the (slot, value) that have to be said, each value of a list by itself.

    What the templates leave out is not asked of a model either.
    """
    found = []
    for act in acts_of(brief.acts, *_STATED):
        value = act.value or "" if act.slot != "task" else ""
        items = (part.strip() for part in value.split(";"))
        found += [(act.slot, item) for item in items if item and item not in WORDLESS | {"0"}]
    return [(s, v) for s, v in found if not brief.draft or _says(brief.draft, v, brief)]


def _says(text: str, value: str, brief: Brief) -> bool:
    said = [spoken(text), spoken(text, pronouns=False)]
    said += [FOR_FREE.sub("free", words) for words in said]
    forms = [pattern(form) for form in brief.wordings(value)]
    return any(form.search(words) for form in forms for words in said) or _in_parts(said[0], value)


def _in_parts(said: str, value: str) -> bool:
    """Whether the times and days of a value that is a timetable are all said, in their order."""
    at = 0
    for part in timetable(value):
        found = pattern(part).search(said, at)
        if not found:
            return False
        at = found.end()
    return at > 0


def unsaid(text: str, brief: Brief) -> list[DialogueAct]:
    """Return the acts that a text leaves unsaid, with those that are told together with them.

    What else is offered is not offered again.
    """
    left = {(s, v) for s, v in due(brief) if not _says(text, v, brief)}
    asked = asks(text, brief)

    def lacks(act: DialogueAct) -> bool:
        values = {(act.slot, part.strip()) for part in (act.value or "").split(";")}
        return bool(values & left) or (act.type in _ASKED and not asked)

    types = {(act.type, act.domain) for act in brief.acts if lacks(act)}
    return [
        act for act in brief.acts
        if lacks(act) or ((act.type, act.domain) in types and act.type is not ActType.OFFER)
    ]  # fmt: skip


def missing(text: str, brief: Brief) -> Iterator[str]:
    """Yield what had to be said and is not."""
    for slot, value in due(brief):
        if not _says(text, value, brief):
            yield f"{slot} {value!r} is not said"
    if acts_of(brief.acts, *_ASKED) and not asks(text, brief):
        yield "nothing is asked"
