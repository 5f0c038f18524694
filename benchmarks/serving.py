"""How fast and how large the running service is: `make bench-serve`.

Starts `sesaclinic serve` as a user would, and prints when the page and the models are there, how long photos and
answers take, and the peak memory of the process (VmHWM, Linux). Times depend on the machine; no test asserts them.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests import photos

RUNS = 20
QUESTIONS = (
    "나는 홍조가 있는 건성 피부인데 스킨케어 방법이 궁금해",
    "나는 색소침착이 있어 고민인데, 어떻게 관리하면 좋을까?",
    "여드름 때문에 고민이라 관리를 하고 있는데 유용한 성분이나 피해야 할 것들이 있을까?",
)
UNLIMITED = {"SESAC_SERVER__ANALYSES_PER_MINUTE": "100000", "SESAC_SERVER__MESSAGES_PER_MINUTE": "100000"}


def main() -> None:
    """Measure and print."""
    start = time.perf_counter()
    command = [sys.executable, "-c", "from sesaclinic.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **UNLIMITED}
    ) as process:
        try:
            _run(process, start)
        finally:
            process.terminate()


def _run(process: subprocess.Popen[str], start: float) -> None:
    assert process.stdout is not None  # noqa: S101 - asked for above
    url = next(word for word in process.stdout.readline().split() if word.startswith("http"))
    with httpx.Client(base_url=url, timeout=120) as client:
        client.get("/api/health/live")
        _print("first answer", time.perf_counter() - start)
        while (ready := client.get("/api/health/ready").json())["status"] == "loading":
            time.sleep(0.1)
        if ready["status"] != "ready":
            sys.exit(f"a part did not load: {ready['parts']}")
        _print("models and knowledge ready", time.perf_counter() - start)
        _print("processor time until then", _processor_seconds(process.pid))
        _print_memory("memory when ready", process.pid, "VmRSS")
        _measure(client)
        _print_memory("peak memory", process.pid, "VmHWM")


def _measure(client: httpx.Client) -> None:
    phone = photos.jpeg(photos.portrait(1600))

    def analyse(data: bytes, name: str) -> None:
        client.post("/api/analyses", files={"photo": (name, data)}).raise_for_status()

    _times("a photo of 1600 px", lambda: analyse(phone, "me.jpg"))
    heic = photos.encode(photos.portrait(1600), "HEIF")
    _times("the same as HEIC", lambda: analyse(heic, "me.heic"))

    _times("two photos at once", lambda: _twice(lambda: analyse(phone, "me.jpg")))
    # 57 megapixels: just below the limit of 64
    largest = photos.jpeg(photos.portrait(7000))
    _times("the largest photo, two at once", lambda: _twice(lambda: analyse(largest, "me.jpg")), runs=2)
    chat = client.post("/api/chats", json={}).json()["id"]

    def ask_three() -> None:
        for question in QUESTIONS:
            client.post(f"/api/chats/{chat}/messages", json={"question": question}).raise_for_status()

    _times("three answers", ask_three)
    _times("first words of an answer", lambda: _first_words(client, chat))


def _first_words(client: httpx.Client, chat: str) -> None:
    with client.stream("POST", f"/api/chats/{chat}/messages", json={"question": QUESTIONS[0]}) as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line == "event: token")


def _twice(call: Callable[[], None]) -> None:
    with ThreadPoolExecutor(2) as pool:
        for future in [pool.submit(call), pool.submit(call)]:
            future.result()


def _times(what: str, call: Callable[[], object], runs: int = RUNS) -> None:
    call()  # the first one fills caches
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    print(f"{what:32} p50 {statistics.median(seconds) * 1000:6.0f} ms   max {max(seconds) * 1000:6.0f} ms   n {runs}")


def _print(what: str, seconds: float) -> None:
    print(f"{what:32} {seconds:10.1f} s")


def _processor_seconds(pid: int) -> float:
    """What a process has worked, in all its threads; a busy machine disturbs it less than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime, proc(5)


def _print_memory(what: str, pid: int, field: str) -> None:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith(f"{field}:"))
    print(f"{what:32} {kilobytes / 1024:10.0f} MB")


if __name__ == "__main__":
    main()
