"""Simulated users: goals from a plugin's rows, an agenda, a channel, and a judge.

`sampling` draws goals, `user` pursues one, `wording` puts its acts into a text, `channel` makes
them noisy, `conversation` lets it talk to a pipeline, `judge` says what came of it, `running` does
so many times, `metrics` and `report` tell the figures.
"""
