"""The notation of responses.yml: keys say which acts are answered, templates say how.

A key is an act type with the slots that the acts must carry: `hello`, `inform(phone)`,
`inform(internet=yes)`, `confreq(pricerange, food)`. The name `slot` stands for any one slot:
`inform(slot=unknown)`.

A template is a sentence with placeholders. `{food}` is a value as it is said, with its unit if
it has one: `{stay}` is "2 nights". A form changes it: `{stay:bare}` is "2" and `{slot:bare}` a
noun without its article, `{food:title}` Has Capitals, `{entity:plural}` is "hotels" and
`{count:unit}` is "5 hotels". "a" and "an" follow what comes after them. `[...]` is left out when
a placeholder inside has no value. `{{`, `}}`, `[[` and `]]` are the characters themselves.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from dialog.acts import ActType, parse_acts
from dialog.errors import ActSyntaxError, DomainError, did_you_mean
from dialog.nlg.wording import Part
from dialog.texts import FORMS, Form

ANY_SLOT = "slot"  # in a key: whichever slot the act has

_TOKEN = re.compile(r"(\{\{|\}\}|\[\[|\]\])|\{([^{}]*)\}|([\[\]{}])|([^\[\]{}]+)")
_NAME = re.compile(r"[\w.-]+")


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of responses.yml asks of the acts."""

    type: ActType
    slots: tuple[tuple[str, str | None], ...] = ()  # (slot or ANY_SLOT, value or None for any)
    named: tuple[str, ...] = field(init=False)  # the slots that it names
    wanted: Mapping[str, str | None] = field(init=False, compare=False)  # the same as `slots`

    def __post_init__(self) -> None:
        named = tuple(slot for slot, _ in self.slots if slot != ANY_SLOT)
        object.__setattr__(self, "named", named)
        object.__setattr__(self, "wanted", dict(self.slots))

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Greater for a key that asks more: slots named, values given, slots at all."""
        values = sum(value is not None for _, value in self.slots)
        return len(self.named), values, len(self.slots)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A gap in a template."""

    name: str
    form: Form = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words and gaps; an optional one goes when a gap in it stays empty."""

    items: tuple[str | Placeholder, ...]
    optional: bool = False
    gaps: tuple[Placeholder, ...] = field(init=False)
    names: frozenset[str] = field(init=False)  # of the gaps

    def __post_init__(self) -> None:
        gaps = tuple(item for item in self.items if isinstance(item, Placeholder))
        object.__setattr__(self, "gaps", gaps)
        object.__setattr__(self, "names", frozenset(gap.name for gap in gaps))


Lookup = Callable[[Placeholder], str | None]  # a gap's words, None for none


@dataclass(frozen=True, slots=True)
class Template:
    """A parsed template."""

    text: str
    segments: tuple[Segment, ...]
    _skeleton: re.Pattern[str] | None = field(default=None, compare=False, repr=False)
    _word: str = field(default="", compare=False, repr=False)  # the longest that it always has

    @property
    def names(self) -> frozenset[str]:
        """The placeholders' names, optional ones included."""
        return names_of(self.segments)

    def sayable(self, lookup: Lookup) -> tuple[Segment, ...] | None:
        """Return the segments whose gaps have words, None when one lacks them that must be said."""
        said = []
        for segment in self.segments:
            if all(lookup(gap) is not None for gap in segment.gaps):
                said.append(segment)
            elif not segment.optional:
                return None
        return tuple(said)

    def said_in(self, text: str) -> bool:
        """Whether the text holds this template, with whatever values."""
        if self._skeleton is None or self._word not in text.lower():
            return False
        return self._skeleton.search(text) is not None


def names_of(segments: Sequence[Segment]) -> frozenset[str]:
    """Return the names of the placeholders in segments."""
    return frozenset().union(*(segment.names for segment in segments))


def filled(segments: Sequence[Segment], lookup: Lookup) -> list[Part]:
    """Return the parts of segments that are sayable, their gaps filled."""
    return [
        Part(item) if isinstance(item, str) else Part(lookup(item) or "", is_value=True)
        for segment in segments
        for item in segment.items
    ]


def parse_key(text: str) -> Key:
    """Read a key of responses.yml.

    Raises:
        ActSyntaxError: for text that is no act, more than one, or that names a domain.
    """
    notation = text if "(" in text else f"{text.strip()}()"
    acts = parse_acts(notation)
    wildcards = sum(act.slot == ANY_SLOT for act in acts)
    if (
        not acts
        or wildcards > 1
        or len({(act.type, act.domain) for act in acts}) > 1
        or acts[0].domain
    ):
        raise ActSyntaxError(
            f"Cannot read the response key {text!r}: write one act without a domain, "
            "like offer(name) or inform(internet=yes)."
        )
    return Key(acts[0].type, tuple((act.slot, act.value) for act in acts if act.slot))


def parse_template(text: str) -> Template:
    """Read a template.

    Raises:
        DomainError: for a bracket that does not close or nests, or a form that is not known.
    """
    segments: list[Segment] = []
    items: list[str | Placeholder] = []
    inside = False
    for match in _TOKEN.finditer(text):
        doubled, gap, bracket, words = match.groups()
        if gap is not None:
            items.append(_placeholder(gap, text))
        elif bracket in ("[", "]"):
            if inside == (bracket == "["):
                raise DomainError(f"The template {text!r} has a {bracket!r} out of place.")
            segments.append(Segment(tuple(items), optional=inside))
            items, inside = [], bracket == "["
        elif bracket:
            raise DomainError(f"The template {text!r} has a {bracket!r} without its partner.")
        else:
            items.append(words or doubled[0])
    if inside:
        raise DomainError(f"The template {text!r} has a '[' that is not closed.")
    segments.append(Segment(tuple(items)))
    kept = tuple(s for s in segments if s.items)
    return Template(text, kept, _skeleton(kept), _word(kept))


def _placeholder(gap: str, text: str) -> Placeholder:
    name, _, form = gap.partition(":")
    if not _NAME.fullmatch(name):
        raise DomainError(f"The template {text!r} has {{{gap}}}, which names no slot.")
    if not form:
        return Placeholder(name)
    for known in FORMS:
        if form == known:
            return Placeholder(name, known)
    raise DomainError(
        f"The template {text!r} asks for the form {form!r}; there are: "
        f"{', '.join(FORMS)}.{did_you_mean(form, FORMS)}"
    )


def _skeleton(segments: tuple[Segment, ...]) -> re.Pattern[str] | None:
    """Return a pattern of the template's own words, None when it has none."""
    if not re.search(r"\w", "".join(_own(segments))):
        return None
    pattern = ""
    for segment in segments:
        words = "".join(_loose(i) if isinstance(i, str) else r".+?" for i in segment.items)
        pattern += f"(?:{words})?" if segment.optional else words
    if pattern.startswith(".+?"):  # the same, and many times faster to search
        pattern = f"(?<=.){pattern[3:]}"
    if pattern.endswith(".+?"):
        pattern = pattern[:-2]
    return re.compile(pattern, re.I)


def _word(segments: tuple[Segment, ...]) -> str:
    """Return the longest word that a template always has, "" if it may have none."""
    words = [word for own in _own(segments) for word in re.findall(r"[a-z]{3,}", own.lower())]
    return max(words, key=len, default="")


def _own(segments: tuple[Segment, ...]) -> list[str]:
    return [i for s in segments if not s.optional for i in s.items if isinstance(i, str)]


def _loose(words: str) -> str:
    """Escape words; spaces may be fewer and articles may agree otherwise."""
    escaped = r"\s*".join(re.escape(word) for word in re.split(r"\s+", words))
    return re.sub(r"\ban?\b", "an?", escaped)
