"""Annotations as RDF, with the terms of the W3C's context that are used, so that no network is needed."""
import json, sys
from pyld import jsonld
OA, AS, DC = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/activitystreams#", "http://purl.org/dc/terms/"
terms = {"id": "@id", "type": "@type", "body": OA + "hasBody", "target": OA + "hasTarget", "Annotation": OA + "Annotation",
  "source": {"@id": OA + "hasSource", "@type": "@id"}, "selector": {"@id": OA + "hasSelector"},
  "exact": OA + "exact", "prefix": OA + "prefix", "suffix": OA + "suffix", "start": OA + "start", "end": OA + "end",
  "TextQuoteSelector": OA + "TextQuoteSelector", "TextPositionSelector": OA + "TextPositionSelector",
  "SpecificResource": OA + "SpecificResource", "TextualBody": OA + "TextualBody", "purpose": {"@id": OA + "hasPurpose", "@type": "@vocab"},
  "motivation": {"@id": OA + "motivatedBy", "@type": "@vocab"}, "classifying": OA + "classifying", "identifying": OA + "identifying",
  "tagging": OA + "tagging", "describing": OA + "describing", "format": "http://purl.org/dc/elements/1.1/format",
  "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value", "Text": "http://purl.org/dc/dcmitype/Text", "Software": "http://purl.org/dc/dcmitype/Software"}
def load(url, options):
    assert url == "http://www.w3.org/ns/anno.jsonld", url
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": {"@context": terms}}
data = json.load(open(sys.argv[1], encoding="utf-8"))
items = jsonld.expand(data, {"documentLoader": load})
graph = items[0].get("@graph", items)
notes = [n for n in graph if OA + "Annotation" in n.get("@type", [])]
derived = sum("http://www.w3.org/ns/prov#wasDerivedFrom" in n for n in notes)
targets = sum(len(n[OA + "hasTarget"]) for n in notes)
quads = jsonld.to_rdf(data, {"documentLoader": load, "format": "application/n-quads"}).count("\n")
plain = [a for a in data["@graph"] if "Annotation" in a["type"]]
quotes = [[t["source"], s0["start"], s0["end"], s1["exact"]] for a in plain for t in a["target"] for s0, s1 in [t["selector"]]]
print(json.dumps({"notes": len(notes), "derived": derived, "targets": targets, "quads": quads, "quotes": quotes}))
