"""The flight information domain."""
