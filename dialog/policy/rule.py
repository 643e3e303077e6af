"""The rule policy: an ordered list of small rules that works for any domain with a schema.

Rules about the conversation come first; if none settles the turn, each domain that the turn is
about is taken through the domain rules, the active one first. A turn puts one question at most.
"""

from dataclasses import replace
from typing import ClassVar

from dialog.acts import ActType, DialogueAct
from dialog.component import Decision, Domains, RunAction
from dialog.knowledge.index import LEAST
from dialog.policy.deliberation import BOOK, TASK, Deliberation, Thresholds
from dialog.policy.rules import DomainRule
from dialog.policy.rules.answering import answer, check, say_booked
from dialog.policy.rules.asking import clarify
from dialog.policy.rules.booking import ask_detail, book, decline_booking
from dialog.policy.rules.conversation import CONVERSATION, pending
from dialog.policy.rules.finding import (
    nooffer,
    offer,
    offer_other,
    propose_booking,
    put_forward,
    refuse_choice,
    search,
)
from dialog.policy.rules.limits import refuse_detail
from dialog.policy.rules.narrowing import ask_constraint, narrow
from dialog.policy.rules.querying import (
    answer_question,
    ask_need,
    describe_chosen,
    list_more,
    take_in,
)
from dialog.policy.rules.resuming import let_go, unfinished
from dialog.state import DialogueState

DOMAIN: tuple[DomainRule, ...] = (
    refuse_choice,
    decline_booking,
    offer_other,
    answer,
    check,
    clarify,
    ask_constraint,
    search,
    narrow,
    offer,
    answer,
    check,
    say_booked,
    refuse_detail,
    propose_booking,
    ask_detail,
    book,
)

QUERY: tuple[DomainRule, ...] = (  # of a domain with tasks
    take_in,
    list_more,
    describe_chosen,
    ask_need,
    answer_question,
)

_WISHES = (ActType.INFORM, ActType.DENY)


class RulePolicy:
    """Decides by rules.

    Args:
        domains: the domains of the session.
        accept: the belief from which a value is acted upon.
        confirm: the belief from which a value is asked about; less is ignored.
        sure: the belief from which a value is not even put in passing.
        consult: how sure a document must be to answer what no domain covers.
    """

    reads: ClassVar[frozenset[str]] = frozenset({"state"})
    writes: ClassVar[frozenset[str]] = frozenset({"system_acts"})

    def __init__(
        self,
        domains: Domains,
        *,
        accept: float = 0.6,
        confirm: float = 0.4,
        sure: float = 0.95,
        consult: float = LEAST,
    ) -> None:
        self._domains = domains
        self._thresholds = Thresholds(accept=accept, confirm=confirm, sure=sure, consult=consult)

    def warm_up(self) -> None:
        """Nothing to load."""

    async def decide(self, state: DialogueState, run_action: RunAction) -> Decision:
        """Return the system's acts, running actions where they need facts."""
        turn = Deliberation(self._domains, self._thresholds, state, run_action)
        for rule in (*CONVERSATION, let_go):
            turn.consider(rule)
            if await rule(turn):
                break
        else:
            for domain in _agenda(turn):
                await _discuss(turn, domain)
        await wrap_up(turn)
        return turn.decision()


def _agenda(turn: Deliberation) -> list[str]:
    """Return the domains of the turn, the active one first."""
    spoken_of = [act.domain for act in turn.heard()]
    order = dict.fromkeys([turn.state.active, *spoken_of])
    return [name for name in order if name in turn.schemas]


async def _discuss(turn: Deliberation, domain: str) -> None:
    for rule in QUERY if turn.schemas[domain].tasks else DOMAIN:
        turn.consider(rule)
        if await rule(turn, domain):
            return


async def wrap_up(turn: Deliberation) -> None:
    """End the turn: go on with what is unfinished, or ask for more; never say nothing."""
    if turn.finished:
        await go_on(turn)
    if turn.acts:
        return
    turn.consider(wrap_up)
    active = turn.state.active
    entity = turn.domain(active).entity
    if again := [act for act in pending(turn) if not _answered(turn, act)]:
        turn.say("the question is still open", *again)
    elif entity is not None and active in turn.schemas and turn.heard(*_WISHES):
        lacking = turn.domain(active).relaxed
        why = "nothing fits better" if lacking else "the entity under discussion already fits"
        no = nooffer(turn, active) if lacking else []
        turn.say(why, *no, *put_forward(turn, active, entity))
    elif _asks_about_service(turn, active):
        turn.say("a service was asked about", DialogueAct(ActType.CONFIRM, active, TASK, BOOK))
    elif active and not turn.heard(ActType.AFFIRM):
        turn.say("there is nothing left to do", DialogueAct(ActType.REQMORE))
    else:
        turn.say("it is not clear what the user wants", DialogueAct(ActType.HELP))


def _asks_about_service(turn: Deliberation, domain: str) -> bool:
    """Whether the user just told details of a booking without an entity, and did not order it."""
    schema = turn.schemas.get(domain)
    service = schema is not None and schema.booking is not None and not schema.booking.entity
    return service and any(act.value for act in turn.heard(ActType.INFORM, domain=domain))


def _answered(turn: Deliberation, question: DialogueAct) -> bool:
    """Whether the user just gave the value that a question was for, or denied it."""
    return any(
        (act.domain, act.slot) == (question.domain, question.slot) for act in turn.heard(*_WISHES)
    )


async def go_on(turn: Deliberation) -> None:
    """Take up what the user wanted in another domain, or ask whether there is anything else."""
    said = len(turn.acts)
    for domain in unfinished(turn):
        if not turn.asking:
            turn.state = replace(turn.state, active=domain)
            await _discuss(turn, domain)
        if len(turn.acts) > said:
            return
    turn.consider(go_on)
    turn.say("that is done", DialogueAct(ActType.REQMORE))
