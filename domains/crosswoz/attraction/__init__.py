"""Find sights, in Chinese."""
