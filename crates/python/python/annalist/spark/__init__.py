"""The pipeline inside Apache Spark, and what reports have in common in Spark's own operations.

`code` and `code_to` run the pipeline over a DataFrame of texts; the other functions work on its tables, or on
those that `annalist export --format parquet` writes. docs/spark.md tells how to ship it to a cluster.
"""

from annalist.spark._coding import code, code_to, read, tables, write
from annalist.spark._duplicates import duplicates
from annalist.spark._happenings import happenings
from annalist.spark._stories import stories

__all__ = ["code", "code_to", "duplicates", "happenings", "read", "stories", "tables", "write"]
