"""Find hotels, in Chinese."""
