"""Loading, records and their links."""

import doctest
import json
from datetime import date
from pathlib import Path

import pytest
from conftest import TEXT

import annalist

README = Path(__file__).parents[1] / "README.md"


def test_the_docs_examples_run():
    done = doctest.testmod(annalist)
    assert done.attempted and not done.failed
    done = doctest.testfile(str(README), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert done.attempted and not done.failed


def test_offsets_count_code_points(report):
    assert report.text == TEXT
    rows = [*report.entities, *report.mentions, *report.times, *report.places, *report.statements]
    rows += [*report.events, *report.figures, *report.claims, *report.sentences]
    assert len(rows) > 20
    for row in rows:
        assert row.text == TEXT[row.start_char : row.end_char]
    quoted = next(s for s in report.statements if s.kind == "direct")
    assert quoted.content.strip("“”,") == "Nobody was hurt – naïve rumours are false"


def test_rows_know_one_another(report):
    arrest = next(event for event in report.events if event.trigger == "arrested")
    assert arrest.actor.text == "Police" and arrest.recipient.text == "12 demonstrators"
    said = arrest.according_to[0]
    assert said in report.statements and said.cue == "say"
    assert said.speaker in report.entities and "ministry" in said.source.text
    assert arrest in said.events
    assert arrest.place is None or arrest.place in report.places
    assert arrest.time.earliest == "2031-05-06"
    assert all(link.later in report.claims for link in report.claim_links)
    for mention in report.mentions:
        assert mention in mention.entity.mentions


def test_the_record_is_the_programs(report):
    record = report.to_dict()
    assert record["schema"] == "annalist.report/1"
    assert record == json.loads(report.to_json())
    record["events"].clear()
    assert report.events, "the copy is the caller's own"
    again = annalist.Report.from_json(report.to_json())
    assert again.to_dict() == report.to_dict()
    with pytest.raises(ValueError, match="annalist.report/1"):
        _ = annalist.Report.from_json("{}").text


def test_dates_are_taken_in_all_forms(nlp, report):
    assert nlp(TEXT, published=date(2031, 5, 7)).to_json() == report.to_json()
    assert nlp("The mayor said so.").published is None


def test_the_notebook_view_marks_the_text(report):
    page = report._repr_html_()
    assert 'class="m event' in page and 'class="m source' in page and "said" in page
    import html
    import re

    body = re.sub(r"<style>.*?</style>|<div class=\"head\">.*?</div>", "", page, flags=re.S)
    assert html.unescape(re.sub(r"<[^>]*>", "", body)) == TEXT
    marked = annalist.load("en", places=False)("<b>Police</b> arrested & fined a man.")
    assert "<b>" not in marked._repr_html_()


def test_errors_name_the_document(nlp, tmp_path):
    with pytest.raises(annalist.DocumentError, match="no words") as error:
        nlp("  ", id="a7")
    assert error.value.id == "a7"
    with pytest.raises(annalist.DocumentError, match="2020-01-22"):
        nlp("The mayor said so.", published="soon")
    with pytest.raises(annalist.ResourceError, match="nowhere.whl"):
        annalist.load(tmp_path / "nowhere.whl")
    with pytest.raises(annalist.ResourceError, match="gazetteer"):
        annalist.load("en", gazetteer=tmp_path / "nowhere.bin")
    assert issubclass(annalist.ResourceError, annalist.AnnalistError)


def test_pipe_keeps_order_and_goes_on(nlp):
    texts = [f"Police arrested {n} demonstrators, the mayor said." for n in range(2, 900)]
    reports = list(nlp.pipe(texts, batch_size=7, published="2031-05-07"))
    assert [report.text for report in reports] == texts
    assert reports[3].to_json() == nlp(texts[3], published="2031-05-07").to_json()

    documents = [annalist.Document(text, id=str(n)) for n, text in enumerate(texts[:40])]
    documents[5] = annalist.Document("", id="empty")
    failed = []
    reports = list(nlp.pipe(documents, on_error=failed.append))
    assert len(reports) == 39 and [error.id for error in failed] == ["empty"]
    assert reports[5].document["source"]["id"] == "6"
    with pytest.raises(annalist.DocumentError, match="empty"):
        list(nlp.pipe(documents))


def test_pipe_takes_no_more_than_it_needs(nlp):
    taken = 0

    def texts():
        nonlocal taken
        for n in range(100_000):
            taken += 1
            yield f"The mayor said {n} people came."

    stream = nlp.pipe(texts())
    next(stream)
    del stream
    assert taken < 2000
