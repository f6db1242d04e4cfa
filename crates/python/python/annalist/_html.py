"""A report's text with its marks, for notebooks: the same kinds of marks as the desk (`annalist serve`)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from annalist._report import Report

# By the quad class of an event.
_FAMILIES = {0: "accident", 1: "talk", 2: "help", 3: "dispute", 4: "force"}
# In the order in which one is shown where several meet.
_KINDS = ("event", "figure", "cue", "source", "place", "time", "entity", "said")

_STYLE = """<style>
.annalist{--talk:#1f6aa5;--help:#23744c;--dispute:#8d5a00;--force:#b02a2a;--accident:#6a4d9c;--edge:#8a8579;
--said:#eef3ea;max-width:46rem;line-height:1.6;white-space:pre-wrap;font-family:Charter,Palatino,Georgia,serif}
@media (prefers-color-scheme:dark){.annalist{--talk:#6cb1ea;--help:#67c294;--dispute:#e0ae51;--force:#f08a80;
--accident:#b9a0ea;--edge:#7c838d;--said:#222b25}}
.annalist .m{border-bottom:2px solid var(--edge)}
.annalist .m.event{font-weight:650;border-color:currentColor}
.annalist .talk{color:var(--talk)}.annalist .help{color:var(--help)}.annalist .dispute{color:var(--dispute)}
.annalist .force{color:var(--force)}.annalist .accident{color:var(--accident)}
.annalist .m.source,.annalist .m.cue{border-color:var(--help)}
.annalist .m.cue{font-style:italic;border-bottom-style:dotted}
.annalist .m.time,.annalist .m.place,.annalist .m.entity{border-width:1px;border-bottom-style:dotted}
.annalist .said{background:var(--said)}
.annalist .head{white-space:normal;font-family:system-ui,sans-serif;font-size:.84rem}
</style>"""


class _Mark(NamedTuple):
    rank: int
    start: int
    end: int
    row: str
    classes: str
    label: str


def page(report: Report) -> str:
    """The marked text as HTML."""
    marks = _marks(report)
    text = report.text
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    starting: dict[int, list[_Mark]] = {}
    for mark in marks:
        starting.setdefault(mark.start, []).append(mark)
    pieces: list[str] = []
    over: list[_Mark] = []
    for start, end in zip(cuts, cuts[1:]):
        over = [mark for mark in over if mark.end > start] + starting.get(start, [])
        pieces.append(_piece(text[start:end], over))
    head = [report.document.get("site"), report.document.get("byline"), report.published]
    counts = f"{len(report.statements)} statements, {len(report.events)} events"
    about = " · ".join(escape(str(part)) for part in [*head, counts] if part)
    return f'{_STYLE}<div class="annalist"><div class="head">{about}</div>{"".join(pieces)}</div>'


def _marks(report: Report) -> list[_Mark]:
    marks: list[_Mark] = []

    def put(kind: str, start: int, end: int, row: str, label: str, family: str = "") -> None:
        if start < end:
            classes = f"m {kind} {family}".strip()
            marks.append(_Mark(_KINDS.index(kind), start, end, row, classes, label))

    for event in report.events:
        family = _FAMILIES.get(event.data["quad"], "talk")
        label = " ".join(filter(None, [event.type, event.mode]))
        spans = [(m["start"], m["end"]) for m in event.data["mentions"]]
        for start, end in {(event.start_char, event.end_char), *spans}:
            put("event", start, end, event.id, label, family)
    for figure in report.figures:
        put("figure", figure.start_char, figure.end_char, figure.id, figure.what)
    for statement in report.statements:
        who = statement.source.text or "implicit"
        for start, end in statement.data["cue"]["spans"]:
            put("cue", start, end, statement.id, f"statement of {who}")
        for span in statement.source.spans:
            put("source", span.start_char, span.end_char, statement.id, "source")
        for span in statement.contents:
            put("said", span.start_char, span.end_char, statement.id, f"said by {who}")
    for place in report.places:
        label = " ".join(filter(None, ["place", place.country]))
        put("place", place.start_char, place.end_char, place.id, label)
    for time in report.times:
        put("time", time.start_char, time.end_char, time.id, time.value or "date or time")
    for mention in report.mentions:
        if mention.kind == "name":
            put("entity", mention.start_char, mention.end_char, mention.entity.id, mention.entity.type)
    return marks


def _piece(words: str, over: list[_Mark]) -> str:
    shown = escape(words)
    if not over:
        return shown
    first = min(over, key=lambda mark: (mark.rank, mark.end - mark.start, mark.row))
    said = _KINDS.index("said")
    inside = any(mark.rank == said for mark in over)
    classes = "said" if first.rank == said else first.classes + (" said" if inside else "")
    rows = " ".join(mark.row for mark in sorted(over))
    return f'<span class="{classes}" title="{escape(first.label)}" data-rows="{rows}">{shown}</span>'
