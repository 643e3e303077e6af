"""Find the metro stations between two places, in Chinese."""
