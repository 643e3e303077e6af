"""PARADISE: what the users' satisfaction depends on (Walker, Litman, Kamm and Abella 1997)."""
