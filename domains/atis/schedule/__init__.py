"""What flies and what it costs: facts written by hand, and the flights and fares made of them."""
