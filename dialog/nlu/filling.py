"""Sentences made from phrase templates, and corpus sentences with other values put in."""

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

from dialog.acts import ActType, DialogueAct, parse_acts
from dialog.component import Domains
from dialog.domain import Domain, spoken
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.frames import frames, general_phrases
from dialog.nlu.labels import TASK
from dialog.nlu.spoken import rewritten, shifted, spoken_value, typed
from dialog.nlu.wordings import Values, Wordings
from dialog.noise.edits import Edit
from dialog.schema import DONTCARE, Language, SlotType
from dialog.texts import PLACEHOLDER, acts_of_key

JOINED = 120  # sentences about two domains at once, a filling
_WISHES = 80  # sentences of two wishes in one domain at most, a filling of each
_OF_WISHES = 4  # phrases that wish something, to each such sentence
_TRIES = 6  # at a second wish that goes with a first
_WISH = re.compile(r"inform\([^)]*\)")  # keys of phrases that wish something and do no more
_QUESTION = re.compile(r"request\([\w, ]+\)")
_ASKED = 0.25  # of the second wishes, those that ask for a fact
_JOINTS: Mapping[Language, Sequence[str]] = {
    "en": (", ", ", ", ". ", " and ", ", and ", " but ", ", but ", " "),
    "zh": ("，", "，", "。", "，还要", "，而且"),
}


class PhraseFiller:
    """Fills phrase templates with values, words as typed, and a context to match.

    Args:
        domains: the domains whose phrases are filled.
        rng: the source of chance.
        values: per domain and slot, wordings for open slots whose values no row or file lists.
    """

    def __init__(
        self, domains: Domains, rng: random.Random, values: Values = MappingProxyType({})
    ) -> None:
        self.domains = domains
        self.rng = rng
        self.wordings = Wordings(domains, rng, values)
        # what several domains' users say is clear by what is under discussion alone
        said = Counter(
            shape
            for domain in domains.values()
            for shape in {_shape(p, domain) for ps in domain.phrases.values() for p in ps}
        )
        self._unclear = {shape for shape, count in said.items() if count > 1}

    def fill(self, domain: Domain, key: str, template: str) -> tuple[str, list[DialogueAct]]:
        """Return a sentence made from one template and its acts."""
        keyed = acts_of_key(key, domain.name)
        acts = [
            a if a.domain in self.domains and a.slot else replace(a, domain=_home(a, domain))
            for a in keyed
        ]
        carried = {a.slot: a for a in acts if a.type in _OVER_VALUES and a.value is None and a.slot}
        text, at, spans = "", 0, []
        for match in PLACEHOLDER.finditer(template):
            text += template[at : match.start()]
            at = match.end()
            slot = domain.schema.slots[match[1]]
            words = match[2] or self.wordings.draw(domain.name, slot)
            if text.lower().endswith("the "):
                if words.lower().startswith("the "):
                    words = words[4:]
                elif words.lower().startswith(("there", "my ", "same ")):
                    text = text[:-4]
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

    def examples(self, per_phrase: int) -> list[Example]:
        """Return `per_phrase` fillings of every phrase of the domains and of no domain."""
        made: list[Example] = []
        for domain in self.domains.values():
            for key, phrases in domain.phrases.items():
                for phrase in phrases:
                    for _ in range(per_phrase if "{" in phrase else max(1, per_phrase // 2)):
                        text, acts = self.fill(domain, key, phrase)
                        # where questions are answered, what names none goes on with the last
                        follows = domain.schema.tasks and all(a.slot != TASK for a in acts)
                        clear = not follows and _shape(phrase, domain) not in self._unclear
                        made.append(self._placed(text, acts, domain.name, clear=clear))
        ours = self._nouns()
        for key, phrases in general_phrases(spoken(self.domains)).items():
            acts = acts_of_key(key)
            for phrase in phrases:
                if OUT_OF_SCOPE in acts and ours.search(phrase):
                    continue  # "book me a flight" is out of scope only where none are known
                for _ in range(per_phrase):
                    made.append(self._example(phrase, acts, ""))
        for domain in self.domains.values():
            # a domain that answers questions asks for few slots itself
            times = per_phrase * (3 if domain.schema.tasks else 1)
            made += [e for _ in range(times) for e in self._fragments(domain)]
        for domain in self.domains.values():
            if not domain.schema.tasks:
                wishes = sum(len(domain.phrases[key]) for key in _wishes(domain))
                number = min(_WISHES, -(-wishes // _OF_WISHES))
                made += [self._two_wishes(domain) for _ in range(number * per_phrase)]
        if len(self.domains) > 1:
            made += [self._two_at_once() for _ in range(JOINED * per_phrase)]
        return made

    def _nouns(self) -> re.Pattern[str]:
        schemas = [domain.schema for domain in self.domains.values()]
        nouns = (re.escape(n) for s in schemas for n in s.nouns)
        return re.compile(rf"\b(?:{'|'.join(nouns)})s?\b")

    def _two_wishes(self, domain: Domain) -> Example:
        """Return two of a domain's wishes, or one and a question, in one turn; no slot in both."""
        keys = _wishes(domain)
        questions = [k for k in domain.phrases if _QUESTION.fullmatch(k)]
        first, *others = self.rng.choices(keys, k=_TRIES)
        if questions and self.rng.random() < _ASKED:
            others = self.rng.choices(questions, k=_TRIES)
        wished: tuple[str, list[DialogueAct]] = ("", [])
        clear = False
        for key in (first, *others):
            phrase = self.rng.choice(domain.phrases[key])
            more, acts = self.fill(domain, key, phrase)
            text, before = wished
            if {act.slot for act in acts} & {act.slot for act in before}:
                continue
            joint = self.rng.choice(_JOINTS[spoken(self.domains)]) if text else ""
            shift = len(text) + len(joint)
            wished = (text + joint + more, [*before, *(shifted(act, shift) for act in acts)])
            clear |= _shape(phrase, domain) not in self._unclear
            if text:
                break
        return self._example(*wished, domain.name, clear=clear)

    def _two_at_once(self) -> Example:
        """Return what is wanted of two domains in one sentence."""
        first, second = self.rng.sample(list(self.domains.values()), 2)
        parts = []
        for domain in (first, second):
            keys = [k for k in domain.phrases if k in ("inform(task=find)", "inform(task=book)")]
            key = self.rng.choice(keys or list(domain.phrases))
            parts.append(self.fill(domain, key, self.rng.choice(domain.phrases[key])))
        (text, acts), (more, others) = parts
        text += self.rng.choice((" and ", ", and ", ". ", " and also ", ", and then "))
        others = [shifted(act, len(text)) for act in others]
        return self._example(text + more, [*acts, *others], first.name)

    def _fragments(self, domain: Domain) -> Iterator[Example]:
        """Yield bare answers to each question, and bare questions, which every domain has."""
        said_by_all, name = frames(domain.schema.language), domain.name
        nouns = domain.schema.nouns
        for frame in self.rng.sample(said_by_all["cancels"], 4):
            text = frame.format(entity=self.rng.choice(nouns))
            acts = [DialogueAct(ActType.CANCEL)]
            yield self._example(text, acts, name, tuple(self.system_acts(name, ())))
        for slot in domain.schema.slots.values():
            asked = self.rng.choice((ActType.REQUEST, ActType.REQUEST, ActType.CONFREQ))
            said: tuple[DialogueAct, ...] = (DialogueAct(asked, name, slot.name),)
            if domain.schema.tasks and self.rng.random() < 0.4:
                said = (self._answer(name), *said)
            narrows = any(slot.name in t.narrow_by for t in domain.schema.tasks.values())
            typed = slot.type in (SlotType.DAY, SlotType.TIME)
            optional = narrows if domain.schema.tasks else slot.search != "no" or typed
            if slot.informable and slot.question and optional:
                act = DialogueAct(ActType.INFORM, name, slot.name, DONTCARE)
                for text in self.rng.sample(said_by_all["dontcare"], 3):
                    yield self._example(text, [act], name, said)
                text = self.rng.choice(said_by_all["dontcare_of"]).format(slot=slot.noun)
                yield self._example(text, [act], name, clear=False)
            if slot.informable and slot.question and slot.type is not SlotType.BOOLEAN:
                for frame in self.rng.sample(said_by_all["answers"], 4):
                    value, at = self.wordings.draw(name, slot), frame.index("{value}")
                    span = (at, at + len(value))
                    act = DialogueAct(ActType.INFORM, name, slot.name, value, span=span)
                    yield self._example(frame.replace("{value}", value), [act], name, said)
            if slot.requestable:
                act = DialogueAct(ActType.REQUEST, name, slot.name)
                words = {
                    "slot": slot.noun,
                    "entity": domain.schema.entity,
                }
                for frame in self.rng.sample(said_by_all["questions"], 2):
                    said = tuple(self.system_acts(name, ()))
                    yield self._example(frame.format(**words), [act], name, said)
                frame = self.rng.choice(said_by_all["questions_of"])
                yield self._example(frame.format(**words), [act], name)

    def _placed(self, text: str, acts: list[DialogueAct], domain: str, *, clear: bool) -> Example:
        """Put a domain's sentence in a context, sometimes behind a yes, no, hello or thanks."""
        if self.rng.random() < 0.2:
            lead = self.rng.choice(("hello()", "affirm()", "negate()", "thank()"))
            words = self.rng.choice(general_phrases(spoken(self.domains))[lead])
            joint = self.rng.choice((", ", ". ", " ", "! "))
            shift = len(words) + len(joint)
            acts = [*parse_acts(lead), *(shifted(a, shift) for a in acts)]
            text = f"{words}{joint}{text}"
        return self._example(text, acts, domain, clear=clear)

    def _example(
        self,
        text: str,
        acts: Sequence[DialogueAct],
        domain: str,
        said: Sequence[DialogueAct] | None = None,
        *,
        clear: bool = True,
    ) -> Example:
        """Put a sentence in a context, as typed.

        `said` fixes what came before; a sentence that is not `clear` gets its domain as topic.
        """
        every = tuple(self.domains)
        chance = self.rng.random()
        active = domain if domain and (said or not clear or chance < 0.65) else ""
        if not active and chance > (0.8 if domain else 0.3):
            active = self.rng.choice(every)
        if said is None:
            said = self.system_acts(active, acts) if active else []
        text, made = typed(text, acts, self.rng)
        return Example(text, tuple(made), every, active, tuple(said), domain=domain)

    def system_acts(self, active: str, acts: Sequence[DialogueAct]) -> list[DialogueAct]:
        """Draw what the system may have said before: as a rule, the question this answers."""
        schema = self.domains[active].schema
        if schema.tasks:
            return self._answers(active, acts)
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

    def _answers(self, active: str, acts: Sequence[DialogueAct]) -> list[DialogueAct]:
        """Draw what the system may have said in a domain that answers questions."""
        schema = self.domains[active].schema
        asks = [s.name for s in schema.slots.values() if s.question]
        asked = [a.slot for a in acts if a.domain == active and a.slot in asks]
        answer = self._answer(active)
        if asked and self.rng.random() < 0.3:
            asking = DialogueAct(ActType.REQUEST, active, self.rng.choice(asked))
            return self.rng.choice(([asking], [asking], [answer, asking]))
        no = replace(answer, type=ActType.NOOFFER)
        options = [
            *[[answer]] * 4,
            *[[no]] * 2,
            [no, answer],
            [DialogueAct(ActType.NOOFFER, active, "reason", "x")],
            [DialogueAct(ActType.NOOFFER, active, "other", "x")],
            [DialogueAct(ActType.INFORM, active, s, "x") for s in ("rows", "count")],
            [DialogueAct(ActType.REQMORE)],
            [DialogueAct(ActType.OUTOFSCOPE)],
        ]
        if asks:
            asking = DialogueAct(ActType.REQUEST, active, self.rng.choice(asks))
            options += [[asking], [asking], [answer, asking], [answer, asking]]
        return self.rng.choice(options)

    def _answer(self, domain: str) -> DialogueAct:
        """Return what is left in the context of an answer to a question."""
        task = self.rng.choice(list(self.domains[domain].schema.tasks))
        return DialogueAct(ActType.INFORM, domain, TASK, task)


def later(example: Example, filler: PhraseFiller, rng: random.Random) -> Example:
    """Put a first sentence about one domain later into a dialogue about it."""
    if example.active or example.domain not in filler.domains:
        return example
    said = filler.system_acts(example.domain, example.acts) if rng.random() < 0.9 else []
    return replace(example, active=example.domain, said=tuple(said))


def _wishes(domain: Domain) -> list[str]:
    """Return the keys of a domain's phrases that wish something and do no more."""
    return [key for key in domain.phrases if _WISH.fullmatch(key) and DONTCARE not in key]


def _shape(phrase: str, domain: Domain) -> str:
    """Return a phrase with its placeholders so that other domains' phrases compare."""

    def kind(match: re.Match[str]) -> str:
        slot = domain.schema.slots[match[1]]
        spelled = slot.type in (SlotType.TIME, SlotType.DAY, SlotType.NUMBER)
        return f"{{{slot.type if spelled else slot.name}}}"

    return PLACEHOLDER.sub(kind, phrase)


_OVER_VALUES = frozenset({ActType.INFORM, ActType.CONFIRM, ActType.DENY})
_OF_NO_DOMAIN = frozenset(
    {ActType.AFFIRM, ActType.NEGATE, ActType.THANK, ActType.BYE, ActType.HELLO, ActType.REPEAT,
     ActType.HELP, ActType.RESTART, ActType.CANCEL, ActType.REQALTS, ActType.OUTOFSCOPE}
)  # fmt: skip


def _home(act: DialogueAct, domain: Domain) -> str:
    """Slotless general acts belong to no domain, even in a domain's own phrases."""
    return "" if act.type in _OF_NO_DOMAIN and not act.slot else domain.name


def swapped(example: Example, filler: PhraseFiller, rng: random.Random) -> Example:
    """Replace spelled values by others of the same slot, so that new names still parse."""
    spans = sorted((a for a in example.acts if a.span), key=lambda a: a.span or (0, 0))
    if not spans or any((b.span or (0, 0))[0] < (a.span or (0, 0))[1] for a, b in pairwise(spans)):
        return example
    edits = []
    for act in spans:
        start, end = act.span or (0, 0)
        slot = filler.domains[act.domain].schema.slots[act.slot]
        words = example.text[start:end]
        names = filler.wordings.names[act.domain, act.slot]
        some = bool(names) if slot.type is SlotType.OPEN else slot.type is SlotType.CATEGORICAL
        if some and rng.random() < 0.6:
            words = spoken_value(slot, names, rng)
            words = words if rng.random() < 0.3 else words.lower()
        edits.append(Edit(start, end, words))
    text, moved = rewritten(example.text, example.acts, edits)
    acts = tuple(replace(a, value=text[slice(*a.span)]) if a.span else a for a in moved)
    return replace(example, text=text, acts=acts)
