"""pipeline.yml: every value knows where it comes from, every mistake is named with its place."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from dialog.commands.config import config as command
from dialog.component import KINDS
from dialog.config import DEFAULTS, described, load_config, with_llm
from dialog.domain import load_domains
from dialog.errors import ConfigError


def write(tmp_path: Path, text: str, name: str = "bot.yml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def sources(*files: Path, **options: dict[str, object]) -> dict[str, tuple[object, str]]:
    return {k: (v, s) for k, v, s in described(load_config(*files, options=options))}


def test_only_the_kinds_that_are_used_are_checked(tmp_path: Path) -> None:
    file = write(tmp_path, "policy:\n  acept: 0.5\n")
    with pytest.raises(ConfigError, match="acept"):
        load_config(file)
    assert load_config(file, kinds=["nlu"]).options("nlu") == {}


def test_the_defaults() -> None:
    rows = sources()
    assert rows["nlu.name"] == ("auto", "default")
    assert rows["policy.accept"] == (0.6, "default")
    assert rows["max_characters"] == (1000, "default")
    assert {source for _, source in rows.values()} == {"default"}
    load_config(DEFAULTS)


def test_each_value_names_its_file_and_line_or_option(tmp_path: Path) -> None:
    file = write(tmp_path, "nlu: retrieval\npolicy:\n  name: rule\n  accept: 0.7\n")
    later = write(tmp_path, "# more\nmax_characters: 50\n", "later.yml")
    rows = sources(file, later, nlg={"name": "template"}, policy={"confirm": 0.3})
    assert rows["nlu.name"] == ("retrieval", f"{file}:1")
    assert rows["nlu.threads"] == (1, "default")
    assert rows["policy.accept"] == (0.7, f"{file}:4")
    assert rows["policy.confirm"] == (0.3, "--confirm")
    assert rows["nlg.name"] == ("template", "--nlg")
    assert rows["max_characters"] == (50, f"{later}:2")


def test_another_component_drops_the_options_of_the_one_before(tmp_path: Path) -> None:
    file = write(tmp_path, "nlu: {name: retrieval, threshold: 0.3}\n")
    assert load_config(file).options("nlu") == {"threshold": 0.3}
    assert load_config(file, options={"nlu": {"name": "bert"}}).options("nlu") == {}
    assert load_config(file, options={"nlu": {"name": "retrieval"}}).options("nlu") == {
        "threshold": 0.3
    }
    again = write(tmp_path, "nlu: {threshold: 0.2, name: retrieval}\n", "again.yml")
    assert load_config(file, again).options("nlu") == {"threshold": 0.2}


def test_a_single_domains_own_file_comes_between(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = CliRunner().invoke(_domains(), ["new", "lib", "--in", str(tmp_path)])
    assert result.exit_code == 0
    own = write(tmp_path / "lib", "policy:\n  accept: 0.6\n  confirm: 0.2\n", "pipeline.yml")
    file = write(tmp_path, "policy:\n  accept: 0.7\n")
    domains = load_domains([str(tmp_path / "lib")])
    rows = {k: (v, s) for k, v, s in described(load_config(file, domains=domains))}
    assert rows["policy.accept"] == (0.7, f"{file}:2")
    assert rows["policy.confirm"] == (0.2, f"{own}:3")


def _domains():  # type: ignore[no-untyped-def]
    from dialog.commands.domains import domains

    return domains


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("nlu: bert\npolcy: rule\n", 2, r"unknown key 'polcy'; .*Did you mean 'policy'\?"),
        ("max_charactres: 9\n", 1, r"unknown key .*Did you mean 'max_characters'\?"),
        ("\nnlu: brt\n", 2, r"no nlu component 'brt'; .*Did you mean 'bert'\?"),
        ("dst:\n  name: rul\n", 2, r"no dst component 'rul'; .*Did you mean 'rule'\?"),
        ("policy:\n  acept: 1\n", 2, r"has no option 'acept'; .*Did you mean 'accept'\?"),
        ("policy:\n  accept: high\n", 2, "policy.accept is 'high'; it should be a number"),
        ("nlg:\n  seed: 1.5\n", 2, "nlg.seed is 1.5; it should be a whole number"),
        ("nlg:\n  seed: true\n", 2, "nlg.seed is True; it should be a whole number"),
        ("nlg:\n  name: lm\n  bundle: 3\n", 3, "nlg.bundle is 3; it should be text"),
        ("nlg:\n  name: llm\n  prompts: [a]\n", 3, r"nlg.prompts is \['a'\]; it should be text"),
        ("nlg:\n  name: llm\n  decoding: 3\n", 3, "nlg.decoding is 3; it should be a mapping"),
        ("nlg:\n  name: llm\n  local: cpu\n", 3, "nlg.local is 'cpu'; it should be a mapping"),
        ("nlu:\n  threads: 2\n", 2, "name the nlu component that its options are for"),
        ("nlu: 5\n", 1, "should be a name, or a mapping"),
        ("nlu:\n  name: [bert]\n", 2, r"there is no nlu component \['bert'\]"),
        ("nlu:\n  name:\n", 2, "there is no nlu component None"),
        ("max_characters: 0\n", 1, "it should be a whole number above 0"),
        ("max_characters: 10.5\n", 1, "it should be a whole number above 0"),
        ("max_characters: true\n", 1, "it should be a whole number above 0"),
        ("action_timeout: nan\n", 1, "it should be a number above 0"),
        ("action_timeout: soon\n", 1, "it should be a number above 0"),
        ("nlu: bert\nnlu: bert\n", 2, "duplicate key 'nlu'"),
        ("nlu: [\n", 1, "is not YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    file = write(tmp_path, text)
    with pytest.raises(ConfigError, match=f"^{re.escape(str(file))}:{line}: .*{message}"):
        load_config(file)


def test_an_option_that_may_be_left_out_may_be_null(tmp_path: Path) -> None:
    file = write(tmp_path, "nlg: {name: llm, prompts: null, decoding: null, llm: null}\n")
    assert load_config(file).options("nlg") == {"prompts": None, "decoding": None, "llm": None}


@pytest.mark.parametrize(
    ("chosen", "asked"),
    [
        ({}, {"nlg": "llm"}),
        ({"nlg": {"name": "template"}}, {"nlg": "llm"}),
        ({"dst": {"name": "llm"}}, {"dst": "llm"}),
        ({"dst": {"name": "llm"}, "policy": {"name": "llm"}}, {"dst": "llm", "policy": "llm"}),
    ],
)
def test_a_language_model_goes_to_those_that_ask_one_or_speaks(
    chosen: dict[str, dict[str, str]], asked: dict[str, str]
) -> None:
    options = with_llm("http://localhost/v1#m", chosen, load_config(options=chosen))
    config = load_config(options=options)
    named = {k: config.name(k) for k in KINDS if config.options(k).get("llm")}
    assert named == asked
    assert {config.components[k]["llm"].source for k in asked} == {"--llm"}


def test_a_missing_file_and_an_unknown_kind() -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yml:1: cannot be read: No such file"):
        load_config(Path("nowhere.yml"))
    with pytest.raises(ConfigError, match="'nlx' is no kind of component"):
        load_config(options={"nlx": {"name": "bert"}})


def test_what_a_configuration_says_can_be_loaded_again(tmp_path: Path) -> None:
    import json

    config = load_config(options={"nlu": {"name": "retrieval", "threads": 2}})
    again = load_config(write(tmp_path, json.dumps(config.to_dict())))
    assert again.to_dict() == config.to_dict()


def test_show_prints_every_value_and_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    file = write(tmp_path, "policy:\n  accept: 0.7\nnlu: retrieval\n")
    result = CliRunner().invoke(command, ["show", str(file)])
    assert result.exit_code == 0
    assert re.search(rf"policy.accept +│ 0.7 +│ {re.escape(str(file))}:2 ", result.output)
    assert re.search(r"nlg.seed +│ 0 +│ default ", result.output)


def test_check(tmp_path: Path) -> None:
    file = write(tmp_path, "nlu: bert\n")
    assert CliRunner().invoke(command, ["check", str(file)]).output == f"{file}: no problems\n"
    wrong = CliRunner().invoke(command, ["check", str(write(tmp_path, "nul: bert\n"))])
    assert isinstance(wrong.exception, ConfigError)


def test_the_domains_of_a_group_have_a_file_of_their_own() -> None:
    group = load_domains(["crosswoz"])
    assert load_config(domains=group).components["nlu"]["name"].value == "crosswoz"
    mixed = {**group, **load_domains(["hotel"])}
    assert load_config(domains=mixed).components["nlu"]["name"].source == "default"
