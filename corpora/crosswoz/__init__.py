"""CrossWOZ: Chinese dialogues between travellers to Beijing and a clerk, over five domains."""

from corpora.crosswoz.corpus import CrossWoz

__all__ = ["CrossWoz"]
