"""Files on their way in: multipart to a client-streaming RPC, never whole in memory.

Fields of the form go into the first message, so they should come before the file. A form whose
file comes first is kept on disk until its fields are known.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

import grpc
from google.protobuf.message import Message

from gateway import asgi, decoding
from gateway.asgi import ClientGone, Receive, Scope
from gateway.calls import Asked, Served
from gateway.channels import Service
from gateway.multipart import Data, Field, FileBegins, Form
from gateway.problems import Problem
from services.kit.errors import FieldRequired, InvalidArgument

FILE, FILE_NAME, CHUNK = "file", "file_name", "chunk"
PIECE = 256 * 1024
AT_ONCE = 64  # each takes a thread
# A message with nothing in it: the file is whole. A call that is cut off ends without.
END = b""
QUEUED = 4  # pieces between the client and a slower service
IN_MEMORY = 2**20


async def receive_file(
    served: Served, segments: list[str], asked: Asked, scope: Scope, receive: Receive, limit: int
) -> bytes:
    """The raw answer of the RPC."""
    form = Form(asked.headers.get(b"content-type", b""))
    upload = Upload(served, segments, asked, scope["query_string"])
    with _one_of_few(asked, limit, upload):
        async for piece in _pieces(receive, limit):
            for part in form.feed(piece):
                await upload.take(part)
        form.close()
        return await upload.finish()


async def receive_raw(
    served: Served, asked: Asked, fields: Mapping[str, str], receive: Receive, limit: int
) -> bytes:
    """The same of a body that is the file itself; what a form would say comes with it."""
    upload = Upload(served, [], asked, b"")
    with _one_of_few(asked, limit, upload):
        for name, text in fields.items():
            await upload.take(Field(name, text))
        await upload.take(FileBegins(FILE, fields.get(FILE_NAME, "")))
        async for piece in _pieces(receive, limit):
            await upload.take(Data(piece))
        return await upload.finish()


@contextmanager
def _one_of_few(asked: Asked, limit: int, upload: "Upload") -> Generator[None]:
    announced = asked.headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > limit:
        raise asgi.too_large(limit)
    if asked.answerer.uploading >= AT_ONCE:
        raise Problem(429, "RATE_LIMITED", "Too many uploads at once", retry_after=5)
    asked.answerer.uploading += 1
    try:
        yield
    finally:
        asked.answerer.uploading -= 1
        upload.close()


async def _pieces(receive: Receive, limit: int) -> AsyncIterator[bytes]:
    received = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        piece = message.get("body", b"")
        received += len(piece)
        if received > limit:
            raise asgi.too_large(limit)
        yield piece
        if not message.get("more_body"):
            return


class Upload:
    """One file being passed on."""

    def __init__(self, served: Served, segments: list[str], asked: Asked, query: bytes) -> None:
        self._served, self._segments, self._asked = served, segments, asked
        self._service: Service = asked.answerer
        self._query = query
        self._fields: list[tuple[str, str]] = []
        self._file_name = ""
        self._begun = False
        self._call: Any = None
        self._done: asyncio.Future[None] | None = None
        self._outgoing: asyncio.Queue[bytes | None] = asyncio.Queue(QUEUED)
        self._waiting = bytearray()
        self._kept: IO[bytes] | None = None

    async def take(self, part: Field | FileBegins | Data) -> None:
        if isinstance(part, Data):
            await self._take_data(part.piece)
        elif isinstance(part, Field):
            if self._call is not None:
                raise InvalidArgument("Put the fields of the form before the file", field=part.name)
            self._fields.append((part.name, part.text))
        else:
            await self._begin(part)

    async def finish(self) -> bytes:
        if not self._begun:
            raise FieldRequired("The form has no file", field=FILE)
        if self._call is None:
            await self._open()
            await self._send_all(self._kept)
        await self._send(bytes(self._waiting))
        await self._put(END)
        await self._put(None)
        await self._opened()
        answer = self._answer()
        self._service.circuit.succeeded()
        return answer

    def close(self) -> None:
        if self._call is not None:
            self._call.cancel()
            # Whoever still waits for a piece is told that there is none.
            while not self._outgoing.empty():
                self._outgoing.get_nowait()
            self._outgoing.put_nowait(None)
        if self._kept is not None:
            self._kept.close()

    async def _begin(self, part: FileBegins) -> None:
        if part.name != FILE or self._begun:
            raise InvalidArgument("Send one file, in the part named file", field=part.name)
        self._begun = True
        self._file_name = part.file_name
        if self._fields or not self._expects_fields():
            await self._open()
        else:
            self._kept = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - see close()

    def _expects_fields(self) -> bool:
        elsewhere = {variable.field[0] for variable in self._served.operation.variables}
        names = {field.name for field in self._served.operation.input.fields}
        return bool(names - elsewhere - {FILE_NAME, CHUNK})

    async def _take_data(self, piece: bytes) -> None:
        if self._kept is not None:
            self._kept.write(piece)
            return
        self._waiting += piece
        if len(self._waiting) >= PIECE:
            await self._send(bytes(self._waiting))
            self._waiting.clear()

    async def _open(self) -> None:
        first = self._first()
        loop = asyncio.get_running_loop()
        self._done = loop.create_future()
        requests = _from_thread(self._outgoing, loop)
        rpc, metadata = self._served.rpc, self._asked.metadata()
        self._call = self._service.stream_in(rpc, requests, metadata)
        self._call.add_done_callback(self._tell(loop))
        await self._write(first)

    def _tell(self, loop: asyncio.AbstractEventLoop) -> Callable[[Any], Any]:
        return lambda _: loop.call_soon_threadsafe(self._settle)

    def _settle(self) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_result(None)

    def _first(self) -> Message:
        transcoder = self._served.transcoder
        message = transcoder.build(self._segments, self._query, None)
        allowed = [pair for pair in self._fields if pair[0] != CHUNK]
        decoding.fill_text(message, allowed)
        if not message.file_name:  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
            message.file_name = self._file_name  # pyright: ignore[reportAttributeAccessIssue]
        transcoder.put_path(message, self._segments)
        asked = self._asked
        transcoder.put_conditions(message, asked.headers, f"{asked.tenant}/{asked.user}")
        return message

    async def _send_all(self, kept: IO[bytes] | None) -> None:
        if kept is not None:
            kept.seek(0)
            while piece := kept.read(PIECE):
                await self._send(piece)

    async def _send(self, piece: bytes) -> None:
        if piece:
            await self._write(self._served.transcoder.request(chunk=piece))

    async def _write(self, message: Message) -> None:
        """Waits while the service is slower than the client."""
        await self._put(message.SerializeToString())

    async def _put(self, piece: bytes | None) -> None:
        done = self._opened()
        putting = asyncio.ensure_future(self._outgoing.put(piece))
        await asyncio.wait({putting, done}, return_when=asyncio.FIRST_COMPLETED)
        if not putting.done():
            putting.cancel()
        if done.done() and piece:
            # The service answered before it had read everything: that answer is what matters.
            self._answer()
            raise InvalidArgument("The service stopped reading the file", field=FILE)

    def _answer(self) -> bytes:
        try:
            return self._call.result()
        except grpc.RpcError as error:
            raise self._service.refusal(error) from error

    def _opened(self) -> asyncio.Future[None]:
        if self._done is None:
            raise LookupError("The call has not been opened yet")
        return self._done


def _from_thread(
    outgoing: asyncio.Queue[bytes | None], loop: asyncio.AbstractEventLoop
) -> Iterator[bytes]:
    """Read by gRPC in a thread of its own."""
    while True:
        piece = asyncio.run_coroutine_threadsafe(outgoing.get(), loop).result()
        if piece is None:
            return
        yield piece
