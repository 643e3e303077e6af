"""Rules about the conversation itself: greetings, thanks, help, what no domain covers."""

from dataclasses import replace

from dialog.acts import ActType, DialogueAct
from dialog.documents import CONSULT
from dialog.policy.deliberation import (
    ANSWER,
    BOOKINGS,
    NONE,
    QUESTIONS,
    SOURCE,
    Deliberation,
)
from dialog.policy.rules import ConversationRule
from dialog.policy.rules.booking import told


def simple(kind: ActType) -> DialogueAct:
    """Return an act that belongs to no domain."""
    return DialogueAct(kind)


def pending(turn: Deliberation) -> list[DialogueAct]:
    """Return the questions of the last system turn, to put them again."""
    questions = []
    for act in turn.state.system_acts:
        if act.type is ActType.CONFREQ:
            if act.value is None:
                questions.append(replace(act, type=ActType.REQUEST))
        elif act.type in QUESTIONS:
            questions.append(act)
    return questions


async def start_over(turn: Deliberation) -> bool:
    """The user wants to begin anew."""
    if not turn.heard(ActType.RESTART):
        return False
    turn.state = replace(turn.state, domains={}, active="")
    turn.say("the user starts over", simple(ActType.RESTART))
    return True


async def explain(turn: Deliberation) -> bool:
    """The user asks what can be done here."""
    if not turn.heard(ActType.HELP) or turn.heard(ActType.INFORM, ActType.REQUEST):
        return False
    turn.say("the user asks for help", simple(ActType.HELP))
    return True


async def say_again(turn: Deliberation) -> bool:
    """The user wants to hear the last turn once more."""
    if not turn.heard(ActType.REPEAT) or turn.heard(ActType.INFORM, ActType.REQUEST):
        return False
    last = [act for act in turn.state.system_acts if act.type is not ActType.REPEAT]
    turn.say("the user did not catch the last turn", *(last or [simple(ActType.HELLO)]))
    return True


async def close(turn: Deliberation) -> bool:
    """The user says goodbye, or wants nothing more."""
    content = turn.heard(ActType.INFORM, ActType.REQUEST)
    more = any(act.type is ActType.REQMORE for act in turn.state.system_acts)
    nothing = turn.only(ActType.NEGATE, ActType.THANK) and turn.heard(ActType.NEGATE) and more
    if not nothing and (content or not turn.heard(ActType.BYE)):
        return False
    turn.state = replace(turn.state, closed=True)
    turn.say("the user wants nothing more" if nothing else "the user leaves", simple(ActType.BYE))
    return True


async def give_up(turn: Deliberation) -> bool:
    """The user drops what was being arranged, or wants to take back what is booked."""
    if not turn.heard(ActType.CANCEL) or turn.heard(ActType.INFORM, ActType.REQUEST):
        return False
    named = [act.domain for act in turn.heard(ActType.CANCEL) if act.domain in turn.schemas]
    about, asked = next(iter(named), turn.state.active), pending(turn)
    elsewhere = [question for question in asked if question.domain not in ("", about)]
    if about not in turn.schemas or not turn.domain(about).bookings or turn.heard(ActType.NEGATE):
        turn.say("the user drops it", simple(ActType.CANCEL), *elsewhere)
    else:
        dropped = [simple(ActType.CANCEL)] if asked and not elsewhere else []
        kept = _booked_for_good(turn, about)
        turn.say("what is booked stays booked", *dropped, *kept, *elsewhere)
    turn.finished = not elsewhere
    return True


def _booked_for_good(turn: Deliberation, domain: str) -> list[DialogueAct]:
    """Return that a booking cannot be undone here, with what identifies it."""
    booking, made = turn.schemas[domain].booking, turn.domain(domain).bookings[-1]
    given = [slot for slot in (booking.gives if booking else ()) if made.get(slot)]
    if not given:
        return [simple(ActType.OUTOFSCOPE)]
    return [DialogueAct(ActType.OUTOFSCOPE, domain, given[0], made[given[0]])]


async def recall_bookings(turn: Deliberation) -> bool:
    """The user asks what was booked so far."""
    if not any(act.slot == BOOKINGS for act in turn.heard(ActType.REQUEST)):
        return False
    made = [(name, each) for name in turn.schemas for each in turn.domain(name).bookings]
    count = DialogueAct(ActType.INFORM, "", BOOKINGS, str(len(made)) if made else NONE)
    every = [act for name, each in made for act in told(turn, name, each)]
    turn.say("the user asks what is booked", count, *every, *pending(turn))
    turn.finished = not turn.asking
    return True


async def accept_thanks(turn: Deliberation) -> bool:
    """The user says thanks and nothing else."""
    if not (turn.heard(ActType.THANK) and turn.only(ActType.THANK, ActType.HELLO, ActType.NEGATE)):
        return False
    turn.say("the user thanks", simple(ActType.THANK))
    turn.finished = True
    return True


async def greet(turn: Deliberation) -> bool:
    """The user says hello and nothing else."""
    if not turn.only(ActType.HELLO):
        return False
    turn.say("the user greets", simple(ActType.HELLO))
    return True


async def consult(turn: Deliberation) -> bool:
    """The user asked what no slot tells, and a document does.

    Only where nothing else was understood, so that what is being arranged and the facts of an
    entity stay the database's. A domain that the words name goes first, then the one under
    discussion, then the surest.
    """
    active = turn.state.active
    outside = turn.heard(ActType.OUTOFSCOPE) and turn.only(ActType.OUTOFSCOPE, ActType.HELLO)
    doubtful = active in turn.schemas and turn.doubtful(active)
    if not outside and (turn.heard() or doubtful):
        return False
    answers, before = [], turn.state
    for domain in turn.documented:
        await turn.act(domain, CONSULT, ())
        row, turn.state = turn.domain(domain).answer, before  # a question changes nothing
        if row is not None and float(row["certainty"]) >= turn.thresholds.consult:
            order = row.get("named") == "yes", domain == active, float(row["certainty"])
            answers.append((order, domain, row))
    if not answers:
        return False
    order, domain, row = max(answers, key=lambda answer: answer[0])
    turn.say(
        f"a document says so (certainty {order[-1]:.2f})",
        DialogueAct(ActType.INFORM, domain, ANSWER, row["text"]),
        DialogueAct(ActType.INFORM, domain, SOURCE, row["source"]),
        *pending(turn),
    )
    return True


async def stay_in_scope(turn: Deliberation) -> bool:
    """The user wants something that no domain covers."""
    if not (turn.heard(ActType.OUTOFSCOPE) and turn.only(ActType.OUTOFSCOPE, ActType.HELLO)):
        return False
    turn.say("no domain covers that", simple(ActType.OUTOFSCOPE), *pending(turn))
    return True


async def not_understood(turn: Deliberation) -> bool:
    """Nothing was understood: say so rather than search in silence."""
    active = turn.state.active
    if turn.heard() or (active in turn.schemas and turn.doubtful(active)):
        return False
    turn.say("nothing was understood", simple(ActType.REPEAT), *pending(turn))
    return True


CONVERSATION: tuple[ConversationRule, ...] = (
    start_over,
    explain,
    say_again,
    close,
    give_up,
    recall_bookings,
    accept_thanks,
    greet,
    consult,
    stay_in_scope,
    not_understood,
)
