"""Figures of an evaluation, and the report that they are published in."""
