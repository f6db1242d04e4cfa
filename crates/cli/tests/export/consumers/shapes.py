"""The ACLED- and GDELT-shaped tables, by DuckDB."""
import duckdb, json, sys
con = duckdb.connect()
acled = con.execute(f"SELECT event_date, event_type, country, fatalities, geo_precision FROM read_csv('{sys.argv[1]}') ORDER BY event_id_cnty").fetchall()
other = sys.argv[1].replace("out.acled", "out.gdelt")
gdelt = con.execute(f"SELECT * FROM read_csv('{other}', delim='\t', header=false)").fetchall()
print(json.dumps({"acled": [[str(v) for v in r] for r in acled], "gdelt": [[str(v) for v in r] for r in gdelt]}))
