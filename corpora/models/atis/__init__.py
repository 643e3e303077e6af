"""The bundle of ATIS by itself."""
