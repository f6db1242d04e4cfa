//! Which language a text is in, by its letters and words: what a page says of itself is often wrong.

use std::collections::HashSet;
use std::sync::LazyLock;

use annalist_doc::Document;
use whatlang::{Lang, Script};

/// So many letters are needed to tell languages of one script apart.
const FEWEST: usize = 40;
/// How far the likeliest language must lie before the next, by the library's own measure. With these
/// two, one or two short texts in a thousand are told wrongly (`eval language`).
const SURE: f64 = 0.4;
/// A text this long is taken for what it looks like, a shorter one only when that is sure.
const PLENTY: usize = 400;
/// So many characters are looked at.
const MOST: usize = 3000;

/// So many words of a short text, and one of so many, are English alone before it is English whatever its
/// letters look like: names of people and places are in all languages.
const ENGLISH: [usize; 2] = [2, 8];

/// Words that only English has: `lexicon/en/only.txt`.
static ONLY_ENGLISH: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../lexicon/en/only.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Whether the words of a text say that it is English.
fn is_english(text: &str) -> bool {
    // Titles in quotation marks may be English in any language.
    let own = text.split(['"', '“', '”', '«', '»', '„']).step_by(2);
    let words = own.flat_map(|part| part.split(|c: char| !c.is_alphabetic()));
    let words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let all = words.len();
    let known: HashSet<&str> =
        words.iter().map(String::as_str).filter(|word| ONLY_ENGLISH.contains(word)).collect();
    let english = known.len();
    english >= ENGLISH[0] && english * ENGLISH[1] >= all
}

/// The language of a text as a tag (`en`, `pt`, `zh`); `None` when it is too short to tell, or looks
/// like several.
///
/// ```
/// use annalist_read::language::detect;
/// let text = "Die Fähre lief am Montag vor der Küste auf Grund, teilte die Küstenwache mit.";
/// assert_eq!(detect(text), Some("de"));
/// assert_eq!(detect("Ostwick 14 May"), None);
/// ```
#[must_use]
pub fn detect(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(MOST).map_or(text.len(), |(at, _)| at);
    let text = text.get(..end)?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let found = whatlang::detect(text)?;
    if letters < PLENTY && found.script() == Script::Latin && is_english(text) {
        return Some(tag(Lang::Eng));
    }
    // A script that one language alone uses tells by a few letters.
    let alone = found.script().langs().len() == 1 && letters >= FEWEST / 2;
    let sure = found.confidence() >= SURE && letters >= FEWEST;
    (alone || sure || letters >= PLENTY).then(|| tag(found.lang()))
}

/// Sets the language of a document by the words that are read. Where the page says the same, its
/// region is kept (`en-GB`).
pub(crate) fn set(document: &mut Document) {
    let mut words = String::new();
    for block in document.blocks.iter().filter(|block| block.kind.is_read()) {
        words.push_str(block.span.of(&document.text));
        words.push('\n');
        if words.len() > 4 * MOST {
            break;
        }
    }
    let found = detect(&words);
    let said = document.language.as_deref().map(|tag| tag.split('-').next().unwrap_or(tag));
    if found.is_none() || said != found {
        document.language = found.map(str::to_owned);
    }
}

/// The tag that the web uses for a language.
fn tag(language: Lang) -> &'static str {
    match language {
        Lang::Epo => "eo",
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Lat => "la",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
    }
}

#[cfg(test)]
mod tests {
    use annalist_doc::Source;

    use super::*;

    #[test]
    fn what_a_page_says_counts_only_where_it_is_so() {
        let of = |words: &str, said: &str| {
            let mut document =
                crate::text::from_text(words.into(), Source::default(), None).unwrap();
            document.language = Some(said.into());
            set(&mut document);
            document.language
        };
        let english = "The ferry ran aground near Ostwick on Monday, the coast guard said in a \
                       statement, and nobody on board was hurt.";
        assert_eq!(of(english, "en-GB").as_deref(), Some("en-GB"));
        assert_eq!(of(english, "ru").as_deref(), Some("en"));
        assert_eq!(of("Ferry free.", "en"), None);
        let names = "Troops killed commander Musa Bello in Yola on Friday.";
        assert_eq!(of(names, "en").as_deref(), Some("en"));
        assert_eq!(
            detect("Soldater dödade befälhavaren Musa Bello i Yola på fredagen."),
            Some("sv")
        );
        assert_eq!(detect("Паром сел на мель у берега в понедельник."), None);
        assert_eq!(detect("フェリーが月曜日に座礁したと沿岸警備隊が発表した。"), Some("ja"));
    }
}
