"""What of a language model is trained, and that it is the same once it is read again."""

import asyncio
from pathlib import Path

import pytest
import torch

from dialog.errors import ConfigError
from dialog.llm.base import Message
from dialog.llm.decoding import Decoding
from dialog.llm.local import TransformersLlm, generation_options
from dialog.nlg.tuning.arguments import TuningArguments
from dialog.nlg.tuning.model import adapted, base_of, save
from dialog.nlg.tuning.objectives import Imitation

ASKED = [Message("system", "You are a friendly inn."), Message("user", "Which day in the north?")]
SAID = "It has 4 stars."
SHORT = Decoding(max_tokens=12)


@pytest.mark.parametrize(
    ("kind", "rate"), [("lora", 0.01), ("prefix", 0.1), ("prompt", 0.1), ("p-tuning", 0.1)]
)
def test_an_adapter_learns_and_says_the_same_once_it_is_read_again(
    tuned: Path, tmp_path: Path, kind: str, rate: float
) -> None:
    args = TuningArguments(str(tuned), kind, peft_size=4)
    base = base_of(args)
    torch.manual_seed(0)
    model = adapted(base, args)
    trained = {name for name, weight in model.named_parameters() if weight.requires_grad}
    assert all("lora" in name or "prompt_encoder" in name for name in trained)
    objective = Imitation(model)
    batch = base.tokens.batch([base.tokens.answered(ASKED, SAID)], base.model.device)
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=rate)
    losses = []
    for _ in range(6):
        loss = objective(batch)[0]
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert losses[-1] < losses[0]

    model.eval()
    prompt = base.tokens.prompts([ASKED], base.model.device)
    options = generation_options(SHORT, base.tokens.tokenizer)
    made = model.generate(input_ids=prompt.ids, attention_mask=prompt.mask, **options)
    said = base.tokens.tokenizer.decode(made[0, prompt.ids.shape[1] :], skip_special_tokens=True)
    save(model, base.tokens, tmp_path)
    assert (tmp_path / "adapter_config.json").is_file()
    assert not (tmp_path / "model.safetensors").exists()
    llm = TransformersLlm(str(tmp_path), device_map="cpu", timeout=60)
    assert asyncio.run(llm.complete(ASKED, decoding=SHORT)).text == said.strip() != ""
    if kind != "lora":
        with pytest.raises(ConfigError, match="of virtual tokens, which cannot be trained further"):
            base_of(TuningArguments(str(tmp_path)))
        return
    again = adapted(base_of(TuningArguments(str(tmp_path))), TuningArguments(str(tmp_path)))
    assert {name for name, weight in again.named_parameters() if weight.requires_grad} == trained


def test_an_adapter_is_trained_further_as_it_is(tuned: Path, tmp_path: Path) -> None:
    args = TuningArguments(str(tuned))
    base = base_of(args)
    save(adapted(base, args), base.tokens, tmp_path)
    with pytest.raises(ConfigError, match="is an adapter, which is trained further as it is"):
        base_of(TuningArguments(str(tmp_path), "prefix"))


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a graphics processor")
def test_four_bits_need_a_graphics_processor(tuned: Path) -> None:
    with pytest.raises(ConfigError, match="--peft qlora needs a graphics processor"):
        base_of(TuningArguments(str(tuned), "qlora"))


def test_a_base_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be loaded"):
        base_of(TuningArguments(str(tmp_path)))
