"""Which corpora a training or an evaluation draws its sentences from."""

from collections.abc import Callable, Sequence

from dialog.component import Domains
from dialog.corpus import corpora_folder, find_corpus
from dialog.errors import CorpusError
from dialog.nlu.examples import CorpusExamples, Example


def corpus_sentences(
    domains: Domains,
    names: Sequence[str],
    splits: Sequence[str],
    announce: Callable[[str], None],
) -> dict[str, list[Example]]:
    """Return the sentences of each split; the corpora are those named or those the domains map.

    A corpus that a domain maps but that is not at hand is left out and said so.

    Raises:
        CorpusError: for a corpus asked for by name that is not there or that no domain maps.
    """
    mapped = dict.fromkeys(c for d in domains.values() for c in d.schema.corpora)
    chosen = [n for n in names if n != "none"] or ([] if "none" in names else list(mapped))
    sentences: dict[str, list[Example]] = {split: [] for split in splits}
    for name in chosen:
        if name not in mapped:
            raise CorpusError(
                f"None of the domains {', '.join(domains)} says under `corpora:` in its domain.yml "
                f"how to read {name!r}."
            )
        try:
            folder = corpora_folder() / name
            if not names and not folder.is_dir():
                raise CorpusError(f"{folder} is not there")
            source = CorpusExamples(find_corpus(name), domains)
        except CorpusError as error:
            if names:
                raise
            announce(f"Without the corpus {name} ({error}); phrase templates only.")
            continue
        for split in splits:
            made = source.examples(split)
            sentences[split] += made
            announce(f"{name} {split}: {len(made)} user turns")
    return sentences
