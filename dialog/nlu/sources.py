"""Which corpora a training or an evaluation draws its sentences from."""

from collections.abc import Callable, Sequence

from dialog.component import Domains
from dialog.corpus import Corpus, corpus_folder, find_corpus
from dialog.corpus.cache import cached
from dialog.corpus.leaks import Source, refuse_leaks, shared_dialogues
from dialog.corpus.mapping import mapping
from dialog.corpus.registry import unregistered
from dialog.errors import CorpusError
from dialog.nlu.examples import CorpusExamples, Example
from dialog.nlu.own import OwnExamples, Speaker

TRAIN = "train"  # the split that `dialog train` learns from
ALSO = "also"  # the key of the sentences of further splits that it learns from


def corpus_sentences(
    domains: Domains,
    names: Sequence[str],
    splits: Sequence[str],
    announce: Callable[[str], None],
    *,
    history: int | None = None,
    speaker: Speaker = "user",
    also: Sequence[str] = (),
) -> dict[str, list[Example]]:
    """Return the sentences of each split; the corpora are those named or those the domains map.

    Of a corpus whose own the domains are, `history` and `speaker` say what a sentence is read with
    and whose sentences they are (`OwnExamples`).

    A corpus that a domain maps but that is not at hand is left out and said so. Of several splits
    the first is learnt from and the others are scored, so they must not share dialogues. One split
    alone is scored; if it holds dialogues that training learns from, that is said. The sentences
    of further splits to learn from, `also`, stand under `ALSO`.

    Raises:
        CorpusError: for a corpus asked for by name that is not there or that no domain maps, or
            for a training on what is scored.
    """
    corpora = chosen_corpora(domains, names, announce)
    learnt, *scored = splits
    if scored:
        refuse_leaks(
            [Source(corpus, split) for corpus in corpora for split in (learnt, *also)],
            [Source(corpus, split) for corpus in corpora for split in scored],
        )
    sentences: dict[str, list[Example]] = {split: [] for split in splits}
    if also:
        sentences[ALSO] = []
    for corpus in corpora:
        own = {name: d for name, d in domains.items() if d.corpus == corpus.name}
        source: CorpusExamples | OwnExamples = CorpusExamples(corpus, domains)
        if own:
            source = OwnExamples(corpus, own, history=history, speaker=speaker)
        for split in (*splits, *also):
            made = source.examples(split)
            sentences[split if split in splits else ALSO] += made
            whose = f"{speaker} turns" if own and speaker != "all" else "turns"
            announce(f"{corpus.name} {split}: {len(made)} {whose if own else 'user turns'}")
        if not scored and TRAIN in corpus.splits:
            shared = shared_dialogues(Source(corpus, learnt), Source(corpus, TRAIN))
            if shared:
                announce(
                    f"{len(shared)} dialogues of {corpus.name} {learnt} stand in its training "
                    "split; figures of what was trained on them say nothing of new ones."
                )
    return sentences


def chosen_corpora(
    domains: Domains, names: Sequence[str], announce: Callable[[str], None]
) -> list[Corpus]:
    """Return the corpora named, or those that the domains map and that are at hand.

    Raises:
        CorpusError: for one asked for by name that is not there or that no domain maps.
    """
    mapped = dict.fromkeys(c for d in domains.values() for c in d.schema.corpora)
    chosen = [n for n in names if n != "none"] or ([] if "none" in names else list(mapped))
    found: list[Corpus] = []
    for name in chosen:
        if name not in mapped and not _in_names_of(domains, name):
            raise CorpusError(
                f"None of the domains {', '.join(domains)} says under `corpora:` in its domain.yml "
                f"how to read {name!r}."
            )
        try:
            if not names:
                corpus_folder(name)
            found.append(cached(find_corpus(name)))
        except CorpusError as error:
            if names:
                raise
            announce(f"Without the corpus {name} ({error}); phrase templates only.")
    return found


def _in_names_of(domains: Domains, name: str) -> bool:
    """Whether a folder is a corpus in the own names of some of the domains."""
    return unregistered(name) is not None and any(
        mapping(find_corpus(name), domain.schema) for domain in domains.values()
    )
