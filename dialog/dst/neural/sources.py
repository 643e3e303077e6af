"""The turns of corpora that a tracker learns and is chosen by."""

from collections.abc import Callable, Sequence

from dialog.component import Domains
from dialog.corpus import find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.scoring import scorings_of
from dialog.corpus.tracking import tracked_domains
from dialog.domain import Domain
from dialog.dst.neural.examples import TrackedTurn, TrackedTurns
from dialog.errors import CorpusError

SPLITS = ("train", "validation")


def tracked_turns(
    corpora: Sequence[str], announce: Callable[[str], None]
) -> tuple[Domains, dict[str, list[TrackedTurn]]]:
    """Return the domains of corpora, and their user turns per split.

    Of a corpus whose services are scored each by itself, a dialogue is read with the slots of its
    own services alone.

    Args:
        corpora: their names.
        announce: gets a sentence about each source.

    Raises:
        CorpusError: for a corpus that is not at hand, or two with a domain of one name.
    """
    domains: dict[str, Domain] = {}
    turns: dict[str, list[TrackedTurn]] = {split: [] for split in SPLITS}
    for name in corpora:
        corpus = cached(find_corpus(name))
        own = scorings_of(corpus)[0].frames is not None
        met: dict[str, Domain] = {}
        for split in SPLITS:
            tracked = tracked_domains(corpus, split)
            maker = TrackedTurns(tracked)
            made = [t for d in corpus.load(split) for t in maker.turns(d, own=own)]
            announce(f"{name} {split}: {len(made)} user turns, {len(tracked)} domains")
            turns[split] += made
            met |= tracked
        if twice := set(met) & set(domains):
            raise CorpusError(
                f"Two of the corpora {', '.join(corpora)} have a domain {min(twice)!r}; train on "
                "one, and go on with the other by --start."
            )
        domains |= met
    return domains, turns
