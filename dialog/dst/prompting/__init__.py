"""What a language model is asked for, to track by it, and what its answer says."""
