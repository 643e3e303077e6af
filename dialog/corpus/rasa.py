"""Writes Rasa 3's NLU training data: YAML with the examples of each intent, entities inline.

`show me flights from [boston]{"entity": "fromloc.city_name"}`. A slot is an entity, a value that
reads otherwise than its words is the entity's value. What the user is after is the intent, joined
with + where there are several; a sentence outside of what is covered has `out_of_scope`. The
format has no place for a dialogue of several turns, nor for a value that no words express.

https://rasa.com/docs/rasa/training-data-format (version 3.1)
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from dialog.acts import ActType, DialogueAct
from dialog.corpus.dialogue import CorpusTurn, Dialogue
from dialog.corpus.statistics import TASK
from dialog.errors import CorpusError

_ENTITY = re.compile(r"\[([^\]]+?)\](?:\([^)]+?\)|\{[^}]+?\})")  # what Rasa takes for an entity
_LINE = re.compile(r"[\r\n]")


def write_rasa(name: str, dialogues: Callable[[], Iterator[Dialogue]], path: Path) -> None:
    """Write single sentences as the intents of an `nlu.yml`.

    Args:
        name: the corpus's name.
        dialogues: goes through the dialogues, once for each call.
        path: the file.

    Raises:
        CorpusError: for a dialogue of several turns, or a sentence that has no intent or cannot
            be written with its entities.
    """
    examples: dict[str, list[str]] = {}
    for dialogue in dialogues():
        place = f"The dialogue {dialogue.dialogue_id} of {name}"
        if [turn.speaker for turn in dialogue.turns] != ["user"]:
            raise CorpusError(
                f"{place} has {len(dialogue.turns)} turns, and Rasa's NLU format holds single "
                "sentences; export the corpus as jsonl, parquet or convlab."
            )
        [turn] = dialogue.turns
        examples.setdefault(_intent(turn, place), []).append(_example(turn, place))
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('version: "3.1"\nnlu:\n')
        for intent, lines in examples.items():
            file.write(f"- intent: {json.dumps(intent, ensure_ascii=False)}\n  examples: |\n")
            file.writelines(f"    - {line}\n" for line in lines)


def _intent(turn: CorpusTurn, place: str) -> str:
    if any(act.type is ActType.OUTOFSCOPE for act in turn.acts):
        return "out_of_scope"
    tasks = [act.value for act in turn.acts if act.slot == TASK and act.value]
    if not tasks:
        raise CorpusError(f"{place} has no intent, which Rasa's NLU format needs.")
    return "+".join(tasks)


def _example(turn: CorpusTurn, place: str) -> str:
    text = _LINE.sub(" ", turn.utterance)
    said = sorted((a for a in turn.acts if a.span and a.slot != TASK), key=_span)
    parts, at = [], 0
    for act in said:
        start, end = _span(act)
        if start < at:
            raise CorpusError(f"{place} has overlapping values, which Rasa's NLU format has not.")
        entity = {"entity": act.slot}
        if act.value != text[start:end]:
            entity["value"] = act.value or ""
        parts += [text[at:start], f"[{text[start:end]}]{json.dumps(entity, ensure_ascii=False)}"]
        at = end
    line = "".join([*parts, text[at:]])
    # Read back as Rasa does, for the format has no way to write a bracket that means itself.
    found, entities = _ENTITY.subn(r"\1", line)
    if found != text or entities != len(said) or not line.isprintable():
        raise CorpusError(
            f"{place} cannot be written in Rasa's NLU format, for its text {text!r} holds "
            "brackets or control characters."
        )
    return line


def _span(act: DialogueAct) -> tuple[int, int]:
    return act.span or (0, 0)
