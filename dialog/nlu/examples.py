"""Training sentences: filled from phrase templates, and taken from corpora.

Both come out as `Example`: a text, its context line, its acts with character spans, and the
act types that its source annotates at all. A corpus that never marks confirm() must not teach
that nothing confirms, so the trainer leaves the labels of other types out of the loss.
"""

import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.component import Domains
from dialog.corpus import Corpus, CorpusTurn, Dialogue
from dialog.domain import Domain
from dialog.nlu.context import context_line
from dialog.nlu.labels import TASK
from dialog.schema import DONTCARE, Slot, SlotType
from dialog.texts import acts_of_key
from dialog.values import DAYS, ValueReader, column_values, readers

ALL_TYPES = frozenset(ActType)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
OUT_OF_SCOPE = DialogueAct(ActType.OUTOFSCOPE)


@dataclass(frozen=True, slots=True)
class Example:
    """One user sentence to learn from or to be scored on."""

    text: str
    acts: tuple[DialogueAct, ...]
    session: tuple[str, ...] = ()  # the domains of the session
    active: str = ""  # the one under discussion
    said: tuple[DialogueAct, ...] = ()  # what the system did before
    annotated: frozenset[ActType] = ALL_TYPES  # act types whose absence means something
    task: bool = True  # whether inform(task=...) is annotated
    domain: str = ""  # the domain it belongs to, for figures per domain

    @property
    def context(self) -> str:
        """The context line the model reads beside the text."""
        return context_line(self.session, self.active, self.said)

    def in_session(self, session: Sequence[str]) -> "Example":
        """Return the example as it is in a session of other domains.

        Acts of a domain that the session lacks make the sentence out of scope there.
        """
        kept = tuple(a for a in self.acts if not a.domain or a.domain in session)
        lost = len(kept) < len(self.acts) and not any(a.domain for a in kept)
        return replace(
            self,
            acts=(*kept, OUT_OF_SCOPE) if lost else kept,
            session=tuple(session),
            active=self.active if self.active in session else "",
            said=tuple(a for a in self.said if not a.domain or a.domain in session),
            domain="" if lost else self.domain,
        )


@cache
def general_phrases() -> Mapping[str, list[str]]:
    """Return the phrases of the acts that belong to no domain."""
    import yaml

    path = Path(__file__).with_name("phrases.yml")
    loaded: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


_SMALL = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def spoken_time(rng: random.Random) -> str:
    """Return a time of day as someone might type it."""
    hour, minute = rng.randrange(24), rng.choice((0, 0, 15, 30, 30, 45, 5, 10, 20, 50))
    half = "pm" if hour >= 12 else "am"
    twelve = hour % 12 or 12
    forms = [f"{hour:02d}:{minute:02d}"] * 4 + [f"{twelve}:{minute:02d} {half}"]
    if minute == 0:
        forms += [f"{twelve}{half}", f"{twelve} {half}", f"{_SMALL[twelve - 1]} o'clock"]
    return rng.choice(forms)


def spoken(slot: Slot, names: Sequence[str], rng: random.Random) -> str:
    """Return a value of a slot in words that a user might choose."""
    if slot.type is SlotType.TIME:
        return spoken_time(rng)
    if slot.type is SlotType.DAY:
        return rng.choice([*DAYS, *DAYS, "today", "tomorrow", "tonight"])
    if slot.type is SlotType.NUMBER:
        number = rng.randint(1, 9)
        return rng.choice([str(number), _SMALL[number - 1]])
    if slot.values and rng.random() < 0.9:
        value = rng.choice(list(slot.values))
        return rng.choice([value, value, *slot.values[value]])
    return rng.choice(names) if names else slot.description


def _typo(word: str, rng: random.Random) -> str:
    if len(word) < 5 or not word.isalpha():
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(3)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at] + word[at:]


_ANSWERS = ("{}", "{}", "{} please", "{}, please", "the {}", "{} i think", "make it {}", "{} then",
            "{} would be fine", "let's say {}", "{}.")  # fmt: skip
_QUESTIONS = ("{}?", "{}", "and the {}?", "what about {}?", "and {}", "what is the {}",
              "can you tell me the {}", "{} please")  # fmt: skip
_FILLERS = ("ok ", "ok, ", "sorry, ", "well ", "hm, ", "um ", "so ", "oh ", "right, ")


class PhraseFiller:
    """Fills phrase templates with values, words as typed, and a context to match."""

    def __init__(self, domains: Domains, rng: random.Random) -> None:
        self.domains = domains
        self.rng = rng
        self.readers: dict[str, ValueReader] = readers(domains)
        self.names = {
            (name, slot.name): self._slot_names(domain, slot)
            for name, domain in domains.items()
            for slot in domain.schema.slots.values()
        }

    def _slot_names(self, domain: Domain, slot: Slot) -> list[str]:
        known = column_values(slot, domain.rows())
        if slot.place:
            nouns = [d.schema.entity for d in self.domains.values()]
            known = [*self.readers[domain.name].names.get(slot.name, {}).values(), *known]
            refer = ["there", *(f"the {n}" for n in nouns), *(f"my {n}" for n in nouns)]
            known += [self.rng.choice(refer) for _ in range(len(known) // 6 + 3)]
        return known

    def fill(self, domain: Domain, key: str, template: str) -> tuple[str, list[DialogueAct]]:
        """Return a sentence made from one template and its acts."""
        keyed = acts_of_key(key, domain.name)
        acts = [
            a if a.domain in self.domains and a.slot else replace(a, domain=_home(a, domain))
            for a in keyed
        ]
        carried = {a.slot: a for a in acts if a.type in _OVER_VALUES and a.value is None and a.slot}
        text, at, spans = "", 0, []
        for match in _PLACEHOLDER.finditer(template):
            text += template[at : match.start()]
            at = match.end()
            slot = domain.schema.slots[match[1]]
            words = self._as_typed(spoken(slot, self.names[domain.name, slot.name], self.rng))
            spans.append((slot.name, len(text), len(text) + len(words)))
            text += words
        text += template[at:]
        made = [a for a in acts if not (a.slot in carried and a.type in _OVER_VALUES)]
        for slot_name, start, end in spans:
            over = carried.get(slot_name)
            kind = over.type if over else ActType.INFORM
            made.append(
                DialogueAct(kind, domain.name, slot_name, text[start:end], span=(start, end))
            )
        return text, [a for a in made if not (a.type is ActType.INFORM and not a.slot)]

    def _as_typed(self, value: str) -> str:
        words = value if self.rng.random() < 0.3 else value.lower()
        if self.rng.random() < 0.06:
            words = " ".join(_typo(w, self.rng) for w in words.split(" "))
        return words

    def examples(self, per_phrase: int) -> list[Example]:
        """Return `per_phrase` fillings of every phrase of the domains and of no domain."""
        made: list[Example] = []
        general = general_phrases()
        for domain in self.domains.values():
            for key, phrases in domain.phrases.items():
                for phrase in phrases:
                    for _ in range(per_phrase if "{" in phrase else max(1, per_phrase // 2)):
                        text, acts = self.fill(domain, key, phrase)
                        made.append(self._placed(text, acts, domain.name, general))
        for key, phrases in general.items():
            acts = acts_of_key(key)
            for phrase in phrases:
                for _ in range(per_phrase):
                    made.append(self._example(phrase, acts, ""))
        for domain in self.domains.values():
            made += [e for _ in range(per_phrase) for e in self._fragments(domain)]
        return made

    def _fragments(self, domain: Domain) -> Iterator[Example]:
        """Yield bare answers to each question, and bare questions, which every domain has."""
        every, name = tuple(self.domains), domain.name
        for slot in domain.schema.slots.values():
            if slot.informable and slot.question and slot.type is not SlotType.BOOLEAN:
                for frame in self.rng.sample(_ANSWERS, 4):
                    words = self._as_typed(spoken(slot, self.names[name, slot.name], self.rng))
                    at = frame.index("{}")
                    span = (at, at + len(words))
                    act = DialogueAct(ActType.INFORM, name, slot.name, words, span=span)
                    asked = self.rng.choice((ActType.REQUEST, ActType.REQUEST, ActType.CONFREQ))
                    said = (DialogueAct(asked, name, slot.name),)
                    yield Example(
                        frame.replace("{}", words), (act,), every, name, said, domain=name
                    )
            if slot.requestable:
                bare = re.sub(r"^(the|a|an)\s+", "", slot.description)
                for frame in self.rng.sample(_QUESTIONS, 2):
                    act = DialogueAct(ActType.REQUEST, name, slot.name)
                    said = tuple(self._system_acts(name, ()))
                    yield Example(frame.replace("{}", bare), (act,), every, name, said, domain=name)

    def _placed(
        self, text: str, acts: list[DialogueAct], domain: str, general: Mapping[str, list[str]]
    ) -> Example:
        """Put a domain's sentence in a context, sometimes behind a yes, no, hello or thanks."""
        if self.rng.random() < 0.2:
            lead = self.rng.choice(("hello()", "affirm()", "negate()", "thank()"))
            words = self.rng.choice(general[lead])
            joint = self.rng.choice((", ", ". ", " ", "! "))
            shift = len(words) + len(joint)
            acts = [
                *parse_acts(lead),
                *(
                    replace(a, span=(a.span[0] + shift, a.span[1] + shift)) if a.span else a
                    for a in acts
                ),
            ]
            text = f"{words}{joint}{text}"
        return self._example(text, acts, domain)

    def _example(self, text: str, acts: Sequence[DialogueAct], domain: str) -> Example:
        every = tuple(self.domains)
        chance = self.rng.random()
        active = domain if domain and chance < 0.65 else ""
        if not active and chance > (0.8 if domain else 0.3):
            active = self.rng.choice(every)
        said = self._system_acts(active, acts) if active else []
        if self.rng.random() < 0.1 and not any(a.span for a in acts):
            text = text.replace("'", "")  # as many type
        if self.rng.random() < 0.06:
            filler = self.rng.choice(_FILLERS)
            text, acts = filler + text, [shifted(a, len(filler)) for a in acts]
        if self.rng.random() < 0.25:
            text = text[:1].upper() + text[1:]
        if self.rng.random() < 0.3 and text[-1:].isalnum():
            text += self.rng.choice((".", "?", "!", " ."))
        return Example(text, tuple(acts), every, active, tuple(said), domain=domain)

    def _system_acts(self, active: str, acts: Sequence[DialogueAct]) -> list[DialogueAct]:
        """Draw what the system may have said before: as a rule, the question this answers."""
        schema = self.domains[active].schema
        asked = [a.slot for a in acts if a.domain == active and a.span is not None]
        if asked and self.rng.random() < 0.6:
            return [DialogueAct(ActType.REQUEST, active, self.rng.choice(asked))]
        slots = [s.name for s in schema.slots.values() if s.search != "no" or s.booking != "no"]
        options = [
            [DialogueAct(ActType.REQUEST, active, self.rng.choice(slots))],
            [DialogueAct(ActType.CONFIRM, active, self.rng.choice(slots), "x")],
            [DialogueAct(ActType.CONFIRM, active, TASK, "book")],
            [DialogueAct(ActType.OFFER, active, schema.key or "name", "x")],
            [DialogueAct(ActType.INFORM, active, self.rng.choice(slots), "x")],
            [DialogueAct(ActType.BOOK, active), DialogueAct(ActType.REQMORE)],
            [DialogueAct(ActType.REQMORE)],
            [DialogueAct(ActType.NOOFFER, active, self.rng.choice(slots), "x")],
            [DialogueAct(ActType.AFFIRM, active, self.rng.choice(slots), "x")],
            [DialogueAct(ActType.NEGATE, active, self.rng.choice(slots), "x")],
            [
                DialogueAct(ActType.OUTOFSCOPE),
                DialogueAct(ActType.REQUEST, active, self.rng.choice(slots)),
            ],
            [
                DialogueAct(ActType.INFORM, active, "count", "x"),
                DialogueAct(ActType.OFFER, active, schema.key or "name", "x"),
            ],
        ]
        return self.rng.choice(options)


_OVER_VALUES = frozenset({ActType.INFORM, ActType.CONFIRM, ActType.DENY})
_OF_NO_DOMAIN = frozenset(
    {ActType.AFFIRM, ActType.NEGATE, ActType.THANK, ActType.BYE, ActType.HELLO, ActType.REPEAT,
     ActType.HELP, ActType.RESTART, ActType.CANCEL, ActType.REQALTS, ActType.OUTOFSCOPE}
)  # fmt: skip


def _home(act: DialogueAct, domain: Domain) -> str:
    """Slotless general acts belong to no domain, even in a domain's own phrases."""
    return "" if act.type in _OF_NO_DOMAIN and not act.slot else domain.name


class CorpusExamples:
    """Makes examples from a corpus's user turns for the domains that map its labels."""

    def __init__(self, corpus: Corpus, domains: Domains) -> None:
        self.domains = {n: d for n, d in domains.items() if corpus.name in d.schema.corpora}
        self._corpus = corpus
        self._slots = {
            (mapping.domain, theirs): (name, ours)
            for name, d in self.domains.items()
            for mapping in [d.schema.corpora[corpus.name]]
            for theirs, ours in mapping.slots.items()
        }
        self._homes = {d.schema.corpora[corpus.name].domain: n for n, d in self.domains.items()}
        self._readers = readers(self.domains)

    def examples(self, split: str) -> list[Example]:
        """Return the user turns of a split, in corpus order, each with its context."""
        dialogues = list(self._corpus.load(split))
        found = {a.type for d in dialogues for t in d.turns if t.speaker == "user" for a in t.acts}
        # greetings and farewells are marked now and then only, so their absence says nothing
        annotated = frozenset(found - {ActType.HELLO, ActType.BYE})
        return [e for d in dialogues for e in self._dialogue(d, annotated)]

    def _dialogue(self, dialogue: Dialogue, annotated: frozenset[ActType]) -> Iterable[Example]:
        active = ""
        before: tuple[DialogueAct, ...] = ()
        for turn in dialogue.turns:
            acts = self._acts(turn)
            if turn.speaker != "user":
                before = tuple(acts)
                continue
            foreign = [a for a in turn.acts if a.domain and a.domain not in self._homes]
            mine = [a for a in acts if a.domain]
            if mine:
                acts += self._unmapped_values(turn.utterance, {a.domain for a in mine}, acts)
            elif foreign:
                acts = [a for a in acts if not a.domain] + [OUT_OF_SCOPE]
            yield Example(
                turn.utterance,
                tuple(acts),
                tuple(self.domains),
                active,
                before,
                annotated | {ActType.OUTOFSCOPE},
                task=False,
                domain=mine[0].domain if mine else "",
            )
            if mine:
                active = mine[-1].domain

    def _acts(self, turn: CorpusTurn) -> list[DialogueAct]:
        """Map a turn's acts to the domains' slots; those of other domains fall away."""
        acts: list[DialogueAct] = []
        for act in turn.acts:
            if not act.domain:
                acts.append(act)
                continue
            if act.domain not in self._homes or act.slot == TASK:
                continue
            if not act.slot:
                acts.append(replace(act, domain=self._homes[act.domain]))
                continue
            home = self._slots.get((act.domain, act.slot))
            if home is None:
                continue
            slot = self.domains[home[0]].schema.slots[home[1]]
            if turn.speaker == "user" and act.type is ActType.INFORM:
                spelled = act.span is not None and slot.type is not SlotType.BOOLEAN
                if act.value == DONTCARE or slot.type is SlotType.BOOLEAN:
                    value = act.value if act.value == DONTCARE else _boolean(act.value)
                    act = replace(act, value=value, span=None)
                elif not spelled:
                    continue  # a value that no words spell cannot be learnt as a span
            acts.append(replace(act, domain=home[0], slot=home[1]))
        return acts

    def _unmapped_values(
        self, text: str, homes: set[str], acts: Sequence[DialogueAct]
    ) -> list[DialogueAct]:
        """Mark values of the slots that the corpus does not annotate, from the gazetteer."""
        taken = [a.span for a in acts if a.span]
        made: list[DialogueAct] = []
        for home in homes:
            mapped = set(self.domains[home].schema.corpora[self._corpus.name].slots.values())
            for found in self._readers[home].find(text):
                slot = self.domains[home].schema.slots[found.slot]
                free = all(found.end <= a or found.start >= b for a, b in taken)
                if slot.type is SlotType.CATEGORICAL and found.slot not in mapped and free:
                    span = (found.start, found.end)
                    made.append(
                        DialogueAct(ActType.INFORM, home, found.slot, found.value, span=span)
                    )
        return made


def other_session(example: Example, rng: random.Random) -> Example:
    """Put an example into a smaller session, now and then one that lacks its own domain."""
    if rng.random() < 0.5 or len(example.session) < 2:
        return example
    own = {a.domain for a in example.acts if a.domain}
    some = [d for d in example.session if rng.random() < 0.4]
    if not some or rng.random() < 0.8:
        some += [d for d in own if d not in some]
    return example.in_session(some) if some else example


def shifted(act: DialogueAct, by: int) -> DialogueAct:
    """Return an act whose sentence has moved by some characters."""
    return replace(act, span=(act.span[0] + by, act.span[1] + by)) if act.span else act


def _boolean(value: str | None) -> str:
    return "no" if value in ("no", "false") else "yes"


def swapped(example: Example, filler: PhraseFiller, rng: random.Random) -> Example:
    """Replace spelled values by others of the same slot, so that new names still parse."""
    spans = sorted((a for a in example.acts if a.span), key=lambda a: a.span or (0, 0))
    if not spans or any((b.span or (0, 0))[0] < (a.span or (0, 0))[1] for a, b in pairwise(spans)):
        return example
    text, at = "", 0
    changed: dict[tuple[int, int], tuple[int, int]] = {}
    for act in spans:
        start, end = act.span or (0, 0)
        slot = filler.domains[act.domain].schema.slots[act.slot]
        words = example.text[start:end]
        if slot.type in (SlotType.OPEN, SlotType.CATEGORICAL) and rng.random() < 0.6:
            words = spoken(slot, filler.names[act.domain, act.slot], rng)
            words = words if rng.random() < 0.3 else words.lower()
        text += example.text[at:start]
        changed[start, end] = (len(text), len(text) + len(words))
        text += words
        at = end
    text += example.text[at:]
    acts = tuple(
        replace(a, span=changed[a.span], value=text[slice(*changed[a.span])]) if a.span else a
        for a in example.acts
    )
    return replace(example, text=text, acts=acts)
