"""A framework for task-oriented dialogue: understand, track, decide, respond."""
