"""A record as an object; its rows are in `_rows`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from typing import Self, TypeVar

from annalist import _html
from annalist._rows import (
    Claim,
    ClaimLink,
    Data,
    Entity,
    Event,
    Figure,
    Mention,
    Place,
    Row,
    Span,
    Statement,
    Time,
)

T = TypeVar("T", bound=Row)


class Report:
    """The record of one document."""

    def __init__(self, record: str) -> None:
        self._json = record

    @classmethod
    def from_json(cls, record: str) -> Self:
        """A record that was written as JSON: a line of `annalist code --format ndjson`."""
        return cls(record)

    @cached_property
    def _record(self) -> Data:
        record: Data = json.loads(self._json)
        if record.get("schema") != "annalist.report/1":
            found = record.get("schema")
            raise ValueError(f"expected a record of annalist.report/1, found {found!r}")
        return record

    def to_json(self) -> str:
        """One line of JSON (`annalist.report/1`), as the program writes it."""
        return self._json

    def to_dict(self) -> Data:
        """The record as in JSON; a copy of its own."""
        record: Data = json.loads(self._json)
        return record

    @property
    def document(self) -> Data:
        document: Data = self._record["document"]
        return document

    @property
    def id(self) -> str:
        """The document's name: a hash of its text."""
        return str(self.document["id"])

    @property
    def text(self) -> str:
        return str(self.document["text"])

    @property
    def title(self) -> str | None:
        title: str | None = self.document["title"]
        return title

    @property
    def published(self) -> str | None:
        published = self.document["published"]
        return None if published is None else str(published["value"])

    @cached_property
    def sentences(self) -> list[Span]:
        return [Span(self, s["start"], s["end"]) for s in self._record["sentences"]]

    @cached_property
    def mentions(self) -> list[Mention]:
        return [Mention(self, data) for data in self._record["mentions"]]

    @cached_property
    def entities(self) -> list[Entity]:
        return [Entity(self, data) for data in self._record["entities"]]

    @cached_property
    def times(self) -> list[Time]:
        return [Time(self, data) for data in self._record["times"]]

    @cached_property
    def places(self) -> list[Place]:
        return [Place(self, data) for data in self._record["places"]]

    @cached_property
    def statements(self) -> list[Statement]:
        return [Statement(self, data) for data in self._record["statements"]]

    @cached_property
    def events(self) -> list[Event]:
        return [Event(self, data) for data in self._record["events"]]

    @cached_property
    def figures(self) -> list[Figure]:
        return [Figure(self, data) for data in self._record["figures"]]

    @cached_property
    def claims(self) -> list[Claim]:
        return [Claim(self, data) for data in self._record["claims"]]

    @cached_property
    def claim_links(self) -> list[ClaimLink]:
        return [ClaimLink(self, data) for data in self._record["claim_links"]]

    @property
    def warnings(self) -> list[Data]:
        warnings: list[Data] = self._record["warnings"]
        return warnings

    def _data(self, table: str, id: str) -> Data:
        # Ids count from one in the order of their list.
        data: Data = self._record[table][int(id[1:]) - 1]
        return data

    @staticmethod
    def _named(rows: Sequence[T], id: str) -> T:
        return rows[int(id[1:]) - 1]

    def _maybe(self, rows: Sequence[T], id: str | None) -> T | None:
        return None if id is None else self._named(rows, id)

    def _repr_html_(self) -> str:
        return _html.page(self)

    def __repr__(self) -> str:
        title = self.title or self.text[:40]
        return (
            f"<Report {title!r}: {len(self.statements)} statements, {len(self.events)} events, "
            f"{len(self.entities)} entities>"
        )
