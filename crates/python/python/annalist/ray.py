"""The pipeline inside Ray: `ray.data.read_parquet(…).map_batches(annalist.ray.Coder, …)`.

>>> coded = dataset.map_batches(                                            # doctest: +SKIP
...     Coder, batch_format="pyarrow", concurrency=4,
...     fn_constructor_kwargs={"text": "body", "id": "url", "date": "day"})
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

import annalist


class Coder:
    """Codes batches of texts. Each actor loads the model once. A row a document comes out, with a list of
    rows for each table (`events`, `statements`, …, `errors`)."""

    def __init__(
        self, text: str = "text", id: str | None = None, date: str | None = None, **settings: Any
    ) -> None:
        self._nlp = annalist.load(**({"jobs": 1} | settings))
        self._columns = (text, id, date)

    def __call__(self, batch: pa.Table) -> pa.Table:
        text, id, date = self._columns
        coded = self._nlp._nested(batch, text, id, date, max(batch.num_rows, 1), True, False)
        batches = [pa.record_batch(part) for part in coded]
        return pa.Table.from_batches(batches) if batches else pa.table({})
