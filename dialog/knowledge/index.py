"""The documents of a domain as vectors, and which passage a question is nearest to.

What a passage has in common with a question is the mean of three cosines: with the whole passage
under its heading, with the heading alone and with its nearest sentence. Cosines of short sentences
run high for some questions and low for others whatever they are about, so how sure a passage is to
answer is told by how far it stands above the others, and above the phrases by which users ask for
the facts of the database. A question that is nearer to one of those phrases belongs there.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from dialog.acts import ActType
from dialog.documents import Passage
from dialog.domain import Domain
from dialog.runtime.embedding import kept_vectors
from dialog.runtime.encoder import OnnxEncoder, resolve_encoder
from dialog.runtime.onnx_bert import Precision
from dialog.runtime.prepare import prepare
from dialog.texts import PLACEHOLDER, acts_of_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Announce = Callable[[str], None]

# How sure a passage must be to be said: the least with which, on the development half of
# benchmarks/questions.yml, at most one of twenty questions without an answer is given one, and four
# of five answers are from the right passage.
LEAST = 0.12
_PLACED = "(?:to|at|in|into|inside|with|of) (?:the|this|that|your|a|an)"
_FILLERS = re.compile(  # before a question, and a word of politeness behind it
    r"^\W*(?:(?:and|also|but|so|oh|ah|um+|uh+|hmm?|ok|okay|alright|hi there|hi|hello|hey|thanks|"
    r"thank you|please|by the way|btw|actually|(?:yes|no|well|great|right|fine|perfect)(?=[,.!]))"
    r"(?:\s*[,.!:;…]+\s*|\s+))+(?=\w)|(?<=\w),? please(?=\W*$)",
    re.IGNORECASE,
)
_DATABASE = 0.5  # the weight of the nearest phrase that asks for a fact of the database
_PRECISION: Precision = "int8"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage for a question."""

    domain: str
    passage: Passage
    nearness: float  # the mean of the three cosines
    extract: str  # the sentence or two of it that are nearest


@dataclass(frozen=True, slots=True)
class Lookup:
    """What the documents of a domain have for a question."""

    found: tuple[Found, ...]  # passages, the nearest first
    certainty: float  # that the first one answers; no probability, see `LEAST`


class DocumentIndex:
    """Looks questions up in the documents of a domain.

    Args:
        domain: a plugin with documents.
        announce: gets a sentence when a model has to be prepared first.
    """

    def __init__(self, domain: Domain, announce: Announce | None = None) -> None:
        self.domain = domain
        self._announce = announce
        self._passages = domain.passages
        self._lock = threading.Lock()
        self._vectors: _Vectors | None = None

    def warm_up(self) -> None:
        """Load the vectors, which the cache folder keeps.

        The encoder is loaded by the first question, as most conversations ask the documents none.
        """
        with self._lock:
            if self._vectors is None:
                self._vectors = self._made()

    def look_up(self, question: str, most: int = 5) -> Lookup:
        """Return the passages nearest to a question; none for a question without words."""
        if not question.strip() or not self._passages:
            return Lookup((), 0.0)
        self.warm_up()
        assert self._vectors is not None
        vectors, asked = self._vectors, _question_vector(self._prepared(question))
        sentences = vectors.sentences @ asked
        of_sentences = np.maximum.reduceat(sentences, vectors.starts[:-1])
        scores = (vectors.passages @ asked + vectors.headings @ asked + of_sentences) / 3
        best = np.argsort(-scores)[:most]
        found = tuple(
            Found(
                self.domain.name,
                self._passages[at],
                float(scores[at]),
                _extract(
                    self._passages[at],
                    sentences[vectors.starts[at] : vectors.starts[at + 1]],
                ),
            )
            for at in best
        )
        requests = vectors.requests @ asked
        usual = float(requests.mean())
        if len(scores) > 1:
            usual = (usual + float(np.delete(scores, best[0]).mean())) / 2
        return Lookup(found, found[0].nearness - usual - _DATABASE * float(requests.max()))

    def _prepared(self, question: str) -> str:
        """Return a question without "and also" before it, nor "to the hotel" within.

        The words before it would make it less like any passage. The noun, which is what it is
        about anyway, would liken it to the phrases that ask for facts of the database.
        """
        question = _FILLERS.sub("", question)
        schema = self.domain.schema
        nouns = "|".join(map(re.escape, schema.nouns))
        return re.sub(rf" (?:{_PLACED}) (?:{nouns})\b", "", question, flags=re.IGNORECASE)

    def _made(self) -> "_Vectors":
        passages = [f"{passage.heading}. {passage.text}" for passage in self._passages]
        headings = [passage.heading for passage in self._passages]
        sentences = [sentence for passage in self._passages for sentence in passage.sentences]
        texts = [*passages, *headings, *sentences, *requests_of(self.domain)]
        folder = resolve_encoder(None)
        vectors = kept_vectors(texts, folder, _PRECISION, "knowledge", self._announce)
        ends = np.cumsum([len(passages), len(headings), len(sentences)])
        parts = np.split(vectors, ends)
        starts = np.cumsum([0, *(len(passage.sentences) for passage in self._passages)])
        return _Vectors(starts, *parts)


@dataclass(frozen=True)
class _Vectors:
    starts: "NDArray[np.int64]"  # (passages + 1,) where each one's sentences begin
    passages: "Floats"  # (passages, width)
    headings: "Floats"  # (passages, width)
    sentences: "Floats"  # (sentences, width), passage after passage
    requests: "Floats"  # (phrases, width)


def requests_of(domain: Domain) -> list[str]:
    """Return the phrases by which users ask for facts of the database, slots by their names.

    A plugin without any is taken to be asked for what describes its slots, so that there is always
    something that a passage has to stand above.
    """
    phrases = [
        PLACEHOLDER.sub(lambda slot: slot[2] or slot[1].replace("_", " "), phrase)
        for key, written in domain.phrases.items()
        if any(act.type is ActType.REQUEST for act in acts_of_key(key, domain.name))
        for phrase in written
    ]
    return phrases or [f"what is {slot.description}" for slot in domain.schema.slots.values()]


def _extract(passage: Passage, cosines: "Floats") -> str:
    """Return the nearest sentence of a passage with the nearer of those beside it."""
    best = int(cosines.argmax())
    beside = [at for at in (best - 1, best + 1) if 0 <= at < len(cosines)]
    chosen = sorted([best, *sorted(beside, key=lambda at: -cosines[at])[:1]])
    return " ".join(passage.sentences[at] for at in chosen)


@lru_cache(64)
def _question_vector(question: str) -> "Floats":
    """Return a question's vector (width,), remembered for the other domains of a session."""
    vector: Floats = _encoder().embed([question])[0]
    return vector


@cache
def _encoder() -> OnnxEncoder:
    """Return the embedded encoder, one for all domains of the process."""
    folder = resolve_encoder(None)
    return OnnxEncoder(prepare(folder, precision=_PRECISION), folder)
