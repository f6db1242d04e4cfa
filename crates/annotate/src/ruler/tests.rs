//! Tests of the module above.

use super::*;
use crate::vocab::Vocab;

#[test]
fn later_rules_win_and_longer_patterns_reach_on() {
    let (vocab, mut lexicon, mut labels) = (Vocab::default(), Lexicon::default(), Labels::new());
    let (x, y) = (labels.add("X"), labels.add("Y"));
    let lower = |text: &str| vec![Check::Among(Attr::Lower, vec![string_id(text)], true)];
    let rule = |patterns, index, pos, lemma| Rule {
        patterns,
        index,
        set: Attributes { pos, lemma, ..Attributes::default() },
    };
    let ruler = Ruler {
        rules: vec![
            rule(vec![vec![lower("got")], vec![lower("ta")]], 0, Some(x), None),
            rule(vec![vec![lower("got"), lower("ta")]], -1, Some(y), Some(0)),
        ],
        lemmas: vec!["to".into()],
    };
    let seen = ["Got", "ta", "ta"].map(|text| Seen {
        lexeme: lexicon.intern(&vocab, text),
        tag: LabelId::NONE,
        dep: LabelId::NONE,
    });
    let mut found = [Attributes::default(); 3];
    let mut cache = RulerCache::default();
    ruler.run(&seen, &lexicon, &[0; 3], &mut cache, |i, set| found[i] = *set);
    assert_eq!(found.map(|f| f.pos), [Some(x), Some(y), Some(x)]);
    assert_eq!(found[1].lemma.map(|l| ruler.lemma(l)), Some("to"));
}

#[test]
fn features_are_sorted() {
    assert_eq!(normalized_morph("_"), "");
    assert_eq!(normalized_morph("Tense=Past|Aspect=Perf"), "Aspect=Perf|Tense=Past");
}
