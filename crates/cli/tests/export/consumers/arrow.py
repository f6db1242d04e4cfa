"""The Arrow types of a Parquet table."""
import json, sys, pyarrow.parquet as pq
table = pq.read_table(sys.argv[1] + "/events.parquet")
meta = pq.read_metadata(sys.argv[1] + "/places.parquet").metadata
print(json.dumps({"rows": table.num_rows, "types": {f.name: str(f.type) for f in table.schema},
                  "attribution": meta[b"attribution"].decode()}))
