"""The train domain."""
