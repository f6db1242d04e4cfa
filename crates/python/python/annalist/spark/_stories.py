"""Which reports tell one story."""

from __future__ import annotations

from pyspark import StorageLevel
from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from annalist.spark._common import Coded, components, order, tables_of

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
    given = tables_of(of)
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
    nodes = documents.select(F.col("hash").alias("node"), order().alias("at"))
    return components(nodes, edges.select("one", "other")).select(
        F.col("node").alias("hash"), F.col("first").alias("story")
    )
