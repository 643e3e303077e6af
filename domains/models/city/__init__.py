"""The bundle of the restaurant, hotel and taxi domains."""
