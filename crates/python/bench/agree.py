"""How far Spark's own stories and happenings agree with those of the program, over the same documents.

    python crates/python/bench/agree.py --program target/release/annalist NEWS.jsonl

NEWS.jsonl has the columns `id`, `text` and `published`; its rows are taken in the order of publication, as a
store is filled. Prints JSON: for each the number of groups and the B-cubed F1 of the two partitions, Spark's
held against the program's."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import annalist.spark


def b_cubed(one: dict[str, str], other: dict[str, str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of `one` held against `other`, over what both have."""
    both = sorted(one.keys() & other.keys())
    pairs = Counter((one[x], other[x]) for x in both)
    sizes = [Counter(part[x] for x in both) for part in (one, other)]
    precision = sum(n * n / sizes[0][a] for (a, _), n in pairs.items()) / len(both)
    recall = sum(n * n / sizes[1][b] for (_, b), n in pairs.items()) / len(both)
    return precision, recall, 2 * precision * recall / (precision + recall)


def told(one: dict[str, str], other: dict[str, str]) -> dict[str, object]:
    precision, recall, f1 = b_cubed(one, other)
    groups: dict[str, set[str]] = defaultdict(set)
    for side, part in (("spark", one), ("program", other)):
        groups[side] = {part[x] for x in one.keys() & other.keys()}
    return {
        "compared": len(one.keys() & other.keys()),
        "groups": {side: len(found) for side, found in groups.items()},
        "b_cubed": {name: round(x, 3) for name, x in (("p", precision), ("r", recall), ("f", f1))},
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("--program", required=True)
    given = arguments.parse_args()
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    news = [json.loads(line) for line in given.news.open(encoding="utf-8")]
    rows = sorted((n["published"][:10], n["id"], n["text"]) for n in news if n.get("published"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        with (work / "news.jsonl").open("w", encoding="utf-8") as out:
            for day, id, text in rows:
                out.write(json.dumps({"id": id, "published": day, "text": text}) + "\n")
        store = ["--store", str(work / "news.db")]
        subprocess.run([given.program, "add", *store, str(work / "news.jsonl")], check=True)
        subprocess.run(
            [given.program, "export", *store, "--format", "parquet", "-o", str(work / "program")], check=True
        )
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.shuffle.partitions", "8")
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("ERROR")
        try:
            exported = annalist.spark.read(session, str(work / "program"))
            coded = session.createDataFrame(rows, "day string, id string, text string").repartition(2)
            tables = annalist.spark.code_to(coded, str(work / "spark"), "text", "id", "day")
            found = {
                "stories": [
                    {r.hash: r.story for r in annalist.spark.stories(t).collect()} for t in (tables, exported)
                ],
                "happenings": [
                    {r.event: r.happening for r in annalist.spark.happenings(t).collect()}
                    for t in (tables, exported)
                ],
            }
        finally:
            session.stop()
    print(json.dumps({"documents": len(rows), **{n: told(*two) for n, two in found.items()}}, indent=2))


if __name__ == "__main__":
    main()
