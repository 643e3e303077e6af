"""Runs BERT encoders in ONNX Runtime: a conversation needs neither torch nor transformers."""
