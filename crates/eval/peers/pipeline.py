"""Loads the pipeline that our engine reads: the same wheel, or a model directory. Nothing is installed."""

import tempfile
import zipfile
from pathlib import Path

import spacy


def load(path):
    if not path.endswith(".whl"):
        return ready(spacy.load(path))
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(path) as wheel:
            wheel.extractall(folder)
        configs = sorted(Path(folder).rglob("config.cfg"), key=lambda p: len(p.parts))
        if not configs:
            raise SystemExit(f"{path}: holds no spaCy pipeline (no config.cfg)")
        return ready(spacy.load(configs[0].parent))


def ready(nlp):
    nlp.max_length = 1 << 30
    return nlp


def about(nlp):
    return f"spaCy {spacy.__version__}, {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
