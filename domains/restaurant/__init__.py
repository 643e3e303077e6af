"""The restaurant domain."""
