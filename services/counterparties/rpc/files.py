"""A file on its way out: the first message says what kind of file it is, and its name."""

from collections.abc import Iterable, Iterator

from google.api import httpbody_pb2
from google.protobuf import wrappers_pb2


def as_file(
    pieces: Iterable[bytes], content_type: str, file_name: str
) -> Iterator[httpbody_pb2.HttpBody]:
    first = httpbody_pb2.HttpBody(content_type=content_type)
    first.extensions.add().Pack(wrappers_pb2.StringValue(value=file_name))
    yield first
    for piece in pieces:
        if piece:
            yield httpbody_pb2.HttpBody(data=piece)
