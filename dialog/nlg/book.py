"""A book of responses: what responses.yml says, ready to be looked up by act type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dialog.acts import ActType
from dialog.errors import ActSyntaxError, DomainError
from dialog.nlg.patterns import Key, Template, parse_key, parse_template
from dialog.schema import Language
from dialog.yamlfile import read_yaml

# The last word for each act, should neither the domain nor responses.yml have any.
_LAST: dict[str, list[str]] = {
    "request(slot)": ["{question}"],
    "confirm(slot)": ["Did you say {value}?"],
    "confreq": ["{list}. {question}", "{question}", "{list}, is that right?"],
    "select": ["Would you prefer {list}?"],
    "inform(slot)": ["{slot} is {value}."],
    "inform(slot=unknown)": ["I am sorry, I do not know {slot}."],
    "deny(slot)": ["{slot} is not {value}."],
    "nooffer": ["I am sorry, I found nothing that fits: {list}.", "I am sorry, I found nothing."],
    "nobook": ["I am sorry, I could not book that."],
    "affirm": ["Yes."],
    "negate": ["No."],
    "book": ["That is booked."],
    "bye": ["Goodbye."],
    "hello": ["Hello."],
    "reqmore": ["Is there anything else?"],
    "outofscope": ["I am sorry, I cannot help with that."],
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its variants."""

    key: Key
    variants: tuple[Template, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """Entries by act type, those that ask most of the acts first."""

    entries: Mapping[ActType, tuple[Entry, ...]]

    def of(self, kind: ActType) -> tuple[Entry, ...]:
        """The entries of an act type, most specific first."""
        return self.entries.get(kind, ())

    @classmethod
    def parse(cls, responses: Mapping[str, str | Sequence[str]], where: str) -> "Book":
        """Read a book.

        Args:
            responses: keys with one template or several.
            where: what is read, for the error: "domains/hotel/responses.yml".

        Raises:
            DomainError: naming the key that cannot be read.
        """
        found: dict[ActType, list[Entry]] = {}
        for text, templates in responses.items():
            several = [templates] if isinstance(templates, str) else templates
            try:
                entry = Entry(parse_key(text), tuple(parse_template(t) for t in several))
            except (ActSyntaxError, DomainError) as error:
                raise DomainError(f"{where}, key {text!r}: {error}") from None
            found.setdefault(entry.key.type, []).append(entry)
        return cls(
            {
                kind: tuple(sorted(entries, key=lambda e: e.key.specificity, reverse=True))
                for kind, entries in found.items()
            }
        )


@cache
def generic_book(language: Language = "en") -> Book:
    """The answers that fit any domain of a language, from the package's own file of them."""
    name = "responses.yml" if language == "en" else f"responses.{language}.yml"
    file = read_yaml(Path(__file__).with_name(name))
    if file.problems:
        raise DomainError(str(file.problems[0]))
    return Book.parse(file.data, str(file.path))


@cache
def last_book(language: Language = "en") -> Book:
    """The last word for every act type; other languages have theirs in their file."""
    return Book.parse(_LAST if language == "en" else {}, "the built-in responses")
