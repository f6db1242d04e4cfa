"""Loading the pipeline, and texts through it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from os import PathLike
from typing import Any, Literal

from annalist import _annalist
from annalist._annalist import AnnalistError, RecordBatch
from annalist._report import Report

Published = str | date | datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what is known of it."""

    text: str
    id: str | None = None
    published: Published = None


class DocumentError(AnnalistError):
    """A document could not be coded. `id` is its own, where it has one."""

    def __init__(self, message: str, id: str | None = None) -> None:
        super().__init__(f"document {id!r}: {message}" if id is not None else message)
        self.id = id
        self.message = message


class Tables(Mapping[str, RecordBatch]):
    """Tables of some documents: `tables["events"]` or `tables.events`. Any Arrow library takes them:
    `pyarrow.record_batch(tables.events)`, `polars.DataFrame(tables.events)`,
    `pandas.DataFrame.from_arrow(tables.events)`."""

    def __init__(self, batches: Mapping[str, RecordBatch]) -> None:
        self._batches = dict(batches)

    def __getitem__(self, name: str) -> RecordBatch:
        return self._batches[name]

    def __getattr__(self, name: str) -> RecordBatch:
        try:
            return self.__dict__["_batches"][name]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._batches)

    def __len__(self) -> int:
        return len(self._batches)

    def __repr__(self) -> str:
        return "<annalist.Tables " + ", ".join(f"{n}: {len(b)}" for n, b in self.items()) + ">"


class Batches(Iterator[Tables]):
    """Tables of some documents after the other, as they are coded."""

    def __init__(self, batches: _annalist.Batches) -> None:
        self._batches = batches

    def __next__(self) -> Tables:
        given = next(self._batches)
        assert isinstance(given, dict)
        return Tables(given)

    def read_all(self) -> Tables:
        """All that is left, as one batch for each table."""
        all_tables = list(self)
        if not all_tables:
            return Tables(_annalist.schemas())
        return Tables({n: _annalist.concat([t[n] for t in all_tables]) for n in all_tables[0]})


class Nlp:
    """A loaded pipeline. Make one with `annalist.load`; use it from any thread."""

    def __init__(self, pipeline: _annalist.Pipeline) -> None:
        self._pipeline = pipeline

    @property
    def jobs(self) -> int:
        """So many documents are worked on at once."""
        return self._pipeline.jobs

    @property
    def program(self) -> dict[str, Any]:
        """What makes the records: versions and hashes of all that is loaded."""
        program: dict[str, Any] = json.loads(self._pipeline.program())
        return program

    def __call__(self, text: str, *, published: Published = None, id: str | None = None) -> Report:
        """The record of one text. `published` is the day of its publication: without it "yesterday" is
        kept but not put on a calendar. Raises `DocumentError` when it cannot be coded."""
        try:
            return Report(self._pipeline.code(text, id, _day(published)))
        except ValueError as error:
            raise DocumentError(str(error), id) from None

    def pipe(
        self,
        texts: Iterable[str | Document],
        *,
        batch_size: int = 64,
        published: Published = None,
        on_error: Callable[[DocumentError], object] | None = None,
    ) -> Iterator[Report]:
        """The records of many texts, in order, on all cores and in flat memory. `batch_size` texts at a
        time are taken from `texts`, `published` holds for those that bring no date. A document that cannot
        be coded raises `DocumentError`; with `on_error` that gets the error, and the next one follows."""
        stream = self._pipeline.stream()
        source = iter(texts)
        ahead = stream.ahead + batch_size
        waiting = 0
        while batch := list(islice(source, max(batch_size, 1))):
            stream.push([_row(text, published) for text in batch])
            waiting += len(batch)
            while waiting > ahead:
                waiting -= 1
                yield from _taken(stream, on_error)
        stream.close()
        for _ in range(waiting):
            yield from _taken(stream, on_error)

    def code_batches(
        self,
        source: object,
        text: str = "text",
        id: str | None = None,
        date: str | None = None,
        *,
        batch_size: int = 256,
    ) -> Batches:
        """Texts in Arrow batches in, record batches of the documented tables out, on all cores.

        `source` is anything that gives Arrow data: a reader, table or data frame of pyarrow, polars,
        pandas (2.2 or later) or DuckDB. `text`, `id` and `date` name its columns; where no `id` is named
        and there is a column `id`, it is that. A row that cannot be coded becomes a row in `errors`. Each
        step gives the tables of `batch_size` documents."""
        return Batches(self._nested(source, text, id, date, batch_size, False, False))

    def _nested(
        self,
        source: object,
        text: str,
        id: str | None,
        date: str | None,
        batch_size: int,
        nested: bool,
        terms: bool,
    ) -> _annalist.Batches:
        return self._pipeline.code_batches(source, text, id, date, batch_size, nested, terms)

    def __repr__(self) -> str:
        return f"<annalist.Nlp {self.program['pipeline']}, {self.jobs} jobs>"


def load(
    name: str | PathLike[str] = "en",
    *,
    gazetteer: str | PathLike[str] | None = None,
    places: bool = True,
    statements: Literal["all", "reported"] = "all",
    jobs: int | None = None,
) -> Nlp:
    """Loads a language pipeline and the gazetteer, found or fetched as the program `annalist` does.

    `name` is `"en"` (English: what `ANNALIST_MODEL` names, or the small pipeline, fetched once into the
    cache folder), `"sm"` or `"md"`, or the path of a wheel or model folder. `gazetteer` names a file;
    `places=False` does without one. `statements="reported"` leaves out beliefs, wishes and intentions.
    `jobs` documents are worked on at once: as many as there are cores, if not said. Raises `ResourceError`
    when something cannot be had; its message says what to do."""
    if statements not in ("all", "reported"):
        raise ValueError(f"statements: expected 'all' or 'reported', found {statements!r}")
    model = None if name == "en" else name
    reported = statements == "reported"
    return Nlp(_annalist.Pipeline(model, gazetteer, places, reported, jobs))


def tables(reports: Iterable[Report | str]) -> Tables:
    """Reports, or lines of `annalist code --format ndjson`, as the documented tables."""
    lines = [report if isinstance(report, str) else report.to_json() for report in reports]
    return Tables(_annalist.tables(lines))


def _day(published: Published) -> str | None:
    return published.isoformat() if isinstance(published, date) else published


def _row(text: str | Document, published: Published) -> tuple[str, str | None, str | None]:
    if isinstance(text, str):
        return text, None, _day(published)
    return text.text, text.id, _day(text.published if text.published is not None else published)


def _taken(
    stream: _annalist.Stream, on_error: Callable[[DocumentError], object] | None
) -> Iterator[Report]:
    taken = stream.take()
    if taken is None:
        return
    record, id, message = taken
    if record is not None:
        yield Report(record)
        return
    error = DocumentError(message or "", id)
    if on_error is None:
        raise error
    on_error(error)
