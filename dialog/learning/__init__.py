"""Policies that learn: from dialogues (`imitation`), or by talking to simulated users (`ppo`).

What they choose from, what they see and the network are `dialog.policy`'s; only what training
needs is here.
"""
