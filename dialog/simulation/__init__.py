"""Simulated users: goals from a plugin's rows, an agenda, a channel, and a judge.

`sampling` draws goals, `user` pursues one, `wording` puts its acts into a text, `channel` makes
them noisy, `conversation` lets it talk to a pipeline, `judge` says what came of it, `running` does
so by number, `spreading` many times by the workers of `crew` or of a `cluster`, `unfinished` keeps
what they hand in, `tally` what the figures need of it, `metrics` and `report` tell them.
"""
