"""A corpus as domains of its own: what its training part annotates, without any plugin."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from dialog.acts import ActType
from dialog.corpus.dialogue import CorpusTurn
from dialog.corpus.registry import Corpus
from dialog.corpus.statistics import TASK
from dialog.domain import Domain
from dialog.errors import CorpusError
from dialog.pointing import points_back
from dialog.quantities import fold
from dialog.schema import DONTCARE, CorpusMap, DomainSchema, Slot, SlotType, Task

TRAIN = "train"
_TRUTHS = frozenset({"yes", "no", "true", "false", "是", "否"})
_OFTEN = 3  # how often words must be met to be known to stand for a value
_MOSTLY = 0.8  # and in what share of these for the same one


class _Seen:
    """What is seen of one domain."""

    def __init__(self) -> None:
        self.slots: dict[str, None] = {}
        self.tasks: dict[str, None] = {}
        self.values: dict[str, set[str]] = {}  # slot -> values not said in their own words
        self.literal: set[str] = set()  # slots with a value that is
        self.naming: dict[str, dict[str, str]] = {}  # slot -> words that are not its value -> value
        self.asked: set[str] = set()
        # slot -> words that spell a value -> values
        self.worded: dict[str, dict[str, Counter[str]]] = {}


def corpus_domains(corpus: Corpus) -> dict[str, Domain]:
    """Return one domain for each of a corpus's own, with the slots and tasks that are spoken of.

    A slot whose values are all yes or no, and never said so, is a boolean; the others are open. The
    domains map the corpus by the same names, so a model can be trained for them without a plugin;
    they hold no phrases and nothing to search, but the wordings of values: that "moderately"
    stands for moderate is known from the words that the corpus annotates with it. Values that the
    corpus's own database names (`Corpus.names`) are known too.

    Raises:
        CorpusError: for a corpus without a training part or without acts.
    """
    if TRAIN not in corpus.splits:
        raise CorpusError(
            f"The corpus {corpus.name} has no split {TRAIN!r} to learn its names from."
        )
    seen = _seen(turn for dialogue in corpus.load(TRAIN) for turn in dialogue.turns)
    if not seen:
        raise CorpusError(f"The corpus {corpus.name} annotates no acts of its users.")
    worded = _worded(seen.values())
    return {name: _domain(corpus, name, part, worded) for name, part in sorted(seen.items())}


def _seen(turns: Iterable[CorpusTurn]) -> dict[str, _Seen]:
    """Return what is said in each domain that users speak of."""
    seen: dict[str, _Seen] = {}
    users: set[str] = set()
    for turn in turns:
        for act in turn.acts:
            if not act.domain:
                continue
            part = seen.setdefault(act.domain, _Seen())
            if turn.speaker == "user":
                users.add(act.domain)
            if act.slot == TASK:
                part.tasks[act.value or ""] = None
            elif act.slot:
                part.slots[act.slot] = None
                if act.type is ActType.REQUEST:
                    if turn.speaker == "user":
                        part.asked.add(act.slot)
                    continue
                words = fold(turn.text_of(act) or "")
                if act.span is not None:
                    worded = part.worded.setdefault(act.slot, {})
                    if turn.speaker == "user":  # systems write "colleges" where users mean college
                        worded.setdefault(words, Counter())[act.value or ""] += 1
                if act.value and words == fold(act.value):
                    part.literal.add(act.slot)
                elif act.value:
                    part.values.setdefault(act.slot, set()).add(act.value)
                    if words:
                        part.naming.setdefault(act.slot, {})[words] = act.value
    return {name: part for name, part in seen.items() if name in users}


def _worded(parts: Iterable[_Seen]) -> dict[str, dict[str, Counter[str]]]:
    """Return the words of each slot; those of one name are worded alike in every domain."""
    every: dict[str, dict[str, Counter[str]]] = {}
    for part in parts:
        for slot, worded in part.worded.items():
            known = every.setdefault(slot, {})
            for words, values in worded.items():
                known.setdefault(words, Counter()).update(values)
    return every


def _domain(
    corpus: Corpus, name: str, part: _Seen, worded: Mapping[str, Mapping[str, Counter[str]]]
) -> Domain:
    slots = {
        slot: Slot(
            name=slot,
            type=_type(slot, part),
            description=f"the {slot.replace('_', ' ')}",
            requestable=slot in part.asked,
            many=True,  # values are kept as they are said
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
    wordings = {
        # of yes or no the words name the slot itself
        slot: part.naming[slot]
        if slots[slot].type is SlotType.BOOLEAN
        else _wordings(slots[slot], worded[slot])
        for slot in part.worded
    }
    names = getattr(corpus, "names", None)
    listed: Mapping[str, Sequence[str]] = names(name) if names else {}
    return Domain(schema, Path(name), corpus=corpus.name, wordings=wordings, listed=listed)


def _type(slot: str, part: _Seen) -> SlotType:
    values = part.values.get(slot, set())
    truths = bool(values) and values <= _TRUTHS and slot not in part.literal
    return SlotType.BOOLEAN if truths else SlotType.OPEN


def _wordings(slot: Slot, worded: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Return the words that stand for a value that is written otherwise, in any dialogue."""
    known: dict[str, str] = {}
    for words, values in worded.items():
        value, count = values.most_common(1)[0]
        sure = count >= _OFTEN and count >= _MOSTLY * values.total()
        other = value not in ("", DONTCARE) and fold(value) != words
        if sure and other and not points_back(words, slot):
            known[words] = value
    return known
