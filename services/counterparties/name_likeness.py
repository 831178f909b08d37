"""How alike two names are, whatever legal form, quotes, ё and letters that look alike (pure).

A name's skeleton is a key of the search index: words without their vowels, letters that sound
alike taken together, in alphabetical order. So most typing mistakes leave it as it is.
"""

import functools
import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import IntEnum

# In nearly every name: they tell nothing.
LEGAL_FORMS = frozenset(
    (
        *("общество", "ограниченной", "ответственностью", "акционерное", "публичное"),
        *("непубличное", "закрытое", "открытое", "индивидуальный", "предприниматель"),
        *("ооо", "ао", "пао", "зао", "оао", "ип", "нко"),
    )
)
_ALSO_LEGAL = LEGAL_FORMS | {"с", "общ", "огр", "отв", "нао", "гк", "пбоюл", "чп", "ltd", "llc"}
_LOOK_ALIKE = "abcehkmoptxy"
_STRAIGHT = str.maketrans(_LOOK_ALIKE, "авсенкмортху")
_LATIN_TWINS = frozenset(_LOOK_ALIKE)
_SOUND = str.maketrans("бдгзвжщ", "птксфшш", "аеиоуыэюяйьъaeiouy")
_FIRST_SOUND = str.maketrans("оеэыбдгзвжщ", "аиииптксфшш")
_TWICE = re.compile(r"(.)\1+")
_DIGITS = re.compile(r"\d+")
LONGEST = 40
SHORTEST_TYPO, WORD_LIKE, NAME_LIKE = 4, 0.8, 0.84


class Likeness(IntEnum):
    OTHER = 0
    PART = 1
    SIMILAR = 2
    SAME = 3


def straight(words: Iterable[str]) -> list[str]:
    """Folded words in one alphabet, without legal forms."""
    return [found for word in words if (found := _straight(word))]


def skeleton(words: Iterable[str]) -> str:
    """Of folded words; empty if nothing tells the name from others."""
    plain = straight(words)
    bones = sorted(_bones(word) for word in plain)
    key = "".join(bones)
    return (key if len(key) > 2 else "".join(sorted(plain)))[:LONGEST]


def of_companies(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """Of straight words."""
    if not one or not other:
        return Likeness.OTHER
    left, right = sorted(one), sorted(other)
    if left == right or "".join(one) == "".join(other):
        return Likeness.SAME
    if _digits(one) == _digits(other) and _typo_apart(" ".join(left), " ".join(right), NAME_LIKE):
        return Likeness.SIMILAR
    if set(one) < set(other) or set(other) < set(one):
        return Likeness.PART
    return Likeness.OTHER


def of_people(one: Sequence[str], other: Sequence[str]) -> Likeness:
    """Of straight words; initials and a missing middle name fit."""
    short, long = sorted((list(one), list(other)), key=len)
    if not short:
        return Likeness.OTHER
    if sorted(short) == sorted(long):
        return Likeness.SAME if len(short) > 1 else Likeness.PART
    left = list(long)
    # Whole words choose first, so that an initial takes what is left for it.
    for word in sorted(short, key=len, reverse=True):
        fitting = next((each for each in left if _same_word(word, each)), None)
        if fitting is None:
            return Likeness.OTHER
        left.remove(fitting)
    return Likeness.SIMILAR if len(short) > 1 else Likeness.PART


# The same words come again and again, and an import has microseconds for a name.
@functools.lru_cache(maxsize=20_000)
def _straight(word: str) -> str:
    """Latin letters in a Russian word, or a word of nothing but twins, become Russian."""
    if not word.isascii() or _LATIN_TWINS.issuperset(word):
        word = word.translate(_STRAIGHT)
    return "" if word in _ALSO_LEGAL else word


@functools.lru_cache(maxsize=20_000)
def _bones(word: str) -> str:
    return _TWICE.sub(r"\1", word[:1].translate(_FIRST_SOUND) + word[1:].translate(_SOUND))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    if 1 in (len(one), len(other)):
        return one[0] == other[0]
    # Husband and wife, Александр and Александра: no typing mistake.
    if one + "а" == other or other + "а" == one:
        return False
    return _typo_apart(one, other, WORD_LIKE)


def _typo_apart(one: str, other: str, alike: float) -> bool:
    if min(len(one), len(other)) < SHORTEST_TYPO:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= alike and matcher.ratio() >= alike


def _digits(words: Sequence[str]) -> list[str]:
    return sorted(_DIGITS.findall(" ".join(words)))
