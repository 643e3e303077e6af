"""What tests share: folders of their own, a toy corpus, a language model server on loopback."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any, ClassVar
from uuid import uuid4

import pytest

from dialog.acts import ActType, DialogueAct, format_acts, parse_acts
from dialog.corpus import CorpusTurn, Dialogue, registry
from dialog.corpus.files import read_json
from dialog.corpus.splits import check_split
from dialog.domain import Domain, load_domain
from dialog.pipeline import Pipeline, TurnResult
from dialog.state import DialogueState, DomainState, Hypothesis, UserTurn

PLUGINS = Path(__file__).parent / "plugins"
SERVER = Path(__file__).parent / "llm" / "server.py"

os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported
os.environ.setdefault("OMP_NUM_THREADS", "1")  # as many processes as cores run tests


@pytest.fixture(scope="session", autouse=True)
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One folder of prepared models for the whole session, as preparing takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        own = tmp_path_factory.getbasetemp()
        shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
        folder = shared / "model-cache"
        folder.mkdir(exist_ok=True)
        patch.setenv("DIALOG_CACHE", str(folder))
        yield folder


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder of the test's own."""
    folder = tmp_path / "dialog-home"
    monkeypatch.setenv("DIALOG_HOME", str(folder))
    return folder


class ToyCorpus:
    """A corpus of JSON files, each a list of unified dialogues."""

    name = "toy"
    description = "A toy."
    licence = "none"
    citation = "nobody"
    language = "en"
    splits: tuple[str, ...] = ("train", "validation", "test")
    leaks: ClassVar[Mapping[str, frozenset[str]]] = {"templates/*": frozenset({"test"})}
    reading: ClassVar[list[str]] = []  # the splits read, in order

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load(self, split: str) -> Sequence[Dialogue]:
        check_split(self.name, split, self.splits)
        self.reading.append(split)
        return [Dialogue.from_dict(d) for d in read_json(self.folder / f"{split}.json", list)]

    def write(self, split: str, dialogues: Iterable[Dialogue]) -> None:
        """Make a split."""
        text = json.dumps([d.to_dict() for d in dialogues])
        (self.folder / f"{split}.json").write_text(text, encoding="utf-8")


@pytest.fixture
def hello() -> Dialogue:
    """A dialogue of two turns."""
    text = "A 4 star hotel"
    act = DialogueAct(ActType.INFORM, "hotel", "stars", "4", span=(2, 3))
    state = {"hotel": {"stars": "4"}}
    asked = DialogueAct(ActType.REQUEST, "hotel", "area")
    turns = (
        CorpusTurn("user", text, (Hypothesis(text),), (act,), state),
        CorpusTurn("system", "Where [roughly]?", acts=(asked,)),
    )
    return Dialogue("d1", "train", ("hotel",), {"hotel": {"stars": "4"}}, turns)


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hello: Dialogue) -> ToyCorpus:
    """The one registered corpus, of one training dialogue, in a corpora folder of its own."""
    point = EntryPoint("toy", "toy:ToyCorpus", "dialog.corpora")
    monkeypatch.setattr(EntryPoint, "load", lambda self: ToyCorpus)
    monkeypatch.setattr(registry, "entry_points", lambda group: [point])
    monkeypatch.setattr(ToyCorpus, "reading", [])
    monkeypatch.setenv("DIALOG_CORPORA", str(tmp_path / "corpora"))
    monkeypatch.setenv("DIALOG_CACHE", str(tmp_path / "cache"))
    corpus = ToyCorpus(tmp_path / "corpora" / "toy")
    corpus.folder.mkdir(parents=True)
    for split in corpus.splits:
        corpus.write(split, [hello] if split == "train" else [])
    return corpus


@pytest.fixture(scope="session")
def llm_server() -> Iterator[str]:
    """The base URL of a server in a process of its own; the model's name says what it does."""
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


class Script:
    """A model on the server of the tests, which gives the answers it is told to."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.name = uuid4().hex
        self.spec = f"{base_url}#script:{self.name}"

    def answers(self, *answers: object, structured: bool = True, likely: bool = True) -> str:
        """Set the answers to come, and return the model's spec; others than texts are JSON."""
        plain = [json.dumps(a) if isinstance(a, dict) and "changes" in a else a for a in answers]
        script = {"answers": plain, "structured": structured, "likely": likely}
        body = json.dumps(script).encode()
        url = f"{self.base_url}/script/{self.name}"
        headers = {"Content-Type": "application/json"}
        with urllib.request.urlopen(urllib.request.Request(url, body, headers)):
            return self.spec

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The requests that the model got."""
        with urllib.request.urlopen(f"{self.base_url}/requests") as answer:
            return [r for r in json.load(answer) if r["model"] == f"script:{self.name}"]


@pytest.fixture
def script(llm_server: str) -> Script:
    """A model that gives the answers of the test's choice, and misbehaves as it is told to."""
    return Script(llm_server)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of an invented domain whose questions are answered from three tables."""
    return shutil.copytree(PLUGINS / "library", tmp_path / "library")


@pytest.fixture
def town() -> dict[str, Domain]:
    """A café to find and book, and a courier to order."""
    return {name: load_domain(PLUGINS / name) for name in ("cafe", "courier")}


class Notation:
    """An NLU for users who type act notation; words after a # are heard, but not understood."""

    reads: ClassVar[frozenset[str]] = frozenset({"text"})
    writes: ClassVar[frozenset[str]] = frozenset({"user_acts"})

    def understand(self, turn: UserTurn, state: DialogueState) -> UserTurn:
        acts = tuple(parse_acts(turn.text.partition("#")[0], default_domain="library"))
        return UserTurn(turn.hypotheses, (acts,))


class Talk:
    """A conversation about the library, with its real action on a real SQLite file."""

    def __init__(self, folder: Path, database: str) -> None:
        self.bot = Pipeline({"library": load_domain(folder)}, database=database)
        self.bot.nlu = Notation()  # type: ignore[assignment]
        self.state = DialogueState()

    def say(self, text: str) -> str:
        """Return the system's acts in answer to act notation, which must not fail."""
        result = self.turn(text)
        assert not result.trace.error
        return format_acts(result.system_acts)

    def turn(self, text: str) -> TurnResult:
        result = asyncio.run(self.bot.turn(self.state, text))
        self.state = result.state
        return result

    @property
    def listed(self) -> list[tuple[int, str]]:
        """The numbers and first cells of the table below the last answer."""
        table = self.state.turns[-1].listing
        first = table.first if table else 1
        return [(n, row[0]) for n, row in enumerate(table.rows if table else (), start=first)]

    @property
    def own(self) -> DomainState:
        return self.state.domain("library")


@pytest.fixture
def talk(library: Path, tmp_path: Path) -> Talk:
    return Talk(library, f"sqlite:///{tmp_path / 'library.db'}")
