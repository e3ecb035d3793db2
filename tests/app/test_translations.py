"""The window in other languages: English plurals, Korean, and texts that keep their fields."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sr_studio.app.durations import OFFERED as DURATIONS
from sr_studio.app.durations import duration
from sr_studio.app.error_words import OFFERED as ERRORS
from sr_studio.app.error_words import said
from sr_studio.app.evaluate.convention_words import DETAILS, METRIC_SENTENCES, measured
from sr_studio.app.evaluate.convention_words import OFFERED as CONVENTIONS
from sr_studio.app.evaluate.method_choice import MethodChoice
from sr_studio.app.evaluate.rows import title_of
from sr_studio.app.method_words import OFFERED
from sr_studio.app.start import install_translations
from sr_studio.app.trouble import Trouble
from sr_studio.app.upscale.report_words import report_sentence
from sr_studio.errors import StudioError
from sr_studio.evaluation.request import LR_VARIANTS
from sr_studio.evaluation.results import EvaluationResult, MethodFacts
from sr_studio.evaluation.results import Note as MeasuringNote
from sr_studio.hub.licences import Commerce
from sr_studio.hub.recommended import RECOMMENDED
from sr_studio.metrics.conventions import PROTOCOLS
from sr_studio.metrics.errors import MetricError
from sr_studio.metrics.metric import METRICS
from sr_studio.metrics.niqe_model import default_model
from sr_studio.progress import spoken_duration
from sr_studio.sentences import Sentence
from sr_studio.upscaling.methods import METHODS, list_methods
from sr_studio.upscaling.naming import check_template
from sr_studio.upscaling.request import UpscaleReport
from tests.support.sentences import sentences_in


@pytest.fixture
def language(qapp: QApplication, request: pytest.FixtureRequest) -> Iterator[str]:
    installed = install_translations(qapp, request.param)
    yield request.param
    for translator in installed:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_korean(language: str) -> None:
    translate = QCoreApplication.translate
    assert translate("Pages", "Upscale") == "업스케일"
    assert translate("Actions", "Side by side") == "나란히 보기"
    assert translate("UpscalePage", "%n result(s) are not saved.", "", 3).startswith("결과 3개")


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_methods_have_korean_names_where_they_are_measured(language: str, qtbot: QtBot) -> None:
    choice = MethodChoice()
    qtbot.addWidget(choice)
    choice.show_methods(METHODS)
    assert "쌍삼차" in [choice.list.item(row).text() for row in range(choice.list.count())]
    methods = [MethodFacts("bicubic", "Bicubic", "interpolation")]
    result = EvaluationResult(4, "float", "uint8", images=[], methods=methods)
    assert title_of(result, "bicubic") == "쌍삼차"


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_a_report_of_an_upscaling_is_in_korean(language: str) -> None:
    report = UpscaleReport("Bicubic", 4, "CPU", "fp32", "torch", 64, 1.23, passes=2, ensemble=True)
    assert report.sentence() == (
        "Bicubic, ×4, 2 passes, self-ensemble, CPU, torch, fp32, tiles of 64, 1.2 s"
    )
    said = report_sentence(replace(report, levels_off=0.3))
    assert said.startswith("쌍삼차, ×4") and re.findall("[a-z]{3,}", said) == ["torch"]


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_what_the_hub_says_is_translated(language: str) -> None:
    said = [each.why for each in RECOMMENDED] + [each.mark for each in Commerce if each.mark]
    assert [text for text in said if QCoreApplication.translate("Hub", text) == text] == []


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.parametrize(("count", "text"), [(1, "Upscale 1 picture"), (4, "Upscale 4 pictures")])
def test_english_plurals(language: str, count: int, text: str) -> None:
    translate = QCoreApplication.translate
    assert translate("UpscalePage", "Upscale %n picture(s)", "", count) == text


def test_cards_of_shipped_models_are_offered_to_translators() -> None:
    shipped = [method.summary for method in list_methods() if method.summary]
    shipped += [method.card.data for method in list_methods() if method.card is not None]
    assert [text for text in shipped if text not in OFFERED] == []


def test_conventions_are_offered_to_translators() -> None:
    said = [*(protocol.sentence for protocol in PROTOCOLS.values()), *LR_VARIANTS.values()]
    assert [text for text in said if text not in CONVENTIONS] == []


def test_metrics_are_offered_to_translators() -> None:
    of_plug_ins = 500  # where nothing is said of the order
    own = {metric.sentence for metric in METRICS.values() if metric.order != of_plug_ins}
    assert own == set(METRIC_SENTENCES)
    assert f"Compared with {default_model().source}." in DETAILS


def test_sentences_of_the_work_are_offered_to_translators(root: Path) -> None:
    places = ("metrics", "evaluation", "comparison", "imaging", "upscaling", "engine")
    files = ("files.py", "app/trouble.py")
    assert sentences_in(*(root / "sr_studio" / name for name in places + files)) == set(ERRORS)


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_the_convention_of_a_measurement_is_in_korean(language: str) -> None:
    written = {"psnr_y": METRICS["psnr_y"].convention(shave=4, rounded_y=True)}
    result = EvaluationResult(4, "uint8", "uint8", conventions=written)
    said = measured(result, "psnr_y")
    assert "4 px를" in said and "Y를 정수로" in said and "{" not in said
    result.conventions["psnr_y"] = "As a former version had it."
    assert measured(result, "psnr_y") == "As a former version had it."


@pytest.mark.parametrize("language", ["ko"], indirect=True)
@pytest.mark.parametrize(
    ("template", "told"),
    [("{", "중괄호의"), ("{size}", "{size}(이)라는"), ("{name:4}", "{name}에는"), (" ", "이름이")],
)
def test_what_is_wrong_with_a_name_is_told_in_korean(
    language: str, template: str, told: str
) -> None:
    with pytest.raises(StudioError) as caught:
        check_template(template)
    assert said(caught.value.what).startswith(told)
    assert said(caught.value.remedy).startswith("쓸 수 있는 필드: {name}")


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_a_note_comes_from_another_program_and_is_in_korean(language: str) -> None:
    error = MetricError(
        Sentence(
            "the sizes differ: the original has %1 pixels and the enlarged picture %2", "4×4", "5×5"
        )
    )
    note = MeasuringNote(str(error), True, model="bicubic")
    there = MeasuringNote.read(json.loads(json.dumps(note.document())))
    assert there == note
    assert str(there.reason) == str(error)
    assert said(there.sentence()).startswith("bicubic: 크기가 다릅니다: 원본은 4×4 픽셀")
    trouble = Trouble.of(error)
    assert trouble.what.startswith("크기가") and "the sizes differ" in trouble.details


def test_no_text_of_the_window_is_left_out(root: Path) -> None:
    """`python tools/translations.py` collects what is new; then it wants its Korean words."""
    check = [sys.executable, str(root / "tools" / "translations.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_translation_loses_a_field(root: Path) -> None:
    for path in (root / "resources" / "translations").glob("sr_studio_*.ts"):
        for message in ElementTree.parse(path).getroot().iter("message"):
            translation = message.find("translation")
            assert translation is not None
            if translation.get("type") == "unfinished":
                continue
            source = message.findtext("source", "")
            fields = set(re.findall(r"%[1-9n]", source))
            for text in [form.text or "" for form in translation] or [translation.text or ""]:
                assert set(re.findall(r"%[1-9n]", text)) == fields, source


def test_the_compiled_files_are_there(root: Path) -> None:
    folder = root / "resources" / "translations"
    for path in folder.glob("sr_studio_*.ts"):
        assert path.with_suffix(".qm").is_file(), path.name


@pytest.mark.parametrize("language", ["ko"], indirect=True)
def test_durations_are_in_korean(language: str) -> None:
    assert [duration(seconds) for seconds in (41, 200, 7500)] == ["41초", "3분 20초", "2시간 5분"]
    assert str(spoken_duration(200)) == "3 min 20 s"
    assert {spoken_duration(seconds).text for seconds in (41, 200, 7500)} == set(DURATIONS)
