"""What a domain declares: its slots, intents, table and booking."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from dialog.ranges import Range, canonical, in_range, limits, read_range, states_number

JOINT = ";"  # between values, or tasks, that stand together
DONTCARE = "dontcare"  # the user has no preference; a value every informable slot can take


class SlotType(StrEnum):
    """How a slot's values are read and compared."""

    CATEGORICAL = "categorical"  # one of `values`
    OPEN = "open"  # any text: names, addresses
    NUMBER = "number"  # a whole number
    TIME = "time"  # a time of day, HH:MM
    DAY = "day"  # a day of the week
    BOOLEAN = "boolean"  # yes or no


Need = Literal["required", "optional", "no"]
Seek = Literal["required", "asked", "optional", "no"]  # "asked" is asked for once
Bound = Literal["", "at_least", "at_most"]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]  # HH:MM
Language = Literal["en", "zh"]
_ENDS = {  # how `least` and `most` are written
    SlotType.NUMBER: re.compile(r"-?\d+", re.ASCII),
    SlotType.TIME: re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII),
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Slot(_Model):
    """One slot of a domain."""

    name: str = ""  # filled from the key in domain.yml
    type: SlotType = SlotType.OPEN
    description: str  # a noun phrase: "the part of town"
    question: str = ""  # how the system asks for it
    informable: bool = True  # the user may constrain by it
    requestable: bool = False  # the user may ask for it
    search: Seek = "no"  # how a search takes it; an optional one is asked for by its question
    booking: Need = "no"  # whether a booking needs it
    values: dict[str, list[str]] = Field(default_factory=dict)  # canonical value -> synonyms
    unlisted: bool = False  # its values are not all that are wanted: others are kept as said
    column: str = ""  # the table's column; the slot's own name by default
    multiple: bool = False  # the column holds a ;-separated list of values
    # numbers that people think in: the column holds a number, a wish is a span: "at least 4.5"
    spans: list[float] = Field(default_factory=list)
    less: list[str] = Field(default_factory=list)  # words that wish for less of it: "cheaper"
    more: list[str] = Field(default_factory=list)  # the same for more; values are listed upwards
    lowest: list[str] = Field(default_factory=list)  # words for the least of all: "the earliest"
    highest: list[str] = Field(default_factory=list)  # and for the most: "the latest"
    same: list[str] = Field(default_factory=list)  # words for what else has it: "nearby"
    kind: bool = False  # its values are what an entity is called: "the museum"
    place: bool = False  # takes the names of entities, so that "the hotel" and "there" refer
    hours: tuple[ClockTime, ClockTime] | None = None  # of a time: the first and last it can be
    least: str = ""  # of a number or time: a booking takes no less
    most: str = ""  # and no more
    unit: str = ""  # said after a number: "night"
    days_from: str = ""  # of a number: of so many days after that of this slot, "until Monday" is
    opposite: str = ""  # the slot whose value it has on the way back
    bound: Bound = ""  # of a time or number: what is searched for is the least, or the most
    heading: str = ""  # of its column in a list of results; its name by default
    names: str = ""  # of an open slot: a file beside domain.yml with known values, one a line
    many: bool = False  # values said in one turn stand together, in their order: "united or delta"
    negatable: bool = False  # a value that is denied is kept as the value "not ..."
    group: str = ""  # slots told together: a new value of one takes the place of all their values
    passing: bool = False  # asks which of the answers, and is forgotten with the next question

    @cached_property
    def noun(self) -> str:
        """The description without its article: "part of town"."""
        return re.sub(r"^(?:the|an?)\s+", "", self.description, flags=re.IGNORECASE)

    @cached_property
    def written(self) -> dict[str, str]:
        """The values that people write in another letter case: wifi -> WiFi."""
        return {
            value: form
            for value, synonyms in self.values.items()
            for form in reversed(synonyms)
            if form.casefold() == value.casefold()
        }

    @field_validator("values", mode="before")
    @classmethod
    def _list_of_values(cls, values: Any) -> Any:
        """Accept a plain list of values as well as value -> synonyms."""
        if isinstance(values, list):
            return {str(value): [] for value in values}
        if isinstance(values, dict):
            return {str(value): synonyms or [] for value, synonyms in values.items()}
        return values

    @field_validator("least", "most", mode="before")
    @classmethod
    def _number_as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _complete(self) -> "Slot":
        if self.type is SlotType.CATEGORICAL and not self.values:
            raise ValueError("a categorical slot needs `values`")
        asked = self.asked or self.booking != "no"
        if self.informable and asked and not self.question:
            raise ValueError("a slot that a search needs or a booking takes needs a `question`")
        if self.kind and self.type is not SlotType.CATEGORICAL:
            raise ValueError("a `kind` is a slot of the type categorical")
        if self.unlisted and self.type is not SlotType.CATEGORICAL:
            raise ValueError("`unlisted` is of a slot of the type categorical; others list nothing")
        ordered = self.type in (SlotType.CATEGORICAL, SlotType.NUMBER) or self.spans or self.bound
        if (self.less or self.more) and not ordered:
            raise ValueError(
                "`less` and `more` are of a slot with values, numbers, `spans` or a `bound`"
            )
        ended = self.type is SlotType.CATEGORICAL or (self.bound and self.type is SlotType.TIME)
        if (self.lowest or self.highest) and not ended:
            raise ValueError("`lowest` and `highest` are of values, or of a time with a `bound`")
        if self.days_from and self.type is not SlotType.NUMBER:
            raise ValueError("`days_from` is of a slot of the type number")
        if self.hours and (self.type is not SlotType.TIME or self.hours[0] >= self.hours[1]):
            raise ValueError("`hours` are of a time: the first and the last, as [11:00, 23:00]")
        if self.bound and self.type not in (SlotType.TIME, SlotType.NUMBER):
            raise ValueError("a `bound` is of a slot of the type time or number")
        self._check_limits()
        return self

    @property
    def asked(self) -> bool:
        """Whether it is asked for before a search."""
        return self.search in ("required", "asked")

    def _check_limits(self) -> None:
        ends = [end for end in (self.least, self.most) if end]
        form = _ENDS.get(self.type)
        if ends and form is None:
            raise ValueError("`least` and `most` are of a slot of the type number or time")
        if form and not all(form.fullmatch(end) for end in ends):
            raise ValueError('`least` and `most` are whole numbers, of a time as "11:00"')
        if self.least and self.most and not self.takes(self.least):
            raise ValueError(f"`least`, {self.least}, is more than `most`, {self.most}")

    def takes(self, value: str) -> bool:
        """Whether a booking takes a number or time; what cannot be read as one it does."""
        form = _ENDS.get(self.type)
        if form is None or not form.fullmatch(value):
            return True
        if self.type is SlotType.TIME:
            return (self.least or value) <= value <= (self.most or value)
        return int(self.least or value) <= int(value) <= int(self.most or value)

    def limits(self, language: Language) -> str:
        """Return in words what a booking takes: "between 1 and 20"."""
        return limits(self.least, self.most, language)

    @property
    def ranged(self) -> bool:
        """Whether it is searched for in spans of numbers: "at least 4"."""
        whole = self.type is SlotType.NUMBER and self.search != "no" and not self.bound
        return bool(self.spans) or whole

    def span(self, text: str, language: Language) -> str | None:
        """Return the span of numbers that a text wishes for, in the one way to write it.

        None where it states none, or the slot is not searched for so. Nothing is "free" of what
        is counted.
        """
        if not self.ranged or (self.type is SlotType.NUMBER and not states_number(text)):
            return None
        span = canonical(text, self.unit, language)
        return "0" if self.type is SlotType.NUMBER and read_range(text) == Range(0, 0) else span

    def measure(self, value: str) -> tuple[int, str]:
        """Return what sorts the values of a slot with a `bound`: by number, or by time of day."""
        if self.type is SlotType.NUMBER:
            return (int(value) if value.isascii() and value.isdecimal() else -1, "")
        return (0, value)

    def admits(self, actual: str, wanted: str) -> bool:
        """Whether an entity that has `actual`, a list if the slot takes one, suits a wish."""
        if self.bound and actual:
            most = self.bound == "at_most"
            low, high = (actual, wanted) if most else (wanted, actual)
            return self.measure(low) <= self.measure(high)
        return self.holds(actual, wanted)

    def holds(self, actual: str, wanted: str) -> bool:
        """Whether a cell of the column has a value, whatever its case.

        Of a slot with `multiple` the cell is a list that is to hold the value, or each of several
        that stand together. Of one searched for in spans its number is to lie in the span. Of
        several that will do the cell is to have one.
        """
        if len(others := self.either(wanted)) > 1:
            return any(self.holds(actual, one) for one in others)
        if self.ranged and in_range(actual, wanted):
            return True
        each = [
            one.strip().casefold() for one in (actual.split(JOINT) if self.multiple else [actual])
        ]
        return all(one.strip().casefold() in each for one in self.together(wanted))

    def either(self, wanted: str) -> list[str]:
        """Return the values of which any will do: "cheap or moderate"."""
        closed = self.type in (SlotType.CATEGORICAL, SlotType.NUMBER) and not self.many
        return wanted.split(JOINT) if closed else [wanted]

    def together(self, wanted: str) -> list[str]:
        """Return the values that are wanted together, where the column can hold several."""
        return wanted.split(JOINT) if self.many and self.multiple else [wanted]


class Table(_Model):
    """A table that a domain's own actions join with others."""

    rows: str  # a CSV file in the plugin's folder or below
    key: str = ""  # the column that other tables refer to
    numbers: list[str] = Field(default_factory=list)  # columns that hold whole numbers
    references: dict[str, str] = Field(default_factory=dict)  # column -> table whose key it holds


class Database(_Model):
    """Where a domain's entities come from: one table, or several that its own action joins."""

    table: str = ""  # of the entities; "" where an action of the domain's own finds them
    rows: str = ""  # a CSV file beside domain.yml
    key: str = "name"  # the slot that names an entity
    places: bool = True  # whether the entities are places, to go to and to be near
    tables: dict[str, Table] = Field(default_factory=dict)


class Booking(_Model):
    """What a booking of this domain is."""

    action: str = "action_book"
    entity: bool = True  # the booking is of an offered entity; False for a service (a taxi)
    one_of: list[list[str]] = Field(default_factory=list)  # groups of which one slot is required
    gives: list[str] = Field(default_factory=lambda: ["reference"])  # what a booking tells


class Search(_Model):
    """How a domain searches."""

    action: str = "action_search"
    ask_above: Annotated[int, Field(ge=1)] = 1000  # more matches than this are narrowed first
    page: Annotated[int, Field(ge=1)] = 8  # rows of a list shown at once
    one_of: list[list[str]] = Field(default_factory=list)  # groups of which one slot is required
    tells: list[str] = Field(default_factory=list)  # slots told of whatever is offered
    tells_named: list[str] = Field(default_factory=list)  # and of what was asked for by its name


class Task(_Model):
    """Something that the user may want to know (an intent of a service, Rastogi et al. 2020).

    A domain with tasks answers questions from what its search action finds for them, instead of
    putting one entity forward.
    """

    description: str  # a noun phrase: "the price of a flight"
    needs: list[list[str]] = Field(default_factory=list)  # slots or groups: one of each list
    shows: list[str]  # the slots told of each row that is found, in order
    narrow_by: list[str] = Field(default_factory=list)  # slots to ask for when there are too many
    aside: list[str] = Field(default_factory=list)  # slots or groups: it is a question beside the
    # topic that only these concern, and they are forgotten once the topic is taken up again


class CorpusMap(_Model):
    """Which labels of a corpus are this domain's."""

    domain: str  # the corpus's domain name
    slots: dict[str, str] = Field(default_factory=dict)  # corpus slot -> slot here; in domain.yml
    # also `same`: every slot that users speak of, or that names a column, has the corpus's name


class DomainSchema(_Model):
    """All that the components know of a domain."""

    name: str
    version: int = 1
    description: str  # one sentence, said by /help
    language: Language = "en"  # that users and system speak
    entity: str  # a noun for what is found or booked: "restaurant"
    entity_synonyms: list[str] = Field(default_factory=list)  # "guesthouse", "cab"
    slots: dict[str, Slot]
    database: Database | None = None
    search: Search | None = None
    booking: Booking | None = None
    tasks: dict[str, Task] = Field(default_factory=dict)  # the first is what bare values are for
    afresh: list[list[str]] = Field(default_factory=list)  # slots or groups that, told all in one
    # turn, begin another question: what was told before is forgotten
    corpora: dict[str, CorpusMap] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _name_slots(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("slots"), dict):
            slots = {
                name: {**slot, "name": name} if isinstance(slot, dict) else slot
                for name, slot in data["slots"].items()
            }
            return {**data, "slots": slots}
        return data

    @model_validator(mode="before")
    @classmethod
    def _same_slots(cls, data: Any) -> Any:
        """Write `slots: same` of a corpus out."""
        corpora = data.get("corpora") if isinstance(data, dict) else None
        if not (isinstance(corpora, dict) and isinstance(data.get("slots"), dict)):
            return data
        spoken = {
            name: name
            for name, slot in data["slots"].items()
            if isinstance(slot, dict) and (slot.get("informable", True) or slot.get("column"))
        }
        mapped = {
            name: {**entry, "slots": spoken}
            if isinstance(entry, dict) and entry.get("slots") == "same"
            else entry
            for name, entry in corpora.items()
        }
        return {**data, "corpora": mapped}

    @cached_property
    def key(self) -> str:
        """The slot that names an entity, "" without a table of entities."""
        return self.database.key if self.database and self.database.table else ""

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """What an entity is called: "hotel", "guesthouse"."""
        return (self.entity, *self.entity_synonyms)

    @property
    def has_places(self) -> bool:
        """Whether there are entities, and they are places."""
        return bool(self.key) and self.database is not None and self.database.places

    def alternatives(self, name: str) -> list[str]:
        """Return the slots of which any may be told where a slot is asked for, itself first."""
        parts = (self.search, self.booking)
        groups = [group for part in parts if part for group in part.one_of if name in group]
        others = dict.fromkeys(other for group in groups for other in group)
        return list(dict.fromkeys([name, *(o for o in others if o in self.slots)]))

    def takes_many(self, slot: str) -> bool:
        """Whether a slot's values said in one turn stand together."""
        return slot in self.slots and self.slots[slot].many

    def members(self, name: str) -> list[str]:
        """Return the slots of a group, or the slot itself."""
        grouped = [s.name for s in self.slots.values() if name and s.group == name]
        return grouped or ([name] if name in self.slots else [])

    @cached_property
    def searchable(self) -> tuple[Slot, ...]:
        """Slots a search takes, the required ones first."""
        slots = [s for s in self.slots.values() if s.search != "no"]
        return tuple(sorted(slots, key=lambda s: not s.asked))

    @cached_property
    def bookable(self) -> tuple[Slot, ...]:
        """Slots a booking takes, the required ones first."""
        slots = [s for s in self.slots.values() if s.booking != "no"]
        return tuple(sorted(slots, key=lambda s: s.booking != "required"))
