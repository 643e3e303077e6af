"""Examples of a corpus by itself: all that it annotates, under its own names.

Here nothing is mapped and nothing left out. A value that words spell is what these words are known
to stand for ("moderately": moderate), else the words themselves; `dontcare`, yes and no are labels
of the sentence, for no words spell them alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.corpus import Corpus, CorpusTurn, Dialogue
from dialog.nlu.context import LONGEST
from dialog.nlu.examples import Example
from dialog.nlu.labels import TASK
from dialog.schema import DONTCARE, SlotType
from dialog.state import Turn, UserTurn
from dialog.values import readers
from dialog.wordbounds import stands_alone

Speaker = Literal["user", "system", "all"]
SPEAKERS: tuple[Speaker, ...] = ("user", "system", "all")
_SILENCE = "..."  # in place of an answer that a corpus lacks
_SHORTEST = 4  # letters and digits
_NOBODY = UserTurn(())


class OwnExamples:
    """Makes examples from the turns of a corpus for the domains that are its own.

    Args:
        corpus: the corpus.
        domains: those of `corpus_domains`.
        history: how many utterances before it a sentence is read with; None: what the system did.
        speaker: whose turns.
    """

    def __init__(
        self,
        corpus: Corpus,
        domains: Domains,
        *,
        history: int | None = None,
        speaker: Speaker = "user",
    ) -> None:
        self.domains = domains
        self._corpus = corpus
        self._history = history
        self._speaker = speaker
        self._readers = readers(domains)

    def examples(self, split: str) -> list[Example]:
        """Return the turns of a split, in corpus order, each with its context."""
        dialogues = list(self._corpus.load(split))
        heard = [t for d in dialogues for t in d.turns if self._hears(t)]
        # In MultiWOZ "looking for a hotel" is an act among others, in ATIS every sentence has one.
        intents = 2 * sum(map(_says_intent, heard)) > len(heard)
        return [e for dialogue in dialogues for e in self._dialogue(dialogue, intents)]

    def _hears(self, turn: CorpusTurn) -> bool:
        return self._speaker in ("all", turn.speaker)

    def _dialogue(self, dialogue: Dialogue, intents: bool) -> Iterator[Example]:
        active = ""
        said: tuple[DialogueAct, ...] = ()
        for at, turn in enumerate(dialogue.turns):
            named = [act.domain for act in turn.acts if act.domain]
            if self._hears(turn):
                yield Example(
                    turn.utterance,
                    tuple(self._act(act, turn.utterance) for act in turn.acts),
                    tuple(self.domains),
                    active,
                    said,
                    domain=named[0] if named else "",
                    turns=exchanges(dialogue.turns[max(0, at - LONGEST) : at], turn.speaker),
                    history=self._history,
                    intents=intents,
                    annotated_acts=turn.acts,
                )
            if turn.speaker != "user":
                said = turn.acts
            elif named:
                active = named[-1]

    def _act(self, act: DialogueAct, text: str) -> DialogueAct:
        if act.value == DONTCARE:
            return replace(act, span=None)
        slots = self.domains[act.domain].schema.slots if act.domain in self.domains else {}
        if act.value is None or act.slot not in slots:
            return act
        if slots[act.slot].type is SlotType.BOOLEAN:  # its words name the slot, not yes or no
            return replace(act, span=None)
        span = act.span or spelled(text, act.value)
        read = span and self._readers[act.domain].read(act.slot, text[slice(*span)])
        return replace(act, value=read[0], span=span) if read else act


def single_sentences(corpora: Sequence[Corpus], split: str) -> bool:
    """Whether the dialogues of a split are all of one turn, so that nothing stands before it."""
    return all(len(dialogue.turns) == 1 for corpus in corpora for dialogue in corpus.load(split))


def spelled(text: str, value: str) -> tuple[int, int] | None:
    """Return the words that spell a value but for spaces and marks: "guest house", "King 's".

    Shorter values than a name or a time of day has are not looked for.
    """
    at = [place for place, character in enumerate(text) if character.isalnum()]
    said = "".join(text[place].lower()[0] for place in at)
    wanted = "".join(character for character in value.lower() if character.isalnum())
    start = said.find(wanted) if len(wanted) >= _SHORTEST else -1
    if start < 0 or _amid(text, at[start]):
        return None
    end = at[start + len(wanted) - 1] + 1
    while _amid(text, end):
        end += 1  # "nightclubs"
    return at[start], end


def _amid(text: str, at: int) -> bool:
    """Whether a place is between two letters of a word."""
    around = text[max(0, at - 1) : at + 1] if at else ""
    return len(around) > 1 and around.isalnum() and not any(map(stands_alone, around))


def exchanges(before: Sequence[CorpusTurn], speaker: str) -> tuple[Turn, ...]:
    """Return what was said before a turn as a state's history.

    The user's last utterance has no answer yet if it is the system that speaks.
    """
    made: list[Turn] = []
    for turn in before:
        waiting = bool(made) and not made[-1].response
        if turn.speaker == "user":
            if waiting:
                made[-1] = replace(made[-1], response=_SILENCE)
            made.append(Turn(UserTurn.of(turn.utterance), (), ""))
        elif waiting:
            made[-1] = replace(made[-1], response=turn.utterance or _SILENCE)
        else:
            made.append(Turn(_NOBODY, (), turn.utterance or _SILENCE))
    waiting = bool(made) and not made[-1].response
    if waiting and speaker == "user":
        made[-1] = replace(made[-1], response=_SILENCE)
    elif not waiting and speaker != "user":
        made.append(Turn(_NOBODY, (), ""))
    return tuple(made)


def _says_intent(turn: CorpusTurn) -> bool:
    return any(act.slot == TASK or act.type is ActType.OUTOFSCOPE for act in turn.acts)
