"""The text of corpora: what both speakers say, and what the rows of their databases hold."""

from collections.abc import Callable, Iterator, Sequence

from dialog.corpus import Corpus, CorpusTurn
from dialog.errors import CorpusError
from dialog.runtime.encoder import Text

PIECE = 120  # characters at most of a piece of rows


def corpus_texts(
    corpus: Corpus, splits: Sequence[str], announce: Callable[[str], None] = lambda _: None
) -> list[Text]:
    """Return each utterance of some splits, beside the one before it if there is one.

    Raises:
        CorpusError: for an unknown split, or a file that is missing or malformed.
    """
    texts: list[Text] = []
    for split in splits:
        made = [text for dialogue in corpus.load(split) for text in _utterances(dialogue.turns)]
        announce(f"{corpus.name} {split}: {len(made):,} utterances")
        texts += made
    return list(dict.fromkeys(texts))


def _utterances(turns: Sequence[CorpusTurn]) -> Iterator[Text]:
    before = ""
    for turn in turns:
        text = turn.utterance.strip()
        if text:
            yield (before, text) if before else text
            before = text


def row_texts(
    corpus: Corpus, split: str, announce: Callable[[str], None] = lambda _: None
) -> list[Text]:
    """Return what the rows of a corpus's own database hold: "name: Roma, food: italian, ...".

    They are those of the domains that a split speaks of, each cell once, in pieces of the length
    of a sentence. A corpus without a database has none.

    Raises:
        CorpusError: for an unknown split, or a file that is missing or malformed.
    """
    entities = getattr(corpus, "entities", None)
    if entities is None:
        return []
    cells: dict[str, None] = {}
    domains = dict.fromkeys(name for dialogue in corpus.load(split) for name in dialogue.domains)
    for domain in domains:
        try:
            rows = entities(domain)
        except CorpusError as error:
            announce(f"{corpus.name}, without rows of {domain}: {error}")
            continue
        cells.update({f"{slot}: {value}": None for row in rows for slot, value in row.items()})
    pieces: list[Text] = []
    piece = ""
    for cell in cells:
        if piece and len(piece) + len(cell) > PIECE:
            pieces += _cut(piece)
            piece = ""
        piece += f", {cell}" if piece else cell
    pieces += _cut(piece)
    announce(f"{corpus.name} database: {len(cells):,} cells")
    return pieces


def _cut(text: str) -> list[str]:
    return [text[at : at + PIECE] for at in range(0, len(text), PIECE)]
