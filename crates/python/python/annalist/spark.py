"""The pipeline inside Apache Spark, and what reports have in common in Spark's own operations.

`code` runs the pipeline over a DataFrame of texts; the other functions work on its tables, or on those that
`annalist export --format parquet` writes. docs/spark.md tells how to ship it to a cluster.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
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
from pyspark.sql.window import Window

import annalist
from annalist import _annalist

if TYPE_CHECKING:
    from annalist import Nlp

__all__ = ["code", "code_to", "duplicates", "happenings", "read", "stories", "tables", "write"]


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


Coded = DataFrame | Mapping[str, DataFrame]


def _tables(of: Coded) -> Mapping[str, DataFrame]:
    return tables(of) if isinstance(of, DataFrame) else of


def _order() -> Column:
    """Reports in the order in which they are compared: by day, then by id, then by hash."""
    return F.struct("published", "source_id", "hash")


# ---------------------------------------------------------------------------------------------------------
# Duplicates


def duplicates(of: Coded) -> DataFrame:
    """Which documents repeat an earlier one: `source_id`, `hash`, `duplicate_of` (the hash of the first
    publication), `kind` (`exact` or `near`) and `similarity`, as `annalist code` tells them for documents
    that come in the order of `published`, `source_id` and `hash`.

    Word sequences of three are compared by MinHash; texts with a band of the signature in common are
    candidates. A document is a duplicate only of one that is none itself."""
    documents = _tables(of)["documents"]
    prints = _prints(documents).persist(StorageLevel.MEMORY_AND_DISK)
    # The earliest document of the same words stands for all of them.
    first = prints.groupBy("words").agg(F.min("at").alias("at"))
    groups = prints.join(first, ["words", "at"]).dropDuplicates(["words"])
    edges = _alike(groups).persist(StorageLevel.MEMORY_AND_DISK)
    firsts = _firsts(groups, edges)

    # What repeats the words of a first publication.
    known = firsts.select("words", F.col("hash").alias("first"), F.col("at").alias("first_at"))
    exact = prints.join(known, "words").where(F.col("at") > F.col("first_at"))
    exact = exact.select(
        "source_id",
        "hash",
        F.col("first").alias("duplicate_of"),
        F.lit("exact").alias("kind"),
        F.lit(1.0).alias("similarity"),
    )
    # What is like an earlier first publication, the most alike.
    later = edges.join(known.withColumnRenamed("words", "earlier"), "earlier")
    later = later.withColumnRenamed("later", "words").join(prints, "words")
    later = later.where(F.col("at") > F.col("first_at"))
    best = Window.partitionBy("source_id", "hash", "at").orderBy(F.desc("alike"), "first_at")
    near = later.withColumn("n", F.row_number().over(best)).where("n = 1")
    near = near.select(
        "source_id",
        "hash",
        F.col("first").alias("duplicate_of"),
        F.lit("near").alias("kind"),
        F.round("contained", 2).alias("similarity"),
    )
    return exact.unionByName(near)


def _prints(documents: DataFrame) -> DataFrame:
    """What is compared of each document."""
    schema = pa.schema(
        [
            ("source_id", pa.string()),
            ("hash", pa.string()),
            ("published", pa.string()),
            ("words", pa.string()),
            ("shingles", pa.int64()),
            ("signature", pa.list_(pa.int32())),
        ]
    )

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            found = _annalist.fingerprints(batch.column("text").to_pylist())
            rows = [
                {
                    "source_id": source,
                    "hash": hash,
                    "published": published,
                    "words": print[1],
                    "shingles": print[2],
                    "signature": print[3],
                }
                for source, hash, published, print in zip(
                    batch.column("source_id").to_pylist(),
                    batch.column("hash").to_pylist(),
                    batch.column("published").to_pylist(),
                    found,
                )
                if print is not None
            ]
            yield pa.RecordBatch.from_pylist(rows, schema=schema)

    given = documents.select("source_id", "hash", "published", "text")
    made = given.mapInArrow(run, from_arrow_schema(schema))
    return made.withColumn("at", _order()).drop("published")


def _alike(groups: DataFrame) -> DataFrame:
    """Pairs of texts that are alike enough, by their words' numbers."""
    rows = groups.where("signature IS NOT NULL").select("words", "at", "shingles", "signature")
    numbers = F.size("signature")
    bands = F.transform(
        F.sequence(F.lit(0), numbers - 1, F.lit(2)),
        lambda n: F.concat_ws(":", n, F.col("signature")[n], F.col("signature")[n + 1]),
    )
    banded = rows.withColumn("band", F.explode(bands))
    a, b = banded.alias("a"), banded.alias("b")
    pairs = a.join(b, (F.col("a.band") == F.col("b.band")) & (F.col("a.at") < F.col("b.at")))
    pairs = pairs.select(
        F.col("a.words").alias("earlier"),
        F.col("b.words").alias("later"),
        F.col("a.shingles").alias("m"),
        F.col("b.shingles").alias("n"),
        F.col("a.signature").alias("s"),
        F.col("b.signature").alias("t"),
    ).dropDuplicates(["earlier", "later"])
    same = F.size(F.filter(F.zip_with("s", "t", lambda x, y: x == y), lambda equal: equal))
    pairs = pairs.withColumn("alike", same / F.size("s"))
    common = F.col("alike") / (1 + F.col("alike")) * (F.col("m") + F.col("n"))
    pairs = pairs.withColumn(
        "contained", F.least(common / F.least("m", "n").cast("double"), F.lit(1.0))
    )
    return pairs.where("alike >= 0.2 AND contained >= 0.5").select(
        "earlier", "later", "alike", "contained"
    )


def _firsts(groups: DataFrame, edges: DataFrame) -> DataFrame:
    """The texts that repeat no first publication. Each round decides all whose earlier ones are decided."""
    state = groups.select("words", "hash", "at").join(
        edges.select(F.col("later").alias("words")).distinct().withColumn("open", F.lit(True)),
        "words",
        "left",
    )
    # Whether it is a first publication; null while nobody knows.
    state = state.withColumn("first", F.when(F.col("open").isNull(), True)).drop("open")
    state = state.localCheckpoint()
    while state.where("first IS NULL").limit(1).count():
        seen = edges.join(state.select(F.col("words").alias("earlier"), "first"), "earlier")
        told = seen.groupBy(F.col("later").alias("words")).agg(
            F.max(F.coalesce("first", F.lit(False))).alias("repeats"),
            F.max(F.col("first").isNull()).alias("waits"),
        )
        decided = (
            F.when(F.col("first").isNotNull(), F.col("first"))
            .when(F.col("repeats"), False)
            .when(~F.col("waits"), True)
        )
        state = state.join(told, "words", "left").withColumn("first", decided)
        state = state.select("words", "hash", "at", "first").localCheckpoint()
    return state.where("first")


# ---------------------------------------------------------------------------------------------------------
# Stories

# Likeness from which two reports are of one story, and in how many days it falls to half. The program
# compares a report with a whole story and takes 0.135; two reports are compared here.
_STORY_ALIKE = 0.22
_HALF_LIFE = 30
# Reports that are taken to have been seen before the first: without them no word would be rare.
_BEFORE = 50


def stories(of: Coded) -> DataFrame:
    """Which story each document belongs to: `hash` and `story` (the hash of its first report).

    Tables of `annalist export` bring the program's own answer. Else reports are compared by the cosine of
    their words' TF-IDF weights, faded by the days between them, and those linked by likeness are one story.
    The program sorts reports one by one as they come, so its answers are not the same to the letter."""
    given = _tables(of)
    documents = given["documents"].dropDuplicates(["hash"])
    if not documents.where("story IS NOT NULL").isEmpty() or "terms" not in given:
        return documents.where("story IS NOT NULL").select("hash", "story")
    terms = given["terms"].dropDuplicates(["document", "term"])
    reports = documents.count()
    rarity = terms.groupBy("term").agg(F.count("*").alias("with"))
    rarity = rarity.withColumn("rarity", F.log((reports + 1.0 + _BEFORE) / (F.col("with") + 1.5)))
    weights = terms.join(rarity, "term").withColumn(
        "weight", F.col("rarity") * F.log(F.col("count") + 1.0)
    )
    norms = weights.groupBy("document").agg(
        F.sqrt(F.sum(F.col("weight") * F.col("weight"))).alias("norm")
    )
    # Words of very many reports tell little, and would pair all with all.
    common = max(100, reports // 20)
    telling = weights.where(F.col("with") <= common).select("document", "term", "weight")
    telling = telling.persist(StorageLevel.MEMORY_AND_DISK)
    a, b = telling.alias("a"), telling.alias("b")
    shared = a.join(
        b, (F.col("a.term") == F.col("b.term")) & (F.col("a.document") < F.col("b.document"))
    )
    shared = shared.groupBy(
        F.col("a.document").alias("one"), F.col("b.document").alias("other")
    ).agg(F.sum(F.col("a.weight") * F.col("b.weight")).alias("product"))
    for side in ("one", "other"):
        about = documents.select(F.col("hash").alias(side), F.col("day").alias(f"{side}_day"))
        norm = norms.select(F.col("document").alias(side), F.col("norm").alias(f"{side}_norm"))
        shared = shared.join(about, side).join(norm, side)
    gap = F.coalesce(F.abs(F.datediff("one_day", "other_day")), F.lit(0))
    likeness = F.col("product") / (F.col("one_norm") * F.col("other_norm"))
    edges = shared.where(likeness * _HALF_LIFE / (_HALF_LIFE + gap) >= _STORY_ALIKE)
    nodes = documents.select(F.col("hash").alias("node"), _order().alias("at"))
    return _components(nodes, edges.select("one", "other")).select(
        F.col("node").alias("hash"), F.col("first").alias("story")
    )


# ---------------------------------------------------------------------------------------------------------
# Happenings


def happenings(of: Coded) -> DataFrame:
    """Which happening each event belongs to: `event` and `happening` (the key of its first event). Events
    that are only thought of belong to none.

    Tables of `annalist export` bring the program's own answer. Else, by the program's rule, two events are
    one happening when they are of one type, can have been on the same day, give or take one, do not lie in
    different places or have different modes, and share two of these: a participant, a place, the mode or the
    trigger's words, the story (or two participants). The program compares each event with whole happenings as
    they come, so its answers are not the same to the letter."""
    given = _tables(of)
    events = given["events"].dropDuplicates(["key"])
    if not events.where("happening IS NOT NULL").isEmpty():
        return events.where("happening IS NOT NULL").select(
            F.col("key").alias("event"), "happening"
        )
    told = stories(given).select(F.col("hash").alias("document"), F.col("story").alias("told"))
    day = F.when(F.datediff("last_day", "first_day") <= 7, F.col("first_day"))
    published = F.to_date(F.substring("published", 1, 10))
    events = (
        events.where("modality IN ('actual', 'possible')")
        .withColumn("on", F.coalesce(day, published))
        .where("on IS NOT NULL")
        .join(told, "document", "left")
    )
    named = given["entities"].dropDuplicates(["key"]).where("name IS NOT NULL")
    taking_part = (
        given["arguments"]
        .where("role IN ('actor', 'recipient')")
        .join(named.select(F.col("key").alias("entity"), "name"), "entity")
        .select("event", _fold("name").alias("word"))
        .dropDuplicates()
    )
    own = events.select("key", "type", "on", F.col("key").alias("event"))
    who = own.join(taking_part, "event").select(
        "key", "type", "on", F.lit("who").alias("kind"), "word"
    )

    def words(kind: str, word: Column) -> DataFrame:
        found = events.select("key", "type", "on", F.lit(kind).alias("kind"), word.alias("word"))
        return found.where("word IS NOT NULL")

    keys = (
        who.unionByName(words("where", _fold("place")))
        .unionByName(words("story", F.col("told")))
        .unionByName(words("what", F.coalesce("mode", F.lower("trigger"))))
        .persist(StorageLevel.MEMORY_AND_DISK)
    )
    near = keys.withColumn(
        "on", F.explode(F.array(F.date_sub("on", 1), F.col("on"), F.date_add("on", 1)))
    )
    a, b = keys.alias("a"), near.alias("b")
    same = F.lit(True)
    for column in ("type", "kind", "word", "on"):
        same = same & (F.col(f"a.{column}") == F.col(f"b.{column}"))
    pairs = a.join(b, same & (F.col("a.key") < F.col("b.key")))
    pairs = pairs.groupBy(F.col("a.key").alias("one"), F.col("b.key").alias("other")).agg(
        F.count_distinct("a.kind").alias("kinds"),
        F.count_distinct(F.when(F.col("a.kind") == "who", F.col("a.word"))).alias("people"),
    )
    pairs = pairs.where("kinds >= 2 OR people >= 2")
    for side in ("one", "other"):
        about = events.select(
            F.col("key").alias(side),
            F.col("mode").alias(f"{side}_mode"),
            _fold("place").alias(f"{side}_place"),
            F.col("first_day").alias(f"{side}_first"),
            F.col("last_day").alias(f"{side}_last"),
        )
        pairs = pairs.join(about, side)

    def agree(what: str) -> Column:
        return F.coalesce(F.col(f"one_{what}") == F.col(f"other_{what}"), F.lit(True))

    def not_before(x: str, y: str) -> Column:
        return F.coalesce(F.date_add(x, 1) >= F.col(y), F.lit(True))

    edges = pairs.where(
        agree("mode")
        & agree("place")
        & not_before("one_last", "other_first")
        & not_before("other_last", "one_first")
    )
    nodes = events.select(
        F.col("key").alias("node"), F.struct("published", "document", "start").alias("at")
    )
    return _components(nodes, edges.select("one", "other")).select(
        F.col("node").alias("event"), F.col("first").alias("happening")
    )


def _fold(column: str) -> Column:
    """A name in lower case, without marks on letters and with single spaces."""
    marked = "àáâãäåāăąçćčèéêëēĕėęěìíîïīįıñńòóôõöøōőśšşșùúûüūůűýÿźżžďđğłřťţț"
    plain = "aaaaaaaaaccceeeeeeeeeiiiiiiinnoooooooossssuuuuuuuyyzzzddglrttt"
    name = F.regexp_replace(F.lower(F.col(column)), "['’‘ʻʼ`.]", "")
    return F.trim(F.regexp_replace(F.translate(name, marked, plain), r"[^\p{IsAlphabetic}\p{N}]+", " "))


# ---------------------------------------------------------------------------------------------------------


def _components(nodes: DataFrame, edges: DataFrame) -> DataFrame:
    """For each node (`node`, and `at` to order them) the first one that it is linked with, directly or
    through others: `node` and `first`."""
    both = edges.unionByName(edges.select(F.col("other").alias("one"), F.col("one").alias("other")))
    both = both.persist(StorageLevel.MEMORY_AND_DISK)
    label = F.struct("at", "node")
    state = nodes.select("node", label.alias("label")).localCheckpoint()
    while True:
        around = both.join(state.select(F.col("node").alias("other"), "label"), "other")
        lowest = around.groupBy(F.col("one").alias("node")).agg(F.min("label").alias("lowest"))
        after = state.join(lowest, "node", "left").select(
            "node", "label", F.least("label", F.coalesce("lowest", "label")).alias("new")
        )
        # A label's own label leads on: chains are halved in each round.
        of_label = after.select(F.col("node").alias("via"), F.col("new").alias("further"))
        after = after.withColumn("via", F.col("new.node")).join(of_label, "via", "left")
        after = after.select(
            "node", "label", F.least("new", F.coalesce("further", "new")).alias("new")
        ).localCheckpoint()
        changed = not after.where(F.col("new") != F.col("label")).isEmpty()
        state = after.select("node", F.col("new").alias("label"))
        if not changed:
            return state.select("node", F.col("label.node").alias("first"))
