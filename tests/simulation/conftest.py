"""A café and a courier of the tests' own."""

from pathlib import Path

import pytest

from dialog.domain import Domain, load_domain

CAFE = """
name: cafe
description: Find a café and book a table there.
entity: café
slots:
  food: {type: categorical, description: the food, question: Which food?, search: required,
         requestable: true, values: {thai: [siamese], greek: [], french: []}}
  area: {type: categorical, description: the area, question: Which area?, search: optional,
         requestable: true, values: [north, south]}
  near: {description: a landmark, question: Near what?, search: optional, multiple: true}
  name: {description: the name, question: Which one?, search: optional}
  phone: {description: the phone, informable: false, requestable: true}
  day: {type: day, description: the day, question: Which day?, booking: required}
  people: {type: number, description: the number of people, question: How many?, booking: required}
  reference: {description: the reference, informable: false, requestable: true}
database: {table: cafe, rows: rows.csv, key: name}
search: {}
booking: {}
"""
ROWS = """name,food,area,near,phone
Ada,thai,north,park;old mill,11
Bo,thai,south,park,22
Cy,greek,north,old mill,33
Di,greek,south,,
"""
COURIER = """
name: courier
description: Send something from one place to another.
entity: courier
slots:
  pickup: {description: the place to collect, question: From where?, booking: required, place: true}
  receiver: {description: the place to go, question: Where to?, booking: required, place: true,
             names: places.txt}
  at: {type: time, description: the time to come, question: When?, booking: optional}
  by: {type: time, description: the time to arrive, question: By when?, booking: optional}
  rider: {description: the rider, informable: false, requestable: true}
booking: {entity: false, one_of: [[at, by]], gives: [rider]}
"""


@pytest.fixture
def plugins(tmp_path: Path) -> Path:
    """The folder that the two plugins are in."""
    for name, text in (("cafe", CAFE), ("courier", COURIER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "domain.yml").write_text(text, encoding="utf-8")
    (tmp_path / "cafe" / "rows.csv").write_text(ROWS, encoding="utf-8")
    (tmp_path / "courier" / "places.txt").write_text("Docks\nStation\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def domains(plugins: Path) -> dict[str, Domain]:
    """Both of them, loaded."""
    return {name: load_domain(plugins / name) for name in ("cafe", "courier")}
