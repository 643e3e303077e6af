"""The client against the server of transformers itself, with a tiny model."""

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from dialog.llm.base import Completion, Message
from dialog.llm.decoding import Decoding
from dialog.llm.openai_compatible import OpenAICompatibleLlm

HELLO = [Message("user", "hello")]
MISSING = [name for name in ("fastapi", "uvicorn") if find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture(scope="module")
def served(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of a running `transformers serve`."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    command = [sys.executable, "-m", "transformers.cli.transformers", "serve", str(tiny_model)]
    command += ["--port", str(port), "--host", "127.0.0.1", "--device", "cpu"]
    log = tmp_path_factory.mktemp("serve") / "log.txt"
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
        try:
            for _ in range(240):
                with socket.socket() as sock:
                    if sock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, log.read_text(encoding="utf-8")
                time.sleep(0.5)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(timeout=20)


def test_it_completes_and_streams(served: str, tiny_model: Path) -> None:
    llm = OpenAICompatibleLlm(served, str(tiny_model), timeout=120)
    decoding = Decoding(max_tokens=8, seed=1)
    whole = asyncio.run(llm.complete(HELLO, decoding=decoding))
    assert whole.text
    assert whole.prompt_tokens > 0

    async def streamed() -> Completion:
        found = Completion("")
        async for piece in llm.stream(HELLO, decoding=decoding):
            found += piece
        return found

    assert asyncio.run(streamed()).text.strip() == whole.text


def test_it_answers_in_several_ways_though_it_gives_no_scores(
    served: str, tiny_model: Path
) -> None:
    llm = OpenAICompatibleLlm(served, str(tiny_model), timeout=120)
    decoding = Decoding(max_tokens=8, seed=1, temperature=2)
    found = asyncio.run(llm.sample(HELLO, 6, decoding=decoding))
    assert len({each.text for each in found}) > 1
    assert {each.score for each in found} == {None}
