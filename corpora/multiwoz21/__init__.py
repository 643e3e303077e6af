"""MultiWOZ 2.1: dialogues between tourists and a clerk over seven domains."""

from corpora.multiwoz21.corpus import MultiWoz21

__all__ = ["MultiWoz21"]
