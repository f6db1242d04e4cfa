"""Reads news reports and keeps the record they contain: who did what to whom, where, when, and
according to whom, each fact tied to the exact words.

>>> import annalist
>>> nlp = annalist.load("en")
>>> report = nlp("The mayor said on Monday that police had arrested 12 demonstrators in Mosul.",
...              published="2031-05-07")
>>> report.statements[0].source.text
'The mayor'
>>> report.statements[0].content.removeprefix("that ")
'police had arrested 12 demonstrators in Mosul'
>>> event = next(event for event in report.events if event.trigger == "arrested")
>>> event.actor.text, event.recipient.text
('police', '12 demonstrators')
>>> event.according_to[0] is report.statements[0]
True
>>> report.text[event.start_char:event.end_char]
'arrested'
"""

from annalist._annalist import (
    AnnalistError,
    RecordBatch,
    ResourceError,
    __version__,
    concat,
)
from annalist._nlp import Batches, Document, DocumentError, Nlp, Tables, load, tables
from annalist._report import Report
from annalist._rows import (
    Argument,
    Claim,
    ClaimLink,
    Entity,
    Event,
    Figure,
    Mention,
    Place,
    Source,
    Span,
    Statement,
    Time,
)

__all__ = [
    "AnnalistError",
    "Argument",
    "Batches",
    "Claim",
    "ClaimLink",
    "Document",
    "DocumentError",
    "Entity",
    "Event",
    "Figure",
    "Mention",
    "Nlp",
    "Place",
    "RecordBatch",
    "Report",
    "ResourceError",
    "Source",
    "Span",
    "Statement",
    "Tables",
    "Time",
    "__version__",
    "concat",
    "load",
    "tables",
]
