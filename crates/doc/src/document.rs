//! A document: one report's text and what is known about its publication.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
    /// The whole text; all offsets of the record count into it.
    pub text: String,
    /// The text's parts, in order, without gaps other than white space.
    pub blocks: Vec<Block>,
    /// What reading it met with; the record holds these among its own warnings.
    #[serde(skip)]
    pub warnings: Vec<Warning>,
}

/// Where a document's bytes came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The file's path or address as the user gave it; `-` for standard input.
    pub uri: Option<String>,
    /// What the bytes were read as.
    pub format: Format,
    /// The value of the table's id column.
    pub id: Option<String>,
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
