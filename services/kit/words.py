"""What texts are found by, and what a typed query looks for (pure).

A record's `search` holds every ending (of 3 letters or more) of every word of its texts, so that a
prefix of an index key finds any part of a word; its `text` holds the words themselves.
"""

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from typing import Any

LONGEST_WORD, LONGEST_KEY, MOST_KEYS, LONGEST_QUERY = 32, 24, 90, 200
# After all that begins alike.
LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+")
Filter = dict[str, Any]


def folded(text: str) -> str:
    """For comparing: letter case and ё do not matter."""
    return text.casefold().replace("ё", "е")


def name_key(display_name: str) -> str:
    """For sorting: also without the quotes that companies stand in."""
    return " ".join(_WORD.findall(folded(display_name)))


def words(text: str) -> list[str]:
    return _WORD.findall(folded(text))


def word_keys(text: Iterable[str], but: Container[str] = ()) -> list[str]:
    """Of words, `but` those that tell nothing."""
    return [
        word[start : start + LONGEST_KEY]
        for word in (each[:LONGEST_WORD] for each in text if each not in but)
        for start in range(max(1, len(word) - 2))
    ]


def bounded(keys: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(keys))[:MOST_KEYS]


# --- what is looked for ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a query: any of its keys must begin a key of the document."""

    word: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed. All parts must be found; the first has an index to itself."""

    first: Part | None = None
    others: tuple[Part, ...] = ()
    # Nothing but words like «ООО»: the list itself is looked through.
    plain: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.first is None and not self.plain


def word_part(word: str) -> Part:
    word = word[:LONGEST_KEY]
    return Part(word, (word,))


def _no_whole(text: str) -> Part | None:  # noqa: ARG001
    return None


def _tells(word: str) -> bool:  # noqa: ARG001
    return True


def parse(
    text: str,
    *,
    whole: Callable[[str], Part | None] = _no_whole,
    part: Callable[[str], Part] = word_part,
    is_telling: Callable[[str], bool] = _tells,
) -> Query:
    """Parts of words. `whole` knows texts that are one thing, such as a telephone; `part` other
    keys of a word, such as a number's; words that are not telling are not looked up alone."""
    text = text.strip()[:LONGEST_QUERY]
    if one := whole(text):
        return Query(one)
    parts = [part(word) for word in dict.fromkeys(words(text))]
    telling = [each for each in parts if is_telling(each.word)]
    if not telling:
        return Query(plain=tuple(each.word for each in parts))
    first = max(telling, key=lambda each: len(each.word))
    return Query(first, tuple(each for each in parts if each is not first))


def beginning(part: Part) -> Filter:
    """Documents with a key that begins with one of the part's."""
    return {"$or": [begins(key) for key in part.keys]}


def begins(key: str) -> Filter:
    # Not a pattern: several of them take Mongo four times as long to prepare.
    return {"search": {"$elemMatch": {"$gte": key, "$lt": key + LAST}}}


def found_by(query: Query, beginning: Callable[[Part], Filter] = beginning) -> Filter:
    """`beginning`: a part's filter on the search index, where some may not find by each key."""
    if query.is_empty:
        return {}
    must = [{"text": {"$regex": f"(^| ){re.escape(word)}"}} for word in query.plain]
    if query.first is None:
        return {"$and": must}
    where = beginning(query.first)
    for part in query.others:
        # Words are looked for in the text: the planner shall not choose them for the index.
        plain = part.keys == (part.word,)
        must.append({"text": {"$regex": re.escape(part.word)}} if plain else beginning(part))
    return {**where, "$and": [*where.get("$and", ()), *must]} if must else where
