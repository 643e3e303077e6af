"""How likely a model of `transformers` finds what it made; imports torch."""

from typing import Any

import torch


def log_probabilities(model: Any, made: Any) -> torch.Tensor:
    """Return the log probability of each token, before temperature and the like changed it.

    Args:
        model: that made it.
        made: what its `generate` returns, with the logits.

    Returns:
        Nats, (texts, tokens).
    """
    scores: torch.Tensor = model.compute_transition_scores(
        made.sequences, made.logits, getattr(made, "beam_indices", None), normalize_logits=True
    )
    return scores


def length_of(tokens: torch.Tensor, model: Any) -> int:
    """Return how many tokens a text has, its end included; what follows is padding."""
    end = model.generation_config.eos_token_id
    ends = [] if end is None else [end] if isinstance(end, int) else list(end)
    at = torch.isin(tokens, torch.tensor(ends, device=tokens.device)).nonzero()
    return int(at[0]) + 1 if len(at) else len(tokens)
