"""Answers about the ground: transport and distances."""

import sqlalchemy as sa

from domains.atis.answers.question import Answer, Question, Source
from domains.atis.errors import UnmetError
from domains.atis.wording import either, several


class GroundAnswers(Source):
    """Finds transport to town, and how far it is."""

    def ground(self, question: Question) -> Answer:
        """Return the ground transport of a city or an airport."""
        codes, where = self.place(question)
        if not codes:
            raise UnmetError("Tell me the city or the airport where you need ground transport.")
        table = self.database.table("atis_ground_services")
        query = sa.select(table).where(table.c.airport.in_(sorted(codes)))
        if cities := self.cities_named(question):
            query = query.where(table.c.city.in_(sorted(cities)))
        kinds = [_transport(words) for words in question.slots.get("transport_type", ())]
        if kinds:
            query = query.where(table.c.transport.in_(kinds))
        rows = [
            {
                "transport": row["transport"],
                "airport": f"{self.names.airports[row['airport']]} ({row['airport']})",
                "city": row["city"],
                "transport_fare": f"${row['fare']} {row['unit']}".strip() if row["fare"] else "",
            }
            for row in self.database.select(query.order_by(table.c.city, table.c.row_id))
        ]
        noun = either(several(kind) for kind in kinds) if kinds else "means of ground transport"
        return Answer(rows, f"{noun} {'at' if '(' in where else 'in'} {where}")

    def distances(self, question: Question) -> Answer:
        """Return how far airports are from the cities they serve."""
        codes, where = self.place(question)
        table = self.database.table("atis_airport_services")
        query = sa.select(table).where(table.c.airport.in_(sorted(codes)))
        if cities := self.cities_named(question):
            query = query.where(table.c.city.in_(sorted(cities)))
        rows = [
            {
                "airport": f"{self.names.airports[row['airport']]} ({row['airport']})",
                "city": row["city"],
                "miles": f"{row['miles']} miles {row['direction']}".strip(),
            }
            for row in self.database.select(query.order_by(table.c.city, table.c.miles))
        ]
        return Answer(rows, f"distances from {where}")


def _transport(words: str) -> str:
    """Return the means of transport as the table spells it."""
    words = words.lower()
    spelled = (
        ("car", "rental car"), ("rental", "rental car"), ("limo", "limousine"),
        ("air taxi", "air taxi operation"), ("taxi", "taxi"), ("cab", "taxi"), ("bus", "bus"),
        ("train", "train"), ("rail", "train"),
    )  # fmt: skip
    return next((kind for part, kind in spelled if part in words), words)
