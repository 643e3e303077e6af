"""Where the dialogues of PARADISE come from: kept ones, simulated ones, and corpora."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Any

from dialog.acts import DialogueAct, parse_acts
from dialog.corpus import offered
from dialog.errors import ConfigError, CorpusError, StoreError
from dialog.evaluation.paradise.costs import Exchange, costs_of
from dialog.evaluation.paradise.kappa import Attribute
from dialog.evaluation.paradise.performance import Case
from dialog.state import turn_from_dict

if TYPE_CHECKING:
    from dialog.corpus import Corpus, CorpusTurn, Dialogue
    from dialog.store import ConversationStore

# gives the satisfaction of the user, from 1 to 5, at each exchange
Rate = Callable[[Sequence[Exchange]], Sequence[float]]
PAUSE = 600.0  # seconds after which a conversation was left, and is gone on with later


def kept_cases(store: "ConversationStore", rate: Rate | None = None) -> list[Case]:
    """Return the conversations of a store that have a turn, with the ratings of `/rate`.

    Args:
        store: where they are kept.
        rate: estimates the satisfaction turn by turn, which is shown beside the ratings.

    Raises:
        StoreError: when there is none, or one cannot be read.
    """
    kept = [store.export(each.id) for each in store.list(limit=None) if each.turns]
    if not kept:
        raise StoreError(f"No conversations are kept in {store.place} yet; hold some with chat.")
    return [_kept(data, rate) for data in kept]


def simulated_cases(path: Path, rate: Rate | None = None) -> list[Case]:
    """Return the conversations in a file of `dialog simulate --save`.

    Args:
        path: the file.
        rate: the simulated users' satisfaction, whose mean over the turns of a conversation in
            words is its rating; without it nobody rated them.

    Raises:
        ConfigError: for a file that is missing, empty or of another form, naming the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read the conversations {path}: {error}.") from error
    cases = []
    # not splitlines, which also parts at separators that may stand in what was said
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), 1):
        try:
            cases.append(_simulated(json.loads(line), rate))
        except (KeyError, TypeError, ValueError) as error:
            raise ConfigError(
                f"{path}, line {number}, is no conversation with attributes, as "
                "`dialog simulate --save` writes them."
            ) from error
    if not cases:
        raise ConfigError(f"There are no conversations in {path}.")
    return cases


def corpus_cases(corpus: "Corpus", dialogues: "Iterable[Dialogue]") -> list[Case]:
    """Return the dialogues of a corpus that has ratings, and goals where it knows them.

    Raises:
        ConfigError: for a corpus without ratings.
        CorpusError: when there is no dialogue.
    """
    ratings = offered(corpus, "satisfaction", "has no ratings of satisfaction")
    attributes = getattr(corpus, "attributes", lambda _: ())
    cases = [
        Case(
            dialogue.dialogue_id,
            costs_of(exchanges_of(dialogue)),
            tuple(attributes(dialogue)),
            fmean(given) if (given := ratings(dialogue)) else None,
        )
        for dialogue in dialogues
    ]
    if not cases:
        raise CorpusError(f"There are no dialogues in this split of {corpus.name}.")
    return cases


def paired(dialogue: "Dialogue") -> "list[tuple[CorpusTurn | None, CorpusTurn | None]]":
    """Return each user turn with the answer to it; None where one side is missing."""
    pairs: list[tuple[CorpusTurn | None, CorpusTurn | None]] = []
    for turn in dialogue.turns:
        if turn.speaker == "user":
            pairs.append((turn, None))
        elif pairs and pairs[-1][1] is None:
            pairs[-1] = (pairs[-1][0], turn)
        else:
            pairs.append((None, turn))
    return pairs


def exchanges_of(dialogue: "Dialogue") -> list[Exchange]:
    """Return the exchanges of a dialogue; a side that is missing is empty."""
    sides = (
        [(turn.utterance, turn.acts) if turn else ("", ()) for turn in pair]
        for pair in paired(dialogue)
    )
    return [Exchange(*user, *system) for user, system in sides]


def kept_exchanges(data: Mapping[str, Any]) -> list[Exchange]:
    """Return the exchanges of a kept conversation, as `ConversationStore.export` gives it."""
    exchanges = []
    for kept in data["turns"]:
        turn = turn_from_dict(kept)
        failed = bool((kept["trace"] or {}).get("error"))
        acts, answered = turn.user.best_acts, turn.system_acts
        exchanges.append(Exchange(turn.user.text, acts, turn.response, answered, failed))
    return exchanges


def _kept(data: Mapping[str, Any], rate: Rate | None) -> Case:
    moments = [datetime.fromisoformat(kept["created_at"]) for kept in data["turns"]]
    gaps = ((later - earlier).total_seconds() for earlier, later in pairwise(moments))
    seconds = sum(gap for gap in gaps if gap < PAUSE)
    exchanges = kept_exchanges(data)
    course = tuple(rate(exchanges)) if rate else ()
    return Case(data["id"], costs_of(exchanges, seconds), (), data["rating"], course)


def _simulated(data: Mapping[str, Any], rate: Rate | None) -> Case:
    exchanges = [
        Exchange(turn["text"], _acts(turn["meant"]), turn["response"], _acts(turn["answered"]))
        for turn in data["turns"]
    ]
    attributes = tuple(Attribute(*each) for each in data["attributes"])
    spoken = any(each.said for each in exchanges)
    course = tuple(rate(exchanges)) if rate and spoken else ()
    costs = costs_of(exchanges)
    return Case(str(data["number"]), costs, attributes, fmean(course) if course else None, course)


def _acts(text: str) -> tuple[DialogueAct, ...]:
    return tuple(parse_acts(text))
