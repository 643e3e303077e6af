"""MultiWOZ 2.2: MultiWOZ with corrected states, in the form of Schema-Guided Dialogue."""

from corpora.multiwoz22.corpus import MultiWoz22

__all__ = ["MultiWoz22"]
