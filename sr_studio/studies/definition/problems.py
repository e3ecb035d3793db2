"""What is wrong with a study: every mistake with its code, field, line and remedy."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sr_studio.sentences import Sentence, joined
from sr_studio.studies.errors import StudyError

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*[^=\s.]+)*)\s*=""")
_PART = re.compile(r"""[^\s."']+|"[^"]*"|'[^']*'""")

#: Names and positions from the top of the document, as pydantic and tomllib give them.
Location = tuple[str | int, ...]


class LineFinder:
    """Finds the line of a field, or of the nearest table around it."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Location, int] = {}
        counts: Counter[Location] = Counter()
        table: Location = ()
        closing = ""
        for number, line in enumerate(text.splitlines(), 1):
            if closing:
                closing = "" if closing in line else closing
                continue
            if header := _HEADER.match(line):
                table = self._table(header, counts, number)
                self._lines.setdefault(table, number)
            elif key := _KEY.match(line):
                place = (*table, *_parts(key.group(1)))
                self._lines.setdefault(place, number)
                closing = _left_open(line[key.end() :])

    def _table(self, header: re.Match[str], counts: Counter[Location], number: int) -> Location:
        place: Location = ()
        parts = _parts(header.group(2))
        for depth, part in enumerate(parts):
            place = (*place, part)
            last = depth == len(parts) - 1
            if header.group(1) == "[[" and last:
                self._lines.setdefault(place, number)  # the array as a whole
                counts[place] += 1
            if counts[place]:
                place = (*place, counts[place] - 1)
        return place

    def find(self, location: Location) -> int | None:
        """The line of ``location``; of the innermost thing around it that has one; else None."""
        for length in range(len(location), 0, -1):
            if (line := self._lines.get(location[:length])) is not None:
                return line
        return None


def _parts(dotted: str) -> Location:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))


def _left_open(value: str) -> str:
    """The quotes that end a string which goes on over the line, empty if none does."""
    for quotes in ('"""', "'''"):
        if value.lstrip().startswith(quotes) and value.count(quotes) % 2:
            return quotes
    return ""


def spoken(location: Location) -> str:
    """``system[2].files`` for ("system", 1, "files"): people count from 1."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


#: Code to remedy. E00, E08 and E09 catch what has no code of its own.
REMEDIES = {
    "E00": "Write it as TOML: key = value, text in quotes, true or false.",
    "E01": "Let `study new` make the id; a changed study needs a new one.",
    "E02": "Give a title of 1 to 120 characters; contact and ethics are text, version a number.",
    "E03": "Use one of none, srgan-2017, acr-hr, dcr, pair, demo.",
    "E04": "Use acr, acr_hr, dcr or pc; acr_hr and dcr need exactly one system with"
    ' role = "hidden_reference".',
    "E05": "Let `study new` make the seed: 64 hexadecimal digits in lower case.",
    "E06": "Give 2 to 11 scores in equal steps, and every score a label of its own, lowest first.",
    "E07": "Name a UTF-8 text file that is not empty, beside study.toml.",
    "E08": "Remove it, or correct its spelling.",
    "E09": "Correct the value.",
    "E10": "Give every reference an id of its own, of a-z, 0-9, _ and -.",
    "E11": "Name a picture that can be read.",
    "E12": "Give every system an id and a name of its own; 1 to 40 systems.",
    "E13": "Add systems: at least two besides the hidden reference.",
    "E14": "Keep one hidden_reference and one low_anchor at most.",
    "E15": "Add the pictures, correct the pattern, or list in `sets` where the system is shown.",
    "E16": "Declare `duplicate_of` if this is meant, otherwise correct the files.",
    "E17": "Crop less: border and size at least 0, multiple at least 1.",
    "E18": "Crop the pictures, lower the zoom, or ask for a larger screen.",
    "E19": "Use background 0-255, gap_ms 0-5000, min_view_ms 0-10000 and no shorter exposure.",
    "E20": "Give scores of the study's scale, at least two different ones, and the picture shown.",
    "E21": "Use contents for training and calibration that are not in the test.",
    "E22": "Use 0 to 20 and the pool test or training.",
    "E23": "Give ranges inside the scale and a share of at most 0.5.",
    "E24": "Lower share, min_count or min_gap so that the repeats fit.",
    "E25": "Give for each set how many references a rater sees: 2 up to all of them.",
    "E26": "Use 5 to 30 minutes a session.",
    "E27": "Add references, raise max_system_run or leave out the repeats.",
    "E28": "Give every site a range of numbers of its own.",
    "E29": "Choose from age_band, vision_test, correction, colour_vision, expertise.",
    "E30": "Add a primary contrast: primary = [[system, system, set]].",
    "E31": "Name systems and a set of this study.",
    "E32": "Use 0 < alpha < 0.5, a positive bound, bootstrap of at least 1000.",
    "E33": "Use stop = { raters = 26 } or stop = { halfwidth = 0.1 }.",
    "E34": "Correct the threshold; leaving it out takes the default.",
    "E35": "See the guide for the values of this section.",
    "E36": "Use a scale from 2 to 8, and uint8 or double.",
    "E37": "Name a folder with pictures, or list the references one by one.",
    "E40": "Save it with 8 bits a channel, grey or RGB.",
    "E41": "Save it without transparency.",
    "E42": "Convert it to sRGB.",
    "E43": "Save it upright, without a rotation in its EXIF data.",
    "E44": "All versions of a reference must have one size after cropping.",
    "E45": "Save a single picture.",
    "E46": "Save it again with a program that writes valid files.",
}

_BY_FIELD: dict[tuple[str, ...], str] = {
    ("study", "id"): "E01",
    ("study", "title"): "E02",
    ("study", "version"): "E02",
    ("study", "contact"): "E02",
    ("study", "ethics"): "E02",
    ("study", "preset"): "E03",
    ("study", "method"): "E04",
    ("study", "seed"): "E05",
    ("study", "language"): "E06",
    ("study", "instructions"): "E07",
    ("study", "consent"): "E07",
    ("scale",): "E06",
    ("set",): "E37",
    ("reference", "id"): "E10",
    ("reference", "set"): "E10",
    ("reference", "file"): "E11",
    ("reference",): "E10",
    ("system", "role"): "E14",
    ("system", "files"): "E15",
    ("system", "method"): "E15",
    ("system", "detail"): "E15",
    ("system", "sets"): "E15",
    ("system", "duplicate_of"): "E16",
    ("system",): "E12",
    ("making",): "E36",
    ("geometry",): "E17",
    ("display", "min_width"): "E18",
    ("display", "min_height"): "E18",
    ("display",): "E19",
    ("calibration",): "E20",
    ("training",): "E21",
    ("stabilising",): "E22",
    ("golden",): "E23",
    ("repeats",): "E24",
    ("assignment",): "E25",
    ("sessions",): "E26",
    ("order",): "E27",
    ("pc",): "E35",
    ("dcr",): "E35",
    ("site",): "E28",
    ("self_report",): "E29",
    ("analysis", "primary"): "E31",
    ("analysis", "stop"): "E33",
    ("analysis",): "E32",
    ("screening",): "E34",
}


def code_of(location: Location) -> str:
    """The code for a wrong value at ``location`` of the document."""
    names = tuple(part for part in location if isinstance(part, str))
    for length in range(len(names), 0, -1):
        if (code := _BY_FIELD.get(names[:length])) is not None:
            return code
    return "E09"


@dataclass(frozen=True)
class Problem:
    """One mistake, or (codes beginning with W) one thing to think about.

    Attributes:
        code: E00..E46 or W01..; stable, for searching and for tests.
        field: Where in ``study.toml``, such as ``system[2].files``; or a file at the build.
        what: What is wrong, without a full stop.
        remedy: What to do about it, a sentence.
        line: Line in ``study.toml`` from 1, None where it has none.
    """

    code: str
    field: str
    what: str
    remedy: str
    line: int | None = None

    @property
    def is_error(self) -> bool:
        """Whether the study cannot be built with it."""
        return self.code.startswith("E")

    @property
    def sentence(self) -> Sentence:
        """All of it, with the code and the line in front."""
        place = [Sentence("line %1", self.line)] if self.line else []
        what = joined(": ", [*place, *([self.field] if self.field else []), self.what])
        text = "%1 %2. %3" if self.remedy else "%1 %2."
        return Sentence(text, self.code, what, self.remedy)

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Found:
    """A mistake before its line is looked up; without ``remedy`` it has that of its code."""

    code: str
    where: Location
    what: str
    advice: str = ""

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return self.advice or Sentence(REMEDIES.get(self.code, ""))


class InvalidStudyError(StudyError):
    """A study with mistakes; ``problems`` holds all of them."""

    def __init__(self, problems: Sequence[Problem], where: Path | str) -> None:
        self.problems = tuple(problems)
        errors = [str(problem) for problem in problems if problem.is_error]
        text = "the study has %1 mistakes, nothing was changed"
        if len(errors) == 1:
            text = "the study has a mistake, nothing was changed"
        what = Sentence(text, len(errors))
        super().__init__(what, where=where, remedy=joined("\n  ", ["", *errors]))
