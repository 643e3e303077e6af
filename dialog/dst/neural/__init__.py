"""A tracker that learns from corpora and reads what a schema says of its slots."""
