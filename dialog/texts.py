"""Reads phrases.yml and responses.yml: sentences under keys in act notation."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.errors import ActSyntaxError
from dialog.schema import DONTCARE, DomainSchema, SlotType
from dialog.yamlfile import Key, Problem, YamlFile, nearest

Texts = dict[str, list[str]]  # act notation -> sentences

# how a response may say a value: {food:title}
Form = Literal["", "title", "unit", "plural", "bare"]
FORMS: tuple[Form, ...] = tuple(form for form in get_args(Form) if form)

PLACEHOLDER = re.compile(r"\{([\w.-]+)(?:=([^{}]+))?\}")  # in a phrase: {slot}, {slot=these words}
_BRACES = re.compile(r"\{([^{}]*)\}")
_UNKNOWN_TYPE = re.compile(r"'([^']*)' is no dialogue act type")
_ESCAPED = re.compile(r"\{\{|\}\}|\[\[|\]\]")  # a bracket itself, in a response
_TASKS = ("find", "book")  # of a domain that declares none
_UNKNOWN = "unknown"  # the value of a slot that the entity has no value for, in a response
# What any domain's responses may speak of; `slot` stands for any slot.
_ALWAYS = frozenset(
    {
        "task", "entity", "count", "list", "slot", "value", "question", "query", "rows", "reason",
        "other", "choice", "answer", "source", "limited", "bound",
        "bookings",
    }
)  # fmt: skip
_SYSTEM_ONLY = frozenset(
    {ActType.OFFER, ActType.NOOFFER, ActType.NOBOOK, ActType.REQMORE, ActType.CONFREQ}
)


def acts_of_key(key: str, domain: str = "") -> list[DialogueAct]:
    """Read the key of a phrase or response: act notation whose empty () may be left out.

    Raises:
        ActSyntaxError: for anything else.
    """
    whole = key if "(" in key else f"{key}()"
    return parse_acts(whole, default_domain=domain)


def slot_problem(
    file: YamlFile, schema: DomainSchema, key: Key, name: str, also: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """Yield the problem that a name is no slot of the domain, nor one of the others given."""
    if name not in schema.slots and name not in also and schema.slots:
        hint = nearest(name, [*schema.slots, *sorted(also)])
        yield file.problem(key, f"unknown slot {name!r}", hint)


def read_texts(file: YamlFile) -> tuple[Texts, list[Problem]]:
    """Return the lists of sentences in a file, and what is no list of sentences."""
    found: Texts = {}
    problems = list(file.problems)
    for key, sentences in (file.data or {}).items():
        if sentences is None or sentences == []:
            problems.append(file.problem((key,), "there are no sentences below it"))
            continue
        if not isinstance(sentences, list):
            problems.append(file.problem((key,), "must be a list of sentences", "begin with - "))
            continue
        found[key] = []
        for i, sentence in enumerate(sentences):
            if isinstance(sentence, str) and sentence.strip():
                found[key].append(sentence)
                continue
            message = "is empty" if sentence in (None, "") else f"must be text, not {sentence!r}"
            hint = 'put the sentence in quotes: - "{area} please"'
            problems.append(file.problem((key, i), message, hint))
    return found, problems


def text_problems(
    file: YamlFile, schema: DomainSchema, columns: frozenset[str]
) -> Iterator[Problem]:
    """Yield what is wrong with the keys and sentences of a phrases.yml or responses.yml.

    A response may speak of any of the table's `columns`, a phrase of slots only.
    """
    phrases = file.path.name == "phrases.yml"
    gives = schema.booking.gives if schema.booking else []
    also = frozenset(gives) if phrases else _ALWAYS | set(gives) | columns
    checker = _Checker(file, schema, phrases, also)
    for key in file.data or {}:
        yield from checker.key_problems(key)
    for key, sentences in (file.data or {}).items():
        for i, sentence in enumerate(sentences if isinstance(sentences, list) else ()):
            if isinstance(sentence, str):
                yield from checker.sentence_problems((key, i), sentence)


@dataclass(frozen=True, slots=True)
class _Checker:
    file: YamlFile
    schema: DomainSchema
    phrases: bool
    also: frozenset[str]  # what may be spoken of besides the slots

    def key_problems(self, key: str) -> Iterator[Problem]:
        name = self.schema.name
        try:
            acts = acts_of_key(key)
        except ActSyntaxError as error:
            yield self.file.problem((key,), *_split(str(error)))
            return
        if not acts:
            yield self.file.problem((key,), "there is no act")
        if not self.phrases and len({act.type for act in acts}) > 1:
            message = "a response answers one type of act"
            yield self.file.problem((key,), message, "write one key for each")
        for act in acts:
            if act.domain and act.domain != name:
                yield self.file.problem((key,), f"{act.domain!r} is not this domain, {name!r}")
            if self.phrases and act.type in _SYSTEM_ONLY:
                message = f"only the system says {act.type.value!r}"
                yield self.file.problem((key,), message, "move it to responses.yml")
            if act.slot == "task":
                tasks = tuple(self.schema.tasks) or _TASKS
                if act.value is not None and act.value not in tasks:
                    message = f"the task is {' or '.join(tasks)}, not {act.value!r}"
                    yield self.file.problem((key,), message, nearest(act.value, tasks))
            elif act.slot:
                yield from slot_problem(self.file, self.schema, (key,), act.slot, self.also)
                yield from self._value_problems(key, act)

    def _value_problems(self, key: str, act: DialogueAct) -> Iterator[Problem]:
        slot = self.schema.slots.get(act.slot)
        if slot is None or act.value is None or act.value == DONTCARE:
            return
        if act.value == _UNKNOWN and not self.phrases:
            return
        values: list[str] = []
        if slot.type is SlotType.CATEGORICAL:
            values = list(slot.values)
        elif slot.type is SlotType.BOOLEAN:
            values = ["yes", "no"]
        if values and act.value not in values:
            message = f"{act.value!r} is none of the values of the slot {act.slot!r}"
            yield self.file.problem((key,), message, nearest(act.value, values))

    def sentence_problems(self, key: Key, sentence: str) -> Iterator[Problem]:
        text = sentence if self.phrases else _ESCAPED.sub("", sentence)
        for whole in _BRACES.findall(text):
            # a phrase may say which words stand for the value: {flight_stop=nonstop}
            name, colon, form = whole.partition("=" if self.phrases else ":")
            for problem in slot_problem(self.file, self.schema, key, name, self.also):
                message = f"{{{whole}}} is no slot of this domain"
                yield self.file.problem(key, message, problem.hint)
            if colon and not self.phrases and form not in FORMS:
                message = f"{{{whole}}}: a form is one of {', '.join(FORMS)}"
                yield self.file.problem(key, message, nearest(form, FORMS))
        rest = _BRACES.sub("", text)
        if "{" in rest or "}" in rest:
            yield self.file.problem(key, "a curly bracket has no partner", "write {slot}")
        if not self.phrases and not _balanced(rest):
            yield self.file.problem(key, "a square bracket is out of place", "write [text {slot}]")


def _balanced(text: str) -> bool:
    """Whether square brackets come in pairs, none inside another."""
    depth = 0
    for char in text:
        depth += (char == "[") - (char == "]")
        if depth not in (0, 1):
            return False
    return depth == 0


def _split(message: str) -> tuple[str, str]:
    """Part the sentence of an `ActSyntaxError` from its hint."""
    first = message.partition(" Did ")[0].rstrip(".")
    if unknown := _UNKNOWN_TYPE.search(first):
        return unknown.group(), nearest(unknown.group(1), [kind.value for kind in ActType])
    return first, ""
