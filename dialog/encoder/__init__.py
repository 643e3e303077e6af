"""Training an encoder of one's own where no pretrained one is at hand for a language.

A character-level BERT (Devlin et al. 2018) learns by masked language modelling from the text of
corpora. What is written is the folder of a Hugging Face BERT, which `--encoder` takes.
"""
