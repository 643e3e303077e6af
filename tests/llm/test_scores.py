"""How likely a model finds what it made, against a pass of it over the whole text."""

from pathlib import Path
from typing import Any

import pytest
import torch

from dialog.llm.scores import length_of, log_probabilities

CHANGED = {"do_sample": True, "temperature": 2.0, "top_k": 20, "repetition_penalty": 1.5}


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> Any:
    """The tiny model."""
    from transformers import AutoModelForCausalLM

    return AutoModelForCausalLM.from_pretrained(tiny_model).eval()


@pytest.mark.parametrize("options", [CHANGED, {"num_beams": 6, "do_sample": False}])
def test_scores_are_the_models_own_before_decoding_changed_them(
    model: Any, options: dict[str, Any]
) -> None:
    asked = torch.tensor([[5, 9, 30, 4]])
    torch.manual_seed(1)
    made = model.generate(
        asked, attention_mask=torch.ones_like(asked), max_new_tokens=10, num_return_sequences=6,
        output_logits=True, return_dict_in_generate=True, pad_token_id=1, **options,
    )  # fmt: skip
    found = log_probabilities(model, made)
    said = made.sequences[:, asked.shape[1] :]
    with torch.no_grad():
        logs = model(made.sequences).logits.log_softmax(-1)[:, asked.shape[1] - 1 : -1]
    wanted = logs.gather(2, said[..., None])[..., 0]
    assert found.shape == said.shape
    for row, tokens in enumerate(said):
        end = length_of(tokens, model)
        assert found[row, :end].tolist() == pytest.approx(wanted[row, :end].tolist(), abs=1e-4)


@pytest.mark.parametrize(
    ("tokens", "length"), [([4, 1, 1, 1], 2), ([4, 5, 6], 3), ([4, 5, 1], 3), ([1], 1)]
)
def test_the_end_of_a_text_is_part_of_it_and_padding_is_not(
    model: Any, tokens: list[int], length: int
) -> None:
    assert length_of(torch.tensor(tokens), model) == length
