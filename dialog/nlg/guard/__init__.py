"""The guard: what a language model wrote is shown only if the facts of the turn hold it."""
