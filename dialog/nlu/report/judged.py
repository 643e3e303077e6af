"""Sentences beside what an NLU understood of them: what every figure of a report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from dialog.acts import ActType, DialogueAct
from dialog.evaluation.items import identities
from dialog.nlu.evaluation import Readers, Scores, compared, score_acts
from dialog.nlu.examples import OUT_OF_SCOPE, Example
from dialog.nlu.labels import TASK

NO_INTENT = "(none)"  # the class of sentences out of scope, and of those that nothing was made of
JOINT = "#"  # between the intents of a sentence that has several, as ATIS writes them


@dataclass(frozen=True)
class Judged:
    """One sentence, in the form in which wanted and said are compared."""

    example: Example
    wanted: Sequence[DialogueAct]
    said: Sequence[DialogueAct]
    scores: Scores  # of this sentence alone
    seconds: float  # that understanding took
    item: str = ""  # the id of what was asked, whoever answers

    @property
    def asks(self) -> bool:
        """Whether the sentence's intents are annotated; out of scope is to have none."""
        return self.example.asks

    @property
    def in_scope(self) -> bool:
        """Whether the sentence is annotated with an intent."""
        return self.asks and OUT_OF_SCOPE not in self.example.acts

    @cached_property
    def intents(self) -> tuple[frozenset[str], frozenset[str]]:
        """The intents wanted and the intents said."""
        return intents(self.wanted), intents(self.said)

    @cached_property
    def classes(self) -> tuple[str, str]:
        """The intents wanted and said, each as one class."""
        wanted, said = self.intents
        return intent_class(wanted), intent_class(said)

    @property
    def confidence(self) -> float | None:
        """How sure the intents said are, 0 to 1; None when nothing was said of them."""
        tasks = [act.score for act in self.said if act.slot == TASK]
        if tasks:
            return min(tasks)
        return max((a.score for a in self.said if a.type is ActType.OUTOFSCOPE), default=None)

    @property
    def scope(self) -> float:
        """How likely the sentence is in scope, for its rank among others, 0 to 1."""
        tasks = [act.score for act in self.said if act.slot == TASK]
        outside = [act.score for act in self.said if act.type is ActType.OUTOFSCOPE]
        # Nothing at all ranks between a task that was said and a rejection.
        return max(tasks) if tasks else 1 - max(outside, default=0.5)

    @cached_property
    def missed(self) -> list[DialogueAct]:
        """The acts wanted that were not said, or not of these words."""
        return [act for act in self.wanted if _key(act) not in {_key(a) for a in self.said}]

    @cached_property
    def mistaken(self) -> list[DialogueAct]:
        """The acts said that were not wanted, or not of these words."""
        return [act for act in self.said if _key(act) not in {_key(a) for a in self.wanted}]

    @property
    def right(self) -> bool:
        """Whether all that is wanted was said, and nothing else."""
        return not self.missed and not self.mistaken

    @property
    def sureness(self) -> float:
        """The score of the surest mistake, 0 to 1."""
        return max((act.score for act in self.mistaken), default=0.0)


def judge(
    examples: Sequence[Example],
    understood: Sequence[tuple[Sequence[DialogueAct], float]],
    readers: Readers,
) -> list[Judged]:
    """Lay what was understood, with the seconds it took, beside what was to be understood."""
    # without its context, which depends on what the component reads
    asked = identities([example.text, _plain(example.acts)] for example in examples)
    return [
        Judged(
            example,
            *compared(example, acts, readers),
            score_acts([example], [acts], readers),
            time,
            item,
        )
        for example, (acts, time), item in zip(examples, understood, asked, strict=True)
    ]


def _plain(acts: Sequence[DialogueAct]) -> list[list[object]]:
    return [[act.type, act.domain, act.slot, act.value, act.span] for act in acts]


def intents(acts: Sequence[DialogueAct]) -> frozenset[str]:
    """Return the intents among acts, each with its domain: `atis.flight`."""
    return frozenset(f"{act.domain}.{act.value}" for act in acts if act.slot == TASK)


def intent_class(intents: frozenset[str]) -> str:
    """Return the one class that a sentence's intents are together."""
    return JOINT.join(sorted(intents)) or NO_INTENT


def _key(act: DialogueAct) -> tuple[DialogueAct, tuple[int, int] | None]:
    return act, act.span
