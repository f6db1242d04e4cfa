"""GeoJSON as GDAL sees it."""
import json, sys, pyogrio
info = pyogrio.read_info(sys.argv[1])
meta, table, shapes, columns = pyogrio.raw.read(sys.argv[1])
names = list(meta["fields"])
types = {n: str(t) for n, t in zip(names, info["dtypes"])}
print(json.dumps({"driver": info["driver"], "features": int(info["features"]), "shape": info["geometry_type"],
                  "bounds": [float(x) for x in info["total_bounds"]], "crs": info["crs"],
                  "names": names, "places": [str(x) for x in columns[names.index("place")]]}))
