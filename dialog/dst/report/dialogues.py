"""The section of whole dialogues: what was heard, what it did to the state, what became wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dialog.acts import format_acts
from dialog.dst.evaluation import Judged, SlotResult
from dialog.dst.replay import Tracked
from dialog.dst.report.metrics import turns_of
from dialog.dst.report.mistakes import new_mistakes
from dialog.evaluation.browser import changes
from dialog.evaluation.report import Block, Browser, Reason, Said, Told

Wrong = Mapping[tuple[str, int], Sequence[SlotResult]]  # (dialogue, turn) -> what became wrong


def dialogues(judged: Sequence[Judged]) -> Iterator[Block]:
    """Show the dialogues; one goes wrong by the slots that became wrong in a turn of it."""
    wrong: dict[tuple[str, int], list[SlotResult]] = defaultdict(list)
    for each, slot in new_mistakes(judged):
        wrong[each.turn.dialogue, each.turn.number].append(slot)
    turns: dict[str, list[Tracked]] = defaultdict(list)
    for turn in turns_of(judged):
        turns[turn.dialogue].append(turn)
    yield (
        "Below each turn of the user what was heard of it, how the likeliest values changed, and "
        "which slots became wrong."
    )
    yield Browser([_told(name, each, wrong) for name, each in turns.items()])


def _told(name: str, turns: Sequence[Tracked], wrong: Wrong) -> Told:
    said: list[Said] = []
    held: dict[str, str] = {}
    for turn in turns:
        if turn.answered:
            said.append(Said("system", turn.answered))
        now = {
            ".".join(place): belief.value
            for place, belief in turn.beliefs.items()
            if belief.value and belief.score >= 1 - sum(score for _, score in belief.values)
        }
        acts = format_acts(turn.heard.best_acts)
        faults = [_fault(slot) for slot in wrong.get((name, turn.number), ())]
        said.append(Said("user", turn.text, acts, changes(held, now), faults))
        held = now
    return Told(name, said, reasons=_reasons(name, turns, wrong))


def _reasons(name: str, turns: Sequence[Tracked], wrong: Wrong) -> list[Reason]:
    kinds: dict[str, list[str]] = defaultdict(list)
    for turn in turns:
        for slot in wrong.get((name, turn.number), ()):
            kinds[slot.kind].append(".".join(slot.place))
    return [Reason(kind, ", ".join(dict.fromkeys(slots))) for kind, slots in kinds.items()]


def _fault(slot: SlotResult) -> str:
    wanted, held = " | ".join(slot.wanted) or "nothing", slot.said or "nothing"
    return f"{'.'.join(slot.place)} is {held}, wanted {wanted}"
