"""Answers questions about books by joining the library's three tables."""

import sqlalchemy as sa
from rasa_sdk.events import SlotSet

from dialog.actions import ENTITY, MISSED, RESULTS, SOUGHT, TASK, UNMET, DatabaseAction


class Answer(DatabaseAction):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        told = {
            name: value.split(";")
            for name, slot in self.domain.schema.slots.items()
            if slot.informable and (value := tracker.get_slot(name)) and value != "dontcare"
        }
        task, about = tracker.get_slot(TASK) or "", tracker.get_slot(ENTITY)
        if told.get("branch") == ["atlantis"]:
            return self.answer([], unmet="There is no branch in Atlantis.")
        if about is not None:
            return self.answer(self.find(task, {}, about["title"]), about["title"])
        sought, rows = self.words(told), self.find(task, told)
        if rows or not {"branch", "part"} & set(told):
            return self.answer(rows, sought)
        told = {name: values for name, values in told.items() if name not in ("branch", "part")}
        return self.answer(self.find(task, told), self.words(told), missed=sought)

    @staticmethod
    def answer(rows, sought="", missed="", unmet=""):
        return [
            SlotSet(RESULTS, rows), SlotSet(SOUGHT, sought),
            SlotSet(MISSED, missed if rows else ""), SlotSet(UNMET, unmet),
        ]  # fmt: skip

    @staticmethod
    def words(told):
        return f"books under {', '.join(' or '.join(values) for values in told.values())}"

    def find(self, task, told, title=None):
        names = ("branches", "books", "loans")
        branches, books, loans = (self.database.table(f"library_{name}") for name in names)
        joined = books.join(loans, loans.c.book == books.c.id)
        joined = joined.join(branches, loans.c.branch == branches.c.code)
        shown = {
            "books": (books.c.title, books.c.author.label("writer"), books.c.year),
            "opening": (branches.c.name.label("at"), branches.c.opens),
        }.get(task, (books.c.title, branches.c.name.label("at"), loans.c.due))
        columns = {
            "book.title": books.c.title, "author": books.c.author, "genre": books.c.genre,
            "language": books.c.language, "branch": branches.c.name, "part": branches.c.part,
        }  # fmt: skip
        query = sa.select(*shown).select_from(joined).group_by(*shown)
        query = query.order_by(sa.func.min(books.c.id), branches.c.name)
        for slot, values in told.items():
            query = query.where(sa.func.lower(columns[slot]).in_([v.lower() for v in values]))
        if title is not None:
            query = query.where(books.c.title == title)
        return self.database.select(query)
