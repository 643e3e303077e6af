"""Corpus loaders: each turns one public corpus into the unified dialogue format."""
