"""Texts into tables: the pipeline in every worker, and where its rows are kept."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import StorageLevel
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema

import annalist
from annalist import _annalist

if TYPE_CHECKING:
    from annalist import Nlp


@lru_cache(maxsize=1)
def _nlp(model: str, gazetteer: str | None, places: bool, jobs: int) -> Nlp:
    """The model of this worker process, loaded once."""
    return annalist.load(model, gazetteer=gazetteer, places=places, jobs=jobs)


def code(
    df: DataFrame,
    text_col: str = "text",
    id_col: str | None = None,
    date_col: str | None = None,
    *,
    model: str = "en",
    gazetteer: str | None = None,
    places: bool = True,
    jobs: int = 1,
    batch_size: int = 64,
) -> DataFrame:
    """Codes the texts of `df`: a row a document, with a list of rows for each table (`events`,
    `statements`, …, `errors`, and `terms`, which `stories` needs). `tables` takes them apart, `write` keeps
    them as Parquet.

    `model` and `gazetteer` are paths that every worker has, or `"en"` and None for what `annalist.load`
    finds there. Each Python worker loads the model once and works on `jobs` documents at a time: 1, because
    Spark runs as many workers as there are cores."""

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        nlp = _nlp(model, gazetteer, places, jobs)
        if (reader := _reader(batches)) is not None:
            for batch in nlp._nested(reader, "text", "id", "date", batch_size, True, True):
                yield pa.record_batch(batch)

    schema = from_arrow_schema(pa.record_batch(_annalist.nested(True)).schema)
    return _given(df, text_col, id_col, date_col).mapInArrow(run, schema)


def _given(df: DataFrame, text_col: str, id_col: str | None, date_col: str | None) -> DataFrame:
    """The texts of `df` with what is known of them, under names of our own."""

    def column(name: str | None) -> Column:
        return F.col(name).cast("string") if name is not None else F.lit(None).cast("string")

    return df.select(
        column(text_col).alias("text"), column(id_col).alias("id"), column(date_col).alias("date")
    )


def _reader(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatchReader | None:
    """Batches as one stream; nothing where there are none."""
    first = next(batches, None)
    if first is None:
        return None
    return pa.RecordBatchReader.from_batches(first.schema, chain([first], batches))


def code_to(
    df: DataFrame,
    path: str,
    text_col: str = "text",
    id_col: str | None = None,
    date_col: str | None = None,
    *,
    model: str = "en",
    gazetteer: str | None = None,
    places: bool = True,
    jobs: int = 1,
    batch_size: int = 1024,
) -> dict[str, DataFrame]:
    """Codes the texts of `df` straight into `path/NAME.parquet`, a folder for each table, and gives the
    tables. The same rows as `write(code(…), path)`, and faster: what the workers have coded does not go
    through Spark.

    `path` is a folder that the driver and all workers see under the same name: on one machine any, on a
    cluster one of a shared file system. Each task writes files of its own beside the tables; those of tasks
    that ended well are moved into their tables at the end, and what failed attempts left is removed. Tables
    that `path` had are replaced then, and not before. The other parameters are those of `code`."""
    folder = _local(path)
    parts = folder / f".parts-{uuid4().hex}"
    parts.mkdir(parents=True)

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        if not parts.is_dir():
            raise FileNotFoundError(
                f"{parts}: this worker does not see the driver's folder; give a path of a shared file "
                "system, or use write(code(…), path)"
            )
        nlp = _nlp(model, gazetteer, places, jobs)
        attempt = uuid4().hex
        writers: dict[str, pq.ParquetWriter] = {}
        if (reader := _reader(batches)) is not None:
            for tables in nlp._nested(reader, "text", "id", "date", batch_size, False, True):
                assert isinstance(tables, dict)
                for name, rows in tables.items():
                    batch = pa.record_batch(rows)
                    if name not in writers:
                        file = parts / f"{name}-{attempt}.parquet"
                        writers[name] = pq.ParquetWriter(file, batch.schema, compression="zstd")
                    writers[name].write_batch(batch)
        for writer in writers.values():
            writer.close()
        names = list(writers)
        yield pa.record_batch({"name": names, "attempt": [attempt] * len(names)}, schema=_WRITTEN)

    try:
        written = _given(df, text_col, id_col, date_col).mapInArrow(run, from_arrow_schema(_WRITTEN))
        attempts = [(row.name, row.attempt) for row in written.collect()]
        for name, schema in _table_schemas().items():
            table = parts / name
            table.mkdir()
            files = [parts / f"{name}-{attempt}.parquet" for of, attempt in attempts if of == name]
            for n, file in enumerate(files):
                file.rename(table / f"part-{n:05}.parquet")
            if not files:
                pq.write_table(schema.empty_table(), table / "part-00000.parquet")
        for name in _table_schemas():
            target = folder / f"{name}.parquet"
            shutil.rmtree(target, ignore_errors=True)
            (parts / name).rename(target)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    # The columns are known: Spark need not look for them.
    read = df.sparkSession.read
    return {
        name: read.schema(from_arrow_schema(schema)).parquet(f"{_literal(path)}/{name}.parquet")
        for name, schema in _table_schemas().items()
    }


# What a task of `code_to` tells of the files that it wrote.
_WRITTEN = pa.schema([("name", pa.string()), ("attempt", pa.string())])


def _table_schemas() -> dict[str, pa.Schema]:
    """The columns of each table that is written."""
    nested = pa.record_batch(_annalist.nested(True)).schema
    return {field.name: pa.schema(list(field.type.value_type)) for field in nested}


def _literal(path: str) -> str:
    """A folder's name as Spark reads it literally: it takes brackets and stars for patterns."""
    return re.sub(r"([][{}*?\\])", r"\\\1", path)


def _local(path: str) -> Path:
    """A folder as the machine's own file system has it."""
    address = urlsplit(path)
    if address.scheme not in ("", "file"):
        raise ValueError(
            f"{path}: the workers write files themselves, so this must be a folder that all of them see; "
            "for other storage use write(code(…), path)"
        )
    return Path(unquote(address.path) if address.scheme else path).absolute()


def tables(coded: DataFrame) -> dict[str, DataFrame]:
    """The tables of what `code` gives. Each of them codes anew when it is used: keep `coded` first
    (`coded.persist()`, or `write`), when several are."""
    return {name: coded.select(F.inline(name)) for name in coded.columns}


def write(coded: DataFrame, path: str) -> None:
    """Codes once and writes each table as `path/NAME.parquet`."""
    coded = coded.persist(StorageLevel.DISK_ONLY)
    try:
        for name, table in tables(coded).items():
            table.write.mode("overwrite").parquet(f"{path}/{name}.parquet")
    finally:
        coded.unpersist()


def read(spark: SparkSession, path: str) -> dict[str, DataFrame]:
    """The tables that `write` or `annalist export --format parquet` has written into a folder."""
    found = {}
    for name in (*_annalist.schemas(), "errors", "terms", "happenings", "stories"):
        try:
            found[name] = spark.read.parquet(f"{_literal(path)}/{name}.parquet")
        except AnalysisException:
            continue
    if not found:
        raise FileNotFoundError(f"there are no tables in {path}")
    return found
