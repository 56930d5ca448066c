"""Dates and times in text: one pattern for a whole column, to seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_MONTHS = (
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "jan feb mär apr mai jun jul aug sep okt nov dez",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "jan fév mrz abr maj june july ago set out nov dic",
    "ene fev mrt apr mei giu lug aoû sep okt nov des",
    "gen feb mar apr mag jun jul ago set ott nov dic",
)
"""English, German, French, then what is different in Dutch, Italian, Portuguese, Scandinavian, Spanish."""
_MORE_MONTHS = (
    "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "led úno bře dub kvě červ červenc srp zář říj lis pro",
    "ledna únor břez dubn květ června července srpn září říjn list prosin",
    "jan feb már ápr máj jún júl aug szep okt nov dec",
    "ian feb mar apr mai iun iul aug sep oct noi dec",
    "oca şub mar nis may haz tem ağu eyl eki kas ara",
    "янв фев мар апр мая июн июл авг сен окт ноя дек",
    "січ лют бер кві тра чер лип сер вер жов лис гру",
    "ιαν φεβ μαρ απρ μαΐ ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "tamm helm maal huht touk kesä hein elok syys loka marr joul",
)
"""Polish, Czech, Hungarian, Romanian, Turkish, Russian, Ukrainian, Greek, Finnish: only with long years."""


def _numbered(languages: Sequence[str]) -> dict[str, int]:
    return {name: i + 1 for names in languages for i, name in enumerate(names.split())}


_MONTH_NUMBERS = _numbered(_MONTHS)
_WHOLE_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)
_WHOLE = frozenset(_numbered(_WHOLE_MONTHS))
"""Before a year of two digits and nothing else, an abbreviation or one of these stands; other words only
begin like a month.
"""
_ALL_MONTHS = _numbered(_MORE_MONTHS) | {"červenec": 7, "май": 5, "листопада": 11} | _MONTH_NUMBERS
_LONGEST_PREFIX = 9
_ZONE = r"(?: ?(?:Z|UTC|GMT|[CEW]ES?T|MES?Z|MSK|[ECMP][SD]T|BST|JST|[+-][0-9]{2}(?::?[0-9]{2})?))?"
_TIME = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}(?:[.,][0-9]+)?))?"
    r"(?: ?(?P<half>[AaPp])(?:\.?[Mm]\.?)?)?" + _ZONE + ")?"
)
_YEAR = r"(?P<year>[12][0-9]{3})"
_SHORT = r"(?P<year>[0-9]{4}|[0-9]{2})"
_WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? )?"
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_DAY, _MONTH = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})"
_MARK, _SAME = r"(?P<mark>[-/.])", r"(?P=mark)"
_FORMS = {
    "ymd": re.compile(
        _WEEKDAY + _YEAR + _MARK + f" ?{_MONTH}{_SAME} ?{_DAY}" + r"\.?" + _TIME  # 2019. 04. 19.
    ),
    "dmy": re.compile(_WEEKDAY + _DAY + _MARK + f" ?{_MONTH}{_SAME} ?{_SHORT}" + _TIME),
    "mdy": re.compile(_WEEKDAY + _MONTH + _MARK + _DAY + _SAME + _SHORT + _TIME),
    "d mon y": re.compile(rf"{_WEEKDAY}{_DAY}\.?[- /]?(?:de )?{_NAME}[- /,]*(?:de )?{_SHORT}" + _TIME),
    "mon d y": re.compile(rf"{_WEEKDAY}{_NAME}[- ]{_DAY},?[- ]{_YEAR}" + _TIME),
    "y mon d": re.compile(rf"{_YEAR}[- ]{_NAME}[- ]{_DAY}" + _TIME),
    "y mon": re.compile(rf"{_YEAR}[- ]{_NAME}"),
    "mon y": re.compile(rf"{_NAME}[- ]{_YEAR}"),
    "mon yy": re.compile(rf"{_NAME}[- '’](?P<year>[0-9]{{2}})"),
    "y week": re.compile(_YEAR + r"[- ]?[Ww](?P<week>[0-5][0-9])(?:-?(?P<weekday>[1-7]))?"),
    "y q": re.compile(_YEAR + r"[-/ ]?[QqKkTt](?P<quarter>[1-4])"),
    "q y": re.compile(r"[QqKkTt](?P<quarter>[1-4])[-/ ]?" + _YEAR),
    "y m": re.compile(_YEAR + r"[Mm](?P<month>0[1-9]|1[0-2])"),
    "ymd without marks": re.compile(
        r"(?P<year>1[89][0-9]{2}|20[0-9]{2})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
        r"(?:[T: ]?(?P<hour>[0-9]{2}):?(?P<minute>[0-9]{2})(?::?(?P<second>[0-9]{2}))?Z?)?"
    ),
    "ym": re.compile(rf"{_YEAR}[-/:](?P<month>0[1-9]|1[0-2])"),
    "time": re.compile(
        r"(?P<hour>[0-9]{1,2})[:.](?P<minute>[0-9]{2})(?:[:.](?P<second>[0-9]{2}(?:[.,][0-9]+)?)"
        + _ZONE
        + r")?(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?"
    ),
}
_FIRST_OF_1900S = 40
"""Years of two digits from here on belong to the last century."""
_FEWEST_WITHOUT_MARKS = 3
_ORDER_IN_NAME = re.compile(r"\b(m{1,2}[-/.]d{1,2}|d{1,2}[-/.]m{1,2})\b", re.IGNORECASE)
_LAST = "MmZCTKaApP."
"""What a date may end in but for digits."""
_CLEAR = ("ymd", "d mon y", "mon d y", "y mon d")
"""Forms that leave no doubt about which number is what."""
_SEASON = re.compile(r"([12][0-9]{3})[-/]([0-9]{2})")
_TIME_OF_DAY = re.compile(r"[0-9]{1,2}(?::[0-9]{2}|\.[0-9]{2}(?:\.[0-9]{2}| ?[AaPp]\.?[Mm]))")
_DATE_WORDS = ("date", "time", "datum", "zeit", "fecha", "data", "heure", "created")


@dataclass(frozen=True, slots=True)
class Dates:
    """Seconds since 1970 (a time of day alone: since midnight), shape (n,), NaN where there is none.

    ``form`` names the order of day, month and year; ``doubt``: as many fit another order.
    """

    seconds: npt.NDArray[np.float64]
    form: str
    doubt: bool = False


def is_date(text: str) -> bool:
    """Whether this is a date, a time of day, or both."""
    if not (4 <= len(text) <= 40) or not (
        text[0].isdigit() or text[-1].isdigit() or text[-1] in "MmZCTKaApP."
    ):
        return False
    return any(_seconds(match) is not None for form in _FORMS.values() if (match := form.fullmatch(text)))


def says_date(name: str) -> bool:
    """Whether this name of a column says that it holds dates."""
    return any(word in name.casefold() for word in _DATE_WORDS)


def parse_dates(texts: Sequence[str], name: str = "", doubtful: str = "") -> Dates | None:
    """All of these texts as dates in one form, or None. Between day-month and month-day, what fits all is
    taken; if both do, what the column's ``name`` says (``DATE (MM/DD/YYYY)``), or what gives even steps;
    else, with ``doubt``, the form ``doubtful``, or the day first unless the mark is a slash.
    """
    fits = {}
    for kind, form in _FORMS.items():
        if kind == "time" and not all(map(_TIME_OF_DAY.match, texts)):
            continue
        found = _all_seconds(texts, form)
        if found is not None:
            fits[kind] = np.array(found)
    if len(texts) > 1 and all(map(is_season, texts)):
        return None
    if not fits:
        return _in_several_forms(texts)
    if "dmy" in fits and "mdy" in fits and not np.array_equal(fits["dmy"], fits["mdy"]):
        certain = (
            _order_by_name(name) or _order_by_mark(texts[0]) or _order_by_steps(fits["dmy"], fits["mdy"])
        )
        order = certain or doubtful or ("mdy" if "/" in texts[0] else "dmy")
        return Dates(fits[order], order, doubt=certain is None)
    kind, first = next(iter(fits.items()))
    return Dates(first, kind, doubt=kind == "mon yy")


def is_season(text: str) -> bool:
    """Two years, one after the other: ``2010-11``, ``2010/11``."""
    match = _SEASON.fullmatch(text)
    return match is not None and (int(match[1]) + 1) % 100 == int(match[2])


def _in_several_forms(texts: Sequence[str]) -> Dates | None:
    """Dates that are written in several ways, if each can mean one day only."""
    found = np.full(len(texts), np.nan)
    for i, text in enumerate(texts):
        if not is_date(text):
            return None
        for form in (_FORMS[kind] for kind in _CLEAR):
            seconds = _all_seconds([text], form)
            if seconds is not None:
                found[i] = seconds[0]
                break
    others = np.flatnonzero(np.isnan(found))
    if len(others) == len(texts):
        return None
    if len(others):
        rest = parse_dates([texts[i] for i in others.tolist()])
        if rest is None or rest.doubt or rest.form not in ("dmy", "mdy"):
            return None
        found[others] = rest.seconds
    return Dates(found, "several")


def _order_by_name(name: str) -> str | None:
    match = _ORDER_IN_NAME.search(name)
    return None if match is None else ("mdy" if match[1][0] in "Mm" else "dmy")


def _order_by_mark(text: str) -> str | None:
    """Where points stand between day, month and year, the day comes first."""
    return "dmy" if re.search(r"[0-9]\.[0-9]", text) else None


def _order_by_steps(dmy: npt.NDArray[np.float64], mdy: npt.NDArray[np.float64]) -> str | None:
    """The order in which the dates follow one another at even steps: every month, or every day or minute."""
    readings = {"dmy": np.unique(dmy), "mdy": np.unique(mdy)}
    if len(readings["dmy"]) < 3 or len(readings["mdy"]) < 3:
        return None
    if len(np.unique(dmy % 86_400)) == 1:
        monthly = [order for order, seconds in readings.items() if _is_monthly(seconds)]
        if monthly:  # or every day of the first days of the year, which is rare in more years than one
            years = np.unique(readings[monthly[0]].astype("datetime64[s]").astype("datetime64[Y]"))
            return monthly[0] if len(monthly) == 1 and len(years) > 1 else None
    uneven = {order: _n_uneven_steps(seconds) for order, seconds in readings.items()}
    if uneven["dmy"] == uneven["mdy"]:
        return None
    order = min(uneven, key=lambda each: uneven[each])
    spans = {each: float(np.ptp(seconds)) for each, seconds in readings.items()}
    return order if spans[order] == min(spans.values()) else None


def _is_monthly(seconds: npt.NDArray[np.float64]) -> bool:
    """Whether all are the first of a month."""
    days = seconds.astype("datetime64[s]").astype("datetime64[D]")
    return bool(np.all(days == days.astype("datetime64[M]")))


def _n_uneven_steps(seconds: npt.NDArray[np.float64]) -> int:
    _, counts = np.unique(np.diff(seconds), return_counts=True)
    return len(seconds) - 1 - int(counts.max())


def are_dates(values: npt.NDArray[np.float64], name: str = "") -> bool:
    """Whether numbers are dates without marks: 20240131, 202401311530 or 20240131153000, at least three of
    them where the ``name`` of their column doesn't say so.
    """
    if not 18000101 <= np.fmin.reduce(values, initial=np.inf) <= 20991231235959:
        return False  # nearly always: then nothing has to be sorted
    known = np.unique(values[~np.isnan(values)])
    if len(known) < (1 if says_date(name) else _FEWEST_WITHOUT_MARKS) or known[-1] > 20991231235959:
        return False
    digits = len(str(int(known[0])))
    if digits not in (8, 12, 14) or known[-1] >= 10.0**digits or np.any(known != np.floor(known)):
        return False
    days = known // 10.0 ** (digits - 8)
    if np.any((days % 100 < 1) | (days % 100 > 31) | (days // 100 % 100 < 1) | (days // 100 % 100 > 12)):
        return False
    return _all_seconds([str(int(v)) for v in known], _FORMS["ymd without marks"]) is not None


def _all_seconds(texts: Sequence[str], form: re.Pattern[str]) -> list[float] | None:
    found = []
    for text in texts:
        match = form.fullmatch(text)
        seconds = None if match is None else _seconds(match)
        if seconds is None:
            return None
        found.append(seconds)
    return found


def _seconds(match: re.Match[str]) -> float | None:
    parts = match.groupdict()
    clock = _clock(parts)
    if clock is None:
        return None
    if "year" not in parts:
        return clock
    year = int(parts["year"] or 0)
    if week := parts.get("week"):
        monday = _monday(year, int(week))
        return None if monday is None else monday + 86_400.0 * (int(parts["weekday"] or 1) - 1)
    short = year < 100
    month = _month(parts, _MONTH_NUMBERS if short else _ALL_MONTHS)
    if short:
        year += 2000 if year < _FIRST_OF_1900S else 1900
    day = int(parts.get("day") or 1)
    if not 1 <= month <= 12 or not 1 <= day <= _days_in(month, year):
        return None
    return _days_since_1970(year, month, day) * 86_400.0 + clock


def _monday(year: int, week: int) -> float | None:
    """Seconds to the Monday of a week, of which the first has the year's first Thursday (ISO 8601)."""
    fourth = _days_since_1970(year, 1, 4)  # which is in the first week; 1970 began on a Thursday
    monday = fourth - (fourth + 3) % 7 + 7 * (week - 1)
    last = _days_since_1970(year, 12, 28)
    return monday * 86_400.0 if week >= 1 and monday <= last else None


def _month(parts: dict[str, str | None], names: dict[str, int]) -> int:
    """1 to 12; 0 for a name that is no month's. A quarter begins with its first month."""
    if number := parts.get("month"):
        return int(number)
    if quarter := parts.get("quarter"):
        return 3 * int(quarter) - 2
    name = (parts.get("name") or "").casefold()
    if len(parts.get("year") or "") == 2 and "day" not in parts and name not in names and name not in _WHOLE:
        return 0  # "gene 12" is no January
    return next((names[name[:k]] for k in range(_LONGEST_PREFIX, 2, -1) if name[:k] in names), 0)


def _clock(parts: dict[str, str | None]) -> float | None:
    """Seconds since midnight; 0 without a time, None for one that there is not."""
    if not parts.get("hour"):
        return 0.0
    hour, minute = int(parts["hour"] or 0), int(parts["minute"] or 0)
    second = float((parts.get("second") or "0").replace(",", "."))
    if half := parts.get("half"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in "pP" else 0)
    if hour > 24 or minute > 59 or second >= 61:
        return None
    return hour * 3600.0 + minute * 60.0 + second


def _days_in(month: int, year: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _days_since_1970(year: int, month: int, day: int) -> int:
    """Days from 1970-01-01 in the Gregorian calendar (H. Hinnant, days_from_civil)."""
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
