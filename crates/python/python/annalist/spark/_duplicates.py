"""Which documents repeat an earlier one."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.window import Window

from annalist import _annalist
from annalist.spark._common import Coded, order, tables_of


def duplicates(of: Coded) -> DataFrame:
    """Which documents repeat an earlier one: `source_id`, `hash`, `duplicate_of` (the hash of the first
    publication), `kind` (`exact` or `near`) and `similarity`, as `annalist code` tells them for documents
    that come in the order of `published`, `source_id` and `hash`.

    Word sequences of three are compared by MinHash; texts with a band of the signature in common are
    candidates. A document is a duplicate only of one that is none itself."""
    documents = tables_of(of)["documents"]
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
    return made.withColumn("at", order()).drop("published")


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
