"""Which encoding a text is in, told by the letters of languages: in any other one they make no words."""

from __future__ import annotations

import re
from unicodedata import name

_WESTERN = (
    "äöüß", "àâæçèéêëîïôœùûüÿ", "áéíñóúü", "àèéìíîòóùú", "àáâãçéêíóôõúü", "åæéøäöü", "áéèëïíóöüú",
    "áðéíóúýþæö",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "čćđšž", "ăâîşţ")
_CYRILLIC = ("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў", "абвгдежзијклмнопрстуфхцчшђљњћџ")
_GREEK = ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",)
_TURKISH = ("çğıöşüâîûİ",)
_BALTIC = ("āčēģīķļņšūž", "ąčęėįšųūž", "äõöüšž")
_ENCODINGS = (
    ("cp1252", _WESTERN), ("cp1250", _CENTRAL), ("cp1251", _CYRILLIC), ("cp1253", _GREEK),
    ("cp1254", _TURKISH), ("cp1257", _BALTIC), ("mac_roman", _WESTERN), ("cp850", _WESTERN),
    ("cp852", _CENTRAL), ("cp866", _CYRILLIC), ("koi8_r", _CYRILLIC), ("iso8859_2", _CENTRAL),
    ("iso8859_7", _GREEK),
)  # fmt: skip
"""Those of several that give the same text come first that are used the most."""
_SIGNS = frozenset("°²³µ€£§·«»“”„‘’‚–—…±×½¼¾ºª¿¡©®™´\u00a0№′″‰")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS = 2
_MOST_LETTERS = 20_000


def encoding_by_letters(raw: bytes) -> str | None:
    """The one encoding in which all letters that are no plain ones belong to one language; None if there is
    none, or if there are several that give different texts, or hardly any such letters.
    """
    high = re.findall(rb"[\x00-\x7f]{0,20}[\x80-\xff][^\n]{0,40}", raw)[:_MOST_LETTERS]
    some = b"\n".join(high)
    found: dict[str, str] = {}
    for encoding, languages in _ENCODINGS:
        text = _decoded(some, encoding)
        if text is not None and text not in found and _makes_words(text, languages):
            found[text] = encoding
    if len(found) != 1:
        return None
    [encoding] = found.values()
    return encoding if _decoded(raw, encoding) is not None else None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _makes_words(text: str, languages: tuple[str, ...]) -> bool:
    """Whether all letters beyond the plain ones are those of one language, and stand as letters stand."""
    high = {character for character in text if character > "\x7f"}
    letters = {character.lower() for character in high if character.isalpha() and character not in _SIGNS}
    if not letters or any(not c.isalpha() and c not in _SIGNS for c in high):
        return False
    if sum(c in letters for c in text.lower()) < _FEWEST_LETTERS:
        return False
    if not any(letters <= set(language) for language in languages):
        return False
    return all(map(_is_like_a_word, _WORD.findall(text))) and not _SIGN_IN_WORD.search(text)


def _is_like_a_word(word: str) -> bool:
    """Small letters, perhaps behind a capital, or capitals, all of one script. ``McDonald`` is a word, too:
    only capitals that are no plain letters count.
    """
    high = [i for i, character in enumerate(word) if character > "\x7f"]
    if not high or word.isupper():
        return True
    if any(i and word[i].isupper() for i in high):
        return False
    return len({name(character).split()[0] for character in word}) == 1


_SIGN_IN_WORD = re.compile(r"[^\W\d_][§£«‚„¿¡³¹²©®™“…‰±][^\W\d_]")
