"""Whether a corpus keeps to the unified format: every split is read and every record looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Any

from dialog.acts import parse_acts
from dialog.corpus.dialogue import CorpusTurn, Dialogue
from dialog.corpus.registry import Corpus
from dialog.errors import ActSyntaxError, CorpusError

Problem = tuple[str, bool]  # what is wrong, and whether it is an error rather than a remark


@dataclass
class Finding:
    """One kind of problem, where it occurs first and how often."""

    problem: str
    error: bool
    place: str
    count: int = 1


@dataclass
class Report:
    """What a validation found; `sizes` has the dialogues and turns of each split it could read."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    findings: dict[str, Finding] = field(default_factory=dict)  # by problem

    @property
    def errors(self) -> int:
        """The number of errors, remarks left out."""
        return sum(found.count for found in self.findings.values() if found.error)

    def add(self, problem: str, place: str, *, error: bool) -> None:
        """Count a problem."""
        known = self.findings.setdefault(problem, Finding(problem, error, place, 0))
        known.count += 1


def validate(corpus: Corpus) -> Report:
    """Read every split of a corpus from its raw files and report what is wrong."""
    report = Report()
    ids: dict[str, set[str]] = {}
    for split in corpus.splits:
        seen = ids[split] = set()
        turns = 0
        try:
            for dialogue in corpus.load(split):
                place = f"{split}, dialogue {dialogue.dialogue_id}"
                if dialogue.dialogue_id in seen:
                    report.add("the id occurs twice in its split", place, error=True)
                seen.add(dialogue.dialogue_id)
                turns += len(dialogue.turns)
                for at, (problem, error) in _dialogue(dialogue, split):
                    report.add(problem, place + at, error=error)
        except CorpusError as error:
            report.add(f"the split cannot be read: {error}", split, error=True)
        else:
            report.sizes[split] = (len(seen), turns)
            if not seen:
                report.add("the split holds no dialogue", split, error=True)
    for one, other in combinations(ids, 2):
        both = ids[one] & ids[other]
        if both and not _may_share(one, other, whole=both in (ids[one], ids[other])):
            place = f"{one} and {other}, dialogue {min(both)}"
            for _ in both:
                report.add("the same id stands in two splits", place, error=True)
    return report


def _may_share(one: str, other: str, *, whole: bool) -> bool:
    """Whether two splits may share dialogues; `whole` tells that one holds all of the other."""
    if one.startswith(other) or other.startswith(one):  # train and train_small
        return True
    # A published split may hold those that were made from it, but nothing holds the test's.
    return whole and "test" not in (one, other)


def _dialogue(dialogue: Dialogue, split: str) -> Iterator[tuple[str, Problem]]:
    if dialogue.split != split:
        yield "", (f"the dialogue says that its split is {dialogue.split!r}", True)
    if not dialogue.turns:
        yield "", ("the dialogue has no turns", True)
    for number, (one, other) in enumerate(pairwise(dialogue.turns), start=2):
        if one.speaker == other.speaker:
            yield f", turn {number}", ("two turns of the same speaker follow each other", True)
    for number, turn in enumerate(dialogue.turns, start=1):
        for problem in _turn(turn):
            yield f", turn {number}", problem


def _turn(turn: CorpusTurn) -> Iterator[Problem]:
    if not turn.utterance.strip():
        yield "the utterance is empty", False
    if turn.speaker == "system" and (turn.state or turn.hypotheses):
        yield "a system turn has a state or hypotheses, which belong to the user's", True
    for act in turn.acts:
        text = turn.text_of(act)
        if text is None:
            continue
        if not text.strip():
            yield "a span holds no words", True
        elif text != text.strip():
            yield "a span begins or ends with a space", False
        elif text.lower().split() != (act.value or "").lower().split():
            yield "the words of a span are not its value", False
    for note in turn.extra.get("unaligned", ()):
        if not _is_note(note):
            yield 'a note in extra["unaligned"] is no {"act": ..., "why": ...}', True
        else:
            yield f"an act has no place in the text: {note['why']}", False


def _is_note(note: Any) -> bool:
    if not isinstance(note, Mapping) or set(note) != {"act", "why"}:
        return False
    try:
        return bool(note["why"]) and bool(parse_acts(note["act"]))
    except ActSyntaxError:
        return False
