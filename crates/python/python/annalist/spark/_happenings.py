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
    one happening when they can have been on the same day, give or take one, do not lie in different places or
    have different modes, and are told in the same words in one story. Of events of one type it is enough to
    share two of a participant, a place and the mode or the trigger's words, or two participants, or the place,
    the story and the day. The program compares each event with whole happenings as they come and
    takes words that tell one thing ("died", "was killed") for one, so its answers are not the same to the letter."""
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
        events.where("modality IN ('actual', 'possible', 'attempted', 'planned')")
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

    def words(kind: str, word: Column, of_type: Column | None = None) -> DataFrame:
        typed = F.col("type") if of_type is None else of_type
        found = events.select(
            "key", typed.alias("type"), "on", F.lit(kind).alias("kind"), word.alias("word")
        )
        return found.where("word IS NOT NULL")

    def in_story(word: Column) -> Column:
        return F.when(F.col("told").isNotNull(), F.concat_ws(" ", "told", word))

    # "nominated", "the nomination": six letters of each word count.
    trigger = F.regexp_replace(F.lower("trigger"), r"(\p{IsAlphabetic}{6})\p{IsAlphabetic}+", "$1")
    mode = F.when(F.col("mode").isNotNull(), F.concat_ws(" ", "type", "mode"))
    whatever = F.lit("")
    keys = (
        who.unionByName(words("where", _fold("place")))
        .unionByName(words("story", F.col("told")))
        .unionByName(words("what", trigger))
        .unionByName(words("what", F.col("mode")))
        .unionByName(words("told", in_story(trigger), whatever))
        .unionByName(words("told", F.when(mode.isNotNull(), in_story(mode)), whatever))
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
        F.collect_set("a.kind").alias("kinds"),
        F.count_distinct(F.when(F.col("a.kind") == "who", F.col("a.word"))).alias("people"),
    )

    def has(kind: str) -> Column:
        return F.array_contains("kinds", kind)

    pairs = pairs.where(
        has("told")
        | (F.col("people") >= 2)
        | (has("where") & (has("who") | has("story") | has("what")))
        | (has("who") & has("what"))
    )
    for side in ("one", "other"):
        about = events.select(
            F.col("key").alias(side),
            F.col("mode").alias(f"{side}_mode"),
            _fold("place").alias(f"{side}_place"),
            F.col("country").alias(f"{side}_country"),
            _of_town("latitude").alias(f"{side}_north"),
            _of_town("longitude").alias(f"{side}_east"),
            F.col("first_day").alias(f"{side}_first"),
            F.col("last_day").alias(f"{side}_last"),
        )
        pairs = pairs.join(about, side)

    def agree(what: str) -> Column:
        return F.coalesce(F.col(f"one_{what}") == F.col(f"other_{what}"), F.lit(True))

    def not_before(x: str, y: str) -> Column:
        return F.coalesce(F.date_add(x, 1) >= F.col(y), F.lit(True))

    def one_place() -> Column:
        # Towns more than 30 km apart are two places, and so are those of two countries.
        north = (F.col("one_north") - F.col("other_north")) * 111.2
        around = F.pmod(F.col("one_east") - F.col("other_east") + 540, F.lit(360)) - 180
        east = around * 111.2 * F.cos(F.radians("one_north"))
        near = F.coalesce(F.hypot(north, east) <= 30, F.lit(True))
        named = F.coalesce(F.col("one_place") == F.col("other_place"), F.lit(False))
        return named | (agree("country") & near)

    edges = pairs.where(
        agree("mode")
        & one_place()
        & not_before("one_last", "other_first")
        & not_before("other_last", "one_first")
    )
    nodes = events.select(
        F.col("key").alias("node"), F.struct("published", "document", "start").alias("at")
    )
    return components(nodes, edges.select("one", "other")).select(
        F.col("node").alias("event"), F.col("first").alias("happening")
    )


def _of_town(column: str) -> Column:
    """A coordinate of what is no larger than a town."""
    return F.when(F.col("precision").isin("exact", "settlement"), F.col(column))


def _fold(column: str) -> Column:
    """A name in lower case, without marks on letters and with single spaces."""
    marked = "àáâãäåāăąçćčèéêëēĕėęěìíîïīįıñńòóôõöøōőśšşșùúûüūůűýÿźżžďđğłřťţț"
    plain = "aaaaaaaaaccceeeeeeeeeiiiiiiinnoooooooossssuuuuuuuyyzzzddglrttt"
    name = F.regexp_replace(F.lower(F.col(column)), "['’‘ʻʼ`.]", "")
    return F.trim(F.regexp_replace(F.translate(name, marked, plain), r"[^\p{IsAlphabetic}\p{N}]+", " "))
