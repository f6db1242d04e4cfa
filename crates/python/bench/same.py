"""The same documents through the program, the package and Spark: are the tables the same, and how fast is each?

    python crates/python/bench/same.py --program target/release/annalist --documents 20000 NEWS.jsonl

NEWS.jsonl has a column `text`; its texts are repeated with distinct ids. Spark runs as local[2], as
local-cluster[2,1,2048], and as a standalone master with two workers on the loopback address; each is started
before its time is taken, and the last is run once more with one executor killed. Spark's workers write the
tables themselves (`code_to`); the first is also run with Spark writing them. Prints JSON."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

import annalist

# The name of the file, and how it was read, are no part of what a text says.
WHERE = ("uri", "format")


def digests(tables) -> dict[str, str]:
    """For each table a hash of its rows, whatever their order."""
    found = {}
    for name, rows in sorted(tables.items()):
        if name == "terms":
            continue
        lines = sorted(
            json.dumps({k: v for k, v in row.items() if k not in WHERE}, default=str, sort_keys=True)
            for row in rows
        )
        found[name] = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    return found


def of_batches(tables) -> dict[str, str]:
    return digests({n: pa.record_batch(b).to_pylist() for n, b in tables.items() if n != "errors"})


def of_spark(folder: Path) -> dict[str, str]:
    return digests(
        {p.stem: pq.read_table(p).to_pylist() for p in folder.glob("*.parquet") if p.stem != "errors"}
    )


def spark_run(master: str, news: Path, out: Path, way: str, kill: bool = False) -> float:
    from pyspark.sql import SparkSession

    import annalist.spark

    session = (
        SparkSession.builder.master(master)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.executor.memory", "1g")
        .config("spark.cores.max", "2")
        .config("spark.executor.cores", "1" if "cluster" in master or "://" in master else "2")
        .getOrCreate()
    )
    try:
        df = session.read.parquet(str(news)).repartition(8 if kill else 4)
        # Started: every worker has loaded the model.
        warm = annalist.spark.code(df.limit(8).repartition(2), "text", "id").count()
        assert warm == 8
        killer = threading.Timer(3, _kill_an_executor) if kill else None
        if killer:
            killer.start()
        start = time.monotonic()
        if way == "code_to":
            annalist.spark.code_to(df, str(out), "text", "id")
        else:
            annalist.spark.write(annalist.spark.code(df, "text", "id"), str(out))
        return time.monotonic() - start
    finally:
        session.stop()


def _kill_an_executor() -> None:
    """Kills one executor of this script's own cluster."""
    own = os.environ["ANNALIST_BENCH_WORK"]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
                at = os.readlink(entry / "cwd")
            except OSError:
                continue
            if b"CoarseGrainedExecutorBackend" in line and at.startswith(own):
                print(f"killing the executor {entry.name}", file=sys.stderr)
                os.kill(int(entry.name), signal.SIGKILL)
                return
    print("no executor was found to kill", file=sys.stderr)


def standalone(folder: Path):
    """A master with two workers on the loopback address: its address, and their processes."""
    import pyspark

    home = pyspark.__path__[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "SPARK_HOME": home, "PYSPARK_PYTHON": sys.executable}
    run = [f"{home}/bin/spark-class"]
    master = f"spark://127.0.0.1:{port}"
    deploy = "org.apache.spark.deploy"
    started = [
        subprocess.Popen(
            [*run, f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"],
            env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
    ]
    time.sleep(8)
    for n in range(2):
        more = ["--host", "127.0.0.1", "--cores", "1", "--memory", "2g", "--webui-port", "0"]
        started.append(
            subprocess.Popen(
                [*run, f"{deploy}.worker.Worker", *more, "--work-dir", str(folder / f"w{n}"), master],
                env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )
    time.sleep(8)
    return master, started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("news", type=Path)
    arguments.add_argument("--program", required=True)
    arguments.add_argument("--documents", type=int, default=2000)
    arguments.add_argument("--worker", nargs=5, metavar=("MASTER", "NEWS", "OUT", "WAY", "KILL"))
    given = arguments.parse_args()
    if given.worker:
        master, news, out, way, kill = given.worker
        print(spark_run(master, Path(news), Path(out), way, kill == "yes"))
        return
    os.environ["PYSPARK_PYTHON"] = sys.executable
    texts = [json.loads(line)["text"] for line in given.news.open(encoding="utf-8")]
    wanted = given.documents
    rows = {
        "id": [f"d{n:06}" for n in range(wanted)],
        "text": [texts[n % len(texts)] for n in range(wanted)],
    }
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        pq.write_table(pa.table(rows), work / "news.parquet")
        results: dict[str, tuple[float, dict[str, str]]] = {}

        start = time.monotonic()
        records = subprocess.run(
            [given.program, "code", str(work / "news.parquet"), "--format", "ndjson", "--jobs", "2"],
            check=True, capture_output=True, text=True,
        ).stdout
        seconds = time.monotonic() - start
        results["annalist code"] = (seconds, of_batches(annalist.tables(records.strip("\n").split("\n"))))

        nlp = annalist.load("en", jobs=2)
        start = time.monotonic()
        tables = nlp.code_batches(pq.ParquetFile(work / "news.parquet").read()).read_all()
        seconds = time.monotonic() - start
        results["package"] = (seconds, of_batches(tables))

        def spark(name: str, master: str, way: str = "code_to", kill: bool = False) -> None:
            out = work / name.replace(" ", "-")
            me = [sys.executable, __file__, str(given.news), "--program", given.program]
            own = [master, str(work / "news.parquet"), str(out), way, "yes" if kill else "no"]
            done = subprocess.run([*me, "--worker", *own], check=True, stdout=subprocess.PIPE, text=True)
            results[name] = (float(done.stdout.split()[-1]), of_spark(out))

        spark("spark local[2]", "local[2]")
        spark("spark local[2], write(code(…))", "local[2]", "write")
        spark("spark local-cluster[2,1,2048]", "local-cluster[2,1,2048]")
        master, started = standalone(work)
        os.environ["ANNALIST_BENCH_WORK"] = str(work)
        try:
            spark("spark standalone", master)
            spark("spark standalone, an executor killed", master, kill=True)
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()
    expected = results["annalist code"][1]
    told = {
        name: {
            "documents_per_second": round(wanted / seconds, 1),
            "tables_as_the_programs": hashes == expected,
        }
        for name, (seconds, hashes) in results.items()
    }
    print(json.dumps({"documents": wanted, "runs": told, "tables": expected}, indent=2))


if __name__ == "__main__":
    main()
