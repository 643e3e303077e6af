"""The section of whole dialogues: what a system answered, what it went by, and what went wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from dialog.corpus import State
from dialog.evaluation.answers.success import Outcome, Verdict
from dialog.evaluation.browser import changes
from dialog.evaluation.report import Block, Browser, Reason, Said, Told


def dialogues(outcomes: Sequence[Outcome]) -> Iterator[Block]:
    """Show the dialogues, each with the users' words and what the system answered to them."""
    yield (
        "The users' words are the corpus's, whatever was answered. Below each answer how the state "
        "changed that it goes by."
    )
    yield Browser([_told(outcome) for outcome in outcomes])


def described(verdict: Verdict) -> str:
    """Return what a failed domain lacks, in a few words."""
    if verdict.cause == "not told":
        return f"not told: {', '.join(sorted(verdict.missing))}"
    return verdict.cause


def slots(values: Mapping[str, str]) -> str:
    """Return slots with their values in words."""
    return ", ".join(f"{slot}={value}" for slot, value in sorted(values.items()))


def _told(outcome: Outcome) -> Told:
    faults: dict[int, list[str]] = defaultdict(list)
    for verdict in outcome.verdicts:
        if verdict.cause and verdict.turn is not None:
            faults[verdict.turn].append(f"{verdict.domain}: {described(verdict)}")
    users = (turn for turn in outcome.dialogue.turns if turn.speaker == "user")
    said: list[Said] = []
    held: dict[str, str] = {}
    for at, (user, answer) in enumerate(zip(users, outcome.answers, strict=False)):
        now = _flat(answer.state or {})
        about = ", ".join(answer.domains or ())
        said.append(Said("user", user.utterance))
        said.append(Said("system", answer.response, about, changes(held, now), faults.get(at, ())))
        held = now
    wanted = "; ".join(
        f"{v.domain}({slots(v.wanted.constraints)}"
        + (f"; to be told {', '.join(sorted(v.wanted.told))})" if v.wanted.told else ")")
        for v in outcome.verdicts
    )
    return Told(outcome.dialogue.dialogue_id, said, wanted, _reasons(outcome.verdicts))


def _reasons(verdicts: Sequence[Verdict]) -> list[Reason]:
    return [
        Reason(v.cause, ", ".join([v.domain, *sorted(v.missing if v.informed else ())]))
        for v in verdicts
        if v.cause
    ]


def _flat(state: State) -> dict[str, str]:
    return {f"{domain}.{slot}": v for domain, own in state.items() for slot, v in own.items()}
