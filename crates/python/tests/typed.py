"""How a user with a type checker writes: `mypy --strict` must find nothing here (`check.sh`)."""

from datetime import date

import annalist


def speakers(texts: list[str]) -> list[tuple[str, str | None, int]]:
    nlp: annalist.Nlp = annalist.load("en", places=False, jobs=2)
    found: list[tuple[str, str | None, int]] = []
    for report in nlp.pipe(texts, batch_size=8, published=date(2031, 5, 7)):
        for statement in report.statements:
            who: annalist.Entity | None = statement.speaker
            found.append((statement.text, who.name if who else None, statement.start_char))
        for event in report.events:
            sources: list[annalist.Statement] = event.according_to
            place: annalist.Place | None = event.place
            found.append((event.type, place.name if place else None, len(sources)))
    return found


def tables(nlp: annalist.Nlp, source: object) -> int:
    rows = 0
    for tables in nlp.code_batches(source, text="body", id="url"):
        rows += tables["events"].num_rows + tables.errors.num_rows
    return rows


def problem(nlp: annalist.Nlp, text: str) -> str | None:
    try:
        nlp(text, published="2031-05-07")
    except annalist.DocumentError as error:
        return error.id
    return None
