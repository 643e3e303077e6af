"""Questions that the schema does not cover, answered from the documents of a plugin."""
