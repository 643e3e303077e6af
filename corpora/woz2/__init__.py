"""WOZ 2.0: finding a restaurant in Cambridge, with the label and the belief of each turn."""

from corpora.woz2.corpus import Woz2

__all__ = ["Woz2"]
