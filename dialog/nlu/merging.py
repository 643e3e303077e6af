"""One understanding of what several models said of a sentence."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from dialog.acts import ActType, DialogueAct
from dialog.nlu.labels import TASK

_SEVERAL = 2  # values that a model reads of a sentence that is surely its own
Groups = Sequence[Sequence[DialogueAct]]  # what each model said


@dataclass(frozen=True)
class Share:
    """What one model has of a session."""

    domains: Collection[str]
    answers: bool = False  # whether its domains answer questions, each of which names its task
    active: bool = False  # whether one of them is under discussion


def owned(groups: Groups, shares: Sequence[Share]) -> list[list[DialogueAct]]:
    """Leave to each model what is its own, as one that reads everything its way reads too much.

    A question names its task or goes on with the one under discussion, so without either a model
    that answers questions has nothing to say where another one has. Of several models with acts of
    their domains those speak that name a task and read values; if none does, the one under
    discussion, or else the surest. What belongs to no domain is said by whoever else speaks.

    Args:
        groups: what each model said.
        shares: what each has of the session.
    """
    claims = [[act for act in group if act.domain] for group in groups]
    for at, share in enumerate(shares):
        others = any(group for nth, group in enumerate(groups) if nth != at)
        if share.answers and not share.active and others and not _names_task(claims[at]):
            claims[at] = []
    speaking = [at for at, claim in enumerate(claims) if claim]
    if not speaking:
        under = [at for at, share in enumerate(shares) if share.active]
        speaking = under or list(range(len(groups)))
    elif len(speaking) > 1:
        whole = [at for at in speaking if _names_task(claims[at]) and _reads(claims[at])]
        speaking = whole or [
            max(speaking, key=lambda at: (shares[at].active, sum(a.score for a in claims[at])))
        ]
    return [
        [act for act in group if not act.domain or act in claims[at]] if at in speaking else []
        for at, group in enumerate(groups)
    ]


def _names_task(acts: Sequence[DialogueAct]) -> bool:
    return any(act.slot == TASK for act in acts)


def _reads(acts: Sequence[DialogueAct]) -> bool:
    return any(act.span is not None for act in acts)


def merged(groups: Groups) -> list[DialogueAct]:
    """Merge what several models said of one sentence, the likelier of two equal acts kept.

    "Not mine" holds only if no model found a domain's act. Words that two models read as values of
    different domains are those of the surer one, and a sentence of which one model reads several
    values and another none is not the other's.
    """
    best: dict[object, DialogueAct] = {}
    for group in groups:
        for act in group:
            # a value said twice, of a slot that takes several, has its words each time
            key = act, act.span if act.domain else None
            if key not in best or best[key].score < act.score:
                best[key] = act
    acts = list(best.values())
    if any(act.domain for act in acts):
        acts = [a for a in acts if a.type is not ActType.OUTOFSCOPE]
    owners = [{act.domain for act in group} for group in groups]
    acts = [act for act in acts if not any(_outdone(act, other, owners) for other in acts)]
    read = [sum(act.span is not None and act.domain in own for act in acts) for own in owners]
    mute = [own for own, count in zip(owners, read, strict=True) if not count]
    foreign = set().union(*mute) - {""} if max(read, default=0) >= _SEVERAL else set()
    return [act for act in acts if act.domain not in foreign]


def _outdone(act: DialogueAct, other: DialogueAct, owners: Sequence[set[str]]) -> bool:
    """Whether another model is surer of words that an act is over."""
    if act.span is None or other.span is None or other.score <= act.score:
        return False
    shared = act.span[0] < other.span[1] and other.span[0] < act.span[1]
    together = any({act.domain, other.domain} <= own for own in owners)
    return shared and not together
