"""What people make of phrases: parts of them, joined in many ways, and second thoughts.

A simulated user who is understood needs no more than its plugin's phrases. For words to learn from
(Shah et al. 2018) they are taken apart and put together anew: of what a turn says parts are said
by phrases of their own, by frames that any domain has, or as bare values in a row, joined in many
ways; what the system got wrong is put right, and a change of mind told as one. At last the
sentence is typed as people type.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from dialog.acts import ActType, DialogueAct
from dialog.nlu.spoken import typed
from dialog.schema import DONTCARE, Language, SlotType
from dialog.simulation.goals import TASK
from dialog.simulation.wording import Phrase, Place, Wording, Words, asked_of

# how often each is done, where it can be
SHORTER = 0.5  # a phrase says fewer of the acts than one could
GENERAL = 0.1  # a frame that any domain has is taken, although there are phrases
IN_A_ROW = 0.2  # values stand in a row, without a phrase
ASKED_TOGETHER = 0.4  # several slots are asked for by their descriptions
REVISED = 0.7  # a value is put right as such
ATTACHED = 0.7  # a part that may go on with the one before does so
_SEVERAL = " and "


class Speech(Wording):
    """Says acts in many ways; attribute `said` is what was said in the conversation so far."""

    def say(
        self, acts: Sequence[DialogueAct], heard: Sequence[DialogueAct], rng: random.Random
    ) -> Words:
        """Return a sentence or several; what answers nothing begins a conversation."""
        if not heard:
            self.said: list[Words] = []
        order = list(dict.fromkeys(acts))
        left, parts = list(order), []
        for some, words in self._turns_of_speech(order, heard, rng):
            parts.append((order.index(some[0]), words))
            left = [act for act in left if act not in some]
        for at, words in self._parts(left, asked_of(heard), rng):
            parts.append((order.index(left[at]), words))
        parts.sort(key=lambda part: part[0])
        whole = self._joined([words for _, words in parts], rng)
        if self._language == "en":
            text, placed = typed(whole.text, whole.acts, rng)
            whole = Words(text, tuple(placed))
        self.said.append(whole)
        return whole

    def _chosen(
        self, acts: Sequence[DialogueAct], asked: set[Place], rng: random.Random
    ) -> Phrase | None:
        if acts[0].domain and acts[0].slot and rng.random() < GENERAL:
            return None
        if len(acts) > 1 and rng.random() < SHORTER:
            acts = acts[: rng.randint(1, len(acts) - 1)]
        return super()._chosen(acts, asked, rng)

    def _joined(self, parts: Sequence[Words], rng: random.Random) -> Words:
        """Return the parts of what is said as one text."""
        frames, whole = _frames(self._language), Words()
        for before, words in zip((None, *parts), parts, strict=False):
            mark = ""
            if before is not None:
                mark = rng.choice(frames["openings" if before.opens else "joints"])
                first = words.text.partition(" ")[0].lower()
                goes_on = first in frames["attached"] and not before.opens
                if goes_on and rng.random() < ATTACHED:
                    mark = rng.choice((" ", ", "))
            whole = whole + Words(mark) + words
        return whole

    def _turns_of_speech(
        self, acts: Sequence[DialogueAct], heard: Sequence[DialogueAct], rng: random.Random
    ) -> Iterator[tuple[Sequence[DialogueAct], Words]]:
        """Yield what is said otherwise than by phrases, with the acts that it says."""
        told = self._told()
        stated = {(a.domain, a.slot): a.value for a in heard if a.value}
        row, questions = [], []
        for act in acts:
            if act.type is ActType.REQUEST:
                questions += [act] if self._has_name(act) else []
            elif not self._is_spelled(act):
                continue
            elif (revision := _revision(act, told, stated)) and rng.random() < REVISED:
                yield [act], self._revised(act, *revision, rng)
            else:
                row.append(act)
        if len(row) > 1 and rng.random() < IN_A_ROW:
            mark = rng.choice(_frames(self._language)["lists"])
            yield row, _with(mark, [self._bare(act, rng) for act in row])
        if len(questions) > 1 and rng.random() < ASKED_TOGETHER:
            yield questions, self._asked_together(questions, rng)

    def _told(self) -> dict[Place, str]:
        """Return what was told before, the last value of each slot."""
        informs = (a for words in self.said for a in words.acts if a.type is ActType.INFORM)
        return {(act.domain, act.slot): act.value for act in informs if act.value}

    def _is_spelled(self, act: DialogueAct) -> bool:
        """Whether an act tells a value that words spell."""
        if act.type is not ActType.INFORM or act.slot == TASK or act.value in (None, DONTCARE):
            return False
        return self.domains[act.domain].schema.slots[act.slot].type is not SlotType.BOOLEAN

    def _has_name(self, act: DialogueAct) -> bool:
        return self.domains[act.domain].schema.slots[act.slot].type is not SlotType.BOOLEAN

    def _bare(self, act: DialogueAct, rng: random.Random) -> Words:
        """Return a value by itself, of a number with its unit."""
        unit = self.domains[act.domain].schema.slots[act.slot].unit
        bare = self._over(self._words(act.domain, act.slot, act.value, rng), act)
        if not unit or self._language != "en":
            return bare
        return bare + Words(f" {unit}" if act.value == "1" else f" {unit}s")

    def _revised(self, act: DialogueAct, kind: str, wrong: str, rng: random.Random) -> Words:
        """Return a value that takes the place of another one."""
        frame = rng.choice(_frames(self._language)[kind])
        denied = DialogueAct(ActType.DENY, act.domain, act.slot, wrong)
        whole = Words()
        for piece in frame.replace("{", "\0{").replace("}", "}\0").split("\0"):
            if piece == "{value}":
                whole += self._bare(act, rng)
            elif piece == "{wrong}":
                whole += self._over(self._words(act.domain, act.slot, wrong, rng), denied)
            else:
                whole += Words(piece)
        return whole

    def _asked_together(self, acts: Sequence[DialogueAct], rng: random.Random) -> Words:
        nouns = [self.domains[act.domain].schema.slots[act.slot].noun for act in acts]
        mark = _SEVERAL if self._language == "en" else "和"
        listed = f"{', '.join(nouns[:-1])}{mark}{nouns[-1]}"
        frame = rng.choice(_frames(self._language)["asks"])
        return Words(frame.replace("{slots}", listed), tuple(acts))


def _revision(
    act: DialogueAct, told: Mapping[Place, str], stated: Mapping[Place, str]
) -> tuple[str, str] | None:
    """Return whether a value changes what was told or corrects what was stated, and this value."""
    for kind, known in (("changes", told), ("corrects", stated)):
        wrong = known.get((act.domain, act.slot), DONTCARE)
        if wrong not in (act.value, DONTCARE):
            return kind, wrong
    return None


def _with(mark: str, parts: Sequence[Words]) -> Words:
    whole = parts[0]
    for part in parts[1:]:
        whole = whole + Words(mark) + part
    return whole


@cache
def _frames(language: Language) -> Mapping[str, list[str]]:
    import yaml

    name = "speech.yml" if language == "en" else f"speech.{language}.yml"
    path = Path(__file__).with_name(name)
    loaded: Mapping[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded
