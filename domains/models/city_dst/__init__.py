"""The state tracker of the restaurant, hotel, taxi, attraction and train domains."""
