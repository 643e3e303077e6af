"""The hotel domain."""
