"""Preferences from the ratings of kept conversations, among words for the same acts and facts.

A rating is of a whole conversation. Words are compared with others for the very same decision, by
the mean ratings of the conversations in which they were said, so neither what was decided nor what
was found is what is preferred; how the rest of a conversation went is, and comes out only in the
mean of many.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from dialog.acts import format_acts
from dialog.llm.base import Message
from dialog.nlg.asking import Asker
from dialog.nlg.guard.check import check
from dialog.nlg.tuning.preferences import Preference
from dialog.state import DialogueState, Turn, turn_from_dict

_MODEL = "llm"  # the source of words that are a language model's alone


@dataclass(frozen=True, slots=True)
class Worded:
    """A turn in a language model's words, and how its conversation was rated."""

    same: str  # what was said, however it is worded
    prompt: Sequence[Message]
    text: str
    rating: int


def worded_turns(kept: Mapping[str, Any], asker: Asker) -> Iterator[Worded]:
    """Go through the turns of a rated conversation that a language model worded.

    What it was asked is made again from the acts and the state. Turns are left out for which that
    was by other prompts, or whose words hold more than the generator's, as those of actions.

    Args:
        kept: as `ConversationStore.export` gives it.
        asker: asks as the conversation's generator did.
    """
    earlier: list[Turn] = []
    for each in kept["turns"]:
        turn, trace = turn_from_dict(each), each["trace"] or {}
        generation = trace.get("generation") or {}
        if trace.get("source") == _MODEL and generation.get("prompt") == asker.prompts.version:
            state = replace(
                DialogueState.from_dict(each["state"]),
                turns=tuple(earlier),
                system_acts=earlier[-1].system_acts if earlier else (),
            )
            acts = turn.system_acts
            brief = asker.brief(acts, state, asker.template.say(acts, state))
            if not check(turn.response, brief).problems:
                same = f"{format_acts(acts)}\n{sorted(brief.facts.items())}"
                prompt = tuple(asker.messages(brief, state))
                yield Worded(same, prompt, turn.response, kept["rating"])
        earlier.append(turn)


def rated(turns: Iterable[Worded], apart: float) -> list[Preference]:
    """Return which words for the same are preferred to which, each of them once.

    Args:
        turns: of any conversations.
        apart: how far the mean ratings have to be apart.
    """
    words: dict[str, dict[str, list[Worded]]] = {}
    for each in turns:
        words.setdefault(each.same, {}).setdefault(each.text, []).append(each)
    found = []
    for said in words.values():
        means = {text: fmean(each.rating for each in uses) for text, uses in said.items()}
        ordered = sorted(means, key=lambda text: (-means[text], text))
        half = len(ordered) // 2
        for one, other in zip(ordered[:half], ordered[::-1], strict=False):
            if means[one] - means[other] >= apart:
                found.append(Preference(said[one][0].prompt, one, other))
    return found
