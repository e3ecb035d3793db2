"""The rules of a study that concern several fields at once, or files beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sr_studio.sentences import Sentence
from sr_studio.studies.definition.draft import DraftSystem, Reference, StudyDefinition, TrainingItem
from sr_studio.studies.definition.problems import Found, Location
from sr_studio.studies.definition.scale import MOST_BINS
from sr_studio.studies.definition.sections import Method
from sr_studio.studies.definition.texts import left_to_fill_in


def check_definition(
    definition: StudyDefinition, references: Sequence[Reference], folder: Path
) -> list[Found]:
    """Everything that is wrong with a definition whose single fields are right."""
    named = [reference.set for reference in references] + [one.name for one in definition.set]
    sets = list(dict.fromkeys(named))
    return [
        *_head(definition, folder),
        *_systems(definition, sets),
        *_cells(definition, references, folder),
        *_golden(definition),
        *_told(definition, folder),
        *_training(definition, folder),
        *_assignment(definition, references, sets),
        *_sites(definition),
        *_analysis(definition, sets),
        *_warnings(definition, references, sets),
    ]


def systems_of(definition: StudyDefinition, set_name: str) -> list[DraftSystem]:
    """The systems shown in a set."""
    return [one for one in definition.system if not one.sets or set_name in one.sets]


def source_file(system: DraftSystem, reference: Reference, folder: Path) -> Path | None:
    """The ready picture of a cell; None where a method makes it."""
    if system.files:
        name = system.files.replace("{set}", reference.set)
        return folder / name.replace("{reference}", reference.name)
    if system.role == "hidden_reference" and not system.method:
        return reference.file
    return None


def _head(definition: StudyDefinition, folder: Path) -> Iterator[Found]:
    head = definition.study
    hidden = sum(system.role == "hidden_reference" for system in definition.system)
    if head.method in ("acr_hr", "dcr") and hidden != 1:
        what = Sentence("%1 needs exactly one hidden reference, there are %2", head.method, hidden)
        yield Found("E04", ("study", "method"), what)
    yield from _scale(definition)
    toggled = head.method == "pc" and definition.pc.layout == "toggle"
    if toggled and definition.display.exposure_ms:
        what = Sentence("of two pictures in one place both cannot be seen within one exposure")
        advice = Sentence("Leave exposure_ms out, or show the two side by side.")
        yield Found("E19", ("display", "exposure_ms"), what, advice)
    for name, text in (("instructions", head.instructions), ("consent", head.consent)):
        if text:
            yield from _readable_text(("study", name), folder / text)
    if not head.consent and not head.consent_waived.strip():
        what = Sentence("there is no consent text")
        advice = Sentence('Name one, or say why there is none: consent_waived = "reason".')
        yield Found("E07", ("study", "consent"), what, advice)


def _scale(definition: StudyDefinition) -> Iterator[Found]:
    scale = definition.scale
    if scale.grades > MOST_BINS:
        advice = Sentence(
            "Studies with more scores can be imported: sr-studio study import --scale."
        )
        what = Sentence(
            "%1 scores; the rater's window has room for %2 keys", scale.grades, MOST_BINS
        )
        yield Found("E06", ("scale",), what, advice)
    for language, labels in scale.labels.items():
        where: Location = ("scale", language)
        if len(set(labels)) < len(labels):
            yield Found("E06", where, Sentence("two labels are the same"))
        if len(labels) != scale.grades:
            yield Found(
                "E06", where, Sentence("%1 labels for %2 scores", len(labels), scale.grades)
            )


def _readable_text(where: Location, file: Path) -> Iterator[Found]:
    try:
        text = file.read_bytes().decode("utf-8")
        if not text.strip():
            yield Found("E07", where, Sentence("%1 is empty", file.name))
        for passage in left_to_fill_in(text):
            what = Sentence("%1 still says %2", file.name, passage)
            advice = Sentence(
                "Write there what is true of your study; raters read it as it stands."
            )
            yield Found("E07", where, what, advice)
    except OSError:
        yield Found("E07", where, Sentence("%1 cannot be read", file.name))
    except UnicodeDecodeError:
        yield Found("E07", where, Sentence("%1 is not UTF-8", file.name))


def _systems(definition: StudyDefinition, sets: Sequence[str]) -> Iterator[Found]:
    systems = definition.system
    ids = {system.id for system in systems}
    for what, values in (
        ("id", [system.id for system in systems]),
        ("name", [system.name for system in systems]),
    ):
        for number in _second_ones(values):
            text = Sentence("the %1 %2 is there more than once", what, values[number])
            yield Found("E12", ("system", number, what), text)
    if sum(system.role != "hidden_reference" for system in systems) < 2:
        yield Found(
            "E13", ("system",), Sentence("fewer than two systems besides the hidden reference")
        )
    for role in ("hidden_reference", "low_anchor"):
        same = [number for number, system in enumerate(systems) if system.role == role]
        for number in same[1:]:
            yield Found("E14", ("system", number, "role"), Sentence("a second %1", role))
    for number, system in enumerate(systems):
        where: Location = ("system", number)
        for name in system.sets:
            if name not in sets:
                yield Found("E15", (*where, "sets"), Sentence("there is no set %1", name))
        if system.files and system.method:
            yield Found(
                "E15", where, Sentence("both files and a method"), Sentence("Keep one of the two.")
            )
        if not (system.files or system.method) and system.role != "hidden_reference":
            advice = Sentence("Say where its pictures are (files) or what makes them (method).")
            yield Found("E15", where, Sentence("neither files nor a method"), advice)
        if system.detail is not None and not system.method:
            yield Found("E15", (*where, "detail"), Sentence("detail without a method"))
        if system.duplicate_of and (system.duplicate_of not in ids - {system.id}):
            what = Sentence("there is no other system %1", system.duplicate_of)
            yield Found("E16", (*where, "duplicate_of"), what)


def _cells(
    definition: StudyDefinition, references: Sequence[Reference], folder: Path
) -> Iterator[Found]:
    """Every missing picture, gathered by system."""
    for number, system in enumerate(definition.system):
        cells = [r for r in references if not system.sets or r.set in system.sets]
        files = [source_file(system, reference, folder) for reference in cells]
        missing = [file for file in files if file is not None and not file.is_file()]
        if missing and system.files:
            names = ", ".join(_beside(file, folder) for file in missing)
            what = Sentence("%1 of %2 pictures are missing: %3", len(missing), len(files), names)
            yield Found("E15", ("system", number, "files"), what)


def _beside(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix() if file.is_relative_to(folder) else str(file)


def _golden(definition: StudyDefinition) -> Iterator[Found]:
    for role in definition.golden.accept:
        if role not in ("low_anchor", "hidden_reference"):
            advice = Sentence("Expected scores are for low_anchor and hidden_reference.")
            yield Found("E23", ("golden", "accept"), Sentence("%1 is no anchor", role), advice)
    scale = definition.scale
    for role, (low, high) in definition.golden.accept.items():
        if low < scale.lowest or high > scale.highest:
            what = Sentence(
                "%1 reaches beyond the scale from %2 to %3",
                role,
                f"{scale.lowest:g}",
                f"{scale.highest:g}",
            )
            yield Found("E23", ("golden", "accept"), what)


def _told(definition: StudyDefinition, folder: Path) -> Iterator[Found]:
    items = definition.calibration.item
    ids = {system.id: system for system in definition.system}
    scale = definition.scale
    for number, item in enumerate(items):
        where: Location = ("calibration", "item", number)
        if scale.grade(str(item.score)) is None:
            what = Sentence("it is %1, but scores are %2", f"{item.score:g}", scale.spoken)
            yield Found("E20", (*where, "score"), what)
        yield from _exists("E20", (*where, "reference_file"), folder / item.reference_file)
        if bool(item.system_files) == bool(item.system):
            what = Sentence("give either the picture (system_files) or the system that makes it")
            yield Found("E20", where, what)
        elif item.system_files:
            yield from _exists("E20", (*where, "system_files"), folder / item.system_files)
        elif item.system not in ids:
            yield Found("E20", (*where, "system"), Sentence("there is no system %1", item.system))
        elif not _makes(ids[item.system]):
            what = Sentence("%1 has ready pictures and makes none", item.system)
            yield Found(
                "E20", (*where, "system"), what, Sentence("Name the picture with system_files.")
            )
    if items and len({item.score for item in items}) < 2:
        yield Found("E20", ("calibration", "item"), Sentence("all told scores are the same"))


def _makes(system: DraftSystem) -> bool:
    return bool(system.method) or (system.role == "hidden_reference" and not system.files)


def _training(definition: StudyDefinition, folder: Path) -> Iterator[Found]:
    ids = {system.id: system for system in definition.system}
    for number, item in enumerate(definition.training.item):
        where: Location = ("training", "item", number)
        if fault := _training_form(item, definition.study.method):
            yield Found(
                "E21", where, fault, Sentence("See the guide for the forms of a training item.")
            )
            continue
        for name in item.files:
            yield from _exists("E21", (*where, "files"), folder / name)
        if item.reference_file:
            yield from _exists("E21", (*where, "reference_file"), folder / item.reference_file)
        for name in item.systems:
            if name not in ids or not _makes(ids[name]):
                what = Sentence("%1 is no system that makes pictures", name)
                yield Found(
                    "E21", (*where, "systems"), what, Sentence("Name systems with a method.")
                )


def _training_form(item: TrainingItem, method: Method) -> str:
    """What is wrong with the fields of a training item, empty if nothing is."""
    if bool(item.files) == bool(item.systems) or (item.systems and not item.reference_file):
        return Sentence("give either files, or reference_file together with systems")
    if item.files and method == "dcr" and not item.reference_file:
        return Sentence("a degradation is judged beside its original: give reference_file too")
    if item.files and method != "dcr" and item.reference_file:
        return Sentence("give either files, or reference_file together with systems")
    if method == "pc" and len(item.files or item.systems) < 2:
        return Sentence("a comparison needs two versions of a picture")
    return ""


def _exists(code: str, where: Location, file: Path) -> Iterator[Found]:
    if not file.is_file():
        yield Found(
            code, where, Sentence("there is no file %1", file.name), Sentence("Correct the path.")
        )


def _assignment(
    definition: StudyDefinition, references: Sequence[Reference], sets: Sequence[str]
) -> Iterator[Found]:
    assignment = definition.assignment
    sizes = Counter(reference.set for reference in references)
    where: Location = ("assignment", "references_per_rater")
    if assignment.mode == "complete":
        if assignment.references_per_rater:
            advice = Sentence('Set mode = "blocks", or leave this out.')
            yield Found("E25", where, Sentence("it is given for mode complete"), advice)
        return
    for name in sets:
        share = assignment.references_per_rater.get(name)
        if share is None:
            yield Found("E25", where, Sentence("the set %1 is missing", name))
        elif not 2 <= share <= sizes[name]:
            what = Sentence(
                "%1: %2 is not between 2 and its %3 references", name, share, sizes[name]
            )
            yield Found("E25", (*where, name), what)
    for name in assignment.references_per_rater:
        if name not in sets:
            yield Found("E25", (*where, name), Sentence("there is no set %1", name))


def _sites(definition: StudyDefinition) -> Iterator[Found]:
    sites = definition.site
    for number in _second_ones([site.id for site in sites]):
        yield Found("E28", ("site", number, "id"), Sentence("a second site %1", sites[number].id))
    for number, site in enumerate(sites):
        if site.last_number < site.first_number:
            yield Found(
                "E28", ("site", number), Sentence("the range of numbers ends before it begins")
            )
        for other in sites[:number]:
            if site.first_number <= other.last_number and other.first_number <= site.last_number:
                what = Sentence("its numbers overlap with those of %1", other.id)
                yield Found("E28", ("site", number), what)


def _analysis(definition: StudyDefinition, sets: Sequence[str]) -> Iterator[Found]:
    for number, (a, b, name) in enumerate(definition.analysis.primary):
        where: Location = ("analysis", "primary", number)
        if name not in sets:
            yield Found("E31", where, Sentence("there is no set %1", name))
            continue
        shown = {system.id for system in systems_of(definition, name)}
        for system in (a, b):
            if system not in shown:
                yield Found("E31", where, Sentence("there is no system %1 in %2", system, name))
        if a == b:
            yield Found("E31", where, Sentence("%1 is compared with itself", a))


def _warnings(
    definition: StudyDefinition, references: Sequence[Reference], sets: Sequence[str]
) -> Iterator[Found]:
    sizes = Counter(reference.set for reference in references)
    for name in sets:
        if 0 < sizes[name] < 6:
            what = Sentence(
                "%1 has %2 references: no statement about images in general", name, sizes[name]
            )
            yield Found("W01", ("reference",), what, Sentence("Add references, six at least."))
        if len(systems_of(definition, name)) < 2:
            yield Found(
                "W02",
                ("system",),
                Sentence("%1 has one system only", name),
                Sentence("Nothing to compare."),
            )
    if any(system.role == "low_anchor" for system in definition.system):
        what = Sentence("nearly everybody will give the low anchor the same score")
        yield Found(
            "W04", ("system",), what, Sentence("Its intervals will look narrower than they are.")
        )
    if 0 < len(definition.training.item) < 5 or (
        not definition.training.item and definition.study.preset != "demo"
    ):
        what = Sentence("%1 training pictures", len(definition.training.item))
        yield Found(
            "W05", ("training",), what, Sentence("Five or more over the whole range are usual.")
        )
    planned = definition.assignment.raters_planned
    if planned < 24 and definition.study.preset != "demo":
        usual = (
            Sentence("the result is informal")
            if planned < 15
            else Sentence("24 are usual in a controlled room")
        )
        yield Found(
            "W06", ("assignment", "raters_planned"), Sentence("%1 raters: %2", planned, usual), ""
        )
    numbers = sum(site.last_number - site.first_number + 1 for site in definition.site)
    if numbers < planned:
        what = Sentence(
            "%1 raters are planned, and there are %2 numbers for them", planned, numbers
        )
        advice = Sentence("Give the sites more numbers: nobody is enrolled beyond the last.")
        yield Found("W08", ("site",), what, advice)
    if not definition.analysis.primary:
        what = Sentence("no primary contrast is declared; the study cannot be built without one")
        yield Found(
            "W07", ("analysis",), what, Sentence('Add primary = [["system", "system", "set"]].')
        )


def _second_ones(values: Iterable[str]) -> list[int]:
    seen: set[str] = set()
    second = []
    for number, value in enumerate(values):
        if value in seen:
            second.append(number)
        seen.add(value)
    return second
