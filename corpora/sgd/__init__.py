"""Schema-Guided Dialogue, and the reader of its form of frames, which other corpora share."""

from corpora.sgd.corpus import SchemaGuidedDialogue

__all__ = ["SchemaGuidedDialogue"]
