"""Reading tags without a chain."""

import numpy as np

from dialog.nlu.unchained import Unchained, speaking_pieces

TAGS = ("O", "B-a", "I-a", "B-b", "I-b")


def scores(*tags: str) -> np.ndarray:
    token = np.zeros((len(tags), len(TAGS)), np.float32)
    for row, tag in enumerate(tags):
        token[row, TAGS.index(tag)] = 5
    return token


def test_what_goes_on_with_nothing_begins() -> None:
    path, probabilities = Unchained(TAGS).read(scores("I-a", "I-a", "O", "I-b", "I-a", "B-a"))
    assert [TAGS[tag] for tag in path] == ["B-a", "I-a", "O", "B-b", "B-a", "B-a"]
    assert np.allclose(probabilities.sum(axis=1), 1)


def test_the_first_piece_of_a_value_speaks_for_its_word() -> None:
    token = scores("B-b", "B-a", "B-b", "O", "I-b")  # a special token, then two words of two pieces
    own = np.array([False, True, True, True, True])
    said = speaking_pieces(token, [1, 3], own)
    assert [TAGS[tag] for tag in said.argmax(axis=1)] == ["B-a", "I-b"]
    assert speaking_pieces(token, [], ~own & False).shape == (0, 5)
