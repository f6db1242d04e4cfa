"""Real spaCy's answers, for `annalist-eval agree`.

    spacy_tokens.py MODEL < TEXTS > TOKENS

MODEL is a wheel that setup.sh installed, an installed package's name, or a model directory. One JSON
string a line comes in, one JSON list of tokens a line goes out, after a first line that says what is
running. Each text is annotated by itself: in a batch, float sums could differ in their last bits.
A token is [start, end, tag, pos, morph, lemma, head, label, starts a sentence, iob, entity type],
offsets in code points, the head as an index into the list.
"""

import json
import sys
from pathlib import Path

import numpy
import spacy


def tokens(doc):
    return [
        [
            token.idx,
            token.idx + len(token.text),
            token.tag_,
            token.pos_,
            str(token.morph),
            token.lemma_,
            token.head.i,
            token.dep_,
            token.is_sent_start is True,
            token.ent_iob_,
            token.ent_type_,
        ]
        for token in doc
    ]


def main():
    model = sys.argv[1]
    if model.endswith(".whl"):
        model = Path(model).name.split("-")[0]
    nlp = spacy.load(model)
    about = {
        "spacy": spacy.__version__,
        "numpy": numpy.__version__,
        "model": f"{nlp.meta['lang']}_{nlp.meta['name']}",
        "version": nlp.meta["version"],
    }
    print(json.dumps(about), flush=True)
    nlp.max_length = 1 << 30
    for line in sys.stdin:
        print(json.dumps(tokens(nlp(json.loads(line))), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
