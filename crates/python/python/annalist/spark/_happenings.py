"""Which events of several reports are one occurrence."""

from __future__ import annotations

from pyspark import StorageLevel
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from annalist.spark._common import Coded, components, tables_of
from annalist.spark._stories import stories


def happenings(of: Coded) -> DataFrame:
    """Which happening each event belongs to: `event` and `happening` (the key of its first event). Events
    that are only thought of belong to none.

    Tables of `annalist export` bring the program's own answer. Else, by the program's rule, two events are
    one happening when they are of one type, can have been on the same day, give or take one, do not lie in
    different places or have different modes, and share two of these: a participant, a place, the mode or the
    trigger's words, the story (or two participants). The program compares each event with whole happenings as
    they come, so its answers are not the same to the letter."""
    given = tables_of(of)
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
    return components(nodes, edges.select("one", "other")).select(
        F.col("node").alias("event"), F.col("first").alias("happening")
    )


def _fold(column: str) -> Column:
    """A name in lower case, without marks on letters and with single spaces."""
    marked = "àáâãäåāăąçćčèéêëēĕėęěìíîïīįıñńòóôõöøōőśšşșùúûüūůűýÿźżžďđğłřťţț"
    plain = "aaaaaaaaaccceeeeeeeeeiiiiiiinnoooooooossssuuuuuuuyyzzzddglrttt"
    name = F.regexp_replace(F.lower(F.col(column)), "['’‘ʻʼ`.]", "")
    return F.trim(F.regexp_replace(F.translate(name, marked, plain), r"[^\p{IsAlphabetic}\p{N}]+", " "))
