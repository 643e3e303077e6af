"""ATIS: questions to a flight information service."""

from corpora.atis.corpus import Atis

__all__ = ["Atis"]
