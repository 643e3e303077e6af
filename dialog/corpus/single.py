"""Corpora of single sentences: each is a dialogue of one user turn."""

from collections.abc import Iterable

from dialog.acts import ActType, DialogueAct
from dialog.corpus.dialogue import CorpusTurn, Dialogue
from dialog.state import Hypothesis


def intent_act(domain: str, intent: str) -> DialogueAct:
    """Return the act of an intent, `atis.inform(task=flight)`."""
    return DialogueAct(ActType.INFORM, domain, "task", intent)


def single_turn(
    dialogue_id: str, split: str, text: str, acts: Iterable[DialogueAct], label: str
) -> Dialogue:
    """Return the dialogue of one sentence.

    Args:
        dialogue_id: its id.
        split: the split it is loaded from.
        text: the sentence.
        acts: its acts; the dialogue's domains are theirs.
        label: the intent as the corpus writes it, which stays in the turn's `extra`.
    """
    acts = tuple(acts)
    domains = tuple(dict.fromkeys(act.domain for act in acts if act.domain))
    turn = CorpusTurn("user", text, (Hypothesis(text),), acts, extra={"intent": label})
    return Dialogue(dialogue_id, split, domains, {}, (turn,))
