"""Rules for a domain with tasks: they answer a question with what a search finds for it.

The answer says again what was looked for, so a value is acted upon that is only half sure: what
was misheard is seen and put right.
"""

from dialog.acts import ActType, DialogueAct
from dialog.policy.deliberation import CHOICE, COUNT, NONE, OTHER, TASK, Deliberation
from dialog.policy.rules.asking import ask
from dialog.policy.rules.finding import look_up
from dialog.schema import JOINT
from dialog.state import Entity, Listing

ROWS = "rows"  # the pseudo-slot of which or how many results are listed
QUERY = "query"  # the pseudo-slot of what was looked for, in words
REASON = "reason"  # the pseudo-slot of why nothing could be looked for


def tasks_of(turn: Deliberation, domain: str) -> list[str]:
    """Return what the user wants to know, the first task first."""
    known = turn.schemas[domain].tasks
    return [task for task in turn.domain(domain).task.split(JOINT) if task in known]


def _shown(turn: Deliberation, domain: str) -> list[str]:
    """Return the slots that the tasks tell of a row, those of several in the schema's order."""
    schema, tasks = turn.schemas[domain], tasks_of(turn, domain)
    told = dict.fromkeys(slot for task in tasks for slot in schema.tasks[task].shows)
    return list(told) if len(tasks) == 1 else [slot for slot in schema.slots if slot in told]


async def take_in(turn: Deliberation, domain: str) -> bool:
    """The user says something of the domain: it counts as put to them once the answer says it."""
    turn.ground(domain, *turn.domain(domain).beliefs)
    asked = turn.heard(
        ActType.INFORM, ActType.DENY, ActType.REQUEST, ActType.CONFIRM, ActType.REQALTS,
        domain=domain,
    )  # fmt: skip
    return not asked  # nothing to answer


async def list_more(turn: Deliberation, domain: str) -> bool:
    """The user wants to see further results."""
    own = turn.domain(domain)
    if not turn.heard(ActType.REQALTS) or turn.heard(ActType.INFORM, domain=domain):
        return False
    if not own.results or not own.listed or own.listed >= len(own.results):
        turn.say("all was listed", DialogueAct(ActType.NOOFFER, domain, OTHER, NONE))
        return True
    page = _list(turn, domain, own.listed)
    last = page.first + len(page.rows) - 1
    shown = f"{page.first} to {last}" if page.first < last else f"{last}"
    told = (ROWS, shown), (COUNT, str(len(own.results)))
    turn.say("there is more to list", *_acts(ActType.INFORM, domain, "", *told))
    return True


async def describe_chosen(turn: Deliberation, domain: str) -> bool:
    """The user points at one of the results, and asks nothing else of it."""
    heard = turn.heard(ActType.INFORM, domain=domain)
    own = turn.domain(domain)
    nothing_else = {act.slot for act in heard} <= {CHOICE, TASK}
    if nothing_else and DialogueAct(ActType.INFORM, domain, CHOICE, "0") in heard:
        turn.say("there is no such result", DialogueAct(ActType.NOOFFER, domain, CHOICE, NONE))
        return True
    if own.entity is None or {act.slot for act in heard} != {CHOICE}:
        return False
    if own.task != own.topic:
        return False  # the last question was about one of them: now it is about this one
    turn.say("the user chose it from the list", *_told(turn, domain, own.entity))
    return True


async def ask_need(turn: Deliberation, domain: str) -> bool:
    """A question cannot be answered yet."""
    schema, own = turn.schemas[domain], turn.domain(domain)
    if own.entity is not None:
        return False
    for task in tasks_of(turn, domain):
        for some in schema.tasks[task].needs:
            members = [slot for name in some for slot in schema.members(name)]
            if any(turn.value(domain, slot) is not None for slot in members):
                continue
            first = next((schema.slots[s] for s in members if schema.slots[s].question), None)
            if first and not turn.asking:
                ask(turn, domain, first, f"{task} needs {' or '.join(some)}")
            return True
    return False


async def answer_question(turn: Deliberation, domain: str) -> bool:
    """All that the question needs is known: look it up, and tell what was found."""
    before = turn.domain(domain)
    turn.change(domain, sought="", missed="", unmet="")
    if await look_up(turn, domain):
        return True
    own, tasks = turn.domain(domain), tasks_of(turn, domain)
    rows, schema = own.results or (), turn.schemas[domain]
    about_one = before.entity is not None
    if about_one and len(rows) < 2:  # what was listed before can still be chosen from
        turn.change(domain, results=before.results, listed=before.listed)
    elif not about_one and not all(schema.tasks[task].aside for task in tasks):
        turn.change(domain, topic=own.task)
    task = next(iter(tasks), "")
    if own.unmet:
        turn.say(own.unmet, DialogueAct(ActType.NOOFFER, domain, REASON, own.unmet))
        return True
    missed = own.missed if rows else own.sought
    if missed or not rows:
        no = _acts(ActType.NOOFFER, domain, task, (QUERY, missed))
        turn.say("what was asked for was not found", *no)
    if len(rows) == 1:
        if not about_one:
            turn.change(domain, entity=rows[0], listed=1)
        sought = "" if about_one else own.sought
        turn.say("this was found", *_told(turn, domain, rows[0], sought))
    elif rows:
        page = _list(turn, domain, 0)
        some = str(len(page.rows)) if len(page.rows) < len(rows) else ""
        told = (COUNT, str(len(rows))), (QUERY, own.sought), (ROWS, some)
        turn.say("these were found", *_acts(ActType.INFORM, domain, task, *told))
        _narrow(turn, domain, len(rows))
    return True


def _acts(kind: ActType, domain: str, task: str, *values: tuple[str, str]) -> list[DialogueAct]:
    """Return the acts of an answer to a task, but for the empty ones."""
    return [DialogueAct(kind, domain, s, value) for s, value in [(TASK, task), *values] if value]


def _told(turn: Deliberation, domain: str, row: Entity, sought: str = "") -> list[DialogueAct]:
    """Return the acts that tell a row."""
    task = next(iter(tasks_of(turn, domain)), "")
    values = [(slot, turn.fact(domain, row, slot)) for slot in _shown(turn, domain)]
    return _acts(ActType.INFORM, domain, task, (QUERY, sought), *values)


def _list(turn: Deliberation, domain: str, start: int) -> Listing:
    """Show a page of the results, without the columns that are empty, and return it."""
    search, rows = turn.schemas[domain].search, turn.domain(domain).results or ()
    page = rows[start : start + (search.page if search else len(rows))]
    told = [s for s in _shown(turn, domain) if any(turn.fact(domain, row, s) for row in page)]
    turn.listing = Listing(
        tuple(turn.schemas[domain].slots[slot].heading or slot.replace("_", " ") for slot in told),
        tuple(tuple(turn.fact(domain, row, slot) for slot in told) for row in page),
        start + 1,
    )
    turn.change(domain, listed=start + len(page))
    return turn.listing


def _narrow(turn: Deliberation, domain: str, found: int) -> None:
    """Ask, when there are too many, for what would tell them apart; never twice the same."""
    schema = turn.schemas[domain]
    if schema.search is None or found <= schema.search.ask_above or turn.asking:
        return
    acts = [*turn.state.system_acts, *(a for t in turn.state.turns for a in t.system_acts)]
    asked = {a.slot for a in acts if a.type is ActType.REQUEST and a.domain == domain}
    for name in (n for task in tasks_of(turn, domain) for n in schema.tasks[task].narrow_by):
        group = schema.members(schema.slots[name].group) or [name]
        if name not in asked and not any(turn.value(domain, slot) for slot in group):
            ask(turn, domain, schema.slots[name], f"{found} are too many to read")
            return
