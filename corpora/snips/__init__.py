"""SNIPS: commands to a voice assistant."""

from corpora.snips.corpus import Snips

__all__ = ["Snips"]
