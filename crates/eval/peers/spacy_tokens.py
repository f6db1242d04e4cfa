"""Real spaCy's answers, for `annalist-eval agree`.

    spacy_tokens.py MODEL < QUESTIONS > TOKENS

MODEL is a wheel or a model directory. One question a line comes in, one JSON list of tokens a line goes
out, after a first line that says what is running. A question is a text (a JSON string), or an object with
`text`, `scale` and `seed`: then every number of the word vectors is first multiplied by a random number
between 1 - scale and 1 + scale, to see how near to another answer spaCy is. Each text is annotated by
itself: in a batch, float sums could differ in their last bits. A token is [start, end, tag, pos, morph,
lemma, head, label, starts a sentence, iob, entity type], offsets in code points, the head as an index into
the list.
"""

import json
import sys

import numpy
import spacy

from pipeline import load


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


class Shaken:
    """Moves what a layer gives out, as long as `scale` is not zero."""

    def __init__(self, layer):
        self.inner = layer._func
        self.scale = 0.0
        self.random = None
        layer._func = self

    def __call__(self, model, X, is_train):
        Y, back = self.inner(model, X, is_train)
        if self.scale:
            Y = [self.move(y) for y in Y] if isinstance(Y, list) else self.move(Y)
        return Y, back

    def move(self, y):
        by = self.random.uniform(1 - self.scale, 1 + self.scale, y.shape)
        return (y * by).astype(y.dtype)


def shaken(nlp):
    """The word vectors of all components: the shared ones, and what parser and names make of theirs."""
    layers = []
    for name, component in nlp.pipeline:
        if name == "tok2vec":
            layers.append(component.model)
        elif name in ("parser", "ner"):
            layers.append(component.model.layers[0])
    return [Shaken(layer) for layer in layers]


def main():
    nlp = load(sys.argv[1])
    layers = shaken(nlp)
    print(
        json.dumps(
            {
                "spacy": spacy.__version__,
                "numpy": numpy.__version__,
                "model": f"{nlp.meta['lang']}_{nlp.meta['name']}",
                "version": nlp.meta["version"],
            }
        ),
        flush=True,
    )
    for line in sys.stdin:
        question = json.loads(line)
        if isinstance(question, str):
            question = {"text": question, "scale": 0.0, "seed": 0}
        for number, layer in enumerate(layers):
            layer.scale = question["scale"]
            layer.random = numpy.random.default_rng([question["seed"], number])
        print(json.dumps(tokens(nlp(question["text"])), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
