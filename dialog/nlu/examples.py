"""Training sentences, and those a corpus gives.

An `Example` is a text, its context line, its acts with character spans, and the act types that
its source annotates at all. A corpus that never marks confirm() must not teach that nothing
confirms, so the trainer leaves the labels of other types out of the loss.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.corpus import Corpus, CorpusTurn, Dialogue
from dialog.corpus.mapping import mapping, own_names
from dialog.nlu.context import OTHER, context_line, utterance_line
from dialog.nlu.labels import TASK
from dialog.schema import DONTCARE, SlotType
from dialog.state import Turn
from dialog.values import readers

ALL_TYPES = frozenset(ActType)
OUT_OF_SCOPE = DialogueAct(ActType.OUTOFSCOPE)
# what a corpus of intents and slots leaves unsaid beside them
COURTESIES = frozenset(
    {ActType.HELLO, ActType.BYE, ActType.THANK, ActType.AFFIRM, ActType.NEGATE, ActType.REQALTS}
)


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
    turns: tuple[Turn, ...] = ()  # what was said before, as in a state
    history: int | None = None  # how many of these utterances the context holds; None: `said`
    intents: bool = True  # whether every sentence of its source has an intent, which is its task
    # the acts as a corpus by itself writes them, all of which count; None for one that is mapped
    annotated_acts: tuple[DialogueAct, ...] | None = None

    @property
    def context(self) -> str:
        """The context line the model reads beside the text."""
        if self.history is not None:
            return utterance_line(self.turns, self.history)
        return context_line(self.session, self.active, self.said)

    @property
    def asks(self) -> bool:
        """Whether figures of intents are made of it."""
        return self.task and self.intents

    def to_dict(self) -> dict[str, Any]:
        """Return what was said and what is annotated as JSON-able data, for a checksum."""
        return {
            "text": self.text,
            "context": self.context,
            "acts": [act.to_dict() for act in self.acts],
        }

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
            active=self.active if self.active in session or not self.active else OTHER,
            said=tuple(a for a in self.said if not a.domain or a.domain in session),
            domain="" if lost else self.domain,
        )


def other_session(example: Example, rng: random.Random) -> Example:
    """Put an example into a smaller session, now and then one that lacks its own domain."""
    if rng.random() < 0.5 or len(example.session) < 2:
        return example
    own = {a.domain for a in example.acts if a.domain}
    some = [d for d in example.session if rng.random() < 0.4]
    if not some or rng.random() < 0.8:
        some += [d for d in own if d not in some]
    moved = example.in_session(some) if some else example
    # with one domain alone nothing need be under discussion for a sentence to be clear
    alone = len(moved.session) == 1 and rng.random() < 0.3
    return replace(moved, active="", said=()) if alone else moved


class CorpusExamples:
    """Makes examples from a corpus's user turns for the domains that map its labels."""

    def __init__(self, corpus: Corpus, domains: Domains) -> None:
        mapped = {name: mapping(corpus, domain.schema) for name, domain in domains.items()}
        self._maps = {name: labels for name, labels in mapped.items() if labels}
        self.domains = {name: domains[name] for name in self._maps}
        self._corpus = corpus
        self._whole = bool(own_names(corpus))  # everything is annotated
        self._slots = {
            (labels.domain, theirs): (name, ours)
            for name, labels in self._maps.items()
            for theirs, ours in labels.slots.items()
        }
        self._homes = {labels.domain: name for name, labels in self._maps.items()}
        self._readers = readers(self.domains)

    def examples(self, split: str) -> list[Example]:
        """Return the user turns of a split, in corpus order, each with its context."""
        dialogues = list(self._corpus.load(split))
        found = {a.type for d in dialogues for t in d.turns if t.speaker == "user" for a in t.acts}
        # greetings and farewells are marked now and then only, so their absence says nothing
        annotated = ALL_TYPES if self._whole else frozenset(found - {ActType.HELLO, ActType.BYE})
        tasked = any(self._says_task(t) for d in dialogues for t in d.turns if t.speaker == "user")
        return [e for d in dialogues for e in self._dialogue(d, annotated, tasked)]

    def _dialogue(
        self, dialogue: Dialogue, annotated: frozenset[ActType], tasked: bool
    ) -> Iterable[Example]:
        active = ""
        before: tuple[DialogueAct, ...] = ()
        for turn in dialogue.turns:
            acts = self._acts(turn)
            if turn.speaker != "user":
                before = tuple(acts)
                continue
            foreign = [a for a in turn.acts if a.domain and a.domain not in self._homes]
            mine = [a for a in acts if a.domain]
            if mine and not self._whole:
                acts += self._unmapped_values(turn.utterance, {a.domain for a in mine}, acts)
            elif foreign:
                acts = [a for a in acts if not a.domain] + [OUT_OF_SCOPE]
            # where tasks are annotated, a sentence out of scope is known to have none
            task = self._says_task(turn) or (tasked and OUT_OF_SCOPE in acts)
            yield Example(
                turn.utterance,
                tuple(acts),
                tuple(self.domains),
                active,
                before,
                ALL_TYPES - COURTESIES if task else annotated | {ActType.OUTOFSCOPE},
                task=task or self._whole,
                domain=mine[0].domain if mine else "",
                intents=not self._whole,
            )
            if mine:
                active = mine[-1].domain

    def _says_task(self, turn: CorpusTurn) -> bool:
        """Whether a turn is annotated with tasks, all of which its domains declare."""
        said = [a for a in turn.acts if a.slot == TASK]
        return not self._whole and bool(said) and all(self._declares(act) for act in said)

    def _declares(self, act: DialogueAct) -> bool:
        home = self._homes.get(act.domain)
        return home is not None and (self._whole or act.value in self.domains[home].schema.tasks)

    def _acts(self, turn: CorpusTurn) -> list[DialogueAct]:
        """Map a turn's acts to the domains' slots; those of other domains fall away."""
        acts: list[DialogueAct] = []
        for act in turn.acts:
            if not act.domain:
                acts.append(act)
                continue
            if act.domain not in self._homes or (act.slot == TASK and not self._declares(act)):
                continue
            if not act.slot or act.slot == TASK:
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
            mapped = set(self._maps[home].slots.values())
            for found in self._readers[home].find(text):
                slot = self.domains[home].schema.slots[found.slot]
                free = all(found.end <= a or found.start >= b for a, b in taken)
                if slot.type is SlotType.CATEGORICAL and found.slot not in mapped and free:
                    span = (found.start, found.end)
                    made.append(
                        DialogueAct(ActType.INFORM, home, found.slot, found.value, span=span)
                    )
        return made


def _boolean(value: str | None) -> str:
    return "no" if value in ("no", "false") else "yes"
