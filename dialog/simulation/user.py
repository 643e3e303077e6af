"""A user who pursues a goal with an agenda: a stack of acts that it still means to say.

After Schatzmann et al. 2007, Agenda-Based User Simulation for Bootstrapping a POMDP Dialogue
System: what the goal needs lies on the stack from the start, what the system says puts answers and
corrections on top, and each turn some acts are taken from it. What was served meanwhile is dropped.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.schema import DONTCARE, DomainSchema
from dialog.simulation.goals import BOOK, FIND, TASK, Goal
from dialog.simulation.reactions import react
from dialog.simulation.standing import Standing

PATIENCE = 5  # turns in a row of repeating and correcting, after which a user leaves
SEVERAL = (0.6, 0.3, 0.1)  # how often a turn says one, two, three things of the agenda
GREETS = 0.3  # how often a user begins with hello

Acts = list[DialogueAct]


class AgendaUser:
    """Says what a goal needs, and reacts to what the system says.

    Args:
        goal: what to pursue.
        schemas: of the session's domains.
        rng: the source of chance.
        patience: after how many turns in a row of repeating and correcting the user leaves.
        several: how often a turn says one, two, three things of the agenda.
    """

    def __init__(
        self,
        goal: Goal,
        schemas: Mapping[str, DomainSchema],
        rng: random.Random,
        patience: int = PATIENCE,
        several: Sequence[float] = SEVERAL,
    ) -> None:
        self.goal = goal
        self.rng = rng
        self.patience = patience
        self.several = several
        self.parts = {part.domain: Standing(part, schemas[part.domain]) for part in goal.parts}
        self.agenda: Acts = []  # the next one last; an inform without a value tells the slot
        self.finished = False  # the user said goodbye
        self.left = False  # because it ran out of patience
        self._answers: Acts = []  # to be said now, in this order
        self._annoyed = False  # this turn
        self._annoyance = 0  # turns in a row
        self._heard: Sequence[DialogueAct] = ()
        self._said: Acts = []  # in the last turn
        for part in reversed(self.parts.values()):
            self.agenda += self._needs(part)

    @property
    def wanted(self) -> dict[str, dict[str, str]]:
        """Per domain what is wanted now (slot -> value), constraints given up left out."""
        self._link()
        return {
            name: {slot: value for slot, value in part.wanted.items() if value != DONTCARE}
            for name, part in self.parts.items()
        }

    def _link(self) -> None:
        """Bring details that another part gives up to date."""
        for part in self.parts.values():
            if not (part.goal.links or part.goal.near):
                continue
            part.linked = self._found(part.goal.links)
            near = self._found(part.goal.near)
            given_up = {slot for slot, value in part.constraints.items() if value == DONTCARE}
            part.constraints |= {s: key for s, key in near.items() if s not in given_up}

    def _found(self, links: Mapping[str, str]) -> dict[str, str]:
        """Return the slots of links with the entities that were found for them."""
        keys = {slot: self.parts[name].offered for slot, name in links.items()}
        return {slot: key for slot, key in keys.items() if key}

    def first(self) -> tuple[DialogueAct, ...]:
        """Return what the user says first."""
        hello = [DialogueAct(ActType.HELLO)] if self.rng.random() < GREETS else []
        return (*hello, *self._speak())

    def reply(
        self, said: Sequence[DialogueAct], facts: Mapping[str, str] | None = None
    ) -> tuple[DialogueAct, ...]:
        """Return what the user answers.

        Args:
            said: the system's acts.
            facts: what its words stated besides, slot or domain.slot -> value.
        """
        self._answers, self._annoyed, self._heard = [], False, said
        self._link()
        react(self, said, facts or {})
        self._link()
        if self._current() is None and DialogueAct(ActType.REQALTS) not in self._answers:
            return self._leave()
        acts = self._speak()
        self._annoyance = self._annoyance + 1 if self._annoyed else 0
        if self._annoyance > self.patience:
            self.left = True
            self.finished = True
            return (DialogueAct(ActType.BYE),)
        return tuple(acts)

    def _leave(self) -> tuple[DialogueAct, ...]:
        """Return the goodbye of a user who has all it wants."""
        self.finished = True
        asked = any(act.type is ActType.REQMORE for act in self._heard)
        no = [DialogueAct(ActType.NEGATE)] if asked else []
        return (*no, DialogueAct(ActType.THANK), DialogueAct(ActType.BYE))

    # The agenda

    def _needs(self, part: Standing) -> Acts:
        """Return the acts that a domain's part of the goal needs, the first one last."""
        name, goal = part.goal.domain, part.goal
        requests = [DialogueAct(ActType.REQUEST, name, slot) for slot in goal.requests]
        late = [act for act in requests if act.slot in part.gives]
        early = [act for act in requests if act.slot not in part.gives]
        book = [DialogueAct(ActType.INFORM, name, TASK, BOOK)] if goal.booked else []
        details = [DialogueAct(ActType.INFORM, name, s) for s in (*goal.details, *goal.links)]
        wishes = [DialogueAct(ActType.INFORM, name, s) for s in (*goal.constraints, *goal.near)]
        self.rng.shuffle(details)
        self.rng.shuffle(wishes)
        find = [DialogueAct(ActType.INFORM, name, TASK, FIND)] if part.finds else []
        return [*find, *wishes, *early, *book, *details, *late][::-1]

    def _current(self) -> Standing | None:
        """Return the part that is pursued now, None when all is done."""
        return next((part for part in self.parts.values() if not part.done), None)

    def _open(self, act: DialogueAct) -> bool:
        """Whether an act is still to be said."""
        part = self.parts[act.domain]
        if act.type is ActType.REQUEST:
            return act.slot not in part.answers
        if act.slot == TASK:
            if act.value == FIND:
                return TASK not in part.told and not part.offered
            return not part.asked_to_book and part.booking is None
        return act.slot not in part.told

    def _ready(self, act: DialogueAct) -> bool:
        """Whether an act makes sense by now."""
        part = self.parts[act.domain]
        if part is not self._current():
            return False
        if act.type is ActType.REQUEST:
            told = part.booking is not None if part.goal.booked else False
            return told if act.slot in part.gives or not part.finds else bool(part.offered)
        if (act.slot == TASK and act.value == BOOK) or act.slot in {**part.details, **part.linked}:
            return not part.finds or bool(part.offered)
        return act.slot == TASK or act.slot in part.wanted

    def _speak(self) -> Acts:
        """Take this turn's acts: the answers, and of the agenda what goes with them."""
        acts = list(dict.fromkeys(self._answers))
        self.agenda = [act for act in self.agenda if self._open(act) and act not in acts]
        count = self.rng.choices((1, 2, 3), self.several)[0]
        said = [act for act in acts if act.slot and act.slot != TASK]
        correcting = any(act.type is ActType.NEGATE for act in acts)
        while self.agenda and len(said) < count and not correcting:
            act = self.agenda[-1]
            if not self._ready(act) or not _together(acts, act):
                break
            self.agenda.pop()
            acts.append(act)
            if act.slot != TASK:
                said.append(act)
        if not acts:
            acts = self._again()
        self._said = acts
        return [self._uttered(act) for act in acts]

    def _again(self) -> Acts:
        """Ask once more for what the system owes."""
        self._annoyed = True
        part = self._current()
        if part is None:
            return [DialogueAct(ActType.THANK)]
        name = part.goal.domain
        if part.finds and not part.offered:
            return [DialogueAct(ActType.INFORM, name, TASK, FIND), *self._wishes(part)]
        asked = [s for s in part.unanswered if s not in part.gives or part.booking is not None]
        if part.goal.booked and part.booking is None and not asked:
            details = [
                DialogueAct(ActType.INFORM, name, slot) for slot in (*part.details, *part.linked)
            ]
            return [DialogueAct(ActType.INFORM, name, TASK, BOOK), *details]
        if asked:
            return [DialogueAct(ActType.REQUEST, name, asked[0])]
        return self._wishes(part)

    def _wishes(self, part: Standing) -> Acts:
        return [DialogueAct(ActType.INFORM, part.goal.domain, slot) for slot in part.constraints]

    def _uttered(self, act: DialogueAct) -> DialogueAct:
        """Return an act with its value, and note that it is said."""
        part = self.parts.get(act.domain)
        if part is None or act.type is not ActType.INFORM:
            return act
        if act.slot == TASK:
            part.told.add(TASK)
            part.asked_to_book = part.asked_to_book or act.value == BOOK
            return act
        part.told.add(act.slot)
        if act.value is not None:
            return act
        return replace(act, value=part.wanted.get(act.slot, DONTCARE))

    # What reactions do

    @property
    def answering(self) -> bool:
        """Whether there is something to be said now already."""
        return bool(self._answers)

    def answer(self, *acts: DialogueAct) -> None:
        """Put acts on top, to be said now."""
        self._answers += acts

    def correct(self, domain: str, slot: str) -> None:
        """Say no, and what is right."""
        self._annoyed = True
        self.parts[domain].told.discard(slot)
        no = DialogueAct(ActType.NEGATE)
        if no not in self._answers:
            self._answers.insert(0, no)
        self._answers.append(DialogueAct(ActType.INFORM, domain, slot))

    def sigh(self) -> None:
        """Lose some patience."""
        self._annoyed = True

    def ask_again(self, part: Standing) -> None:
        """Put on the agenda what must be asked anew, as it is of another entity."""
        part.answers = {s: v for s, v in part.answers.items() if s in part.gives}
        fresh = [DialogueAct(ActType.REQUEST, part.goal.domain, s) for s in part.unanswered]
        self.agenda += [a for a in fresh if a not in self.agenda and a.slot not in part.gives]

    def restate(self) -> None:
        """Say again what is wanted of the part that is pursued now."""
        self.answer(*self._again())

    def decline(self, domain: str) -> None:
        """Say no to what is not wanted, and what is; the second time, drop it altogether."""
        if self._annoyance:
            self._annoyed = True
            self._answers = [DialogueAct(ActType.CANCEL, domain)]
        else:
            self.answer(DialogueAct(ActType.NEGATE))
            self.restate()

    def repeat(self) -> None:
        """Say again what was said last."""
        self._annoyed = True
        self.answer(*self._said)


def _together(acts: Acts, act: DialogueAct) -> bool:
    """Whether an act goes with those of the turn: questions with questions, news with news."""
    kinds = {a.type for a in acts if a.slot}
    if any(a.type in (ActType.REQALTS, ActType.CANCEL) for a in acts):
        return False
    if any(a.domain != act.domain for a in acts if a.slot):
        return False
    if act.type is ActType.REQUEST:
        return kinds <= {ActType.REQUEST} and not any(a.type is ActType.AFFIRM for a in acts)
    if act.slot == TASK and act.value == BOOK:
        return not kinds
    return ActType.REQUEST not in kinds
