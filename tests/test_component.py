"""The registry of components."""

from importlib.metadata import EntryPoint

import pytest

from dialog import component
from dialog.component import KINDS, Kind, component_class, registered
from dialog.errors import ConfigError, ExtraMissingError

# The public names: what a user's pipeline.yml may say. Adding one is fine; do not take one away.
NAMES: dict[Kind, set[str]] = {
    "nlu": {"bert", "crosswoz", "retrieval"},
    "dst": {"llm", "neural", "rule"},
    "policy": {"llm", "ppo", "rule", "supervised"},
    "nlg": {"llm", "lm", "ranked", "template"},
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_registered_names_are_these(kind: Kind) -> None:
    assert set(registered(kind)) == NAMES[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_each_component_says_what_it_reads_and_writes(kind: Kind) -> None:
    for name in NAMES[kind]:
        cls = component_class(kind, name)
        assert cls.reads
        assert cls.writes
        assert callable(cls.warm_up)


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(ConfigError, match=r"bert, crosswoz, retrieval.*mean 'bert'"):
        component_class("nlu", "brt")


def plugin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("mine", value, "dialog.dst")
    monkeypatch.setattr(component, "entry_points", lambda group: [point])


@pytest.mark.parametrize("value", ["no_such_module:Tracker", "json:NoSuchClass"])
def test_a_broken_plugin_is_one_sentence(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    plugin(monkeypatch, value)
    with pytest.raises(ConfigError, match=f"'mine' cannot be imported from {value}: "):
        component_class("dst", "mine")


def test_a_plugin_that_lacks_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "no_such_module:Tracker [llm]")
    with pytest.raises(ExtraMissingError, match=r"dialog-framework\[llm\]"):
        component_class("dst", "mine")


def test_a_plugin_that_is_no_class(monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(monkeypatch, "json:loads")
    with pytest.raises(ConfigError, match="not a class"):
        component_class("dst", "mine")
