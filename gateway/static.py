"""Files of the built front end, kept in memory with their compressed forms."""

import asyncio
import base64
import gzip
import hashlib
import mimetypes
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

from gateway.asgi import Header

DIST = Path(__file__).parent / "web" / "dist"
ASSETS = "/assets/"  # names hold a hash of the content: they never change
NONCE = b"__CSP_NONCE__"
MIN_COMPRESSED = 1024
TEXTUAL = re.compile(r"text/|javascript|json|svg|xml|manifest")
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


@dataclass(slots=True)
class StaticFile:
    content: bytes
    media: str
    immutable: bool
    etag: bytes
    # Encoding -> compressed content.
    packed: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])


@dataclass(slots=True)
class Answer:
    status: int
    headers: list[Header]
    body: bytes


class Statics:
    """Reads the folder once; a new build is seen after a restart."""

    def __init__(self, root: Path = DIST) -> None:
        self.files: dict[str, StaticFile] = {}
        self.index: bytes = b""
        if not root.is_dir():
            return
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in {".br", ".gz", ".map"}:
                url = "/" + path.relative_to(root).as_posix()
                self.files[url] = _read(path, url)
        index = self.files.pop("/index.html", None)
        self.index = index.content if index else b""

    async def pack(self) -> None:
        """Compresses what the build did not, aside from the event loop."""
        for file in list(self.files.values()):
            if TEXTUAL.search(file.media) and len(file.content) >= MIN_COMPRESSED:
                await asyncio.to_thread(_pack, file)

    def answer(self, url: str, headers: dict[bytes, bytes]) -> Answer | None:
        file = self.files.get(url)
        if file is None:
            return None
        kept = b"public, max-age=31536000, immutable" if file.immutable else b"no-cache"
        answer: list[Header] = [
            (b"cache-control", kept),
            (b"etag", file.etag),
            (b"vary", b"accept-encoding"),
        ]
        if headers.get(b"if-none-match") == file.etag:
            return Answer(304, answer, b"")
        answer.append((b"content-type", file.media.encode()))
        accepted = headers.get(b"accept-encoding", b"")
        for encoding, content in file.packed.items():
            if encoding in accepted:
                return Answer(200, [*answer, (b"content-encoding", encoding)], content)
        return Answer(200, answer, file.content)

    def page(self) -> tuple[bytes, str]:
        """index.html and its content security policy."""
        nonce = secrets.token_urlsafe(16)
        hashes = [_sha256(script) for script in INLINE_SCRIPT.findall(self.index)]
        takes_nonce = NONCE in self.index
        page = self.index.replace(NONCE, nonce.encode())
        return page, policy(nonce if takes_nonce else "", hashes)


def policy(nonce: str, script_hashes: list[str]) -> str:
    """No script but our own files. Style attributes are how the UI kit places its pop-ups; its
    style elements carry the nonce where the page was built for one."""
    scripts = " ".join(["'self'", *(f"'sha256-{each}'" for each in script_hashes)])
    styles = f"'self' 'nonce-{nonce}'" if nonce else "'self' 'unsafe-inline'"
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src {scripts}",
            f"style-src {styles}",
            "style-src-attr 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self' blob:",
            "frame-src 'self' blob:",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _read(path: Path, url: str) -> StaticFile:
    content = path.read_bytes()
    media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media.startswith("text/"):
        media += "; charset=utf-8"
    etag = f'"{hashlib.sha256(content).hexdigest()[:20]}"'.encode()
    file = StaticFile(content, media, url.startswith(ASSETS), etag)
    for encoding, suffix in ((b"br", ".br"), (b"gzip", ".gz")):
        packed = path.with_name(path.name + suffix)
        # One left from an older build would be other content under the same name.
        if packed.exists() and packed.stat().st_mtime >= path.stat().st_mtime:
            file.packed[encoding] = packed.read_bytes()
    return file


def _pack(file: StaticFile) -> None:
    packed = dict(file.packed)
    packed.setdefault(b"br", brotli_of(file.content, quality=6))
    packed.setdefault(b"gzip", gzip.compress(file.content, 6))
    # Brotli first: it is what every browser takes over https and what is smallest.
    file.packed = {name: packed[name] for name in (b"br", b"gzip")}


def brotli_of(content: bytes, quality: int) -> bytes:
    module: Any = brotli  # it ships no types
    return module.compress(content, quality=quality)


def _sha256(script: bytes) -> str:
    return base64.b64encode(hashlib.sha256(script).digest()).decode()
