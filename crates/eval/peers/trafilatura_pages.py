"""Python's trafilatura for `annalist-eval pages`: names of files in, one JSON line out for each.

The first line is the name and version. Seconds are of processor time, the page already in memory.
"""

import gzip
import json
import sys
import time

import trafilatura


def read(name):
    opener = gzip.open if name.endswith(".gz") else open
    with opener(name, "rb") as file:
        return file.read()


def main():
    print("trafilatura " + trafilatura.__version__, flush=True)
    for name in map(str.rstrip, sys.stdin):
        page = read(name)
        start = time.process_time()
        found = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
        seconds = time.process_time() - start
        found = found.as_dict() if hasattr(found, "as_dict") else found or {}
        facts = {key: found.get(key) for key in ("title", "author", "date")}
        print(json.dumps({"text": found.get("text") or "", "facts": facts, "seconds": seconds}), flush=True)


main()
