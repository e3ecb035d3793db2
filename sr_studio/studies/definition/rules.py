"""Which code a broken rule has, and what a person can do about it."""

from __future__ import annotations

from sr_studio.studies.definition.lines import Location

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
    "E20": "Give told scores from 1 to 5, at least two different ones, and the picture shown.",
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
