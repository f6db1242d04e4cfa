"""Every entity against FollowTheMoney's own schema."""
import json, sys
from followthemoney import model
kinds, ids, links = {}, set(), set()
for line in open(sys.argv[1], encoding="utf-8"):
    data = json.loads(line)
    schema = model.get(data["schema"])
    assert schema is not None, data
    proxy = model.get_proxy(data)
    schema.validate(data)
    for name, values in data["properties"].items():
        prop = schema.get(name)
        assert prop is not None and not prop.stub, (data["schema"], name)
        clean = proxy.get(name)
        assert len(clean) == len(set(values)), (data["schema"], name, values, clean)
        for value in values:
            assert prop.type.validate(value), (data["schema"], name, value)
            if prop.type.name == "entity":
                links.add(value)
    assert data["id"] not in ids, data["id"]
    ids.add(data["id"])
    kinds[data["schema"]] = kinds.get(data["schema"], 0) + 1
assert links <= ids, links - ids
print(json.dumps(kinds))
