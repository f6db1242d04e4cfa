//! The tables of the Parquet and CSV exports. Rows name one another by keys, never by numbers of one store.

use crate::sheet::{Column, Kind, Sheet};
use Kind::{Day, Real, Text, Whole, Words};

const fn c(name: &'static str, kind: Kind, sql: &'static str) -> Column {
    Column { name, kind, sql }
}

/// The key of the actor, happening or story of a number, in SQL: the row that first bore it.
macro_rules! actor_key {
    ($n:literal) => {
        concat!(
            "(SELECT kd.hash || '/' || k.local FROM entities k JOIN documents kd ON kd.id = k.document ",
            "WHERE k.actor = ", $n, " ORDER BY k.id LIMIT 1)"
        )
    };
}
macro_rules! happening_key {
    ($n:literal) => {
        concat!(
            "(SELECT kd.hash || '/' || k.local FROM events k JOIN documents kd ON kd.id = k.document ",
            "WHERE k.happening = ", $n, " ORDER BY k.id LIMIT 1)"
        )
    };
}
macro_rules! story_key {
    ($n:literal) => {
        concat!("(SELECT k.hash FROM documents k WHERE k.story = ", $n, " ORDER BY k.id LIMIT 1)")
    };
}
/// The key of a row of table `$t` with the number `$n`.
macro_rules! key {
    ($t:literal, $n:literal) => {
        concat!(
            "(SELECT kd.hash || '/' || k.local FROM ",
            $t,
            " k JOIN documents kd ON kd.id = k.document ",
            "WHERE k.id = ",
            $n,
            ")"
        )
    };
}
pub(crate) use {actor_key, happening_key};

/// All tables, in the order in which `docs/export.md` tells them.
pub const SHEETS: &[Sheet] = &[
    Sheet {
        name: "events",
        columns: &[
            c("key", Text, "d.hash || '/' || e.local"),
            c("day", Day, "e.day"),
            c("first_day", Day, "e.first_day"),
            c("last_day", Day, "e.last_day"),
            c("type", Text, "e.type"),
            c("mode", Text, "e.mode"),
            c("contexts", Words, "e.contexts"),
            c("quad", Whole, "e.quad"),
            c("cameo", Text, "e.cameo"),
            c("acled", Text, "e.acled"),
            c("trigger", Text, "e.trigger"),
            c("start", Whole, "e.start"),
            c("end", Whole, "e.\"end\""),
            c("sentence", Text, "e.sentence"),
            c("actor", Text, "e.actor"),
            c("actor_name", Text, "(SELECT a.name FROM actors a WHERE a.id = e.actor_id)"),
            c("actor_key", Text, actor_key!("e.actor_id")),
            c("recipient", Text, "e.recipient"),
            c("recipient_name", Text, "(SELECT a.name FROM actors a WHERE a.id = e.recipient_id)"),
            c("recipient_key", Text, actor_key!("e.recipient_id")),
            c("polarity", Text, "e.polarity"),
            c("modality", Text, "e.modality"),
            c("tense", Text, "e.tense"),
            c("place", Text, "p.name"),
            c("country", Text, "e.country"),
            c("admin1", Text, "p.admin1"),
            c("latitude", Real, "p.latitude"),
            c("longitude", Real, "p.longitude"),
            c("precision", Text, "p.precision"),
            c("geonameid", Whole, "p.geonameid"),
            c("place_source", Text, "p.source"),
            c(
                "figures",
                Words,
                "(SELECT group_concat(f.text || ' ' || f.what, ', ') FROM figures f WHERE f.event = e.id)",
            ),
            c("according_to", Text, "s.source"),
            c("statement", Text, "d.hash || '/' || s.local"),
            c("confidence", Real, "e.confidence"),
            c("verdict", Text, "e.verdict"),
            c("happening", Text, happening_key!("e.happening")),
            c("story", Text, story_key!("d.story")),
            c("document", Text, "d.hash"),
            c("title", Text, "d.title"),
            c("site", Text, "d.site"),
            c("published", Text, "d.published"),
            c("uri", Text, "d.uri"),
        ],
        from: "events e JOIN documents d ON d.id = e.document LEFT JOIN places p ON p.id = e.place \
               LEFT JOIN statements s ON s.id = e.statement",
        order: "e.id",
    },
    Sheet {
        name: "arguments",
        columns: &[
            c("event", Text, key!("events", "g.event")),
            c("role", Text, "g.role"),
            c("text", Text, "g.text"),
            c("entity", Text, key!("entities", "g.entity")),
            c("start", Whole, "g.start"),
            c("end", Whole, "g.\"end\""),
        ],
        from: "arguments g",
        order: "g.id",
    },
    Sheet {
        name: "figures",
        columns: &[
            c("key", Text, "d.hash || '/' || f.local"),
            c("event", Text, key!("events", "f.event")),
            c("what", Text, "f.what"),
            c("low", Whole, "f.low"),
            c("high", Whole, "f.high"),
            c("qualifier", Text, "f.qualifier"),
            c("text", Text, "f.text"),
            c("who", Text, "f.who"),
            c("start", Whole, "f.start"),
            c("end", Whole, "f.\"end\""),
        ],
        from: "figures f JOIN documents d ON d.id = f.document",
        order: "f.id",
    },
    Sheet {
        name: "statements",
        columns: &[
            c("key", Text, "d.hash || '/' || s.local"),
            c("day", Day, "s.day"),
            c("kind", Text, "s.kind"),
            c("source", Text, "s.source"),
            c("source_class", Text, "s.source_class"),
            c("source_entity", Text, key!("entities", "s.entity")),
            c("actor_name", Text, "(SELECT a.name FROM actors a WHERE a.id = s.actor)"),
            c("actor_key", Text, actor_key!("s.actor")),
            c("cue", Text, "s.cue"),
            c("cue_class", Text, "s.cue_class"),
            c("content", Text, "s.content"),
            c("polarity", Text, "s.polarity"),
            c("certainty", Text, "s.certainty"),
            c("parent", Text, key!("statements", "s.parent")),
            c("start", Whole, "s.start"),
            c("end", Whole, "s.\"end\""),
            c("story", Text, story_key!("d.story")),
            c("document", Text, "d.hash"),
            c("title", Text, "d.title"),
            c("site", Text, "d.site"),
            c("published", Text, "d.published"),
            c("uri", Text, "d.uri"),
        ],
        from: "statements s JOIN documents d ON d.id = s.document",
        order: "s.id",
    },
    Sheet {
        name: "claims",
        columns: &[
            c("key", Text, "d.hash || '/' || c.local"),
            c("event", Text, key!("events", "c.event")),
            c("happening", Text, happening_key!("c.happening")),
            c("attribute", Text, "c.attribute"),
            c("scope", Text, "c.scope"),
            c("polarity", Text, "c.polarity"),
            c("low", Whole, "c.low"),
            c("high", Whole, "c.high"),
            c("qualifier", Text, "c.qualifier"),
            c("text", Text, "c.text"),
            c("by", Text, "c.by"),
            c("actor_key", Text, actor_key!("c.actor")),
            c("statement", Text, key!("statements", "c.statement")),
            c("said_first", Day, "c.said_first"),
            c("said_last", Day, "c.said_last"),
            c("document", Text, "d.hash"),
            c("site", Text, "d.site"),
        ],
        from: "claims c JOIN documents d ON d.id = c.document",
        order: "c.id",
    },
    Sheet {
        name: "claim_links",
        columns: &[
            c("from", Text, key!("claims", "l.\"from\"")),
            c("to", Text, key!("claims", "l.\"to\"")),
            c("type", Text, "l.type"),
        ],
        from: "claim_links l",
        order: "l.id",
    },
    Sheet {
        name: "happenings",
        columns: &[
            c("key", Text, happening_key!("h.id")),
            c("type", Text, "h.type"),
            c("mode", Text, "h.mode"),
            c("first_day", Day, "h.first_day"),
            c("last_day", Day, "h.last_day"),
            c("place", Text, "h.place"),
            c("country", Text, "h.country"),
            c("latitude", Real, "h.latitude"),
            c("longitude", Real, "h.longitude"),
            c("summary", Text, "h.summary"),
            c("events", Whole, "h.events"),
            c("reports", Whole, "h.reports"),
            c("publishers", Whole, "h.publishers"),
        ],
        from: "happenings h",
        order: "h.id",
    },
    Sheet {
        name: "stories",
        columns: &[
            c("key", Text, story_key!("y.id")),
            c("title", Text, "y.title"),
            c("first_day", Day, "y.first_day"),
            c("last_day", Day, "y.last_day"),
            c("reports", Whole, "y.reports"),
            c("publishers", Whole, "y.publishers"),
        ],
        from: "stories y",
        order: "y.id",
    },
    Sheet {
        name: "actors",
        columns: &[
            c("key", Text, actor_key!("a.id")),
            c("name", Text, "a.name"),
            c("type", Text, "a.type"),
            c("country", Text, "a.country"),
            c("sectors", Words, "a.sectors"),
            c("documents", Whole, "a.documents"),
        ],
        from: "actors a",
        order: "a.id",
    },
    Sheet {
        name: "actor_names",
        columns: &[
            c("actor_key", Text, actor_key!("n.actor")),
            c("name", Text, "n.name"),
            c("documents", Whole, "n.documents"),
        ],
        from: "actor_names n",
        order: "n.actor, n.name",
    },
    Sheet {
        name: "entities",
        columns: &[
            c("key", Text, "d.hash || '/' || n.local"),
            c("type", Text, "n.type"),
            c("name", Text, "n.name"),
            c("roles", Words, "n.roles"),
            c("country", Text, "n.country"),
            c("sectors", Words, "n.sectors"),
            c("mentions", Whole, "n.mentions"),
            c("actor_key", Text, actor_key!("n.actor")),
        ],
        from: "entities n JOIN documents d ON d.id = n.document",
        order: "n.id",
    },
    Sheet {
        name: "places",
        columns: &[
            c("key", Text, "d.hash || '/' || p.local"),
            c("start", Whole, "p.start"),
            c("end", Whole, "p.\"end\""),
            c("name", Text, "p.name"),
            c("sense", Text, "p.sense"),
            c("country", Text, "p.country"),
            c("admin1", Text, "p.admin1"),
            c("latitude", Real, "p.latitude"),
            c("longitude", Real, "p.longitude"),
            c("feature", Text, "p.feature"),
            c("precision", Text, "p.precision"),
            c("geonameid", Whole, "p.geonameid"),
            c("source", Text, "p.source"),
        ],
        from: "places p JOIN documents d ON d.id = p.document",
        order: "p.id",
    },
    Sheet {
        name: "times",
        columns: &[
            c("key", Text, "d.hash || '/' || t.local"),
            c("start", Whole, "t.start"),
            c("end", Whole, "t.\"end\""),
            c("text", Text, "t.text"),
            c("type", Text, "t.type"),
            c("value", Text, "t.value"),
            c("edtf", Text, "t.edtf"),
            c("first_day", Day, "t.first_day"),
            c("last_day", Day, "t.last_day"),
        ],
        from: "times t JOIN documents d ON d.id = t.document",
        order: "t.id",
    },
    Sheet {
        name: "documents",
        columns: &[
            c("hash", Text, "d.hash"),
            c("title", Text, "d.title"),
            c("site", Text, "d.site"),
            c("byline", Text, "d.byline"),
            c("published", Text, "d.published"),
            c("day", Day, "d.day"),
            c("language", Text, "d.language"),
            c("uri", Text, "d.uri"),
            c("source_id", Text, "d.source_id"),
            c("format", Text, "d.format"),
            c("story", Text, story_key!("d.story")),
            c("text", Text, "d.text"),
        ],
        from: "documents d",
        order: "d.id",
    },
    Sheet {
        name: "publications",
        columns: &[
            c("document", Text, "d.hash"),
            c("uri", Text, "r.uri"),
            c("source_id", Text, "r.source_id"),
            c("site", Text, "r.site"),
            c("title", Text, "r.title"),
            c("published", Text, "r.published"),
            c("similarity", Real, "r.similarity"),
        ],
        from: "publications r JOIN documents d ON d.id = r.document",
        order: "r.id",
    },
    Sheet {
        name: "provenance",
        columns: &[
            c("document", Text, "d.hash"),
            c("published_from", Text, "d.published_from"),
            c("program_version", Text, "o.program_version"),
            c("pipeline", Text, "o.pipeline"),
            c("pipeline_hash", Text, "o.pipeline_hash"),
            c("lexicon_hash", Text, "o.lexicon_hash"),
            c("gazetteer_hash", Text, "nullif(o.gazetteer_hash, '')"),
        ],
        from: "documents d JOIN codings o ON o.id = d.coding",
        order: "d.id",
    },
    Sheet {
        name: "warnings",
        columns: &[
            c("document", Text, "d.hash"),
            c("code", Text, "w.code"),
            c("message", Text, "w.message"),
        ],
        from: "warnings w JOIN documents d ON d.id = w.document",
        order: "w.id",
    },
];
