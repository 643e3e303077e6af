"""Which domain and slot a model means by names that may be a little off."""

import re
from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process

from dialog.dst.prompting.prompt import tasks_of, tellable
from dialog.dst.resolving.resolve import TASK
from dialog.schema import JOINT, DomainSchema

_NEAR = 75.0  # of 100: how like a name another must be to be taken for it; "aera", "area" are 75
_APART = 5.0  # how much nearer it must be than the next one
Place = tuple[str, str]  # (domain, slot)


def squeezed(name: Any) -> str:
    """Return a name in lower case without article, spaces and marks: "the price-range"."""
    text = re.sub(r"^(?:the|an?)\s+", "", str(name).casefold()) if name is not None else ""
    return re.sub(r"[\W_]", "", text)


class Names:
    """Finds what names stand for among the domains of a session."""

    def __init__(self, schemas: Mapping[str, DomainSchema]) -> None:
        self._schemas = schemas
        self._informable = {
            name: {s.name: s.description for s in schema.slots.values() if s.informable}
            | ({TASK: TASK} if tasks_of(schema) else {})
            for name, schema in schemas.items()
        }
        self._tellable = {
            name: {
                slot: schema.slots[slot].description if slot in schema.slots else slot
                for slot in tellable(schema)
            }
            for name, schema in schemas.items()
        }

    def informable(self, domain: Any, slot: Any, notes: list[str]) -> Place | None:
        """Return the place of a slot that a user gives values; None is noted."""
        return self._place(domain, slot, self._informable, notes)

    def tellable(self, domain: Any, slot: Any, notes: list[str]) -> Place | None:
        """Return the place of a slot that a user asks for; its domain is "" if none was named."""
        slot = str(slot or "")  # a model may write a list
        if not domain and any(slot in slots for slots in self._tellable.values()):
            return "", slot
        # a question about a slot that is only searched by is still a question
        every = {n: self._informable[n] | slots for n, slots in self._tellable.items()}
        return self._place(domain, slot, every, notes)

    def task(self, domain: str, value: str, notes: list[str]) -> tuple[str, float] | None:
        """Return the task, or tasks joined, of a value, and how sure it is."""
        known = tasks_of(self._schemas[domain])
        said = [_near(part, {task: task for task in known}) for part in value.split(JOINT)]
        if not all(said):
            notes.append(f"{value!r} is no task of {domain}; there are {', '.join(known)}")
            return None
        return JOINT.join(task for task in said if task), 1.0

    def _place(
        self, domain: Any, slot: Any, every: Mapping[str, Mapping[str, str]], notes: list[str]
    ) -> Place | None:
        domain, slot = str(domain or ""), str(slot or "")
        if slot in every.get(domain, {}):
            return domain, slot
        found = self._near_place(domain, slot, every)
        said = ".".join(filter(None, (domain, slot))) or "an entry without a slot"
        if found is None:
            notes.append(f"{said} is no slot of the domains")
        else:
            notes.append(f"{said} was read as {'.'.join(found)}")
        return found

    def _near_place(
        self, domain: str, slot: str, every: Mapping[str, Mapping[str, str]]
    ) -> Place | None:
        """Return the only place that two names are near to."""
        named = _near(domain, {n: self._schemas[n].entity for n in every}) if domain else ""
        joined = re.match(r"(?P<domain>\w+)\s*[-.:/]\s*(?P<slot>.+)", slot)
        if joined and joined["domain"] in every and named in ("", None, joined["domain"]):
            named, slot = joined["domain"], joined["slot"]
        if named:
            near = _near(slot, every[named])
            return (named, near) if near else None
        if domain:
            return None  # of a domain that is not here
        owners = [(name, near) for name, slots in every.items() if (near := _near(slot, slots))]
        return owners[0] if len(owners) == 1 else None


def _near(name: str, known: Mapping[str, str]) -> str | None:
    """Return the key that a name is, or is alone in being near to, by itself or its description."""
    said = squeezed(name)
    if not said:
        return None
    for words in (lambda key: key, known.__getitem__):
        exact = [key for key in known if squeezed(words(key)) == said]
        if len(exact) == 1:
            return exact[0]
    squeezed_names = {key: squeezed(key) for key in known}
    near = process.extract(said, squeezed_names, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=2)
    if not near or (len(near) > 1 and near[0][1] - near[1][1] < _APART):
        return None
    return near[0][2]
