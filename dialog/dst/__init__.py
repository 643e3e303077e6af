"""Dialogue state tracking: from acts to beliefs."""
