"""Trained bundles that come with the framework."""
