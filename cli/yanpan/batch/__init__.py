"""Many cases at once: a folder, a CSV or a JSONL in; case folders, results.csv and errors.csv out."""

from yanpan.batch.run import BatchSummary, run_batch
from yanpan.batch.source import Row, open_source

__all__ = ["BatchSummary", "Row", "open_source", "run_batch"]
