"""Counts and joins of the exported tables, Parquet and CSV, by DuckDB."""
import duckdb, json, sys
folder, con, out = sys.argv[1], duckdb.connect(), {}
for kind in ("parquet", "csv"):
    at = folder if kind == "parquet" else folder.replace("out.parquet", "out.csv")
    q = lambda sql: con.execute(sql.replace("@", at + "/").replace("%", kind)).fetchall()
    out[kind] = {
        "events": q("SELECT count(*) FROM '@events.%'")[0][0],
        "types": [r[0] for r in q("SELECT typeof(day) FROM '@events.%' LIMIT 1")],
        "joined": q("SELECT count(*) FROM '@events.%' e JOIN '@documents.%' d ON d.hash = e.document")[0][0],
        "claims": q("SELECT count(*) FROM '@claims.%' c JOIN '@events.%' e ON c.event = e.key")[0][0],
        "basra": [str(v) for v in q("SELECT day, round(latitude), country FROM '@events.%' WHERE place = 'Basra' ORDER BY key LIMIT 1")[0]],
    }
out["lists"] = con.execute(f"SELECT typeof(figures) FROM '{folder}/events.parquet' LIMIT 1").fetchone()[0]
print(json.dumps(out))
