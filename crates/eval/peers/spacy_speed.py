"""How fast real spaCy is, for `annalist-eval engine speed`.

    spacy_speed.py MODEL

MODEL is a wheel or a model directory. The first line that comes in is a JSON list of texts. A line that says
what is running goes out once the pipeline is loaded and has annotated a few of them. Each further line makes
it annotate all texts once, as spaCy's docs advise (`nlp.pipe`, batches of 64); an object with the tokens, the
seconds and the processor's seconds comes back.
"""

import json
import sys
import time

from pipeline import about, load


def main():
    texts = json.loads(sys.stdin.readline())
    nlp = load(sys.argv[1])
    for _ in nlp.pipe(texts[:16], batch_size=64):
        pass
    print(about(nlp), flush=True)
    for _ in sys.stdin:
        tokens, clock, busy = 0, time.perf_counter(), time.process_time()
        for doc in nlp.pipe(texts, batch_size=64):
            tokens += len(doc)
        answer = {
            "tokens": tokens,
            "seconds": time.perf_counter() - clock,
            "busy": time.process_time() - busy,
        }
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
