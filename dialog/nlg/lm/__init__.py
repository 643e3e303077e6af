"""A small language model of responses, learnt from corpora: acts in, words with gaps out."""
