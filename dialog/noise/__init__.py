"""Noise for text: seeded, documented channels that carry marked spans through every change.

A channel is a function `(text, spans, rng) -> (text, spans)` and knows nothing of acts or models.
A span comes out over the words that its own words became, however they changed. What a channel
does by chance is drawn from `rng` alone, and at rates of 0 it changes nothing. `channels.py` lists
them.
"""
