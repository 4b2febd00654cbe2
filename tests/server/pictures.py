# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures made of bytes."""

import struct
import zlib


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows=None):
    """A picture of that size; with `rows`, one that claims it and has only so many."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    line = b"\0" + bytes([200, 30, 60]) * width if width < 100000 else b"\0"
    content = zlib.compress(line * (height if rows is None else rows))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def gif(width, height, frame=None, frames=1):
    """A picture of one colour; its frames may claim another size."""
    frame_width, frame_height = frame or (width, height)
    picture = b"," + struct.pack("<HHHHB", 0, 0, frame_width, frame_height, 0) + b"\x02\x02\x4c\x01\0"
    screen = struct.pack("<HHBBB", width, height, 0x80, 0, 0) + bytes([200, 30, 60, 0, 0, 0])
    return b"GIF89a" + screen + b"!\xf9\x04\0\0\0\0\0" + picture * frames + b";"
