"""The neural tracker of the Schema-Guided Dialogue corpus, for any domain."""
