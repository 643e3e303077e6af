"""Beam search: several responses to the same acts, each of which fills every gap.

None may end before (Balakrishnan et al. 2019). As a gap that is put off has to be paid for later,
what has filled more of them is ahead among the beginnings that are gone on with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from threadpoolctl import ThreadpoolController

from dialog.nlg.lm.linear import Line, Pieces, missing_gaps
from dialog.nlg.lm.network import Network, Source
from dialog.nlg.lm.vocabulary import BEGIN, END, FIRST_GAP, FIRST_WORD, Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

BEAMS = 5
_FEWEST, _EACH = 40, 8  # tokens that a response may have at most, and more for each gap
_AHEAD = 1.0  # nats that a filled gap is worth among beginnings
_LENGTH = 0.7  # how far the length of a response counts against its probability (Wu et al. 2016)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A response with gaps."""

    pieces: Pieces
    missing: tuple[int, ...]  # the gaps that it lacks, if it was cut; it cannot have one twice
    score: float  # log probability, evened out by length


def candidates(
    network: Network, vocabulary: Vocabulary, line: Line, beams: int = BEAMS
) -> list[Candidate]:
    """Return responses to a line of acts: those that lack the fewest gaps first, then by score.

    Args:
        network: writes them.
        vocabulary: that it was trained with.
        line: of acts, with no more gaps than there are tokens for.
        beams: how many beginnings are gone on with.
    """
    gaps = len(line.values)
    slots = [vocabulary.encode((name,)) for name in line.slots]
    # the matrices are small: a second thread gains nothing, and waits for its core while it is busy
    with _threads().limit(limits=1):
        read = network.read(vocabulary.encode(line.pieces), slots)
        found = _search(network, read, gaps, beams)
    made = [
        Candidate(pieces := vocabulary.decode(tokens), missing_gaps(pieces, gaps), score)
        for tokens, score in found
    ]
    return sorted(made, key=lambda each: (len(each.missing), -each.score))


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _search(
    network: Network, source: Source, gaps: int, beams: int
) -> list[tuple[list[int], float]]:
    written = network.begin()
    begun: list[list[int]] = [[BEGIN]]
    scores = np.zeros(1, dtype=np.float32)
    done: list[tuple[list[int], float]] = []
    for length in range(1, min(network.shape.longest, _FEWEST + _EACH * gaps)):
        last = np.array([tokens[-1] for tokens in begun])
        logs, written = network.step(last, written, source)
        filled = [_gaps_in(tokens) for tokens in begun]
        _forbid(logs, filled, gaps)
        every = scores[:, None] + logs
        ahead = every + _AHEAD * np.array([[len(used)] for used in filled], dtype=np.float32)
        ahead[:, FIRST_GAP : FIRST_GAP + gaps] += _AHEAD
        most = min(2 * beams, every.size - 1)
        best = np.argpartition(-ahead, most, axis=None)[:most]
        best = best[np.argsort(-ahead.ravel()[best])]
        rows: list[int] = []
        tokens: list[list[int]] = []
        kept: list[float] = []
        for place in best:
            row, token = divmod(int(place), logs.shape[1])
            score = float(every[row, token])
            if score == -np.inf:  # forbidden; there are fewer tokens to choose from than beams
                break
            if token == END:
                done.append((begun[row][1:], score / length**_LENGTH))
            elif len(rows) < beams:
                rows.append(row)
                tokens.append([*begun[row], token])
                kept.append(score)
        worst = sorted((score for _, score in done), reverse=True)[beams - 1 : beams]
        if not rows or (worst and max(kept) / length**_LENGTH < worst[0]):
            break
        written, begun, scores = written.of(rows), tokens, np.array(kept, dtype=np.float32)
    if not done:  # a model that has not learnt to end
        done = [
            (tokens[1:], float(score) / len(tokens) ** _LENGTH)
            for tokens, score in zip(begun, scores, strict=True)
        ]
    return done


def _gaps_in(tokens: Sequence[int]) -> list[int]:
    return [token for token in tokens if FIRST_GAP <= token < FIRST_WORD]


def _forbid(logs: "Floats", filled: Sequence[Sequence[int]], gaps: int) -> None:
    """Rule out tokens that are no words, gaps filled or without a value, and an early end."""
    logs[:, :END] = logs[:, END + 1 : FIRST_GAP] = -np.inf
    logs[:, FIRST_GAP + gaps : FIRST_WORD] = -np.inf
    for row, used in enumerate(filled):
        logs[row, used] = -np.inf
        if len(used) < gaps:
            logs[row, END] = -np.inf
