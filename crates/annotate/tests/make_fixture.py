"""Writes tests/fixture.json: invented texts with spaCy's answers.

Run:  python tests/make_fixture.py MODEL_DIRECTORY > tests/fixture.json
MODEL_DIRECTORY is the directory with config.cfg inside the unpacked wheel.
"""
import json
import sys

import spacy

TEXTS = [
    "",
    " ",
    "The harbour at Velden was closed on Tuesday after two ferries collided.",
    "\"We never saw them,\" Okonkwo said, \"and we weren't asked.\"",
    "“They’ll be back,” she warned; ‘soon’, he added.",
    "Dr. Imani Brandt, Ph.D., flew from St. Gallen to the U.S. on Jan. 3rd.",
    "Prices rose 3.5% to $1,250.75m (about €1.1bn) in Q3 FY2019/20.",
    "See https://example.org/a/b?c=d&e=f#g, www.example.net or mail j.doe+x@example.co.uk.",
    "He can't, won't, shouldn't've — gonna, gotta, let's, y'all, ain't.",
    "I dunno where he'd've gone... maybe home?!",
    "URGENT: ALL UNITS WITHDRAW FROM HILL 402 AT 0430Z. ACKNOWLEDGE.",
    "the minister of defence said that about forty soldiers were wounded near the river.",
    "Headline without a stop\n\nThe first paragraph starts here. It has two sentences.\n\nA second one.",
    "  Leading spaces,  double  spaces, tabs\tand trailing ones.  ",
    "Line one\r\nLine two\r\n\r\nLine three\n",
    "Nice 😀👍🏽 work :) ;-) <3 — see you @home #later",
    "Zürich, Łódź, São Paulo and 東京 are cities; naïve café owners agree.",
    "e\u0301te\u0301 cafe\u0301 \u200bzero width \u00a0nbsp \u00adsoft",
    "It cost 20km² of land, 5kg of rice, 30°C. at 10a.m. and 7pm.",
    "The well-known ex-president-elect's state-of-the-art co-op didn't re-open.",
    "and/or him/her 24/7 input/output C++ C# .NET node.js a.b.c x=y a<b 1+1=2 2-3",
    "(The so-called \"Northern Front\" [NF] {founded 1998}) denied it.",
    "Mr. and Mrs. Adeyemi's children, Tolu & Bisi, study at King's College, London.",
    "\"Stop!\" \"Why?\" \"Because.\" He left. She didn't.",
    "Rebels killed at least 12 people, including three children, in Kambala on Friday, police said.",
    "The United Nations and the Red Crescent sent 40 trucks of aid to the besieged town of Al-Qarya.",
    "Who did the officers say they had arrested before the inquiry was dropped?",
    "Buffalo buffalo buffalo. Time flies like an arrow; fruit flies like a banana.",
    "The mice, geese and oxen were better fed than the wolves; the worst lay dying.",
    "She has been being told that he'd gotten the keys and would have lain down.",
    "no no no No NO n't 's 'S 'll ' '' `` \" ... .. . - -- --- — –",
    "1. First item\n2. Second item\n   a) sub-item\n   b) another\n* bullet\n- dash",
    "Version 2.0.1-rc.3 of lib_foo/bar-baz.py fixes #1234 (see p. 45, ch. IV, vol. 2).",
    "Call +44 (0)20 7946 0958 or 555-0199 ext. 12 before 31/12/2021 or 2021-12-31T23:59:59Z.",
    "A" * 120 + " is a long word, and " + "x-" * 60 + "y is another.",
    "<p>Some &amp; markup</p> [1][2] {{x}} $VAR ${y} 100% ~50 ^top _under_ |pipe|",
    "Jean-Luc O'Brien-Smith of al-Shifa said: 'It's Ramón's, isn't it?'",
    "Foo\u2028bar\u2029baz\u0085qux\x0bvertical\x0cform\x1cfile",
    "No one told ORG, GPE or NORP what det, nsubj and punct meant.",
    "The court, which on Monday had heard from both sides, adjourned; whether it sits again is unclear.",
    "Yesterday's talks between Arvania and Belmora collapsed, Foreign Minister Lena Voss told reporters in Geneva.",
    "Gov't officials say it'll take 2-3 weeks, i.e. until mid-Nov., to re-enter; cf. the '90s.",
]


def main():
    nlp = spacy.load(sys.argv[1])
    cases = []
    for text in TEXTS:
        doc = nlp(text)
        tokens = []
        for t in doc:
            start = len(text[: t.idx].encode())
            tokens.append([
                start, start + len(t.text.encode()), bool(t.whitespace_), t.norm_, t.tag_, t.pos_,
                str(t.morph), t.lemma_, t.head.i, t.dep_, bool(t.is_sent_start),
            ])
        ents = [[e.start, e.end, e.label_] for e in doc.ents]
        cases.append({"text": text, "tokens": tokens, "entities": ents})
    # Preset sentence boundaries.
    presets = []
    for text, starts in [
        ("Storm hits the coast\nThousands of people fled", [(21, True)]),
        ("He paid Mr. Smith. Then he left.", [(19, False)]),
        ("One two three four five six seven.", [(8, True), (19, True), (24, False), (5, True)]),
    ]:
        doc = nlp.make_doc(text)
        for token in doc:
            for offset, value in starts:
                if token.idx == offset:
                    token.is_sent_start = value
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
        presets.append({
            "text": text, "starts": starts,
            "heads": [t.head.i for t in doc], "deps": [t.dep_ for t in doc],
            "sent_starts": [bool(t.is_sent_start) for t in doc],
        })
    meta = {"spacy": spacy.__version__, "model": nlp.meta["name"], "version": nlp.meta["version"]}
    json.dump({"made_with": meta, "cases": cases, "presets": presets}, sys.stdout,
              ensure_ascii=True, indent=0, separators=(",", ":"))
    print()


if __name__ == "__main__":
    main()
