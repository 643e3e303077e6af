"""Scores of an NLU: F1 over dialogue acts and over slot spans."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dialog.acts import ActType, DialogueAct, format_acts
from dialog.component import NLU, BatchNLU
from dialog.evaluation.f1 import F1
from dialog.nlu.examples import Example
from dialog.nlu.labels import TASK
from dialog.quantities import fold
from dialog.state import DialogueState, UserTurn
from dialog.values import ValueReader

Readers = Mapping[str, ValueReader]


@dataclass
class Scores:
    """What an NLU reaches on some sentences, in all and per domain ("" for none)."""

    acts: F1 = field(default_factory=F1)  # (type, domain, slot, value)
    written: F1 = field(default_factory=F1)  # the same, values as a corpus by itself writes them
    slots: F1 = field(default_factory=F1)  # (domain, slot, first and last character)
    intents: F1 = field(default_factory=F1)  # acts without a span: (type, domain, slot or task)
    exact: int = 0  # sentences whose acts are all right
    sentences: int = 0
    # of the sentences whose task is annotated: how many, how many with the right tasks, and how
    # many with all that is informed right as well
    tasked: int = 0
    right_tasks: int = 0
    right_frames: int = 0
    domains: dict[str, "Scores"] = field(default_factory=dict)

    @property
    def mean(self) -> float:
        """What an epoch is chosen by: the mean of act F1 and slot F1."""
        return (self.acts.f1 + self.slots.f1) / 2

    @property
    def differs(self) -> bool:
        """Whether acts would score otherwise with their values as the corpus writes them."""
        return bool(self.written.wanted or self.written.said) and self.written != self.acts

    @property
    def intent_accuracy(self) -> float:
        """Share of sentences with the right tasks, all of them and no other."""
        return self.right_tasks / self.tasked if self.tasked else 1.0

    @property
    def sentence_accuracy(self) -> float:
        """Share of sentences with the right tasks, spans and values."""
        return self.right_frames / self.tasked if self.tasked else 1.0

    def summary(self) -> dict[str, Any]:
        """Return the figures as JSON-able data, 0 to 1."""
        data: dict[str, Any] = {
            "act_f1": round(self.acts.f1, 4),
            **({"act_f1_as_written": round(self.written.f1, 4)} if self.differs else {}),
            "slot_f1": round(self.slots.f1, 4),
            "intent_f1": round(self.intents.f1, 4),
            "exact": round(self.exact / self.sentences, 4) if self.sentences else 1.0,
            "sentences": self.sentences,
        }
        if self.tasked:
            data["intent_accuracy"] = round(self.intent_accuracy, 4)
            data["sentence_accuracy"] = round(self.sentence_accuracy, 4)
        if self.domains:
            data["domains"] = {name or "none": s.summary() for name, s in self.domains.items()}
        return data


def score_acts(
    examples: Sequence[Example], predicted: Sequence[Sequence[DialogueAct]], readers: Readers
) -> Scores:
    """Score predictions; act types that an example's source does not annotate are left out.

    The values wanted are read from the words by the same reader as the ones said, so that a
    difference in normalisation is no error.
    """
    scores = Scores()
    for example, spoken in zip(examples, predicted, strict=True):
        wanted, said = compared(example, spoken, readers)
        for target in (scores, scores.domains.setdefault(example.domain, Scores())):
            _count(target, wanted, said)
            if example.annotated_acts is not None:
                target.written.add(*map(_written, (example.annotated_acts, spoken)))
            if example.asks:
                _count_frame(target, wanted, said)
    return scores


def _count(scores: Scores, wanted: Sequence[DialogueAct], said: Sequence[DialogueAct]) -> None:
    left, right = ({(a.type, a.domain, a.slot, a.value) for a in acts} for acts in (wanted, said))
    scores.acts.add(left, right)
    scores.slots.add(
        *({(a.domain, a.slot, a.span) for a in acts if a.span} for acts in (wanted, said))
    )
    scores.intents.add(*({_intent(a) for a in acts if not a.span} for acts in (wanted, said)))
    scores.exact += left == right
    scores.sentences += 1


def _intent(act: DialogueAct) -> tuple[str | None, ...]:
    """Return what counts of an act that no words spell: of a task which one it is."""
    return act.type, act.domain, act.slot, act.value if act.slot == TASK else None


def _count_frame(
    scores: Scores, wanted: Sequence[DialogueAct], said: Sequence[DialogueAct]
) -> None:
    """Count the tasks of a sentence, and all that it informs of.

    What words spell is compared by slot and words, the rest by slot and value.
    """
    tasks = [{(a.domain, a.value) for a in acts if a.slot == TASK} for acts in (wanted, said)]
    frames = [
        {
            (a.domain, a.slot, a.span or a.value)
            for a in acts
            if a.span or (a.type is ActType.INFORM and a.slot)
        }
        for acts in (wanted, said)
    ]
    scores.tasked += 1
    scores.right_tasks += tasks[0] == tasks[1]
    scores.right_frames += frames[0] == frames[1]


def compared(
    example: Example, spoken: Sequence[DialogueAct], readers: Readers
) -> tuple[list[DialogueAct], list[DialogueAct]]:
    """Return the acts wanted and the acts said, in the form in which they are compared.

    Acts that the example's source does not annotate are left out of those said.
    """
    if example.annotated_acts is not None:
        wanted, said = ([_plain(a) for a in _content(acts)] for acts in (example.acts, spoken))
        return wanted, said
    wanted = [_read(a, readers) for a in _content(example.acts)]
    return wanted, [a for a in _content(spoken) if _counts(a, example)]


def _content(acts: Sequence[DialogueAct]) -> list[DialogueAct]:
    """Take greetings from what they carry: hello(food=thai) is hello(); inform(food=thai)."""
    carried = [a for a in acts if a.type is ActType.HELLO and a.slot]
    apart = [replace(a, type=ActType.INFORM) if a in carried else a for a in acts]
    if not carried:
        return apart
    return [DialogueAct(ActType.HELLO, score=max(a.score for a in carried)), *apart]


def _plain(act: DialogueAct) -> DialogueAct:
    """Return an act with its value in lower case and single spaces."""
    return act if act.value is None else replace(act, value=fold(act.value))


def _written(acts: Sequence[DialogueAct]) -> set[tuple[str | None, ...]]:
    """Return acts with their values in lower case and without spaces, as ConvLab-3 does."""
    return {
        (a.type, a.domain, a.slot, a.value and "".join(a.value.lower().split()))
        for a in _content(acts)
    }


def _counts(act: DialogueAct, example: Example) -> bool:
    if act in example.acts:
        return True
    if act.slot == TASK and not example.task:
        return False
    return act.type in example.annotated or (act.type is ActType.INFORM and act.span is not None)


def _read(act: DialogueAct, readers: Readers) -> DialogueAct:
    if act.span is None or act.value is None:
        return act
    read = readers[act.domain].read(act.slot, act.value)
    return DialogueAct(
        act.type, act.domain, act.slot, read[0] if read else act.value, act.score, act.span
    )


def understood(
    nlu: NLU, examples: Iterable[Example]
) -> Iterator[tuple[tuple[DialogueAct, ...], float]]:
    """Give what a component understands of each example in its context, and the seconds it took.

    Sentences come one at a time, as users say them.
    """
    for example in examples:
        turn, state = UserTurn.of(example.text), _state(example)
        start = time.perf_counter()
        acts = nlu.understand(turn, state).best_acts
        yield acts, time.perf_counter() - start


def _state(example: Example) -> DialogueState:
    return DialogueState(active=example.active, system_acts=example.said, turns=example.turns)


def speed_at_once(nlu: BatchNLU, examples: Sequence[Example]) -> float:
    """Return how many sentences a second a component understands when it is given all at once."""
    turns = [UserTurn.of(example.text) for example in examples]
    states = [_state(example) for example in examples]
    start = time.perf_counter()
    nlu.understand_all(turns, states)
    return len(turns) / max(time.perf_counter() - start, 1e-9)


def wrong_sentences(
    examples: Sequence[Example], predicted: Sequence[Sequence[DialogueAct]], readers: Readers
) -> list[str]:
    """Return the sentences with a wrong act, the surest mistakes first, one line each."""
    lines = []
    for example, spoken in zip(examples, predicted, strict=True):
        wanted, said = compared(example, spoken, readers)
        if set(said) != set(wanted):
            sure = max((a.score for a in said if a not in wanted), default=0.0)
            text = (
                f"{sure:.2f} [{example.context}] {example.text}\n"
                f"     wanted {format_acts(wanted) or '-'}\n     said   {format_acts(said) or '-'}"
            )
            lines.append((sure, text))
    return [text for _, text in sorted(lines, key=lambda item: -item[0])]
