"""The pipeline inside Spark, on a small input. Needs Java and PySpark."""

import doctest
import os
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pytest

import annalist

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("there is no Java here", allow_module_level=True)

# Workers must be of the same Python.
os.environ["PYSPARK_PYTHON"] = sys.executable

from pyspark.sql import SparkSession  # noqa: E402

import annalist.spark  # noqa: E402

BASE = [
    "Police arrested {n} demonstrators in Mosul on Tuesday, the interior ministry said.",
    "Rebels attacked a convoy near Kirkuk on Monday, killing {n} soldiers, witnesses said.",
    "The mayor of Ostwick announced that {n} bridges would be closed, and the dockers protested.",
]
LONG = (
    "The ferry left the harbour at dawn and ran aground off the northern point an hour later. The coast "
    "guard sent four boats, took all passengers ashore and closed the strait to ships until the evening. "
    "The owner said the captain had slept too little; the union of seamen blamed the owner's rosters."
)


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def rows():
    rows = [
        (f"t{n:02}", f"2031-05-{n % 20 + 1:02}", BASE[n % 3].format(n=n + 2)) for n in range(30)
    ]
    rows += [
        ("u1", "2031-06-01", LONG),
        ("u2", "2031-06-02", LONG.upper()),
        ("u3", "2031-06-03", LONG.replace("harbour", "port").replace("evening", "night")),
        ("u4", "2031-06-04", LONG.replace("harbour", "port").replace("evening", "night")),
        ("v1", None, None),
        ("v2", "soon", "The mayor said so."),
    ]
    return rows


@pytest.fixture(scope="module")
def tables(spark, rows):
    news = spark.createDataFrame(rows, "id string, day string, body string").repartition(3)
    coded = annalist.spark.code(news, "body", "id", "day").persist()
    return annalist.spark.tables(coded)


def test_the_same_tables_as_on_one_machine(nlp, rows, tables):
    source = pa.table(dict(zip(("id", "day", "body"), map(list, zip(*rows)))))
    alone = nlp.code_batches(source, text="body", id="id", date="day").read_all()
    assert set(alone) | {"terms"} == set(tables)
    for name, batch in alone.items():
        assert pa.record_batch(batch).schema.names == tables[name].columns
        here = sorted(map(repr, pa.record_batch(batch).to_pylist()))
        there = sorted(repr(row.asDict()) for row in tables[name].collect())
        assert here == there, name
    assert sorted(row.source_id for row in tables["errors"].collect()) == ["v1", "v2"]


def test_duplicates_are_told_as_by_the_program(tables):
    found = {row.source_id: row for row in annalist.spark.duplicates(tables).collect()}
    assert set(found) == {"u2", "u3", "u4"}
    first = {row.source_id: row.hash for row in tables["documents"].collect()}
    assert all(row.duplicate_of == first["u1"] for row in found.values())
    assert found["u2"].kind == "exact" and found["u2"].similarity == 1.0
    assert found["u3"].kind == "near" and 0.5 <= found["u3"].similarity < 1.0
    assert found["u4"].similarity == found["u3"].similarity


def test_happenings_and_stories(tables):
    stories = {row.hash: row.story for row in annalist.spark.stories(tables).collect()}
    assert len(stories) == tables["documents"].select("hash").distinct().count()
    assert set(stories.values()) <= set(stories)
    happenings = annalist.spark.happenings(tables).collect()
    keys = {row.event for row in happenings}
    assert keys and {row.happening for row in happenings} <= keys
    told = tables["events"].where("modality IN ('actual', 'possible')")
    assert keys == {row.key for row in told.collect()}


def test_what_is_written_is_read(spark, rows, tables, tmp_path):
    news = spark.createDataFrame(rows[:6], "id string, day string, body string")
    annalist.spark.write(annalist.spark.code(news, "body", "id", "day"), str(tmp_path))
    again = annalist.spark.read(spark, str(tmp_path))
    assert again["events"].columns == tables["events"].columns
    assert again["documents"].count() == 6
    with pytest.raises(FileNotFoundError):
        annalist.spark.read(spark, str(tmp_path / "nowhere"))


def test_workers_write_the_same_tables(spark, rows, tables, tmp_path):
    news = spark.createDataFrame(rows, "id string, day string, body string").repartition(3)
    # What was there before is replaced as a whole.
    out = tmp_path / "out [1]"
    annalist.spark.code_to(news.limit(1), str(out), "body", "id", "day")
    written = annalist.spark.code_to(news, str(out), "body", "id", "day")
    assert set(written) == set(tables)
    for name, table in written.items():
        assert table.columns == tables[name].columns
        here = sorted(map(repr, table.collect()))
        assert here == sorted(map(repr, tables[name].collect())), name
    assert sorted(p.name for p in out.iterdir()) == sorted(f"{n}.parquet" for n in tables)


def test_a_failed_job_leaves_the_old_tables(spark, rows, tmp_path):
    news = spark.createDataFrame(rows[:3], "id string, day string, body string")
    annalist.spark.code_to(news, str(tmp_path), "body", "id", "day")
    with pytest.raises(Exception, match="no-such-model"):
        annalist.spark.code_to(news, str(tmp_path), "body", model=str(tmp_path / "no-such-model.whl"))
    assert annalist.spark.read(spark, str(tmp_path))["documents"].count() == 3
    assert not list(tmp_path.glob(".parts-*"))
    with pytest.raises(ValueError, match="write"):
        annalist.spark.code_to(news, "s3a://news/out", "body")


def test_no_texts_are_tables_without_rows(spark, tmp_path):
    none = spark.createDataFrame([], "text string")
    written = annalist.spark.code_to(none, str(tmp_path))
    assert "day" in written["events"].columns
    assert [written[name].count() for name in ("documents", "events", "errors")] == [0, 0, 0]


def test_the_docs_examples_run(spark, tmp_path):
    docs = next(p / "docs/spark.md" for p in Path(__file__).parents if (p / "docs/spark.md").exists())
    done = doctest.testfile(str(docs), module_relative=False, extraglobs={"spark": spark, "path": str(tmp_path)})
    assert done.attempted and not done.failed


def test_the_ray_adapter_gives_the_same(nlp, rows):
    from annalist.ray import Coder

    batch = pa.table(dict(zip(("id", "day", "body"), map(list, zip(*rows)))))
    coded = Coder(text="body", id="id", date="day")(batch)
    assert coded.num_rows == len(rows)
    alone = nlp.code_batches(batch, text="body", id="id", date="day").read_all()
    events = [row for rows in coded["events"].to_pylist() for row in rows]
    assert events == pa.record_batch(alone.events).to_pylist()
    assert Coder()(pa.table({"text": pa.array([], pa.string())})).num_rows == 0
