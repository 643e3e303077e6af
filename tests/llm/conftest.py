"""A language model server in a process of its own, on a free port of the loopback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).with_name("server.py")


@pytest.fixture(scope="session")
def llm_server() -> Iterator[str]:
    """The base URL of a running server; the model's name says what it does."""
    process = subprocess.Popen(
        [sys.executable, str(SERVER), "0"], stdout=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()  # said once it listens
        assert port, "the server did not start"
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(timeout=10)
