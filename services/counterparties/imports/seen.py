"""A small memory of the keys that rows before held, so that only likely repeats are looked up (pure).

A Bloom filter: it may say «perhaps» of a key never seen, but never «no» of one that was. A worker
that takes over in the middle of a file has none and looks all keys up: slower, never wrong.
"""

_SMALLEST, _LARGEST = 1 << 16, 1 << 28
_PROBES = 4
MOST_NAMES = 200_000


class Seen:
    """The keys and names of one pass over a file."""

    def __init__(self, file_size: int) -> None:
        # A row of 300 bytes holds about six keys : a bit per byte is plenty.
        bits = _SMALLEST
        while bits < min(file_size, _LARGEST):
            bits *= 2
        self._mask = bits - 1
        self._bits = bytearray(bits // 8)
        self._names: dict[str, int] = {}

    def perhaps(self, key: str) -> bool:
        number = hash(key)
        step = number >> 32 | 1
        for _ in range(_PROBES):
            place = number & self._mask
            if not self._bits[place >> 3] & (1 << (place & 7)):
                return False
            number += step
        return True

    def add(self, key: str) -> None:
        number = hash(key)
        step = number >> 32 | 1
        for _ in range(_PROBES):
            place = number & self._mask
            self._bits[place >> 3] |= 1 << (place & 7)
            number += step

    def first_of_name(self, name: str, number: int) -> int:
        """The first row of that name, which may be this one; names beyond the limit are forgotten."""
        if len(self._names) >= MOST_NAMES and name not in self._names:
            return number
        return self._names.setdefault(name, number)
