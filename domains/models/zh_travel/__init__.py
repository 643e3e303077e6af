"""A character-level BERT for Chinese dialogues of travellers; see README.md."""
