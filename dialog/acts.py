"""Dialogue acts and their text notation, after Young et al. 2010.

An act is atomic: one type, at most one slot and one value. `format_acts` groups acts of the
same type and domain for reading, `restaurant.inform(food=italian, near=museum)`, and
`parse_acts` takes them apart again.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from dialog.errors import ActSyntaxError, did_you_mean


class ActType(StrEnum):
    """What an act does. The first group is Young et al. 2010, table 1; the second is ours."""

    HELLO = "hello"  # open the dialogue, possibly with content: hello(task=find)
    INFORM = "inform"  # give information: inform(food=italian)
    REQUEST = "request"  # ask for a slot's value: request(phone)
    REQALTS = "reqalts"  # ask for another entity than the one offered
    CONFIRM = "confirm"  # ask whether a value holds: confirm(pricerange=moderate)
    CONFREQ = "confreq"  # confirm one value implicitly while asking for another slot
    SELECT = "select"  # ask to choose between values
    AFFIRM = "affirm"  # yes
    NEGATE = "negate"  # no
    DENY = "deny"  # say that a value does not hold: deny(food=chinese)
    BYE = "bye"  # close the dialogue

    OFFER = "offer"  # system: put an entity forward, and how it is: offer(name=Roma, area=west)
    NOOFFER = "nooffer"  # system: nothing matches the constraints given
    BOOK = "book"  # user: ask for the booking; system: it is done: book(reference=AB12CD34)
    NOBOOK = "nobook"  # system: the booking could not be made
    THANK = "thank"  # thanks
    REQMORE = "reqmore"  # system: ask whether there is anything else
    REPEAT = "repeat"  # ask to say the last thing again
    HELP = "help"  # ask what the system can do
    RESTART = "restart"  # start over
    CANCEL = "cancel"  # give up what is being arranged
    OUTOFSCOPE = "outofscope"  # user: something that no domain here covers; system: says so

    __hash__ = str.__hash__  # that of the value, which it equals; Enum's own is of the name


@dataclass(frozen=True, slots=True)
class DialogueAct:
    """One atomic act.

    Equality is over what is said (type, domain, slot, value); `score` (0 to 1) and `span`
    (character offsets into the utterance, end exclusive) tell where it came from.
    """

    type: ActType
    domain: str = ""  # "" belongs to no domain: bye(), affirm()
    slot: str = ""  # "" when the act has no slot
    value: str | None = None  # None when the slot has no value: request(phone)
    score: float = field(default=1.0, compare=False)
    span: tuple[int, int] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if type(self.type) is not ActType:
            object.__setattr__(self, "type", ActType(self.type))
        if self.value is not None and not self.slot:
            raise ActSyntaxError(f"An act with the value {self.value!r} needs a slot.")

    def __str__(self) -> str:
        return format_acts([self])

    def with_score(self, score: float) -> "DialogueAct":
        """Return the same act with another score."""
        return replace(self, score=score)

    def to_dict(self) -> dict[str, Any]:
        """Return the act as JSON-able data; empty fields are left out."""
        data: dict[str, Any] = {"type": self.type.value}
        if self.domain:
            data["domain"] = self.domain
        if self.slot:
            data["slot"] = self.slot
        if self.value is not None:
            data["value"] = self.value
        if self.score != 1.0:
            data["score"] = self.score
        if self.span is not None:
            data["span"] = list(self.span)
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "DialogueAct":
        """Rebuild an act from `to_dict`'s data."""
        known = dict(data)
        span = known.pop("span", None)
        return cls(**known, span=tuple(span) if span is not None else None)


_PLAIN = re.compile(r"""[^\s,()=;"](?:[^,()=;"\n\r\t]*[^\s,()=;"])?""")
_NAME = re.compile(r"[\w-]+")
_SPACE = re.compile(r"\s*")


def _quote(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def format_acts(acts: Iterable[DialogueAct]) -> str:
    """Write acts in text notation, grouped by type and domain in order of first appearance."""
    groups: dict[tuple[str, str, bool], list[DialogueAct]] = {}
    for act in acts:
        # inform() beside inform(food=x) is an act of its own, so slotless acts group apart.
        groups.setdefault((act.type.value, act.domain, bool(act.slot)), []).append(act)
    parts = []
    for (kind, domain, has_slots), members in groups.items():
        prefix = f"{domain}." if domain else ""
        if not has_slots:
            parts.extend([f"{prefix}{kind}()"] * len(members))
            continue
        items = (
            _quote(a.slot) if a.value is None else f"{_quote(a.slot)}={_quote(a.value)}"
            for a in members
        )
        parts.append(f"{prefix}{kind}({', '.join(items)})")
    return "; ".join(parts)


class _Reader:
    """A cursor over text notation."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def fail(self, wanted: str) -> ActSyntaxError:
        return ActSyntaxError(
            f"Cannot read the acts {self.text!r}: expected {wanted} at character {self.at + 1}; "
            "write them like restaurant.inform(food=italian); request(phone)."
        )

    def skip(self) -> None:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def take(self, symbol: str) -> bool:
        self.skip()
        if self.text.startswith(symbol, self.at):
            self.at += len(symbol)
            return True
        return False

    def name(self) -> str:
        self.skip()
        match = _NAME.match(self.text, self.at)
        if not match:
            raise self.fail("a name")
        self.at = match.end()
        return match.group()

    def value(self) -> str:
        self.skip()
        if self.text.startswith('"', self.at):
            try:
                value, self.at = json.decoder.scanstring(self.text, self.at + 1)  # type: ignore[attr-defined]
            except ValueError:
                raise self.fail("a closing quote") from None
            return str(value)
        match = _PLAIN.match(self.text, self.at)
        if not match:
            raise self.fail("a slot or value")
        self.at = match.end()
        return match.group()

    @property
    def done(self) -> bool:
        self.skip()
        return self.at >= len(self.text)


def parse_acts(text: str, *, default_domain: str = "") -> list[DialogueAct]:
    """Read acts written by `format_acts`.

    Args:
        text: the acts.
        default_domain: the domain of the acts that name none.

    Raises:
        ActSyntaxError: naming the place and, for an unknown type, the nearest known one.
    """
    reader = _Reader(text)
    acts: list[DialogueAct] = []
    while not reader.done:
        kind, domain = reader.name(), default_domain
        if reader.take("."):
            kind, domain = reader.name(), kind
        at = reader.at - len(kind) + 1
        try:
            act_type = ActType(kind)
        except ValueError:
            raise ActSyntaxError(
                f"Cannot read the acts {text!r}: {kind!r} is no dialogue act type (character {at})."
                f"{did_you_mean(kind, ActType)}"
            ) from None
        if not reader.take("("):
            raise reader.fail("'('")
        if reader.take(")"):
            acts.append(DialogueAct(act_type, domain))
        else:
            while True:
                start = reader.at
                slot = reader.value()
                if not slot:
                    reader.at = start
                    raise reader.fail("a slot")
                value = reader.value() if reader.take("=") else None
                acts.append(DialogueAct(act_type, domain, slot, value))
                if reader.take(")"):
                    break
                if not reader.take(","):
                    raise reader.fail("',' or ')'")
        if not reader.done and not reader.take(";"):
            raise reader.fail("';'")
    return acts


def acts_of(acts: Sequence[DialogueAct], *types: ActType) -> list[DialogueAct]:
    """Return the acts of the types given, in order."""
    return [act for act in acts if act.type in types]
