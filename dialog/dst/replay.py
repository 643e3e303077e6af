"""Runs a tracker over the dialogues of a corpus, turn by turn, and keeps what it made of each.

The tracker's own state is carried from turn to turn, never the annotated one. What the system did
is the corpus's: its acts, its words, and the places that it put forward, which are under
discussion from then on. What the user asked for counts as answered by the system's turn.
"""

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dialog.acts import ActType, DialogueAct
from dialog.component import NLU, Domains, StateTracker
from dialog.corpus import Corpus, CorpusTurn, Dialogue
from dialog.corpus.domains import TRAIN
from dialog.corpus.scoring import annotated
from dialog.noise.acts import ActNoise, Confusions
from dialog.state import DialogueState, Entity, Hypothesis, SlotBelief, Turn, UserTurn

Place = tuple[str, str]  # (domain, slot)
Beliefs = Mapping[Place, SlotBelief]
# makes what a tracker is given of a user turn: the dialogue's id, the turn's number, the turn
# itself and the state before it
Hear = Callable[[str, int, CorpusTurn, DialogueState], UserTurn]
Spell = Callable[[Sequence[DialogueAct]], Sequence[DialogueAct]]

_TOLD = frozenset({ActType.OFFER, ActType.INFORM, ActType.BOOK})
_REQUESTS = ActType.REQUEST


@dataclass(frozen=True, slots=True)
class Tracked:
    """One user turn beside what a tracker made of it."""

    dialogue: str
    number: int  # of the user's turns in the dialogue, from 1
    text: str
    answered: str  # what the system said before it
    annotation: CorpusTurn
    wanted: Mapping[Place, tuple[str, ...]]  # slot -> every value that is right, as annotated
    beliefs: Beliefs  # of the slots that have one
    asked: frozenset[Place]  # what the user asks for, by the annotation
    requested: frozenset[Place]  # and by the tracker
    seconds: float  # that tracking took, without the understanding before it
    heard: UserTurn = field(repr=False)


def replay(
    tracker: StateTracker,
    domains: Domains,
    dialogues: Iterable[Dialogue],
    hear: Hear,
    spell: Spell = tuple,
    *,
    own: bool = False,
) -> Iterator[Tracked]:
    """Go through the user turns of some dialogues with a tracker.

    Args:
        tracker: warmed up.
        domains: those that it tracks; annotation of others does not count.
        dialogues: whole dialogues.
        hear: makes what the tracker is given of each turn.
        spell: writes values as states do, the system's and those that are tracked.
        own: give a tracker that can do with some of its domains (`among`) those of the dialogue
            alone.
    """
    among = getattr(tracker, "among", None) if own else None
    fewer: dict[frozenset[str], StateTracker] = {}
    slots = {(name, slot) for name, domain in domains.items() for slot in domain.schema.slots}
    for dialogue in dialogues:
        state, number = DialogueState(), 0
        if among:
            names = frozenset(dialogue.domains)
            tracker = fewer[names] = fewer.get(names) or among(names)
        for turn in dialogue.turns:
            if turn.speaker == "system":
                state = _answered(state, turn, domains, spell)
                continue
            number += 1
            user = hear(dialogue.dialogue_id, number, turn, state)
            before = state.turns[-1].response if state.turns else ""
            start = time.perf_counter()
            state = tracker.track(state, user, state.system_acts)
            seconds = time.perf_counter() - start
            state = _spelled(state, spell)
            kept = user if user.acts is not None else replace(user, acts=None)
            state = replace(state, turns=(*state.turns, Turn(kept, (), "")))
            wanted = {
                (domain, slot): values
                for domain, filled in annotated(turn).items()
                for slot, values in filled.items()
                if (domain, slot) in slots
            }
            yield Tracked(
                dialogue.dialogue_id,
                number,
                turn.utterance,
                before,
                turn,
                wanted,
                _beliefs(state, slots),
                frozenset((a.domain, a.slot) for a in turn.acts if a.type is _REQUESTS and a.slot),
                frozenset((n, slot) for n, d in state.domains.items() for slot in d.requested),
                seconds,
                user,
            )


def _beliefs(state: DialogueState, slots: set[Place]) -> Beliefs:
    return {
        (name, slot): belief
        for name, domain in state.domains.items()
        for slot, belief in domain.beliefs.items()
        if (name, slot) in slots and belief.values
    }


def _spelled(state: DialogueState, spell: Spell) -> DialogueState:
    """Return a state in values as states spell them: who reads words holds the words' spelling."""
    for name, domain in state.domains.items():
        beliefs = {
            slot: _belief((name, slot), belief, spell) for slot, belief in domain.beliefs.items()
        }
        if beliefs != domain.beliefs:
            state = state.with_domain(name, beliefs=beliefs)
    return state


def _belief(place: Place, belief: SlotBelief, spell: Spell) -> SlotBelief:
    scores: dict[str, float] = {}
    for value, score in belief.values:
        [act] = spell([DialogueAct(ActType.INFORM, *place, value)])
        spelling = act.value or value
        scores[spelling] = scores.get(spelling, 0.0) + score
    return SlotBelief(tuple(scores.items()), belief.origins)


def _answered(
    state: DialogueState, turn: CorpusTurn, domains: Domains, spell: Spell
) -> DialogueState:
    """Return the state after the system's turn."""
    acts = spell(turn.acts)
    for name in domains:
        own = state.domain(name)
        told = {
            act.slot: act.value
            for act in acts
            if act.domain == name and act.type in _TOLD and act.slot and act.value
        }
        entity = _entity(own.entity, told, domains[name].schema.key)
        if own.requested or entity != own.entity:
            state = state.with_domain(name, requested=(), entity=entity)
    if state.turns:
        last = replace(state.turns[-1], system_acts=turn.acts, response=turn.utterance)
        turns = (*state.turns[:-1], last)
    else:  # the system opens
        turns = (Turn(UserTurn(()), turn.acts, turn.utterance),)
    return replace(state, system_acts=turn.acts, turns=turns)


def _entity(now: Entity | None, told: Mapping[str, str], key: str) -> Entity | None:
    """Return what is under discussion once the system told something of it."""
    if key not in told:
        return now
    return {**(now or {}), **told} if now and now.get(key) == told[key] else dict(told)


def in_terms_of_states(corpus: Corpus, hear: Hear) -> Hear:
    """Return the same way of hearing, with acts as the corpus's states name slots and values."""
    renamed = getattr(corpus, "tracked_acts", None)
    if renamed is None:
        return hear

    def plain(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
        user = hear(dialogue, number, turn, state)
        if user.acts is None:
            return user
        return replace(user, acts=tuple(tuple(renamed(acts, state)) for acts in user.acts))

    return plain


def gold(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
    """Hear the annotated acts."""
    return UserTurn((Hypothesis(turn.utterance),), (turn.acts,))


def text_only(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
    """Hear what was recognised, without acts: for a tracker that understands by itself."""
    return UserTurn(turn.hypotheses or (Hypothesis(turn.utterance),))


def by_nlu(understanding: NLU) -> Hear:
    """Return a way of hearing by an NLU."""

    def hear(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
        return understanding.understand(text_only(dialogue, number, turn, state), state)

    return hear


def by_noise(corpus: Corpus, rate: float, seed: int) -> Hear:
    """Return a way of hearing n-best lists made of the annotated acts.

    Args:
        corpus: whose user acts in its training part can be taken for one another.
        rate: how often the first entry of a list is wrong, 0 to 0.5.
        seed: equal seeds make equal lists, whatever else is measured.
    """
    acts = (a for d in corpus.load(TRAIN) for t in d.turns if t.speaker == "user" for a in t.acts)
    noise = ActNoise(Confusions.of(acts), rate)

    def hear(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
        rng = random.Random(f"{seed}/{dialogue}/{number}")  # noqa: S311
        return noise(turn.utterance, turn.acts, rng)

    return hear


def top_entry(hear: Hear) -> Hear:
    """Return the same way of hearing with the first entry of each list alone, taken for certain."""

    def first(dialogue: str, number: int, turn: CorpusTurn, state: DialogueState) -> UserTurn:
        user = hear(dialogue, number, turn, state)
        if len(user.hypotheses) < 2 and all(h.score == 1 for h in user.hypotheses):
            return user
        best = max(range(len(user.hypotheses)), key=lambda i: user.hypotheses[i].score)
        acts: Sequence[DialogueAct] = user.acts[best] if user.acts else ()
        only = replace(user.hypotheses[best], score=1.0)
        return UserTurn((only,), None if user.acts is None else (tuple(acts),))

    return first
