"""The rows of a record as objects that know one another. Offsets count code points, as Python's strings do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annalist._report import Report

Data = dict[str, Any]


class Span:
    """Some words of the text."""

    def __init__(self, report: Report, start: int, end: int) -> None:
        self.report = report
        self.start_char = start
        self.end_char = end

    @property
    def text(self) -> str:
        """The words, as written."""
        return self.report.text[self.start_char : self.end_char]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.start_char}:{self.end_char} {self.text!r}>"


class Row(Span):
    """Something that the record holds. `data` is all of it, as in the JSON record."""

    def __init__(self, report: Report, data: Data) -> None:
        self.data = data
        super().__init__(report, *self._place(report, data))

    @classmethod
    def _place(cls, report: Report, data: Data) -> tuple[int, int]:
        return data["start"], data["end"]

    @property
    def id(self) -> str:
        """Its name in this report: `e1`."""
        return str(self.data["id"])

    @property
    def key(self) -> str:
        """Its name in all tables and stores: `hash/e1`."""
        return f"{self.report.id}/{self.id}"


class Mention(Row):
    """A place in the text that speaks of an entity."""

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def entity(self) -> Entity:
        return self.report._named(self.report.entities, self.data["entity"])


class Entity(Row):
    """Somebody or something that the report speaks of. Its words are those of its first mention."""

    @classmethod
    def _place(cls, report: Report, data: Data) -> tuple[int, int]:
        first = data["mentions"][0] if data["mentions"] else None
        mention = report._data("mentions", first) if first else {"start": 0, "end": 0}
        return mention["start"], mention["end"]

    @property
    def type(self) -> str:
        return str(self.data["type"])

    @property
    def name(self) -> str | None:
        """The fullest name in the text; None for the unnamed."""
        name: str | None = self.data["name"]
        return name

    @property
    def country(self) -> str | None:
        country: str | None = self.data["country"]
        return country

    @property
    def mentions(self) -> list[Mention]:
        return [self.report._named(self.report.mentions, id) for id in self.data["mentions"]]

    @property
    def affiliation(self) -> Entity | None:
        return self.report._maybe(self.report.entities, self.data["affiliation"])


class Time(Row):
    """An expression of time."""

    @property
    def type(self) -> str:
        return str(self.data["type"])

    @property
    def value(self) -> str | None:
        """As TIMEX3."""
        value: str | None = self.data["value"]
        return value

    @property
    def earliest(self) -> str | None:
        """The first day it can mean."""
        day: str | None = self.data["earliest"]
        return day

    @property
    def latest(self) -> str | None:
        """The last day it can mean."""
        day: str | None = self.data["latest"]
        return day


class Place(Row):
    """The name of a place."""

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def latitude(self) -> float | None:
        latitude: float | None = self.data["lat"]
        return latitude

    @property
    def longitude(self) -> float | None:
        longitude: float | None = self.data["lon"]
        return longitude

    @property
    def country(self) -> str | None:
        country: str | None = self.data["country"]
        return country


class Source:
    """Whose a statement is."""

    def __init__(self, report: Report, data: Data) -> None:
        self.data = data
        self._report = report

    @property
    def spans(self) -> list[Span]:
        return [Span(self._report, start, end) for start, end in self.data["spans"]]

    @property
    def text(self) -> str:
        """The words that name it; empty for an implicit one."""
        return " … ".join(span.text for span in self.spans)

    @property
    def kind(self) -> str:
        """`named`, `pronoun`, `unnamed`, `collective`, `organization`, `document` or `implicit`."""
        return str(self.data["class"])

    @property
    def entity(self) -> Entity | None:
        return self._report._maybe(self._report.entities, self.data["entity"])

    def __repr__(self) -> str:
        return f"<Source {self.text!r}>"


class Statement(Row):
    """Something said, written, promised or believed by a source. Its words reach from the first to the
    last of source, cue and content."""

    @classmethod
    def _place(cls, report: Report, data: Data) -> tuple[int, int]:
        spans = data["content"] + data["cue"]["spans"] + data["source"]["spans"]
        return min((s for s, _ in spans), default=0), max((e for _, e in spans), default=0)

    @property
    def kind(self) -> str:
        return str(self.data["kind"])

    @property
    def source(self) -> Source:
        return Source(self.report, self.data["source"])

    @property
    def speaker(self) -> Entity | None:
        """Who states it."""
        return self.source.entity

    @property
    def cue(self) -> str:
        """The word that tells that it is stated, in its dictionary form."""
        return str(self.data["cue"]["lemma"])

    @property
    def contents(self) -> list[Span]:
        return [Span(self.report, start, end) for start, end in self.data["content"]]

    @property
    def content(self) -> str:
        """What is stated, quotation marks included."""
        return " … ".join(span.text for span in self.contents)

    @property
    def parent(self) -> Statement | None:
        """The statement that this one stands in."""
        return self.report._maybe(self.report.statements, self.data["parent"])

    @property
    def time(self) -> Time | None:
        return self.report._maybe(self.report.times, self.data["time"])

    @property
    def polarity(self) -> str:
        return str(self.data["polarity"])

    @property
    def certainty(self) -> str:
        return str(self.data["certainty"])

    @property
    def events(self) -> list[Event]:
        """The events told in it."""
        return [event for event in self.report.events if self.id in event.data["according_to"]]


class Argument(Row):
    """Somebody or something that takes part in an event."""

    @property
    def id(self) -> str:
        raise AttributeError("an argument has no id of its own")

    @property
    def role(self) -> str:
        return str(self.data["role"])

    @property
    def entity(self) -> Entity | None:
        return self.report._maybe(self.report.entities, self.data["entity"])


class Figure(Row):
    """A number of people something happened to."""

    @property
    def what(self) -> str:
        return str(self.data["what"])

    @property
    def low(self) -> int | None:
        low: int | None = self.data["low"]
        return low

    @property
    def high(self) -> int | None:
        high: int | None = self.data["high"]
        return high

    @property
    def qualifier(self) -> str:
        return str(self.data["qualifier"])


class Event(Row):
    """Something that happened, or is said to have. Its words are its trigger's."""

    @classmethod
    def _place(cls, report: Report, data: Data) -> tuple[int, int]:
        start, end = data["trigger"]
        return start, end

    @property
    def trigger(self) -> str:
        return self.text

    @property
    def type(self) -> str:
        """PLOVER's root type."""
        return str(self.data["type"])

    @property
    def mode(self) -> str | None:
        mode: str | None = self.data["mode"]
        return mode

    @property
    def arguments(self) -> list[Argument]:
        return [Argument(self.report, data) for data in self.data["arguments"]]

    def _first(self, role: str) -> Argument | None:
        return next((argument for argument in self.arguments if argument.role == role), None)

    @property
    def actor(self) -> Argument | None:
        """Who does it."""
        return self._first("actor")

    @property
    def recipient(self) -> Argument | None:
        """To whom, or with whom, it is done."""
        return self._first("recipient")

    @property
    def time(self) -> Time | None:
        """The time expression, the first one of a range."""
        return self.report._maybe(self.report.times, self.data["time"])

    @property
    def earliest(self) -> str | None:
        """First possible day; over both ends of a range."""
        day: str | None = self.data["earliest"]
        return day

    @property
    def latest(self) -> str | None:
        """Last possible day; over both ends of a range."""
        day: str | None = self.data["latest"]
        return day

    @property
    def place(self) -> Place | None:
        return self.report._maybe(self.report.places, self.data["place"])

    @property
    def figures(self) -> list[Figure]:
        return [self.report._named(self.report.figures, id) for id in self.data["figures"]]

    @property
    def according_to(self) -> list[Statement]:
        """The statements it stands in, the outermost first; empty when the report itself tells it."""
        return [self.report._named(self.report.statements, id) for id in self.data["according_to"]]

    @property
    def claims(self) -> list[Claim]:
        """What is claimed of it."""
        return [claim for claim in self.report.claims if claim.data["event"] == self.id]

    @property
    def polarity(self) -> str:
        return str(self.data["polarity"])

    @property
    def modality(self) -> str:
        return str(self.data["modality"])

    @property
    def confidence(self) -> float:
        return float(self.data["confidence"])


class Claim(Row):
    """One source's word, once, on one attribute of one event. Its words are its evidence's."""

    @classmethod
    def _place(cls, report: Report, data: Data) -> tuple[int, int]:
        spans = data["evidence"]
        return min((s for s, _ in spans), default=0), max((e for _, e in spans), default=0)

    @property
    def event(self) -> Event:
        return self.report._named(self.report.events, self.data["event"])

    @property
    def attribute(self) -> str:
        return str(self.data["attribute"])

    @property
    def value(self) -> Data:
        value: Data = self.data["value"]
        return value

    @property
    def by(self) -> Entity | None:
        """Whose claim it is; None when the report itself tells it."""
        return self.report._maybe(self.report.entities, self.data["by"])

    @property
    def statement(self) -> Statement | None:
        return self.report._maybe(self.report.statements, self.data["statement"])


class ClaimLink:
    """How a claim relates to an earlier one."""

    def __init__(self, report: Report, data: Data) -> None:
        self.data = data
        self.later = report._named(report.claims, data["from"])
        self.earlier = report._named(report.claims, data["to"])
        self.type = str(data["type"])

    def __repr__(self) -> str:
        return f"<ClaimLink {self.later.id} {self.type} {self.earlier.id}>"
