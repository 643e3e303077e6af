"""A corpus as domains of its own: what its training part annotates, without any plugin."""

from collections.abc import Iterable
from pathlib import Path

from dialog.acts import ActType
from dialog.corpus.dialogue import CorpusTurn
from dialog.corpus.registry import Corpus
from dialog.corpus.statistics import TASK
from dialog.domain import Domain
from dialog.errors import CorpusError
from dialog.schema import CorpusMap, DomainSchema, Slot, SlotType, Task

TRAIN = "train"
_TRUTHS = frozenset({"yes", "no", "true", "false"})


class _Seen:
    """What is seen of one domain."""

    def __init__(self) -> None:
        self.slots: dict[str, None] = {}
        self.tasks: dict[str, None] = {}
        self.spelled: set[str] = set()  # slots with a value that words spell
        self.values: dict[str, set[str]] = {}  # slot -> values that none spell
        self.asked: set[str] = set()


def corpus_domains(corpus: Corpus) -> dict[str, Domain]:
    """Return one domain for each of a corpus's own, with the slots and tasks its users speak of.

    A slot whose values words never spell, and that are all yes or no, is a boolean; the others are
    open. The domains map the corpus by the same names, so a model can be trained for them without
    a plugin; they hold no phrases and nothing to search.

    Raises:
        CorpusError: for a corpus without a training part or without acts.
    """
    if TRAIN not in corpus.splits:
        raise CorpusError(
            f"The corpus {corpus.name} has no split {TRAIN!r} to learn its names from."
        )
    turns = (t for dialogue in corpus.load(TRAIN) for t in dialogue.turns if t.speaker == "user")
    seen = _seen(turns)
    if not seen:
        raise CorpusError(f"The corpus {corpus.name} annotates no acts of its users.")
    return {name: _domain(corpus, name, part) for name, part in sorted(seen.items())}


def _seen(turns: Iterable[CorpusTurn]) -> dict[str, _Seen]:
    seen: dict[str, _Seen] = {}
    for turn in turns:
        for act in turn.acts:
            if not act.domain:
                continue
            part = seen.setdefault(act.domain, _Seen())
            if act.slot == TASK:
                part.tasks[act.value or ""] = None
            elif act.slot:
                part.slots[act.slot] = None
                if act.type is ActType.REQUEST:
                    part.asked.add(act.slot)
                elif act.span is not None:
                    part.spelled.add(act.slot)
                elif act.value:
                    part.values.setdefault(act.slot, set()).add(act.value)
    return seen


def _domain(corpus: Corpus, name: str, part: _Seen) -> Domain:
    slots = {
        slot: Slot(
            name=slot,
            type=_type(slot, part),
            description=f"the {slot.replace('_', ' ')}",
            requestable=slot in part.asked,
            many=bool(part.tasks),  # values of one question stand together
        )
        for slot in sorted(part.slots)
    }
    tasks = {
        task: Task(description=task.replace("_", " "), shows=[])
        for task in sorted(part.tasks)
        if task
    }
    schema = DomainSchema(
        name=name,
        description=f"What {corpus.name} speaks of.",
        entity=name,
        slots=slots,
        tasks=tasks,
        corpora={corpus.name: CorpusMap(domain=name, slots={slot: slot for slot in slots})},
    )
    return Domain(schema, Path(name))


def _type(slot: str, part: _Seen) -> SlotType:
    values = part.values.get(slot, set())
    truths = bool(values) and values <= _TRUTHS and slot not in part.spelled
    return SlotType.BOOLEAN if truths else SlotType.OPEN
