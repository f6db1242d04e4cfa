//! Example sentences with marked parts: `[The mayor|source] [said|cue] that [it rained|content].`

use annalist_doc::Span;

/// A sentence with its marked parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The sentence without marks.
    pub text: String,
    /// The marked parts in text order.
    pub parts: Vec<Part>,
}

/// A marked part of an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is marked as.
    pub role: String,
    /// Where it is in [`Example::text`], in bytes.
    pub span: Span,
}

impl Example {
    /// Reads the mark-up; a bracket without `|role]` stands for itself. Marks may nest.
    #[must_use]
    pub fn parse(marked: &str) -> Self {
        let mut text = String::new();
        let mut parts = Vec::new();
        let mut open = Vec::new();
        let mut rest = marked;
        while let Some(next) = rest.chars().next() {
            if next == '[' && rest.contains('|') {
                open.push(text.len());
                rest = &rest[1..];
            } else if let (Some(role), Some(start)) = (role_at(rest), open.last().copied()) {
                open.pop();
                parts.push(Part { role: role.to_owned(), span: (start..text.len()).into() });
                rest = &rest[role.len() + 2..];
            } else {
                text.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        parts.sort_by_key(|part| part.span);
        Self { text, parts }
    }

    /// The spans marked as `role`.
    pub fn spans<'a>(&'a self, role: &'a str) -> impl Iterator<Item = Span> + 'a {
        self.parts.iter().filter(move |part| part.role == role).map(|part| part.span)
    }
}

/// The role in `|role]` at the beginning of the text.
fn role_at(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('|')?;
    let role = &inside[..inside.find(']')?];
    // A kind of part, or the value of a time.
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':' | b'.');
    (!role.is_empty() && role.bytes().all(fits)).then_some(role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out() {
        let example = Example::parse("[The mayor|source] [said|cue] it, [said|cue] again.");
        assert_eq!(example.text, "The mayor said it, said again.");
        assert_eq!(example.spans("cue").count(), 2);
        assert_eq!(example.spans("source").next().unwrap().of(&example.text), "The mayor");
    }

    #[test]
    fn marks_nest() {
        let example = Example::parse("[[Ten|figure] miners|recipient] died.");
        assert_eq!(example.text, "Ten miners died.");
        assert_eq!(example.spans("recipient").next().unwrap().of(&example.text), "Ten miners");
    }
}
