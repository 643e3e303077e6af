"""A loaded domain plugin, found through the entry-point group `dialog.domains`.

Besides the installed plugins there are those in the folders that the environment variable
`DIALOG_DOMAINS` lists; they come first, so that a plugin in the making can stand in for an
installed one of the same name.

A package may hold several domains that make one bot, each in a folder of its own: a group, which
goes by the package's name.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from dialog.check import Problem, inspect_domain
from dialog.documents import Passage
from dialog.errors import DomainError, did_you_mean
from dialog.notices import warn_once
from dialog.plugins import entry_points
from dialog.rows import Row, read_rows
from dialog.schema import DomainSchema, Language
from dialog.yamlfile import read_yaml, shown

GROUP = "dialog.domains"
VARIABLE = "DIALOG_DOMAINS"


@dataclass(frozen=True)
class Place:
    """Where a domain is."""

    path: Path  # its folder
    package: str = ""  # importable package that it is, "" for a plain folder
    group: Path | None = None  # the folder of the group that it belongs to


@dataclass(frozen=True)
class Domain:
    """A domain plugin: its schema and the texts and code that come with it."""

    schema: DomainSchema
    path: Path  # the plugin's folder
    phrases: dict[str, list[str]] = field(default_factory=dict)  # act notation -> templates
    responses: dict[str, list[str]] = field(default_factory=dict)  # act pattern -> templates
    package: str = ""  # importable package that holds actions.py, "" for a plain folder
    passages: tuple[Passage, ...] = ()  # of its documents
    corpus: str = ""  # the corpus that it is a part of, "" for a plugin
    # slot -> folded words -> the value that they stand for, of a slot without a list of values;
    # the words of a yes-or-no slot name the slot
    wordings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    # slot -> values that the corpus's own database names
    listed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    instead: Sequence[Row] | None = None  # rows in the place of those of the CSV file
    group: Path | None = None  # the folder of the domains that it was loaded with by one name

    @property
    def name(self) -> str:
        """The domain's name."""
        return self.schema.name

    def rows(self) -> list[Row]:
        """Return the rows of the domain's CSV file, or those in their place: column -> value.

        There are none for a domain without either.

        Raises:
            DomainError: naming file and line of the first mistake.
        """
        return [dict(row) for row in self._rows]

    def names(self, slot: str) -> list[str]:
        """Return the values of a slot that its `names` file lists, or its corpus's database.

        There are none for a slot without either.

        Raises:
            DomainError: when the file cannot be read.
        """
        file = self.schema.slots[slot].names
        if not file:
            return list(self.listed.get(slot, ()))
        try:
            lines = (self.path / file).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise DomainError(f"{shown(self.path / file)} cannot be read: {error}.") from error
        return [line.strip() for line in lines if line.strip()]

    def settled(self, slot: str, wishes: Mapping[str, str]) -> bool:
        """Whether all rows with these values (slot -> value) have the same value of a slot.

        Every train from Leicester goes to Cambridge: nobody has to say so. Only what is asked for
        before a search is looked at; without such a wish, or without rows, nothing is settled.
        """
        slots = self.schema.slots
        wanted = tuple((name, v.casefold()) for name, v in wishes.items() if slots[name].asked)
        if not wanted:
            return False
        if (slot, wanted) not in self._settled:
            cells = {
                row.get(slots[slot].column or slot, "").casefold()
                for row in self._rows
                if all(
                    slots[name].holds(row.get(slots[name].column or name, ""), value)
                    for name, value in wanted
                )
            }
            self._settled[slot, wanted] = len(cells) == 1
        return self._settled[slot, wanted]

    @cached_property
    def _settled(self) -> dict[tuple[str, tuple[tuple[str, str], ...]], bool]:
        return {}

    @cached_property
    def _rows(self) -> list[Row]:
        if self.instead is not None:
            return list(self.instead)
        database = self.schema.database
        if database is None or not database.rows:
            return []
        rows, problems = read_rows(self.schema, self.path / database.rows)
        _raise(problems, self.path)
        return rows


def spoken(domains: Mapping[str, Domain]) -> Language:
    """Return the language of a session: that of its first domain."""
    return next((domain.schema.language for domain in domains.values()), "en")


def load_domain(path: Path, package: str = "") -> Domain:
    """Load the plugin in a folder.

    Raises:
        DomainError: if anything is wrong with it; a domain is loaded whole or not at all.
    """
    if not (path / "domain.yml").is_file():
        raise DomainError(f"{shown(path)} is no domain plugin: it holds no domain.yml.")
    found = inspect_domain(path)
    _raise(found.problems, path)
    if found.schema is None:
        raise DomainError(f"{shown(path / 'domain.yml')} cannot be read.")
    return Domain(found.schema, path, found.phrases, found.responses, package, found.passages)


def _raise(problems: list[Problem], path: Path) -> None:
    if not problems:
        return
    more = len(problems) - 1
    rest = f" (and {more} more; see `dialog domains check {shown(path)}`)" if more else ""
    raise DomainError(f"{problems[0]}{rest}")


def installed_domains() -> dict[str, str]:
    """Return the domains there are, by name: the package of each, or its folder."""
    found = {point.name: point.value for point in entry_points(group=GROUP)}
    for folder in _listed_folders():
        if not folder.is_dir():
            warn_once(f"{VARIABLE} lists {folder}, which is no folder.")
        plugins = sorted(child.parent for child in folder.glob("*/domain.yml"))
        found.update({plugin.name: str(plugin) for plugin in plugins})
    return dict(sorted(found.items()))


def _listed_folders() -> list[Path]:
    """Return the folders that the environment variable lists, the first last so that it wins."""
    listed = os.environ.get(VARIABLE, "").split(os.pathsep)
    return [Path(folder).expanduser() for folder in reversed(listed) if folder.strip()]


def find_domain(name_or_path: str) -> Domain:
    """Load a domain by its name, or by the path of its folder.

    A path has a slash or begins with a dot; a bare word is a path only if no domain has that name.

    Raises:
        DomainError: for a name that no domain has, with the nearest one, or a broken plugin.
    """
    place = locate_domain(name_or_path)
    if members := members_of(place.path):
        names = ", ".join(member.name for member in members)
        raise DomainError(
            f"{name_or_path!r} holds several domains, in the folders {names}; name one of them."
        )
    domain = _load(place)
    if not _is_path(name_or_path) and domain.name != name_or_path:
        file = shown(place.path / "domain.yml")
        raise DomainError(
            f"The domain {name_or_path!r} calls itself {domain.name!r} in {file}; "
            "the two names must be the same."
        )
    return domain


def _load(place: Place) -> Domain:
    return replace(load_domain(place.path, place.package), group=place.group)


def members_of(folder: Path) -> list[Path]:
    """Return the folders of the domains that a folder groups; none if it is a domain itself."""
    if (folder / "domain.yml").is_file():
        return []
    return sorted(file.parent for file in folder.glob("*/domain.yml"))


def locate_domain(name_or_path: str) -> Place:
    """Return where a domain, or a group of them, is, without loading it.

    Raises:
        DomainError: if there is none.
    """
    path = Path(name_or_path).expanduser()
    if _is_path(name_or_path):
        if not path.is_dir():
            raise DomainError(f"There is no folder {name_or_path}.")
        return Place(path)
    points = installed_domains()
    value = points.get(name_or_path)
    if value is None:
        if (path / "domain.yml").is_file():
            return Place(path)
        if member := _member(name_or_path, points):
            return member
        raise DomainError(_unknown(name_or_path, points))
    if (Path(value) / "domain.yml").is_file():
        return Place(Path(value))
    return Place(_package_folder(name_or_path, value), value)


def grouped(place: Place) -> list[Place]:
    """Return where the domains of a group are, of a domain itself."""
    members = members_of(place.path)
    if not members:
        return [place]
    return [
        Place(member, f"{place.package}.{member.name}" if place.package else "", place.path)
        for member in members
    ]


def _member(name: str, points: Mapping[str, str]) -> Place | None:
    """Return where the domain of a name is within an installed group."""
    for point in points:
        try:
            places = grouped(locate_domain(point))
        except DomainError:  # of a package that is broken, others are no worse for it
            continue
        for place in places:
            if place.group and read_yaml(place.path / "domain.yml").data.get("name") == name:
                return place
    return None


def _is_path(text: str) -> bool:
    return text.startswith((".", "~")) or "/" in text or os.sep in text


def _unknown(name: str, points: dict[str, str]) -> str:
    known = ", ".join(points) or "none"
    return (
        f"There is no domain {name!r}; there are: {known}.{did_you_mean(name, points)} "
        "A domain of your own is named by its folder, like ./mydomain."
    )


def _package_folder(name: str, package: str) -> Path:
    """Return a package's folder without importing the package."""
    try:
        spec = find_spec(package)
    except (ImportError, ValueError) as error:
        raise DomainError(
            f"The domain {name!r} is in {package!r}, not importable: {error}."
        ) from error
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise DomainError(
            f"The domain {name!r} is registered as {package!r}, which is no installed package; "
            f"the entry point in the group {GROUP} must name the package with its domain.yml."
        )
    return Path(folders[0])


def load_domains(names: Iterable[str]) -> dict[str, Domain]:
    """Load several domains by names or paths; the name of a group stands for all of its domains.

    Raises:
        DomainError: for a broken or unknown one, or for two that call themselves the same.
    """
    loaded: dict[str, Domain] = {}
    for name in names:
        place = locate_domain(name)
        several = members_of(place.path)
        for domain in map(_load, grouped(place)) if several else [find_domain(name)]:
            twin = loaded.get(domain.name)
            if twin is not None and twin.path.resolve() != domain.path.resolve():
                raise DomainError(
                    f"{shown(twin.path)} and {shown(domain.path)} are both called "
                    f"{domain.name!r}; change the `name` in one of the two domain.yml files."
                )
            loaded[domain.name] = domain
    return loaded
