"""Natural language generation: from system acts to text."""
