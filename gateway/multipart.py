"""Takes multipart/form-data apart as it arrives, holding no more than the piece just received."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError

from services.kit.errors import InvalidArgument

MAX_FIELD_BYTES = 64 * 1024
MAX_PARTS = 200


class MalformedForm(InvalidArgument):
    reason = "MALFORMED_FORM"


@dataclass(slots=True)
class Field:
    """A whole form field."""

    name: str
    text: str


@dataclass(slots=True)
class FileBegins:
    name: str
    file_name: str


@dataclass(slots=True)
class Data:
    """A piece of the file that began last."""

    piece: bytes


Part = Field | FileBegins | Data


class Form:
    """Feed it pieces of the body; it answers with what they complete."""

    def __init__(self, content_type: bytes) -> None:
        header = _header("Content-Type", content_type.decode("latin-1"))
        boundary = header.get_param("boundary")
        if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
            raise MalformedForm("Send the file as multipart/form-data")
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
            "on_part_end": self._end,
            "on_end": self._finish,
        }
        try:
            self._parser = MultipartParser(boundary.encode("latin-1"), callbacks)
        except FormParserError as error:
            raise MalformedForm(str(error)) from error
        self._found: list[Part] = []
        self._ended = False
        self._parts = self._field_bytes = 0
        self._name, self._value = b"", b""
        self._headers: dict[str, str] = {}
        self._field: str | None = None
        self._text = bytearray()

    def feed(self, piece: bytes) -> Iterator[Part]:
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise MalformedForm(f"The form cannot be read: {error}") from error
        found, self._found = self._found, []
        yield from found

    def close(self) -> None:
        """A form without its last boundary was cut off on the way."""
        if not self._ended:
            raise MalformedForm("The form ends too early")

    def _finish(self) -> None:
        self._ended = True

    def _begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise MalformedForm(f"The form has more than {MAX_PARTS} parts")
        self._headers, self._field = {}, None
        self._text = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        value = self._value.decode("utf-8", "replace")
        self._headers[self._name.decode("latin-1").lower()] = value
        self._name = self._value = b""

    def _headers_finished(self) -> None:
        header = _header("Content-Disposition", self._headers.get("content-disposition", ""))
        name = header.get_param("name", header="content-disposition")
        if not isinstance(name, str):
            raise MalformedForm("A part of the form has no name")
        file_name = header.get_filename()
        if file_name is None:
            self._field = name
        else:
            # Some browsers send the whole path, and a name is all we keep.
            plain = file_name.replace("\\", "/").rpartition("/")[2]
            self._found.append(FileBegins(name, plain[:255]))

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self._found.append(Data(data[start:end]))
            return
        self._field_bytes += end - start
        if self._field_bytes > MAX_FIELD_BYTES:
            raise MalformedForm("The form's fields are too large")
        self._text += data[start:end]

    def _end(self) -> None:
        if self._field is not None:
            try:
                self._found.append(Field(self._field, self._text.decode()))
            except UnicodeDecodeError as error:
                raise MalformedForm(f"The field {self._field!r} is not UTF-8") from error


def _header(name: str, value: str) -> EmailMessage:
    message = EmailMessage()
    message[name] = value.replace("\r", " ").replace("\n", " ")
    return message
