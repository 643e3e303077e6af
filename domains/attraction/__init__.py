"""The attraction domain."""
