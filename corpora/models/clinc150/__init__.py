"""The bundle of CLINC150 by itself."""
