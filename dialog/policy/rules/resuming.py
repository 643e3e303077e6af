"""Rules about what the user wanted in another domain: it is taken up again, but not forever."""

from dataclasses import replace

from dialog.acts import ActType
from dialog.policy.deliberation import QUESTIONS, Deliberation
from dialog.policy.rules.booking import wants_booking
from dialog.policy.rules.finding import wants_entity
from dialog.state import DomainState, Turn


def unfinished(turn: Deliberation) -> list[str]:
    """Return the domains in which the user still wants something, the active one first.

    Where the user passed over the question that took a domain up again, it is left alone.
    """
    order = dict.fromkeys([turn.state.active, *turn.state.domains])
    return [
        name
        for name in order
        if name in turn.schemas
        and turn.domain(name).task
        and (wants_booking(turn, name) or (wants_entity(turn, name) and _promising(turn, name)))
        and not _passed_over(turn, name)
    ]


def _promising(turn: Deliberation, domain: str) -> bool:
    return turn.domain(domain).results != ()


def _passed_over(turn: Deliberation, domain: str) -> bool:
    if any(act.domain == domain for act in turn.state.user_acts):
        return False
    turns = turn.state.turns
    spoke = (at for at in range(len(turns) - 1, -1, -1) if _speaks(turns[at], domain))
    at = next(spoke, None)
    return at is not None and _took_up(turns, at, domain)


def _speaks(turn: Turn, domain: str) -> bool:
    acts = (*turn.user.best_acts, *turn.system_acts)
    return any(act.domain == domain for act in acts)


def _took_up(turns: tuple[Turn, ...], at: int, domain: str) -> bool:
    """Whether a system turn asks about a domain that nobody spoke of, or still does after a no."""
    said = turns[at].user.best_acts
    asks = any(act.type in QUESTIONS and act.domain == domain for act in turns[at].system_acts)
    if not asks or any(act.domain == domain for act in said):
        return False
    before = at > 0 and any(act.domain == domain for act in turns[at - 1].system_acts)
    refused = all(act.type is ActType.NEGATE for act in said)
    return not before or (refused and _took_up(turns, at - 1, domain))


async def let_go(turn: Deliberation) -> bool:
    """The user turns down what was asked about a domain, or all that was heard of it.

    That is a no to a question by which the system took it up itself, or to the last that was
    believed of it by a user who speaks of another domain.
    """
    if not turn.heard(ActType.NEGATE, ActType.DENY):
        return False
    questions = [act for act in turn.state.system_acts if act.type in QUESTIONS]
    spoken = {act.domain for act in turn.heard() if act.type is not ActType.DENY and act.domain}
    for domain in dict.fromkeys(act.domain for act in questions):
        own, turns = turn.domain(domain), turn.state.turns
        if domain not in turn.schemas or domain in spoken or own.entity is not None or own.bookings:
            continue
        open_question = any(act.type is not ActType.CONFIRM for act in questions)
        unasked = open_question and bool(turns) and _took_up(turns, len(turns) - 1, domain)
        if unasked or (spoken and not own.beliefs):
            _forget(turn, domain)
            turn.finished = not spoken
    return turn.finished


def _forget(turn: Deliberation, domain: str) -> None:
    """Drop all that was heard of a domain, and go back to the one spoken of before."""
    state = turn.state
    others = [name for name in state.domains if name != domain]
    active = others[-1] if state.active == domain and others else state.active
    domains = {**state.domains, domain: DomainState()}
    turn.state = replace(state, active=active, domains=domains)
