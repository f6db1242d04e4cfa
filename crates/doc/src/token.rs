//! The language layer: sentences and tokens with their grammar.

use crate::Span;

/// One sentence: its words and the block it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// From the first token's start to the last one's end.
    pub span: Span,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Index into [`Document::blocks`](crate::Document::blocks).
    pub block: u32,
}

impl Sentence {
    /// The indices of the sentence's tokens.
    #[must_use]
    pub fn tokens(&self) -> std::ops::Range<usize> {
        self.first as usize..self.last as usize
    }
}

/// One token with what the pipeline says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its letters.
    pub span: Span,
    /// Its dictionary form, in [`Layers::lemmas`].
    pub lemma: Span,
    /// Index of the syntactic head; a root is its own head.
    pub head: u32,
    /// Relation to the head.
    pub dep: Dep,
    /// Fine-grained part of speech.
    pub tag: Tag,
    /// Coarse part of speech.
    pub pos: Pos,
    /// Kind of name the token is part of, if any.
    pub name: Option<NameLabel>,
    /// Whether a name begins here.
    pub name_begins: bool,
}

/// What the language pipeline says about one document. Written once, by `annotate`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layers {
    /// All sentences in text order.
    pub sentences: Vec<Sentence>,
    /// All tokens in text order; tokens of blocks that are not read are absent.
    pub tokens: Vec<Token>,
    /// The letters of all lemmas, one after the other.
    pub lemmas: String,
}

impl Layers {
    /// The dictionary form of a token, in lower case for all but names.
    #[must_use]
    pub fn lemma(&self, token: &Token) -> &str {
        token.lemma.of(&self.lemmas)
    }
}

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident $text:literal)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the scheme's own documentation defines each label")]
        pub enum $name { $($variant,)* #[default] Other }

        impl $name {
            /// The label for its written form; `Other` for one that is not known here.
            #[must_use]
            pub fn parse(text: &str) -> Self {
                match text { $($text => Self::$variant,)* _ => Self::Other }
            }

            /// The written form.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* Self::Other => "" }
            }
        }
    };
}

labels! {
    /// Syntactic relations in the CLEAR style (Choi and Palmer 2012) that spaCy's English pipelines use.
    Dep {
        Root "ROOT" Acl "acl" Acomp "acomp" Advcl "advcl" Advmod "advmod" Agent "agent"
        Amod "amod" Appos "appos" Attr "attr" Aux "aux" Auxpass "auxpass" Case "case" Cc "cc"
        Ccomp "ccomp" Compound "compound" Conj "conj" Csubj "csubj" Csubjpass "csubjpass"
        Dative "dative" DepRel "dep" Det "det" Dobj "dobj" Expl "expl" Intj "intj" Mark "mark"
        Meta "meta" Neg "neg" Nmod "nmod" Npadvmod "npadvmod" Nsubj "nsubj" Nsubjpass "nsubjpass"
        Nummod "nummod" Oprd "oprd" Parataxis "parataxis" Pcomp "pcomp" Pobj "pobj" Poss "poss"
        Preconj "preconj" Predet "predet" Prep "prep" Prt "prt" Punct "punct" Quantmod "quantmod"
        Relcl "relcl" Xcomp "xcomp"
    }
}

labels! {
    /// Parts of speech of the Penn Treebank (Santorini 1990).
    Tag {
        Cc "CC" Cd "CD" Dt "DT" Ex "EX" Fw "FW" In "IN" Jj "JJ" Jjr "JJR" Jjs "JJS" Ls "LS" Md "MD"
        Nn "NN" Nns "NNS" Nnp "NNP" Nnps "NNPS" Pdt "PDT" Pos "POS" Prp "PRP" PrpPoss "PRP$"
        Rb "RB" Rbr "RBR" Rbs "RBS" Rp "RP" Sym "SYM" To "TO" Uh "UH" Vb "VB" Vbd "VBD" Vbg "VBG"
        Vbn "VBN" Vbp "VBP" Vbz "VBZ" Wdt "WDT" Wp "WP" WpPoss "WP$" Wrb "WRB" Comma "," Period "."
        Colon ":" OpenQuote "``" CloseQuote "''" OpenBracket "-LRB-" CloseBracket "-RRB-"
        Hyphen "HYPH" Afx "AFX" Add "ADD" Nfp "NFP" Space "_SP" Xx "XX" Dollar "$"
    }
}

labels! {
    /// Universal parts of speech.
    Pos {
        Adj "ADJ" Adp "ADP" Adv "ADV" Aux "AUX" Cconj "CCONJ" Det "DET" Intj "INTJ" Noun "NOUN"
        Num "NUM" Part "PART" Pron "PRON" Propn "PROPN" Punct "PUNCT" Sconj "SCONJ" Sym "SYM"
        Verb "VERB" Space "SPACE" X "X"
    }
}

labels! {
    /// Kinds of names of OntoNotes 5.
    NameLabel {
        Person "PERSON" Norp "NORP" Fac "FAC" Org "ORG" Gpe "GPE" Loc "LOC" Product "PRODUCT"
        Event "EVENT" WorkOfArt "WORK_OF_ART" Law "LAW" Language "LANGUAGE" Date "DATE" Time "TIME"
        Percent "PERCENT" Money "MONEY" Quantity "QUANTITY" Ordinal "ORDINAL" Cardinal "CARDINAL"
    }
}

impl Tag {
    /// A verb form (not a modal).
    #[must_use]
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Vb | Self::Vbd | Self::Vbg | Self::Vbn | Self::Vbp | Self::Vbz)
    }

    /// A verb form that shows tense.
    #[must_use]
    pub fn is_finite(self) -> bool {
        matches!(self, Self::Vbd | Self::Vbp | Self::Vbz | Self::Md)
    }

    /// A common noun or a name.
    #[must_use]
    pub fn is_noun(self) -> bool {
        matches!(self, Self::Nn | Self::Nns | Self::Nnp | Self::Nnps)
    }

    /// A name's word.
    #[must_use]
    pub fn is_proper(self) -> bool {
        matches!(self, Self::Nnp | Self::Nnps)
    }

    /// A plural noun.
    #[must_use]
    pub fn is_plural(self) -> bool {
        matches!(self, Self::Nns | Self::Nnps)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_as_written() {
        for text in ["nsubj", "ROOT", "npadvmod"] {
            assert_eq!(Dep::parse(text).as_str(), text);
        }
        assert_eq!(Dep::parse("nsubj:pass"), Dep::Other);
        assert!(Tag::parse("NNPS").is_proper());
    }
}
