"""Natural language understanding: from text to scored dialogue acts."""
