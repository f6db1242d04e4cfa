//! GUM's CoNLL-U files: the text that the words stand in, and the mentions with their entities.

use std::collections::HashMap;
use std::path::Path;

use annalist_doc::Span;

/// A document with its gold mentions in text order.
pub(super) struct Document {
    pub(super) id: String,
    pub(super) date: Option<String>,
    pub(super) text: String,
    pub(super) mentions: Vec<Mention>,
}

/// A place that speaks of an entity.
pub(super) struct Mention {
    pub(super) span: Span,
    /// The word that the others of the mention depend on.
    pub(super) head: Span,
    pub(super) entity: String,
    pub(super) kind: Kind,
}

/// How a mention speaks of its entity, by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Nominal,
    Pronoun,
}

/// A word of the file.
struct Word {
    span: Span,
    pos: String,
    /// Number of the word it depends on, in the whole document; none for a root.
    head: Option<usize>,
}

/// All documents whose file name begins so, in order of their names.
pub(super) fn documents(
    folder: &Path,
    prefix: &str,
    limit: Option<usize>,
) -> Result<Vec<Document>, String> {
    let list = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<_> = list.flatten().map(|e| e.path()).collect();
    files.retain(|p| p.file_name().is_some_and(|n| n.to_string_lossy().starts_with(prefix)));
    files.sort();
    files.truncate(limit.unwrap_or(usize::MAX));
    let read = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        parse(&text).map_err(|e| format!("{}, {e}", path.display()))
    };
    files.iter().map(read).collect()
}

/// Reads one file.
fn parse(conllu: &str) -> Result<Document, String> {
    let mut reader = Reader::default();
    for (number, line) in conllu.lines().enumerate() {
        reader.line(line).map_err(|e| format!("line {}: {e}", number + 1))?;
    }
    if let Some((id, _)) = reader.open.iter().find(|(_, starts)| !starts.is_empty()) {
        return Err(format!("last line: the mention of entity {id} never ends"));
    }
    Ok(reader.document())
}

#[derive(Default)]
struct Reader {
    id: String,
    date: Option<String>,
    text: String,
    words: Vec<Word>,
    /// Number of the first word of the sentence.
    first: usize,
    /// The sentence as the file writes it out.
    sentence: Option<String>,
    /// Words still to come of a contraction such as "don't", and what then follows.
    within: Option<(usize, bool)>,
    /// What stands before the next word.
    gap: &'static str,
    /// Mentions that have begun, by entity.
    open: HashMap<String, Vec<usize>>,
    /// First word, last word, entity.
    mentions: Vec<(usize, usize, String)>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if let Some(comment) = line.strip_prefix('#') {
            self.comment(comment.trim());
            return Ok(());
        }
        if line.is_empty() {
            return self.sentence_ends();
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[number, form, _, pos, _, _, head, _, _, misc] = columns.as_slice() else {
            return Err(format!("expected 10 columns, found {}", columns.len()));
        };
        if number.contains('.') {
            return Ok(());
        }
        let glued = misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((from, to)) = number.split_once('-') {
            let count = |n: &str| n.parse::<usize>().map_err(|e| format!("{n:?}: {e}"));
            self.within = Some((count(to)? + 1 - count(from)?, glued));
            return Ok(());
        }
        self.word(form, pos, head, glued)?;
        let entities = misc.split('|').find_map(|m| m.strip_prefix("Entity="));
        entities.map_or(Ok(()), |e| self.entities(e))
    }

    /// The words must make up the sentence, or spans would be wrong.
    fn sentence_ends(&mut self) -> Result<(), String> {
        let start = self.words.get(self.first).map_or(self.text.len(), |w| w.span.start as usize);
        self.first = self.words.len();
        match self.sentence.take() {
            Some(wanted) if wanted.trim() != &self.text[start..] => {
                Err(format!("the words make {:?}, not {wanted:?}", &self.text[start..]))
            }
            _ => Ok(()),
        }
    }

    fn comment(&mut self, comment: &str) {
        if let Some(id) = comment.strip_prefix("newdoc id = ") {
            self.id = id.to_owned();
        } else if let Some(date) = comment.strip_prefix("meta::dateCreated = ") {
            let whole = date.len() == 10 && date.bytes().all(|b| b.is_ascii_digit() || b == b'-');
            self.date = whole.then(|| date.to_owned());
        } else if let Some(sentence) = comment.strip_prefix("text = ") {
            self.sentence = Some(sentence.to_owned());
        } else if comment == "newpar" && !self.text.is_empty() {
            self.gap = "\n\n";
        }
    }

    fn word(&mut self, form: &str, pos: &str, head: &str, glued: bool) -> Result<(), String> {
        self.text.push_str(self.gap);
        let start = self.text.len();
        self.text.push_str(form);
        let head: usize = head.parse().map_err(|e| format!("head {head:?}: {e}"))?;
        self.words.push(Word {
            span: (start..self.text.len()).into(),
            pos: pos.to_owned(),
            head: head.checked_sub(1).map(|h| self.first + h),
        });
        let glued = match self.within.take() {
            Some((1, glued)) => glued,
            Some((more, after)) => {
                self.within = Some((more - 1, after));
                true
            }
            None => glued,
        };
        self.gap = if glued { "" } else { " " };
        Ok(())
    }

    /// Reads `(1-person-new-…(2-place-…)1)`: an opening bracket begins a mention, a closing one ends it.
    fn entities(&mut self, mut rest: &str) -> Result<(), String> {
        let word = self.words.len() - 1;
        while !rest.is_empty() {
            let opens = rest.starts_with('(');
            let body = rest.strip_prefix('(').unwrap_or(rest);
            let end = body.find(['(', ')']).unwrap_or(body.len());
            let entity = body[..end].split('-').next().unwrap_or_default();
            if opens {
                self.open.entry(entity.to_owned()).or_default().push(word);
            }
            rest = &body[end..];
            if let Some(after) = rest.strip_prefix(')') {
                let starts = self.open.get_mut(entity).and_then(Vec::pop);
                let start = starts.ok_or_else(|| format!("entity {entity} ends unbegun"))?;
                self.mentions.push((start, word, entity.to_owned()));
                rest = after;
            } else if !opens {
                return Err(format!("not an entity: {body:?}"));
            }
        }
        Ok(())
    }

    fn document(mut self) -> Document {
        self.mentions.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1)));
        let mentions = self.mentions.iter().map(|(first, last, entity)| {
            let inside = |n: usize| (*first..=*last).contains(&n);
            let head = (*first..=*last).find(|&n| !self.words[n].head.is_some_and(inside));
            let head = &self.words[head.unwrap_or(*first)];
            let kind = match head.pos.as_str() {
                "PROPN" => Kind::Name,
                "PRON" => Kind::Pronoun,
                _ => Kind::Nominal,
            };
            let span = self.words[*first].span.cover(self.words[*last].span);
            Mention { span, head: head.span, entity: entity.clone(), kind }
        });
        let mentions = mentions.collect();
        Document { id: self.id, date: self.date, text: self.text, mentions }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_text_with_mentions() {
        let file = "# newdoc id = x\n# newpar\n\
            1-2\tAnn's\t_\t_\t_\t_\t_\t_\t_\t_\n\
            1\tAnn\tAnn\tPROPN\tNNP\t_\t3\tnmod\t_\tEntity=(1-event-new(2-person-new-X)\n\
            2\t's\t's\tPART\tPOS\t_\t1\tcase\t_\t_\n\
            3\tboat\tboat\tNOUN\tNN\t_\t0\troot\t_\tEntity=1)|SpaceAfter=No\n\
            4\t!\t!\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n\
            # newpar\n\
            1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(2-person-giv)\n\
            2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\t_\n";
        let document = parse(file).unwrap();
        assert_eq!(document.text, "Ann's boat!\n\nShe left");
        let seen: Vec<(&str, &str, &str, Kind)> = document
            .mentions
            .iter()
            .map(|m| {
                let text = document.text.as_str();
                (m.span.of(text), m.head.of(text), m.entity.as_str(), m.kind)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("Ann's boat", "boat", "1", Kind::Nominal),
                ("Ann", "Ann", "2", Kind::Name),
                ("She", "She", "2", Kind::Pronoun),
            ]
        );
    }

    #[test]
    fn errors_name_the_line() {
        assert!(parse("1\tAnn\n").err().unwrap().contains("line 1"));
        let other = "# text = Bob\n1\tAnn\tAnn\tPROPN\tNNP\t_\t0\troot\t_\t_\n\n";
        assert!(parse(other).err().unwrap().contains("not \"Bob\""));
        let open = "1\tAnn\tAnn\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-person\n";
        assert!(parse(open).err().unwrap().contains("never ends"));
    }
}
