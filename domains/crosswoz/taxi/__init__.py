"""Order taxis, in Chinese."""
