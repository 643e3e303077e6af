"""What the training of every module shares: adapters, the loop, and going on after a stop."""
