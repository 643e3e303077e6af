"""Fine-tuning of pretrained language models for what `dialog.nlg.llm` asks of them."""
