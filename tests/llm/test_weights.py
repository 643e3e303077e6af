"""Models and adapters by their folders."""

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import huggingface_hub
import peft
import pytest
from transformers import AutoModelForCausalLM

from dialog.errors import ConfigError
from dialog.llm.weights import load_weights


def _adapter(base: Path, folder: Path, config: Any) -> Path:
    """Write an adapter without a tokenizer of its own."""
    model = peft.get_peft_model(AutoModelForCausalLM.from_pretrained(base), config)
    model.save_pretrained(folder, save_embedding_layers=False)
    return folder


@pytest.fixture
def low_rank(tiny_model: Path, tmp_path: Path) -> Path:
    """The folder of a low-rank adapter of the tiny model."""
    config = peft.LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM")
    return _adapter(tiny_model, tmp_path / "adapter", config)


def _load(path: Path, **options: Any) -> Any:
    return load_weights(str(path), device_map="cpu", **options)


def test_a_whole_model(tiny_model: Path) -> None:
    found = _load(tiny_model)
    assert found.base == str(tiny_model)
    assert not isinstance(found.model, peft.PeftModel)


def test_an_adapter_of_low_rank_becomes_part_of_the_weights(
    tiny_model: Path, low_rank: Path
) -> None:
    found = _load(low_rank)
    assert found.base == str(tiny_model)
    assert not isinstance(found.model, peft.PeftModel)
    assert found.tokenizer.chat_template  # the base's
    trained = _load(low_rank, trainable=True).model
    assert any(weight.requires_grad for weight in trained.parameters())


def test_virtual_tokens_stay_beside_the_weights(tiny_model: Path, tmp_path: Path) -> None:
    config = peft.PromptTuningConfig(num_virtual_tokens=2, task_type="CAUSAL_LM")
    found = _load(_adapter(tiny_model, tmp_path / "adapter", config))
    assert isinstance(found.model, peft.PeftModel)


def test_an_adapter_whose_base_is_gone_is_an_error(low_rank: Path) -> None:
    file = low_rank / "adapter_config.json"
    file.write_text(
        json.dumps(json.loads(file.read_text()) | {"base_model_name_or_path": "/gone/model"})
    )
    wanted = r"The language model '/gone/model', which '.*adapter' is an adapter of, cannot be"
    with pytest.raises(ConfigError, match=wanted):
        _load(low_rank)


@pytest.mark.parametrize(
    "options", [{"dtype": "float13"}, {"device_map": "abacus"}, {"device_map": "xpu:7"}]
)
def test_options_that_torch_does_not_know_are_an_error(
    tiny_model: Path, options: dict[str, str]
) -> None:
    with pytest.raises(ConfigError, match=r"cannot be loaded: .*\. Name a folder"):
        load_weights(str(tiny_model), **options)  # type: ignore[arg-type]


def test_a_missing_tokenizer_is_told_in_a_whole_sentence(tiny_model: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_model, tmp_path / "model"))
    for file in folder.glob("tokenizer*"):
        file.unlink()
    with pytest.raises(ConfigError, match=r"cannot be loaded: .*tokenizer") as caught:
        load_weights(str(folder))
    assert ":." not in str(caught.value)


def test_a_server_gives_no_weights() -> None:
    with pytest.raises(
        ConfigError, match=r"is on a server, which keeps its weights; name a folder"
    ):
        load_weights("http://localhost:8000/v1#m", trainable=True)


def test_a_damaged_description_is_an_error(low_rank: Path) -> None:
    (low_rank / "adapter_config.json").write_text("{")
    with pytest.raises(ConfigError, match=r"adapter' cannot be loaded: "):
        _load(low_rank)


def test_damaged_weights_are_an_error(low_rank: Path) -> None:
    (low_rank / "adapter_model.safetensors").write_bytes(b"nothing")
    with pytest.raises(ConfigError, match=r"adapter' cannot be loaded: "):
        _load(low_rank)


_PROBE = """
import sys
from dialog.errors import ConfigError
from dialog.llm.weights import {name}
try:
    {name}({model!r})
except ConfigError as error:
    print(error)
print("torch" in sys.modules, "transformers" in sys.modules)
"""


@pytest.mark.parametrize(
    ("name", "model"), [("load_weights", "notanurl"), ("check_there", "/gone/model/of/mine")]
)
def test_a_name_that_nothing_goes_by_is_refused_before_torch_is_imported(
    name: str, model: str
) -> None:
    probe = _PROBE.format(name=name, model=model)
    run = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    said, loaded = run.stdout.splitlines()
    assert said.startswith(
        f"The language model {model!r} cannot be loaded: there is no such folder"
    )
    assert loaded == "False False"


def test_a_hub_that_cannot_be_reached_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def unreachable(name: str, **_options: Any) -> None:
        asked.append(name)
        raise RuntimeError("Name or service not known")

    monkeypatch.setattr(huggingface_hub, "model_info", unreachable)
    with pytest.raises(ConfigError, match=r"no such folder.*and the hub cannot be reached"):
        load_weights("notanurl")
    assert asked == ["notanurl"]


@pytest.mark.skipif(find_spec("bitsandbytes") is not None, reason="bitsandbytes is installed")
def test_four_bits_need_bitsandbytes(tiny_model: Path) -> None:
    with pytest.raises(ConfigError, match="in 4 bits needs bitsandbytes"):
        _load(tiny_model, four_bit=True)
