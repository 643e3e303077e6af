"""Trained bundles of corpora by themselves, which need no domain plugin."""
