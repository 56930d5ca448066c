"""Words that stand for "no value", and pairs that answer a question."""

from __future__ import annotations

MISSING_WORDS = frozenset({"", "na", "n/a", "#n/a", "#na", "nan", "null", "<na>", "?", "\\n", "(null)"})
"""Words (case folded) for "no value" in any column."""
MISSING_AMONG_NUMBERS = MISSING_WORDS | {
    "none", "nil", "missing", "unknown", "-", "--", "---", "—", "–", ".", "..", "...", "*", "**", "***",
    "x", ":", "/", "#div/0!", "#value!", "#ref!", "#num!", "#name?", "n.a.", "n/v", "nd", "n.d.",
    "not available", "no data", "not applicable", "(blank)", "k.a.", "k. a.", "keine angabe", "fehlt",
    "unbekannt", "(leer)", "#nv", "#n/d", "n/d", "s/d", "s.d.", "sin dato", "sin datos", "nc", "n.c.",
    "inconnu", "n.v.t.", "b.d.", "bdl", "(missing)",
}  # fmt: skip
"""Words for "no value" in a column that otherwise holds numbers; elsewhere they may be categories."""

TARGET_NAMES = (
    frozenset({"target", "label", "class", "output", "outcome", "response", "y"}),
    frozenset({"species", "price", "saleprice", "sale price", "diagnosis", "survived", "churn", "medv"}),
)
"""Names (case folded) that say what is to be learned: those that mean just that, and usual ones."""

YES_NO = (
    ("no", "yes"), ("false", "true"), ("n", "y"), ("f", "t"), ("nein", "ja"), ("non", "oui"),
    ("falsch", "wahr"), ("faux", "vrai"),
    ("nej", "ja"), ("nee", "ja"), ("no", "sí"), ("no", "si"), ("no", "sì"), ("não", "sim"), ("nie", "tak"),
    ("ne", "ano"), ("ei", "kyllä"), ("нет", "да"), ("hayır", "evet"), ("falso", "vero"),
    ("falso", "verdadero"), ("falso", "verdadeiro"), ("fałsz", "prawda"), ("ложь", "истина"),
    ("off", "on"), ("negative", "positive"),
)  # fmt: skip

TOTALS = frozenset(
    {
        "total", "totals", "grand total", "subtotal", "sub total", "sub-total", "sum", "average", "mean",
        "gesamt", "insgesamt", "summe", "zwischensumme", "durchschnitt", "mittelwert", "sous-total",
        "total général", "somme", "moyenne", "totale", "media", "totaal", "i alt", "summa", "razem", "итого",
    }
)  # fmt: skip
"""Names (case folded) of rows that sum up others."""


_AVERAGES = frozenset({"average", "mean", "durchschnitt", "mittelwert", "moyenne", "media"})


def is_missing(cell: str) -> bool:
    """Whether this cell (without blanks around it) holds a word for "no value"."""
    return cell.casefold() in MISSING_WORDS


def answer(word: str) -> int | None:
    """0 for a word that says no, 1 for one that says yes, None for any other."""
    plain = word.casefold()
    return next((pair.index(plain) for pair in (*YES_NO, ("0", "1"), ("-1", "1")) if plain in pair), None)


def is_yes_no(no: str, yes: str) -> bool:
    """Whether these two words are an answer to a question rather than names: no/yes, 0/1, −1/1."""
    return (no.casefold(), yes.casefold()) in {*YES_NO, ("0", "1"), ("-1", "1")}


def is_total(cell: str) -> bool:
    """Whether this cell is the name of a row that sums up others."""
    label = cell.casefold().strip(" *:.")
    return label in TOTALS or label.startswith(("total ", "grand total", "gesamt "))


def means_average(cell: str) -> bool:
    """Whether this cell is the name of a row that holds averages of others."""
    return cell.casefold().strip(" *:.") in _AVERAGES
