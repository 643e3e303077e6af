"""Find restaurants, in Chinese."""
