"""Policies that learn: from dialogues (`imitation`), and by talking to users made by program (`ppo`).

What they choose from, what they see and the network are `dialog.policy`'s; only what training
needs is here, and imports torch.
"""
