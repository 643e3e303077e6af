"""From a system's answers to what became of each dialogue."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dialog.corpus import Dialogue
from dialog.corpus.answers import AnswerKey
from dialog.errors import CorpusError, did_you_mean
from dialog.evaluation.answers.metrics import Measured
from dialog.evaluation.answers.predictions import Answer, Answers, dialogue_name
from dialog.evaluation.answers.success import judge
from dialog.evaluation.answers.topics import with_topics
from dialog.evaluation.bleu import COUNTS, counts


@dataclass(frozen=True, slots=True)
class Measurement:
    """Answers beside the dialogues that they belong to."""

    measured: Sequence[Measured]
    states: str  # where the states are from: the system, or the corpus
    topics: str  # where the domains of an answer are from
    unanswered: int  # dialogues of the split without any answer
    silent: int  # turns without an answer in the others


def human(dialogues: Sequence[Dialogue], answer_key: AnswerKey) -> dict[str, list[Answer]]:
    """Return what the corpus itself answers."""
    return {
        dialogue_name(dialogue.dialogue_id): [
            Answer(answer_key.delexicalised(turn))
            for turn in dialogue.turns
            if turn.speaker == "system"
        ]
        for dialogue in dialogues
    }


def measure(dialogues: Sequence[Dialogue], answers: Answers, answer_key: AnswerKey) -> Measurement:
    """Return what answers make of the dialogues that they belong to.

    Answers without states are judged by the annotated ones.

    Args:
        dialogues: of a split.
        answers: of a system.
        answer_key: of their corpus.

    Raises:
        CorpusError: for answers to a dialogue that is not there, or to more turns than it has.
    """
    known = {dialogue_name(dialogue.dialogue_id): dialogue for dialogue in dialogues}
    annotated = any(each.state is None for turns in answers.values() for each in turns)
    stated = {
        name: _stated(_found(known, name), turns, annotated, answer_key)
        for name, turns in answers.items()
    }
    told, topics = with_topics(stated, answer_key)
    measured = [
        Measured(judge(known[name], turns, answer_key), _bleu(known[name], turns, answer_key))
        for name, turns in told.items()
    ]
    silent = sum(len(m.outcome.dialogue.turns) // 2 - len(m.outcome.answers) for m in measured)
    source = "corpus" if annotated else "system"
    return Measurement(measured, source, topics, len(known) - len(answers), silent)


def _found(known: Mapping[str, Dialogue], name: str) -> Dialogue:
    if name not in known:
        raise CorpusError(
            f"There are answers to the dialogue {name!r}, which the split does not have."
            f"{did_you_mean(name, known)}"
        )
    return known[name]


def _stated(
    dialogue: Dialogue, answers: Sequence[Answer], annotated: bool, answer_key: AnswerKey
) -> list[Answer]:
    users = [turn for turn in dialogue.turns if turn.speaker == "user"]
    if len(answers) > len(users):
        raise CorpusError(
            f"There are {len(answers)} answers to the dialogue {dialogue.dialogue_id!r}, "
            f"which has {len(users)} turns of the user."
        )
    system = [turn for turn in dialogue.turns if turn.speaker == "system"]
    return [
        replace(
            each,
            state=answer_key.spelled(
                answer_key.annotated(user, answer) if annotated else each.state or {}
            ),
        )
        for each, user, answer in zip(answers, users, system, strict=False)
    ]


def _bleu(dialogue: Dialogue, answers: Sequence[Answer], answer_key: AnswerKey) -> tuple[int, ...]:
    system = [turn for turn in dialogue.turns if turn.speaker == "system"]
    each = [
        counts(answer_key.plain(answer.response), answer_key.plain(answer_key.delexicalised(turn)))
        for answer, turn in zip(answers, system, strict=False)
    ]
    return tuple(map(sum, zip(*each, strict=True))) or (0,) * COUNTS
