"""Runs the real Milvus of the wheel where nobody else can reach it, and a socket by which this project can.

Milvus 2.3 listens on all interfaces, whatever its settings say. So it runs in a network of its own that
has nothing but a loopback, and this program carries bytes between it and a UNIX socket. Where a machine bars
such networks, it runs in the machine's own.

    unshare --map-root-user --net python benchmarks/milvus_alone.py FOLDER     (socket: FOLDER/milvus.sock)
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import signal
import socket
import struct
import sys
from contextlib import suppress
from pathlib import Path

# Milliseconds: a large server looks every second whether there is something to load.
OFTEN = (
    "QUERYCOORD_CHECKSEGMENTINTERVAL",
    "QUERYCOORD_CHECKCHANNELINTERVAL",
    "QUERYCOORD_CHECKINDEXINTERVAL",
    "QUERYCOORD_DISTPULLINTERVAL",
    "QUERYCOORD_CHECKHANDOFFINTERVAL",
    "QUERYCOORD_CHECKINTERVAL",
    "PROXY_TIMETICKINTERVAL",
    "DATACOORD_SEGMENT_CHECKINTERVAL",
)
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def loopback_up() -> None:
    """Switch on the loopback of a new network; in the machine's own it is on, and not ours to touch."""
    with suppress(PermissionError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


async def copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while part := await source.read(1 << 16):
            sink.write(part)
            await sink.drain()
    except OSError:
        pass  # one side has gone
    finally:
        sink.close()


async def relay(path: Path, port: int) -> None:
    """Carry bytes between the socket at ``path`` and the server until told to stop."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(copy(reader, outer), copy(inner, writer))

    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    await asyncio.start_unix_server(serve, path)
    await stopped.wait()


def main(folder: Path) -> None:
    from milvus import MilvusServer, MilvusServerConfig

    loopback_up()
    os.environ.update(dict.fromkeys(OFTEN, "50"))
    config = MilvusServerConfig(data_dir=str(folder / "milvus"))
    for part in ("rootCoord", "proxy", "queryCoord", "queryNode", "indexNode", "dataCoord", "dataNode"):
        config.set(f"{part}.ip", "127.0.0.1")  # there is no other address to find
    server = MilvusServer(config)
    try:
        server.start()
        asyncio.run(relay(folder / "milvus.sock", server.listen_port))
    finally:
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
