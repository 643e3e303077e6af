"""A domain of eateries with a table of three."""

from pathlib import Path

from dialog.domain import Domain
from dialog.schema import DomainSchema

CSV = """name,food,area,near,stars,phone
Roma,Italian,north,museum; city museum,4,111
Pho 24,vietnamese,centre,station;the market,3,222
Al 50%_off,italian,centre,market,4,333
"""


def schema(name: str = "eatery", **changes: object) -> DomainSchema:
    data: dict[str, object] = {
        "name": name,
        "description": "Finds eateries.",
        "entity": "eatery",
        "slots": {
            "name": {"description": "the name", "search": "optional", "question": "Which?"},
            "food": {"description": "the food", "search": "required", "question": "What food?"},
            "area": {"description": "the area", "search": "optional", "question": "Where?"},
            "near": {
                "description": "what it is near",
                "search": "optional",
                "question": "Near what?",
                "multiple": True,
            },
            "rank": {
                "description": "the stars",
                "type": "number",
                "column": "stars",
                "search": "optional",
                "question": "How many stars?",
            },
            "phone": {"description": "the phone number", "requestable": True},
            "day": {"description": "the day", "booking": "required", "question": "What day?"},
            "leave": {"description": "the start", "booking": "optional", "question": "From?"},
            "arrive": {"description": "the end", "booking": "optional", "question": "Until?"},
            "people": {
                "description": "the number of people",
                "type": "number",
                "booking": "optional",
                "question": "How many?",
                "least": 1,
                "most": 20,
            },
        },
        "database": {"table": name, "rows": "rows.csv"},
        "search": {},
        "booking": {"one_of": [["leave", "arrive"]], "gives": ["reference", "phone"]},
    }
    return DomainSchema.model_validate(data | changes)


def domain(folder: Path, csv: str = CSV, name: str = "eatery", **changes: object) -> Domain:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.csv").write_text(csv, encoding="utf-8")
    return Domain(schema=schema(name, **changes), path=folder)


def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'dialog.db'}"


def names(rows: list[dict[str, str]]) -> list[str]:
    return [row["name"] for row in rows]
