"""A turn's acts as the words around their values have them, one rule after the other."""

from collections.abc import Sequence

from dialog.acts import DialogueAct
from dialog.dst.resolving.advised import advised
from dialog.dst.resolving.company import alone
from dialog.dst.resolving.compared import compared
from dialog.dst.resolving.context import Context
from dialog.dst.resolving.denied import denied, without_excluded
from dialog.dst.resolving.further import further
from dialog.dst.resolving.halves import told_halves
from dialog.dst.resolving.held import answered_held, unheld, without_held
from dialog.dst.resolving.lasting import lasting
from dialog.dst.resolving.named import cancelled_by_name
from dialog.dst.resolving.ordered import ordered
from dialog.dst.resolving.orders import orders
from dialog.dst.resolving.recalled import recalled
from dialog.dst.resolving.references import Referents
from dialog.dst.resolving.returning import returning


def reworded(
    acts: Sequence[DialogueAct],
    text: str,
    context: Context,
    referents: Referents,
    asked: Sequence[tuple[str, str]],
    proposed: Sequence[DialogueAct],
) -> list[DialogueAct]:
    """Return the acts as the words around their values have them.

    Args:
        acts: of the turn.
        text: that was said.
        context: of the turn.
        referents: what can be pointed at.
        asked: the slots that the system just asked for.
        proposed: the values that it just put to the user.
    """
    meant = without_held(denied(acts, text, context), text, context)
    meant = cancelled_by_name(recalled(meant, text, context), text, context)
    meant = advised(further(meant, text, context), text, context)
    meant = orders(alone(meant, text, context), unheld(text), context)
    meant = ordered(meant, text, context, referents, asked)
    meant = returning(lasting(meant, text, context), text, context)
    meant = without_excluded(compared(meant, text, context), context)
    meant = told_halves(meant, text, context)
    return answered_held(meant, text, context, asked, proposed)
