"""Arrow in and out, with each of the libraries that give and take it."""

import json

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import annalist

ROWS = [
    ("a", "2031-05-07", "Police arrested 12 demonstrators in Mosul on Tuesday, the ministry said."),
    ("b", "2031-05-08", "Rebels attacked a convoy near Kirkuk on Monday, killing three soldiers."),
    ("c", None, "  "),
    ("d", "soon", "The mayor said so."),
    ("e", None, None),
    ("f", None, "“We will not go,” said Ada Okoro. Her lawyer denied that naïve Zoë had struck the guard."),
]


@pytest.fixture(scope="module")
def news() -> pa.Table:
    return pa.table(dict(zip(("id", "day", "body"), map(list, zip(*ROWS)))))


def read(nlp, source, **more) -> annalist.Tables:
    return nlp.code_batches(source, text="body", id="id", date="day", **more).read_all()


def content(tables: annalist.Tables) -> dict:
    return {name: pa.record_batch(batch).to_pylist() for name, batch in tables.items()}


@pytest.fixture(scope="module")
def expected(nlp, news) -> dict:
    return content(read(nlp, news))


def test_good_rows_become_tables_and_bad_rows_errors(expected):
    assert [row["source_id"] for row in expected["documents"]] == ["a", "b", "f"]
    assert [(row["source_id"], row["message"].split(";")[0]) for row in expected["errors"]] == [
        ("c", "there are no words in it"),
        ("d", expected["errors"][1]["message"].split(";")[0]),
        ("e", "there is no text"),
    ]
    assert "2020-01-22" in expected["errors"][1]["message"]
    texts = {row["hash"]: row["text"] for row in expected["documents"]}
    for name in ("mentions", "times"):
        assert expected[name]
        for row in expected[name]:
            text = texts[row["key"].split("/")[0]]
            assert text[row["start"] : row["end"]] == row["text"]
    keys = {row["key"] for row in expected["events"]}
    assert {row["event"] for row in expected["arguments"]} <= keys
    assert any(row["what"] == "killed" and row["low"] == 3 for row in expected["figures"])


@pytest.mark.parametrize(
    "give",
    [
        lambda t: t,
        lambda t: t.to_batches()[0],
        lambda t: pa.RecordBatchReader.from_batches(t.schema, t.to_batches(max_chunksize=2)),
        lambda t: t.cast(pa.schema([(n, pa.large_string()) for n in t.column_names])),
        lambda t: t.cast(pa.schema([(n, pa.string_view()) for n in t.column_names])),
        lambda t: t.slice(0, 6).append_column("x", [list(range(6))]),
        lambda t: pl.from_arrow(t),
        lambda t: t.to_pandas(),
        lambda t: duckdb.sql("SELECT id, day, body FROM t"),
        lambda t: duckdb.sql("SELECT id, day, body FROM t").to_arrow_reader(2),
    ],
    ids="table batch reader large view more polars pandas duckdb duckdb-reader".split(),
)
def test_takes_what_others_give(nlp, news, expected, give):
    assert content(read(nlp, give(news))) == expected
    assert content(read(nlp, give(news), batch_size=2)) == expected


def test_gives_what_others_take(nlp, news, expected):
    tables = read(nlp, news)
    count = len(expected["events"])
    events = tables.events
    assert pl.DataFrame(events).height == count
    assert pa.table(events).num_rows == pa.record_batch(events).num_rows == count
    assert len(pd.DataFrame.from_arrow(events)) == count
    assert duckdb.sql("SELECT count(*) FROM events").fetchall() == [(count,)]
    assert len(events) == events.num_rows and "according_to" in events.column_names
    assert pa.schema(events).field("first_day").type == pa.date32()


def test_nothing_is_copied_on_the_way_out(nlp, news):
    tables = read(nlp, news)
    addresses = [
        pa.record_batch(tables.events).column("key").buffers()[2].address for _ in range(2)
    ]
    assert addresses[0] == addresses[1]


def test_tables_are_those_of_the_records(nlp, news):
    rows = [row for row in ROWS if row[0] in "abf"]
    documents = [annalist.Document(text, id, day) for id, day, text in rows]
    reports = list(nlp.pipe(documents))
    good = news.filter(pa.compute.is_in(news["id"], pa.array(["a", "b", "f"])))
    assert content(annalist.tables(reports)) == {
        name: rows for name, rows in content(read(nlp, good)).items() if name != "errors"
    }
    assert json.loads(reports[0].to_json())["document"]["source"]["id"] == "a"
    assert len(annalist.tables([])["events"]) == 0


def test_dates_and_numbers_of_columns_are_words(nlp):
    import datetime

    day = datetime.date(2031, 5, 7)
    moment = datetime.datetime(2031, 5, 7, 10, 30)
    for date in (pa.array([day]), pa.array([moment]), pa.array(["2031-05-07"])):
        source = pa.table({"text": ["The mayor said so on Monday."], "id": [7], "date": date})
        tables = nlp.code_batches(source, date="date").read_all()
        assert content(tables)["documents"][0]["published"] == "2031-05-07"
        assert content(tables)["documents"][0]["source_id"] == "7"


def test_what_is_wrong_is_said(nlp, news):
    with pytest.raises(ValueError, match='"words".*"id", "day", "body"'):
        nlp.code_batches(news, text="words")
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        nlp.code_batches([1, 2])

    def broken():
        yield news.to_batches()[0]
        raise OSError("the disk is gone")

    reader = pa.RecordBatchReader.from_batches(news.schema, broken())
    batches = nlp.code_batches(reader, text="body", batch_size=3)
    with pytest.raises(annalist.AnnalistError, match="the disk is gone"):
        list(batches)


def test_the_same_whatever_the_threads(news, expected):
    one = annalist.load("en", jobs=1)
    assert content(read(one, news)) == expected
