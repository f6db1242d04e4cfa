"""Reads a web archive with warcio: each answer's body, its digest checked. Prints records and seconds."""

import json
import sys
import time
from importlib.metadata import version

from warcio.archiveiterator import ArchiveIterator

print("warcio", version("warcio"))
clock, busy, records, size = time.perf_counter(), time.process_time(), 0, 0
with open(sys.argv[1], "rb") as stream:
    for record in ArchiveIterator(stream, check_digests=True):
        if record.rec_type == "response":
            size += len(record.content_stream().read())
            records += 1
print(json.dumps({
    "records": records,
    "busy": time.process_time() - busy,
    "seconds": time.perf_counter() - clock,
}))
