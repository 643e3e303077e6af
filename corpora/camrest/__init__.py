"""CamRest676: dialogues of a restaurant search in Cambridge, in ConvLab-3's unified format."""

from corpora.camrest.corpus import CamRest

__all__ = ["CamRest"]
