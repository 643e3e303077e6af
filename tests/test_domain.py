"""Domains are found by name, environment variable and folder, and loaded whole or not at all."""

import contextlib
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialog import domain as domain_module
from dialog.domain import find_domain, installed_domains, load_domain, load_domains
from dialog.errors import DomainError
from dialog.scaffold import new_domain


@pytest.fixture
def plugin(tmp_path: Path) -> Path:
    return new_domain("visits", tmp_path)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_loads_schema_texts_and_rows(plugin: Path) -> None:
    domain = load_domain(plugin)
    assert (domain.name, domain.path, domain.package) == ("visits", plugin, "")
    assert domain.schema.slots["kind"].values["museum"] == ["museums"]
    assert "a {kind} in the {area}" in domain.phrases["inform"]
    assert domain.responses["inform(phone)"] == ["The phone number of {name} is {phone}."]
    assert domain.rows()[0] == {
        "name": "Clockmakers' Hall", "kind": "museum", "pricerange": "cheap", "area": "centre",
        "phone": "555 0101",
    }  # fmt: skip


def test_rows_are_read_once_and_given_out_as_copies(plugin: Path) -> None:
    domain = load_domain(plugin)
    domain.rows()[0]["name"] = "changed"
    (plugin / "rows.csv").unlink()
    assert domain.rows()[0]["name"] == "Clockmakers' Hall"


def test_rows_of_a_byte_order_mark_and_windows_lines(plugin: Path) -> None:
    text = (plugin / "rows.csv").read_text(encoding="utf-8")
    (plugin / "rows.csv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_domain(plugin).rows()[11]["phone"] == "555 0112"


def test_rows_that_went_bad_after_loading(plugin: Path) -> None:
    domain = load_domain(plugin)
    edit(plugin / "rows.csv", "gallery,expensive,north,555 0105", "gallery,expensive,north")
    with pytest.raises(DomainError, match=r"rows\.csv:6: 4 columns, but the header has 5"):
        domain.rows()


def test_one_mistake_is_told_with_its_place(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plugin.parent)
    edit(plugin / "domain.yml", "    unit: person", "    unt: person")
    with pytest.raises(DomainError) as caught:
        load_domain(plugin)
    file = os.path.join("visits", "domain.yml")  # noqa: PTH118
    line = (plugin / "domain.yml").read_text().splitlines().index("    unt: person") + 1
    wanted = f"{file}:{line}: slots.people.unt: unknown key 'unt'; did you mean 'unit'?"
    assert str(caught.value) == wanted


def test_more_mistakes_are_counted(plugin: Path) -> None:
    edit(plugin / "domain.yml", "    unit: person", "    unt: person")
    edit(plugin / "phrases.yml", "request(phone):", "request(fon):")
    edit(plugin / "responses.yml", "{name} is a {kind}", "{nam} is a {kind}")
    with pytest.raises(DomainError, match=r"and 2 more; see `dialog domains check .*visits`"):
        load_domain(plugin)


def test_a_folder_without_domain_yml(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match=r"holds no domain\.yml"):
        load_domain(tmp_path)
    with pytest.raises(DomainError, match="There is no folder"):
        find_domain(str(tmp_path / "nowhere"))


@pytest.mark.parametrize("name", ["hotel", "restaurant", "taxi"])
def test_installed_domains_load(name: str) -> None:
    assert installed_domains()[name] == f"domains.{name}"
    domain = find_domain(name)
    assert domain.package == f"domains.{name}"
    assert domain.phrases


def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(DomainError, match=r"hotel, restaurant.* Did you mean 'hotel'\?"):
        find_domain("hotl")


def test_finding_a_package_does_not_import_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = new_domain("plugged", tmp_path)
    (folder / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(tmp_path)
    _register(monkeypatch, plugged="plugged", gone="no_such_package.here", flat="json.decoder")
    assert find_domain("plugged").package == "plugged"
    with pytest.raises(DomainError, match="not importable"):
        find_domain("gone")
    with pytest.raises(DomainError, match="no installed package"):
        find_domain("flat")


def test_a_name_must_be_the_one_it_is_registered_by(
    plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(plugin.parent)
    _register(monkeypatch, trips="visits")
    with pytest.raises(DomainError, match="'trips' calls itself 'visits'"):
        find_domain("trips")


def _register(monkeypatch: pytest.MonkeyPatch, **packages: str) -> None:
    from importlib.metadata import EntryPoint

    points = [EntryPoint(name, value, "dialog.domains") for name, value in packages.items()]
    monkeypatch.setattr(domain_module, "entry_points", lambda group: points)


def test_the_environment_variable_lists_folders_of_plugins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first = new_domain("visits", tmp_path / "a")
    new_domain("visits", tmp_path / "b")
    new_domain("hotel", tmp_path / "b")
    listed = os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "gone")])
    monkeypatch.setenv("DIALOG_DOMAINS", listed)
    assert installed_domains()["visits"] == str(first)
    assert find_domain("visits").path == first
    assert find_domain("hotel").path == tmp_path / "b" / "hotel"  # before the installed one
    assert caplog.messages == [f"DIALOG_DOMAINS lists {tmp_path / 'gone'}, which is no folder."]


def test_a_folder_is_found_by_its_path(plugin: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plugin.parent)
    for path in ("visits", "./visits", str(plugin)):
        assert find_domain(path).path.resolve() == plugin.resolve()


def test_several_domains_by_name(plugin: Path, tmp_path: Path) -> None:
    loaded = load_domains([str(plugin), "taxi", str(plugin)])
    assert list(loaded) == ["visits", "taxi"]
    twin = new_domain("visits", tmp_path / "elsewhere")
    with pytest.raises(DomainError, match="both called 'visits'"):
        load_domains([str(plugin), str(twin)])


def test_a_group_is_loaded_by_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = tmp_path / "town"
    for name in ("visits", "meals"):
        (new_domain(name, group) / "__init__.py").touch()
    (group / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    _register(monkeypatch, town="town")
    loaded = load_domains(["town"])
    assert list(loaded) == ["meals", "visits"]
    assert loaded["visits"].package == "town.visits"
    assert {domain.group for domain in loaded.values()} == {group}
    one = find_domain("visits")  # as a conversation that is resumed names it
    assert (one.path, one.group) == (group / "visits", group)
    with pytest.raises(DomainError, match="'town' holds several domains, in the folders meals"):
        find_domain("town")
    assert list(load_domains([str(group)])) == ["meals", "visits"]


def test_loading_is_fast(plugin: Path) -> None:
    phrases = "".join(f"  - i want a {{kind}} number {i} in the {{area}}\n" for i in range(200))
    edit(plugin / "phrases.yml", "inform:\n", f"inform:\n{phrases}")
    rows = "".join(f"Place {i},museum,cheap,north,1\n" for i in range(150))
    with (plugin / "rows.csv").open("a", encoding="utf-8") as file:
        file.write(rows)
    load_domain(plugin)
    best = min(_seconds(plugin) for _ in range(5))
    assert best < 0.06


def _seconds(plugin: Path) -> float:
    start = time.perf_counter()
    load_domain(plugin)
    return time.perf_counter() - start


LINES = st.sampled_from(
    ["slots: 5", "  kind: []", "    values: {a: 1}", "    type: {}", "name: ~", "  - x", "{}", "[",
     "*a", "    typ: x", "booking: [1]", "  gives: 3", "corpora: {m: {slots: []}}", "\tx: y",
     "? a", "'"]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(["cut", "double", "insert", "garble", "drop"]),
        st.one_of(LINES, st.text(max_size=12)),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(EDITS)
def test_a_mutated_domain_loads_or_raises_a_domain_error(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[float, str, str]]
) -> None:
    plugin = new_domain("visits", tmp_path_factory.mktemp("fuzz"))
    file = plugin / "domain.yml"
    lines = file.read_text(encoding="utf-8").splitlines()
    for where, kind, text in edits:
        at = int(where * (len(lines) - 1)) if lines else 0
        if kind == "insert" or not lines:
            lines.insert(at, text)
        elif kind == "double":
            lines.insert(at, lines[at])
        elif kind == "garble":
            lines[at] = lines[at][: len(lines[at]) // 2] + text
        elif kind == "drop":
            del lines[at]
        else:
            lines[at] = lines[at].lstrip()
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    with contextlib.suppress(DomainError):
        load_domain(plugin)
