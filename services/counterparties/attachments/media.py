"""What kind of file it is, as its first bytes say (pure).

A short list instead of a library: whatever is not on it is bytes, and text is plain text, so that
no browser ever takes a page or a drawing with scripts (HTML, SVG, XML) for what it is. Office
formats are archives; which one of them, the name may say, as none of them is ever shown.
"""

import codecs

HEAD = 4096
UNKNOWN = "application/octet-stream"
TEXT = "text/plain"
_SIGNATURES = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
_OPEN = "application/vnd.openxmlformats-officedocument"
_OASIS = "application/vnd.oasis.opendocument"
_ARCHIVES = {
    "docx": f"{_OPEN}.wordprocessingml.document",
    "xlsx": f"{_OPEN}.spreadsheetml.sheet",
    "pptx": f"{_OPEN}.presentationml.presentation",
    "odt": f"{_OASIS}.text",
    "ods": f"{_OASIS}.spreadsheet",
    "odp": f"{_OASIS}.presentation",
}
_OLD_OFFICE = {
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_BINARY = frozenset(range(32)) - frozenset(b"\t\n\r\f\x1b")


def media_type(head: bytes, file_name: str) -> str:
    extension = file_name.rpartition(".")[2].lower()
    for offset, signature, found in _SIGNATURES:
        if head.startswith(signature, offset):
            return found
    if head[:4] == b"RIFF" and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _ARCHIVES.get(extension, "application/zip")
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _OLD_OFFICE.get(extension, UNKNOWN)
    if not _is_text(head):
        return UNKNOWN
    return "text/csv" if extension == "csv" else TEXT


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return not _BINARY.intersection(head)
