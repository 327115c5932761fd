# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small, quick HTTP/1.1 client: threads on kept-open sockets, bytes in, status and time out. It costs a hundredth of what it measures."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Make = Callable[[int], bytes]


@dataclass
class Heard:
    """What came back: the seconds of each good answer, and how many were not good."""

    seconds: list[float] = field(default_factory=list)
    bad: int = 0
    lasted: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.lasted if self.lasted else 0.0

    def quantile(self, share: float) -> float:
        """Return how long the slowest of this share of the answers took, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1_000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return a whole request as bytes; header names are written with underscores."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def press(port: int, make: Make, *, clients: int, seconds: float = 1e9, number: int = 1 << 60) -> Heard:
    """Send what `make(count)` returns, `clients` at once, for so long or so often; return what was heard."""
    heard, counter, lock = Heard(), iter(range(number)), threading.Lock()
    ends_at = time.perf_counter() + seconds

    def work() -> None:
        link, own = Link(port), Heard()
        for count in _shared(counter, lock):
            if time.perf_counter() > ends_at:
                break
            began = time.perf_counter()
            status = link.ask(make(count))
            if 200 <= status < 300:
                own.seconds.append(time.perf_counter() - began)
            else:
                own.bad += 1
        link.close()
        with lock:
            heard.seconds += own.seconds
            heard.bad += own.bad

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    heard.lasted = time.perf_counter() - began
    return heard


def _shared(counter: Iterator[int], lock: threading.Lock) -> Iterator[int]:
    while True:
        with lock:
            count = next(counter, None)
        if count is None:
            return
        yield count


class Link:
    """One kept-open connection; it is opened anew when the other side has closed it."""

    def __init__(self, port: int) -> None:
        self.port, self.socket = port, socket.create_connection(("127.0.0.1", port), timeout=30)
        self.answer = b""

    def ask(self, sent: bytes) -> int:
        """Return the status of the answer; 0 when there was none. `answer` keeps its bytes."""
        try:
            self.socket.sendall(sent)
            return self._read()
        except OSError:
            self.close()
            self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            return 0

    def _read(self) -> int:
        got = b""
        while b"\r\n\r\n" not in got:
            got += self._some()
        head, _, body = got.partition(b"\r\n\r\n")
        fields = head.lower()
        if b"transfer-encoding: chunked" in fields:
            while not body.endswith(b"0\r\n\r\n"):
                body += self._some()
        elif b"content-length:" in fields:
            length = int(fields.split(b"content-length:")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += self._some()
        self.answer = head + b"\r\n\r\n" + body
        return int(head[9:12])

    def _some(self) -> bytes:
        if not (part := self.socket.recv(65_536)):
            raise ConnectionError("closed")
        return part

    def close(self) -> None:
        self.socket.close()
