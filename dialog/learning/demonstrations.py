"""What others did, as moves: a clerk's or a policy's acts, replayed over the rule tracker's state.

The state is carried by carrying out the moves that the acts amount to, so that what a policy learns
from looks like what it will meet. An offer puts forward the entity that was put forward.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dialog.actions.runner import ActionRunner
from dialog.acts import ActType, DialogueAct
from dialog.component import Domains
from dialog.dst.rule import RuleTracker
from dialog.learning.trials import THRESHOLDS
from dialog.policy.carrying import carry_out
from dialog.policy.choosing import Moves
from dialog.policy.deliberation import BOOK, COUNT, OTHER, TASK, Deliberation
from dialog.policy.moves import LISTEN, Kind, Move, finds, ordered
from dialog.policy.rules.booking import wants_booking
from dialog.simulation.scratch import ScratchDatabase
from dialog.state import DialogueState, Entity, Hypothesis, Turn, UserTurn

Acts = Sequence[DialogueAct]


class Exchange(NamedTuple):
    """A turn of each side, in the terms of the domains."""

    user: Acts
    system: Acts


class Example(NamedTuple):
    """A point at which a move was made."""

    features: NDArray[np.float32]
    allowed: NDArray[np.bool_]
    place: int  # of the move


@dataclass
class Demonstrations:
    """The examples of some dialogues, and how much of them there are moves for."""

    examples: list[Example] = field(default_factory=list)
    turns: int = 0  # of the system
    followed: int = 0  # of which something became a move
    left_out: int = 0  # moves that were not allowed, as the state does not bear them out


class Demonstrator:
    """Makes examples of dialogues.

    Args:
        domains: what they are about, over the rows that they are about.
    """

    def __init__(self, domains: Domains) -> None:
        self.moves = Moves(domains, THRESHOLDS)
        self._database = ScratchDatabase(domains)
        self._actions = ActionRunner(domains, self._database, threads=False)
        self._actions.warm_up()
        self._tracker = RuleTracker(domains)
        self._rows = {name: domain.rows() for name, domain in domains.items()}

    async def examples(self, dialogues: Iterable[Sequence[Exchange]]) -> Demonstrations:
        """Return the examples of some dialogues."""
        made = Demonstrations()
        for number, exchanges in enumerate(dialogues):
            self._database.begin(str(number))
            state = DialogueState()
            for exchange in exchanges:
                user = UserTurn((Hypothesis(""),), (tuple(exchange.user),))
                tracked = self._tracker.track(state, user, state.system_acts)
                state = await self._turn(tracked, user, exchange.system, made)
        return made

    async def _turn(
        self, state: DialogueState, user: UserTurn, acts: Acts, made: Demonstrations
    ) -> DialogueState:
        turn, settled = await self.moves.begin(state, self._actions.run)
        wanted = [] if settled else self._wanted(turn, acts)
        done: list[Move] = []
        for move, entity in wanted:
            if self._choose(turn, move, done, made):
                await carry_out(turn, move, entity)
                done.append(move)
            else:
                made.left_out += 1
        if done:
            self._choose(turn, LISTEN, done, made)
        if not settled:
            made.turns += 1
            made.followed += bool(done)
        said = tuple(turn.acts) or tuple(acts)
        kept = Turn(user, said, "")
        return replace(turn.state, system_acts=said, turns=(*turn.state.turns, kept))

    def _choose(
        self, turn: Deliberation, move: Move, done: Sequence[Move], made: Demonstrations
    ) -> bool:
        """Keep the choice of a move, if it is allowed."""
        choice, place = self.moves.choice(turn, done), self.moves.moves.index(move)
        if not choice.allowed[place]:
            return False
        made.examples.append(Example(choice.features, choice.allowed, place))
        return True

    def _wanted(self, turn: Deliberation, acts: Acts) -> list[tuple[Move, Entity | None]]:
        """Return the moves that acts amount to, in order, with the entity that an offer is of."""
        entities = self._entities(turn, acts)
        moves = [move for act in acts for move in self._moves_of(turn, act, acts)]
        moves += [Move(Kind.OFFER, domain) for domain in entities]
        known = set(self.moves.moves)
        put = ordered([move for move in moves if move in known], self.moves.moves)
        result: list[tuple[Move, Entity | None]] = []
        for move in put:
            entity = entities.get(move.domain) if move.kind is Kind.OFFER else None
            now = turn.domain(move.domain).entity
            if entity is not None and now is not None:
                key = turn.key_of(move.domain, entity)
                if key == turn.key_of(move.domain, now):
                    if len(put) > 1 or self._described(move.domain, acts):
                        continue  # it is named along with what is said of it
                    move, entity = Move(Kind.RECALL, move.domain), None
            result.append((move, entity))
        return result

    @staticmethod
    def _described(domain: str, acts: Acts) -> bool:
        return any(act.domain == domain and act.type is ActType.BOOK for act in acts)

    def _entities(self, turn: Deliberation, acts: Acts) -> dict[str, Entity | None]:
        """Return what acts put forward, by domain; None is an entity without a known name."""
        found: dict[str, Entity | None] = {}
        for name, schema in turn.schemas.items():
            if not finds(schema):
                continue
            own = [act for act in acts if act.domain == name]
            told = [act for act in own if act.type in (ActType.OFFER, ActType.INFORM)]
            names = [act.value for act in told if act.slot == schema.key and act.value]
            rows = {turn.key_of(name, row).casefold(): row for row in self._rows[name]}
            known = [rows[key.casefold()] for key in names if key.casefold() in rows]
            if known:
                found[name] = known[0]
            elif names or self._describes(turn, name, own):
                found[name] = None
        return found

    @staticmethod
    def _describes(turn: Deliberation, domain: str, own: Acts) -> bool:
        """Whether acts tell what an entity is like that nobody has named yet."""
        slots = turn.schemas[domain].slots
        facts = [a for a in own if a.type is ActType.INFORM and a.slot in slots]
        counted = any(a.slot == COUNT or a.type is ActType.NOOFFER for a in own)
        return bool(facts) and not counted and turn.domain(domain).entity is None

    def _moves_of(self, turn: Deliberation, act: DialogueAct, acts: Acts) -> Iterator[Move]:
        """Yield the moves that an act amounts to, offers left out."""
        domain, slot = act.domain, act.slot
        if not domain:
            if act.type.value in {kind.value for kind in Kind}:
                yield Move(Kind(act.type.value))
            return
        if domain not in turn.schemas:
            return
        booking = turn.schemas[domain].booking
        gives = booking.gives if booking else []
        match act.type:
            case ActType.INFORM if slot == COUNT:
                yield Move(Kind.COUNT, domain)
            case ActType.INFORM if slot in gives and wants_booking(turn, domain):
                yield Move(Kind.BOOK, domain)
            case ActType.INFORM:
                yield Move(Kind.TELL, domain, slot)
            case ActType.AFFIRM | ActType.NEGATE:
                yield Move(Kind.VERIFY, domain, slot)
            case ActType.REQUEST:
                yield Move(Kind.REQUEST, domain, slot)
            case ActType.CONFREQ if act.value is None:
                yield Move(Kind.REQUEST, domain, slot)
            case ActType.CONFIRM if (slot, act.value) == (TASK, BOOK):
                yield Move(Kind.PROPOSE, domain)
            case ActType.CONFIRM | ActType.SELECT:
                yield Move(Kind.CONFIRM, domain, slot)
            case ActType.NOOFFER if slot == OTHER:
                yield Move(Kind.NOOTHER, domain)
            case ActType.NOOFFER:
                yield Move(Kind.NOOFFER, domain)
            case ActType.BOOK | ActType.NOBOOK:
                yield Move(Kind.BOOK, domain)
