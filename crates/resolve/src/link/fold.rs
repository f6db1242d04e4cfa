//! One form for the ways of writing a name.

/// The name in lower case, without marks on letters and with single spaces: forms that differ only in
/// these are the same.
#[must_use]
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '.' => {}
            c if c.is_alphanumeric() => c.to_lowercase().for_each(|c| folded.push(plain(c))),
            _ if folded.ends_with(' ') || folded.is_empty() => {}
            _ => folded.push(' '),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// A Latin letter without its mark.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ď' | 'đ' => 'd',
        'ğ' => 'g',
        'ł' => 'l',
        'ř' => 'r',
        'ť' | 'ţ' | 'ț' => 't',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn ways_of_writing_are_one() {
        assert_eq!(fold("Ain al-Assad"), fold("‘Ain  Al Assad"));
        assert_eq!(fold("U.S."), "us");
        assert_eq!(fold("José Núñez"), "jose nunez");
        assert_eq!(fold("القدس"), "القدس");
    }
}
