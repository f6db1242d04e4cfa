"""What the comparisons of reports share: their tables, their order, and what is linked through others."""

from __future__ import annotations

from collections.abc import Mapping

from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from annalist.spark._coding import tables

Coded = DataFrame | Mapping[str, DataFrame]


def tables_of(of: Coded) -> Mapping[str, DataFrame]:
    return tables(of) if isinstance(of, DataFrame) else of


def order() -> Column:
    """Reports in the order in which they are compared: by day, then by id, then by hash."""
    return F.struct("published", "source_id", "hash")


def components(nodes: DataFrame, edges: DataFrame) -> DataFrame:
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
