"""The taxi domain."""
