//! A document: one report's text and what is known about its publication.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Points;
use crate::{Span, Warning};

/// One report as it was read, before any language is looked at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// First 32 hexadecimal digits of the SHA-256 of the text: the same text is the same document.
    pub id: String,
    /// Where the bytes came from.
    pub source: Source,
    /// The headline, where one is known.
    pub title: Option<String>,
    /// Who signed it, as written.
    pub byline: Option<String>,
    /// The publisher's name.
    pub site: Option<String>,
    /// BCP 47 language tag of the text.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<Published>,
    /// The earlier document of the same run that this one repeats: it is a further publication of it.
    pub duplicate_of: Option<Duplicate>,
    /// The whole text; all offsets of the record count into it.
    pub text: String,
    /// The text's parts, in order, without gaps other than white space.
    pub blocks: Vec<Block>,
    /// What reading it met with; the record holds these among its own warnings.
    #[serde(skip)]
    pub warnings: Vec<Warning>,
}

/// The document that another one repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Duplicate {
    /// The id of the first publication. It is the document's own where the texts are the same to the
    /// letter.
    pub id: String,
    /// How the two are alike.
    pub kind: DuplicateKind,
    /// The share of word sequences that the shorter text has in common with the longer one, from 0
    /// to 1, estimated.
    pub similarity: f64,
}

/// How a document repeats another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DuplicateKind {
    /// The same words in the same order; case, punctuation and white space may differ.
    Exact,
    /// Much the same words: another headline, a cut tail, some words changed.
    Near,
}

impl Document {
    /// One line of JSON, with offsets in code points, and with the warnings of reading.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.wire()).unwrap_or_default()
    }

    /// JSON for people, over many lines, with offsets in code points.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(&self.wire()).unwrap_or_default()
    }

    fn wire(&self) -> Wire {
        let points = Points::of(&self.text);
        let mut document = self.clone();
        document.blocks.iter_mut().for_each(|block| block.span = points.span(block.span));
        let mut warnings = std::mem::take(&mut document.warnings);
        for warning in &mut warnings {
            warning.start = warning.start.map(|at| points.at(at));
            warning.end = warning.end.map(|at| points.at(at));
        }
        Wire { document, warnings }
    }
}

/// A document as it is written.
#[derive(Serialize)]
struct Wire {
    #[serde(flatten)]
    document: Document,
    warnings: Vec<Warning>,
}

/// Where a document's bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file's path or address as the user gave it, `-` for standard input; for a page out of a
    /// feed or an archive, the page's own address.
    pub uri: Option<String>,
    /// What the bytes were read as.
    pub format: Format,
    /// The value of the table's id column, or the name that a feed or archive gives it.
    pub id: Option<String>,
    /// The feed or archive that held it, as the user gave it.
    pub container: Option<String>,
    /// The address by which a web page wants to be known.
    pub canonical: Option<String>,
    /// Where a web page says what is known of it.
    pub told: Told,
}

/// Where a web page says each of the facts that are known of it; `null` for what is not known, and
/// for documents that are no web pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the fields are the facts")]
pub struct Told {
    pub title: Option<ToldBy>,
    pub byline: Option<ToldBy>,
    pub site: Option<ToldBy>,
    pub published: Option<ToldBy>,
}

/// A place where a web page, or somebody else, says something of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ToldBy {
    /// Structured data (JSON-LD).
    JsonLd,
    /// A meta tag, `<title>` or `<link>`.
    Meta,
    /// The words or elements of the page.
    Page,
    /// The address.
    Url,
    /// Somebody else: the feed or archive that held it, or the user.
    Given,
}

/// What a document's bytes were read as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain UTF-8 text, one document a file.
    #[default]
    Text,
    /// JSON Lines, one document a line.
    Jsonl,
    /// A web page.
    Html,
    /// A feed (RSS, Atom or JSON Feed), one document an item.
    Feed,
    /// A web archive, one document a page.
    Warc,
    /// A table of comma-, semicolon- or tab-separated values, one document a row.
    Csv,
    /// A Parquet table, one document a row.
    Parquet,
}

/// A publication date and where it was learnt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Published {
    /// ISO 8601: a day (`2020-01-22`) or a day with time and zone.
    pub value: String,
    /// Who says so.
    pub from: PublishedFrom,
}

/// Where a publication date was learnt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PublishedFrom {
    /// The user said so (a flag or a table's date column).
    Given,
    /// The file's own metadata.
    Metadata,
    /// The address.
    Url,
    /// The text, for instance a dateline.
    Text,
}

/// A part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    #[serde(flatten)]
    pub span: Span,
}

/// What a part of the text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A headline or a heading within the text.
    Heading,
    /// Words under a picture: kept, not read as sentences.
    Caption,
    /// An item of a list.
    List,
    /// A block quotation.
    Quote,
    /// Player ids, share buttons and the like: kept, not read.
    Noise,
}

impl BlockKind {
    /// Whether the block's words are read as sentences of the report.
    #[must_use]
    pub fn is_read(self) -> bool {
        !matches!(self, Self::Caption | Self::Noise)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_counts_code_points() {
        let document = Document {
            id: "0".into(),
            source: Source::default(),
            title: None,
            byline: None,
            site: None,
            language: None,
            published: None,
            duplicate_of: None,
            text: "Zoë left.\nSo did we.".into(),
            blocks: vec![Block { kind: BlockKind::Paragraph, span: Span::new(11, 21) }],
            warnings: vec![Warning::whole("page-cut", "It was cut.".into())],
        };
        let json: serde_json::Value = serde_json::from_str(&document.to_json()).unwrap();
        assert_eq!(json["blocks"][0]["start"], 10);
        assert_eq!(json["blocks"][0]["end"], 20);
        assert_eq!(json["warnings"][0]["code"], "page-cut");
        assert_eq!(json["duplicate_of"], serde_json::Value::Null);
    }
}
