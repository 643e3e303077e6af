"""The bundle of the flight information domain."""
