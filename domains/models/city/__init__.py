"""The bundle of the restaurant, hotel, taxi, attraction and train domains."""
