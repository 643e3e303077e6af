"""A new plugin works at once, appears whole, and never overwrites anything."""

from pathlib import Path

import pytest

from dialog.acts import ActType
from dialog.check import check_domain
from dialog.domain import load_domain
from dialog.errors import DomainError
from dialog.scaffold import new_domain
from dialog.texts import acts_of_key


def test_a_new_plugin_has_no_problem(tmp_path: Path) -> None:
    folder = new_domain("visits", tmp_path / "my plugins")
    assert folder == tmp_path / "my plugins" / "visits"
    assert check_domain(folder) == []
    assert load_domain(folder).name == "visits"
    assert all("{{" not in file.read_text(encoding="utf-8") for file in folder.iterdir())


def test_it_has_phrases_for_what_users_do(tmp_path: Path) -> None:
    domain = load_domain(new_domain("visits", tmp_path))
    acts = [act for key in domain.phrases for act in acts_of_key(key, domain.name)]
    assert {ActType.INFORM, ActType.CONFIRM, ActType.DENY, ActType.REQUEST, ActType.REQALTS} == {
        act.type for act in acts
    }
    assert {act.value for act in acts} >= {"dontcare", "find", "book"}
    asked = {act.slot for act in acts if act.type is ActType.REQUEST}
    requestable = {name for name, slot in domain.schema.slots.items() if slot.requestable}
    assert requestable == asked


@pytest.mark.parametrize("name", ["My-Shop", "", "7up", "a b", "../x", "class", "naïve", "_x"])
def test_names_that_cannot_be_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(DomainError, match="cannot be the name of a domain"):
        new_domain(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_better_name_is_suggested(tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="How about 'my_shop'"):
        new_domain("My-Shop!", tmp_path)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "visits").mkdir()
    (tmp_path / "visits" / "mine.txt").write_text("mine")
    with pytest.raises(DomainError, match="is not empty"):
        new_domain("visits", tmp_path)
    assert [p.name for p in (tmp_path / "visits").iterdir()] == ["mine.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(DomainError, match="is no folder"):
        new_domain("file", tmp_path)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "visits").mkdir()
    assert check_domain(new_domain("visits", tmp_path)) == []


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(DomainError, match="visits cannot be written: No space left on device"):
        new_domain("visits", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DomainError, match="cannot be written"):
        new_domain("visits", tmp_path / "file")
