"""Large language models behind one small interface."""
