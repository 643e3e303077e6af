"""Example domains: their databases, built from one fictional city."""
