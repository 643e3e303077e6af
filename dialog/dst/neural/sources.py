"""The turns of corpora that a tracker learns and is chosen by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dialog.component import Domains
from dialog.corpus import find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.mapping import own_names
from dialog.corpus.scoring import scorings_of
from dialog.corpus.tracking import tracked_domains
from dialog.domain import Domain
from dialog.dst.neural.examples import TrackedTurn, TrackedTurns
from dialog.errors import CorpusError

SPLITS = ("train", "validation")


@dataclass(frozen=True)
class Tracked:
    """What corpora teach of states.

    Args:
        corpora: their names.
        plugins: the plugins in whose names all of them annotate everything.
        domains: all whose states the turns hold.
        turns: user turns per split.
    """

    corpora: tuple[str, ...]
    plugins: frozenset[str]
    domains: Domains
    turns: Mapping[str, Sequence[TrackedTurn]]


def tracked_turns(names: Sequence[str], announce: Callable[[str], None]) -> Tracked:
    """Return the domains of corpora, and their user turns per split.

    Of a corpus whose services are scored each by itself, a dialogue is read with the slots of its
    own services alone.

    Args:
        names: of the corpora, or their folders.
        announce: gets a sentence about each source.

    Raises:
        CorpusError: for a corpus that is not at hand, or two with a domain of one name.
    """
    corpora = [cached(find_corpus(name)) for name in names]
    domains: dict[str, Domain] = {}
    turns: dict[str, list[TrackedTurn]] = {split: [] for split in SPLITS}
    for corpus in corpora:
        own = scorings_of(corpus)[0].frames is not None
        met: dict[str, Domain] = {}
        for split in SPLITS:
            tracked = tracked_domains(corpus, split)
            maker = TrackedTurns(tracked)
            made = [t for d in corpus.load(split) for t in maker.turns(d, own=own)]
            announce(f"{corpus.name} {split}: {len(made)} user turns, {len(tracked)} domains")
            turns[split] += made
            met |= tracked
        if twice := set(met) & set(domains):
            raise CorpusError(
                f"Two of the corpora {', '.join(names)} have a domain {min(twice)!r}; train on "
                "one, and go on with the other by --start."
            )
        domains |= met
    plugins = [own_names(corpus) for corpus in corpora]
    every = frozenset[str]().union(*plugins) if all(plugins) else frozenset[str]()
    return Tracked(tuple(corpus.name for corpus in corpora), every, domains, turns)
