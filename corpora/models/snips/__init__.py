"""The bundle of SNIPS by itself."""
