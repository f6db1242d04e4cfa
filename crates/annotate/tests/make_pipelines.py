"""Makes the small pipelines in pipelines/ with spaCy's answers: every kind of CNN pipeline that is read.

    python make_pipelines.py

Needs spaCy 3.8. They learn for a moment from a few invented sentences, so their answers are worth nothing,
but they differ from word to word. Each is a zip file, as a wheel is one, of what `to_disk` writes (without
the list of strings, which is not read); answers.json holds what spaCy says.
"""

import io
import json
import random
import tempfile
import zipfile
from pathlib import Path

import numpy
import spacy
from spacy.lookups import Lookups
from spacy.training import Example
from spacy.util import fix_random_seed

HERE = Path(__file__).parent / "pipelines"

LEARN = [
    ("Mara Quill rowed to Tarn Harbour .", "NNP NNP VBD IN NNP NNP .", [1, 2, 2, 2, 5, 3, 2],
     "compound nsubj ROOT prep compound pobj punct", [(0, 2, "PERSON"), (4, 6, "GPE")]),
    ("The old mill burned on Friday .", "DT JJ NN VBD IN NNP .", [2, 2, 3, 3, 3, 4, 3],
     "det amod nsubj ROOT prep pobj punct", [(5, 6, "DATE")]),
    ("Nobody saw 12 boats leave Ostrey", "NN VBD CD NNS VB NNP", [1, 1, 3, 4, 1, 4],
     "nsubj ROOT nummod nsubj ccomp dobj", [(2, 3, "CARDINAL"), (5, 6, "GPE")]),
    ("What a hearing is scheduled on this , they asked", "WP DT NN VBZ VBN IN DT , PRP VBD",
     [2, 2, 4, 4, 9, 2, 5, 9, 9, 9],
     "det det nsubjpass auxpass ccomp prep pobj punct nsubj ROOT", []),
]

TEXTS = [
    "Mara Quill rowed home. The mill burned on Friday!",
    "Nobody in Tarn Harbour saw the 12 old boats, they said; Ostrey asked what was scheduled.",
    "It's 3.5km to Ostrey (or so Mr. Quill says)...\n\n  \"Why not?\" asked Mara.",
    "TARN HARBOUR, Friday -- fog; no boats. naïve Ærø 漁港 😀",
    "a",
    "   ",
    "On Friday the harbour of Ostrey, which the old Quill family had built, burned. " * 6,
]


def convolution(width, depth, window, pieces, embed):
    return {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {"@architectures": "spacy.MultiHashEmbed.v2", "width": width, **embed},
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": width,
            "depth": depth,
            "window_size": window,
            "maxout_pieces": pieces,
        },
    }


def hashed(width, subwords=True):
    return {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None,
        "width": width,
        "depth": 2,
        "embed_size": 60,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": subwords,
    }


def listener(width):
    return {"@architectures": "spacy.Tok2VecListener.v1", "width": width, "upstream": "*"}


def tagger(tok2vec):
    return {"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": tok2vec}}


def transitions(kind, tok2vec, **more):
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": kind,
        "extra_state_tokens": False,
        "hidden_width": 12,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
        **more,
    }
    return {"model": model, **({"min_action_freq": 1} if kind == "parser" else {})}


def own():
    """Each component with a network of its own, as `nlp.add_pipe` makes them."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tagger", config=tagger(hashed(16)))
    nlp.add_pipe("parser", config=transitions("parser", hashed(20)))
    nlp.add_pipe("ner", config=transitions("ner", hashed(16, False), maxout_pieces=3))
    return nlp


def shared():
    """One network for all, with vectors and a window of five; tables after it."""
    nlp = spacy.blank("en")
    words = sorted({w for text, *_ in LEARN for w in text.split()})
    shape = (len(words), 10)
    nlp.vocab.vectors = spacy.vectors.Vectors(
        data=numpy.random.default_rng(1).normal(size=shape).astype("f"), keys=words
    )
    attrs = ["NORM", "LOWER", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"]
    embed = {"attrs": attrs, "rows": [60] * 7, "include_static_vectors": True}
    nlp.add_pipe("tok2vec", config={"model": convolution(20, 3, 2, 2, embed)})
    nlp.add_pipe("tagger", config=tagger(listener(20)))
    nlp.add_pipe("parser", config=transitions("parser", listener(20), extra_state_tokens=True))
    names = transitions("ner", listener(20), extra_state_tokens=True, use_upper=False)
    nlp.add_pipe("ner", config=names)
    return nlp


def add_tables(nlp):
    """Components that do not learn, and would forget what they hold."""
    ruler = nlp.add_pipe("attribute_ruler", after="parser")
    ruler.add([[{"TAG": "NNP"}]], {"POS": "PROPN", "MORPH": "Number=Sing"})
    ruler.add([[{"LOWER": "no"}, {"TAG": {"IN": ["NN", "NNS", "NNP"]}}]], {"POS": "DET"})
    lookups = Lookups()
    lookups.add_table("lemma_lookup", {"burned": "burn", "boats": "boat", "said": "say"})
    lemmatizer = nlp.add_pipe("lemmatizer", config={"mode": "lookup"}, after="attribute_ruler")
    lemmatizer.initialize(lookups=lookups)


def names():
    """Names alone, in no language, before nothing else."""
    nlp = spacy.blank("xx")
    embed = {"attrs": ["ORTH", "SHAPE"], "rows": [80, 40], "include_static_vectors": False}
    nlp.add_pipe("ner", config=transitions("ner", convolution(24, 1, 1, 3, embed)))
    return nlp


def examples(nlp):
    all = []
    for text, tags, heads, deps, ents in LEARN:
        words = text.split()
        entities = ["O"] * len(words)
        for start, end, label in ents:
            for i in range(start, end):
                place = "U" if end == start + 1 else "B" if i == start else "L" if i + 1 == end else "I"
                entities[i] = f"{place}-{label}"
        doc = spacy.tokens.Doc(nlp.vocab, words=words)
        gold = {"words": words, "tags": tags.split(), "heads": heads, "deps": deps.split()}
        all.append(Example.from_dict(doc, {**gold, "entities": entities}))
    return all


def learn(nlp):
    optimizer = nlp.initialize(lambda: examples(nlp))
    optimizer.learn_rate = 0.01
    for _ in range(80):
        nlp.update(examples(nlp), sgd=optimizer)


def answers(nlp):
    cases = []
    for text in TEXTS:
        doc = nlp(text)
        tokens = [
            [t.idx, t.idx + len(t), t.tag_, t.pos_, str(t.morph), t.lemma_, t.head.i, t.dep_,
             t.is_sent_start is True, t.ent_iob_, t.ent_type_]
            for t in doc
        ]
        cases.append({"text": text, "tokens": tokens})
    return cases


def pack(nlp, path):
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for file in sorted(Path(folder).rglob("*")):
                if file.is_file() and file.name != "strings.json":
                    info = zipfile.ZipInfo(str(file.relative_to(folder)), (2025, 1, 1, 0, 0, 0))
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, file.read_bytes())
        path.write_bytes(data.getvalue())


def main():
    HERE.mkdir(exist_ok=True)
    all = {}
    for make in (own, shared, names):
        fix_random_seed(7)
        random.seed(7)
        nlp = make()
        learn(nlp)
        if make is shared:
            add_tables(nlp)
        name = make.__name__
        pack(nlp, HERE / f"{name}.zip")
        all[name] = answers(nlp)
    (HERE / "answers.json").write_text(json.dumps(all, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
