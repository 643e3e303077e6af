"""Estimated quality and nuggets of dialogues beside annotators', in the files of DialEval-1.

The format is that of the NTCIR task (Zeng et al. 2020). Annotated is a list of dialogues with
`id`, `turns` (each with its `sender`) and `annotations`, one for each annotator: a `quality` of
-2 to 2 for A (was the task accomplished), S (is the customer satisfied) and E (was the dialogue
effective), and a `nugget` label for each turn. Estimated is a list of dialogues with `id` and the
same as probabilities: `quality` {"A": {"-2": 0.1, ...}, ...} and `nugget` [{"CNUG": 0.7, ...}].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from dialog.corpus.files import Place, read_json
from dialog.evaluation.counted import Counted
from dialog.evaluation.intervals import share
from dialog.evaluation.items import identities
from dialog.evaluation.quality import (
    jensen_shannon,
    label_shares,
    normalised_match_distance,
    rnss,
    rsnod,
)
from dialog.evaluation.report import Metric

SCALE = ("-2", "-1", "0", "1", "2")
MEASURES = {"A": "accomplishment", "S": "satisfaction", "E": "effectiveness"}
NUGGETS = {  # whose turn -> what it may be
    "customer": ("CNUG0", "CNUG", "CNUG*", "CNaN"),
    "helpdesk": ("HNUG", "HNUG*", "HNaN"),
}

Shares = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """What is said of something, and what annotators say of it."""

    of: str  # a key of MEASURES or of NUGGETS
    said: Shares
    wanted: Shares


@dataclass(frozen=True, slots=True)
class Judged:
    """A dialogue with all that is estimated of it."""

    name: str
    quality: tuple[Pair, ...] = ()  # of each measure
    nuggets: tuple[Pair, ...] = ()  # of each turn

    @property
    def figures(self) -> dict[str, float]:
        """The distances, 0 to 1, 0 for what is estimated as annotators share out."""
        found: dict[str, float] = {}
        for name, distance in (("nmd", normalised_match_distance), ("rsnod", rsnod)):
            each = {MEASURES[p.of]: distance(p.said, p.wanted) for p in self.quality}
            found |= {f"{name}_{measure}": value for measure, value in each.items()}
        for name, distance in (("rnss", rnss), ("jsd", jensen_shannon)):
            sides = [
                [distance(p.said, p.wanted) for p in self.nuggets if p.of == side]
                for side in NUGGETS
            ]
            if self.nuggets:  # both sides weigh the same, however many turns they have
                found[f"{name}_nuggets"] = fmean(fmean(side) for side in sides if side)
        return found


def read_judged(estimates: Path, annotations: Path) -> tuple[list[Judged], int]:
    """Return the estimated dialogues in the order of the annotated, and how many lack estimates.

    Raises:
        CorpusError: for files that are missing, of another form, or of other dialogues.
    """
    said = _by_id(estimates)
    wanted = _by_id(annotations)
    whole = Place(str(estimates))
    if strange := sorted(said.keys() - wanted.keys()):
        raise whole.error(f"estimates the dialogue {strange[0]!r}, which nobody annotated")
    judged = [
        _judged(name, Place(f"{estimates}, dialogue {name}"), said[name],
                Place(f"{annotations}, dialogue {name}"), record)
        for name, record in wanted.items()
        if name in said
    ]  # fmt: skip
    if len({(bool(each.quality), bool(each.nuggets)) for each in judged}) > 1:
        raise whole.error("estimates quality or nuggets of some dialogues alone, not of all")
    return judged, len(wanted) - len(judged)


def quality_metrics(judged: Sequence[Judged], seed: int = 0) -> list[Metric]:
    """Return the mean distances over at least one dialogue, with intervals over dialogues."""
    every = [each.figures for each in judged]
    items = list(judged_items(judged))
    return [
        Counted(
            name, _label(name), "0 is best, 1 worst.",
            [(figures[name], 1.0) for figures in every], share, items, 1, "",
        ).metric(seed)
        for name in every[0]
    ]  # fmt: skip


def judged_items(judged: Sequence[Judged]) -> dict[str, str]:
    """Return the dialogues' ids, made of their names and of what annotators say."""
    asked = ([j.name, [p.wanted for p in (*j.quality, *j.nuggets)]] for j in judged)
    return dict(zip(identities(asked), (each.name for each in judged), strict=True))


def _label(name: str) -> str:
    distance, _, of = name.partition("_")
    return f"{distance.upper()} of {of}"


def _by_id(path: Path) -> dict[str, Mapping[str, Any]]:
    whole = Place(str(path))
    found: dict[str, Mapping[str, Any]] = {}
    for at, raw in enumerate(read_json(path, list)):
        record = whole.of(dict, raw, f"[{at}]")
        name = str(record.get("id", ""))  # text in some of the task's files, a number in others
        if not name:
            raise whole.error(f"has no id at [{at}]")
        if name in found:
            raise whole.error(f"has the dialogue {name!r} twice")
        found[name] = record
    if not found:
        raise whole.error("holds no dialogue")
    return found


def _judged(
    name: str, here: Place, said: Mapping[str, Any], there: Place, wanted: Mapping[str, Any]
) -> Judged:
    votes = [there.of(dict, vote, "annotations") for vote in _list(there, wanted, "annotations")]
    if not votes:
        raise there.error("has no annotations")
    if "quality" not in said and "nugget" not in said:
        raise here.error("has neither 'quality' nor 'nugget'")
    quality = _quality(here, said["quality"], there, votes) if "quality" in said else ()
    nuggets: Iterator[Pair] | tuple[()] = ()
    if "nugget" in said:
        turns = _list(there, wanted, "turns")
        nuggets = _nuggets(here, _list(here, said, "nugget"), there, turns, votes)
    return Judged(name, tuple(quality), tuple(nuggets))


def _quality(
    here: Place, said: Any, there: Place, votes: Sequence[Mapping[str, Any]]
) -> Iterator[Pair]:
    told = here.of(dict, said, "quality")
    for measure in MEASURES:
        at = f"quality.{measure}"
        given = [str(there.of(dict, v.get("quality"), "quality").get(measure)) for v in votes]
        wanted = _voted(there, at, SCALE, given)
        yield Pair(measure, _shares(here, told.get(measure), at, SCALE), wanted)


def _nuggets(
    here: Place,
    said: Sequence[Any],
    there: Place,
    turns: Sequence[Any],
    votes: Sequence[Mapping[str, Any]],
) -> Iterator[Pair]:
    given = [_list(there, vote, "nugget") for vote in votes]
    if {len(said), *map(len, given)} != {len(turns)}:
        raise here.error(f"needs a nugget for each of the {len(turns)} turns, as annotators do")
    for number, raw in enumerate(turns):
        at = f"nugget[{number}]"
        sender = there.of(dict, raw, f"turns[{number}]").get("sender")
        if sender not in NUGGETS:
            raise there.error(f"has at turns[{number}] the sender {sender!r}, not {_or(NUGGETS)}")
        labels = NUGGETS[sender]
        wanted = _voted(there, at, labels, [str(each[number]) for each in given])
        yield Pair(sender, _shares(here, said[number], at, labels), wanted)


def _list(place: Place, record: Mapping[str, Any], key: str) -> list[Any]:
    return place.of(list, record.get(key), key)


def _voted(place: Place, at: str, labels: Sequence[str], votes: Sequence[str]) -> Shares:
    for vote in votes:
        if vote not in labels:
            raise place.error(f"has {vote} at {at} of an annotation, not {_or(labels)}")
    return tuple(label_shares(labels, votes))


def _shares(place: Place, raw: Any, at: str, labels: Sequence[str]) -> Shares:
    """Return the probabilities of labels; one that is not named has none."""
    given = place.of(dict, raw, at)
    for label, value in given.items():
        if label not in labels:
            raise place.error(f"has {label} at {at}, not {_or(labels)}")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise place.error(f"has {value!r} for {label} at {at}, where 0 to 1 belongs")
    total = sum(given.values())
    if abs(total - 1) > 1e-3:
        raise place.error(f"has probabilities at {at} that add up to {total:g}, not to 1")
    return tuple(given.get(label, 0) / total for label in labels)


def _or(names: "Sequence[str] | Mapping[str, Any]") -> str:
    return " or ".join(names)


def each_share(judged: Sequence[Judged]) -> Iterator[tuple[str, str, float, float]]:
    """Yield of each measure and kind of turn the mean share of each label: estimated, annotated."""
    pairs = [pair for each in judged for pair in (*each.quality, *each.nuggets)]
    for of, labels in {**dict.fromkeys(MEASURES, SCALE), **NUGGETS}.items():
        own = [pair for pair in pairs if pair.of == of]
        for at, label in enumerate(labels if own else ()):
            name = MEASURES.get(of, f"turns of the {of}")
            yield name, label, fmean(p.said[at] for p in own), fmean(p.wanted[at] for p in own)
