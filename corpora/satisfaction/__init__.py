"""USS: how satisfied annotators take users to be, in dialogues of MultiWOZ and SGD."""

from corpora.satisfaction.corpus import Satisfaction

__all__ = ["Satisfaction"]
