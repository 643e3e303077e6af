"""CLINC150: 150 intents in ten domains, and sentences that are none of them."""

from corpora.clinc150.corpus import Clinc150

__all__ = ["Clinc150"]
