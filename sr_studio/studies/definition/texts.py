"""What raters read: labels of the scores, default instructions, and a consent text filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sr_studio.studies.definition.manifest import Manifest
from sr_studio.studies.definition.scale import FIVE_POINTS, Scale
from sr_studio.studies.definition.sections import Method, PairComparison

#: Kind of scale to language to labels, from score 1 to score 5.
LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "acr": {
        "en": ("Bad", "Poor", "Fair", "Good", "Excellent"),
        "ko": ("매우 나쁨", "나쁨", "보통", "좋음", "매우 좋음"),
    },
    "dcr": {
        "en": (
            "Very annoying",
            "Annoying",
            "Slightly annoying",
            "Perceptible but not annoying",
            "Imperceptible",
        ),
        "ko": (
            "매우 거슬림",
            "거슬림",
            "약간 거슬림",
            "차이가 보이지만 거슬리지 않음",
            "차이가 보이지 않음",
        ),
    },
}

#: How raters answer on a scale whose scores are all digits, from %1 (%2) to %3 (%4).
_BY_KEYS = {
    "en": "Answer with the keys %1 (%2) to %3 (%4), or click.",
    "ko": "%1(%2)부터 %3(%4)까지 숫자 키를 누르거나 클릭해 답합니다.",
}
#: The same on any other: what is not one digit, as 10 or 2.5, has no key.
_BY_CLICKS = {
    "en": "Answer by clicking on a score from %1 (%2) to %3 (%4); a digit has its key, too.",
    "ko": "%1(%2)부터 %3(%4)까지의 점수를 클릭해 답합니다. 한 자리 점수는 숫자 키로도 답할 수"
    " 있습니다.",
}
#: What the lowest and the highest score mean, in the middle of a sentence.
_ENDS = {
    "acr": {"en": ("worst", "best"), "ko": ("가장 나쁨", "가장 좋음")},
    "dcr": {
        "en": ("very annoying", "imperceptible"),
        "ko": ("매우 거슬림", "차이가 보이지 않음"),
    },
}
#: Said of a comparison in which raters may see no difference.
_TIE = {
    "en": " The down arrow key says that you see no difference.",
    "ko": " 차이가 보이지 않으면 아래쪽 화살표 키를 누릅니다.",
}

_RATING = {
    "en": (
        "You will see one picture at a time. Judge how good its quality is, as you see it at first"
        " glance: sharpness, naturalness, disturbing patterns. What it shows does not matter.\n\n"
        "{answer} There is no right or wrong answer,"
        " and the pictures will not tell you anything about your answers.\n\n"
        "Backspace takes your last answer back, once. Esc pauses."
    ),
    "ko": (
        "한 번에 사진 한 장이 나타납니다. 처음 보았을 때의 느낌으로 화질이 얼마나 좋은지 평가해"
        " 주세요. 선명함, 자연스러움, 눈에 거슬리는 무늬 등을 보시고, 무엇이 찍혔는지는 고려하지"
        " 마세요.\n\n"
        "{answer} 맞거나 틀린 답은 없습니다.\n\n"
        "Backspace 키를 누르면 마지막 답을 한 번 되돌릴 수 있고, Esc 키를 누르면 쉴 수 있습니다."
    ),
}
_IMPAIRMENT = {
    "en": (
        "You will see a reference picture and then the same picture again, perhaps changed. Judge"
        " how much the change disturbs you.\n\n"
        "{answer}\n\n"
        "Backspace takes your last answer back, once. Esc pauses."
    ),
    "ko": (
        "기준 사진이 먼저 나타나고, 같은 사진이 다시 나타납니다. 두 번째 사진은 달라졌을 수"
        " 있습니다. 그 차이가 얼마나 거슬리는지 평가해 주세요.\n\n"
        "{answer}\n\n"
        "Backspace 키를 누르면 마지막 답을 한 번 되돌릴 수 있고, Esc 키를 누르면 쉴 수 있습니다."
    ),
}
_PAIRS = {
    "en": (
        "You will see two versions of a picture. Choose the one whose quality is better, as you see"
        " it at first glance.\n\n"
        "Answer with the left or right arrow key, or click on the picture.{tie}\n\n"
        "Backspace takes your last answer back, once. Esc pauses."
    ),
    "ko": (
        "같은 사진의 두 가지 버전이 나타납니다. 처음 보았을 때의 느낌으로 화질이 더 좋은 쪽을 골라"
        " 주세요.\n\n"
        "왼쪽 또는 오른쪽 화살표 키를 누르거나 사진을 클릭해 답합니다.{tie}\n\n"
        "Backspace 키를 누르면 마지막 답을 한 번 되돌릴 수 있고, Esc 키를 누르면 쉴 수 있습니다."
    ),
}

_TOGGLED_PAIRS = {
    "en": (
        "You will see two versions of a picture, one after the other in the same place. The space"
        " bar changes between them, as often as you like; look at both. Choose the one whose"
        " quality is better.\n\n"
        "Answer with the keys 1 (the first) or 2 (the second), or click. Below the picture you"
        " read which of the two is shown.{tie}\n\n"
        "Backspace takes your last answer back, once. Esc pauses."
    ),
    "ko": (
        "같은 사진의 두 가지 버전이 같은 자리에 번갈아 나타납니다. 스페이스 바를 누르면 서로"
        " 바뀌며, 몇 번이든 바꾸어 볼 수 있습니다. 두 가지를 모두 보고 화질이 더 좋은 쪽을 골라"
        " 주세요.\n\n"
        "1(첫 번째) 또는 2(두 번째) 키를 누르거나 클릭해 답합니다. 지금 보이는 것이 어느 쪽인지"
        " 사진 아래에 표시됩니다.{tie}\n\n"
        "Backspace 키를 누르면 마지막 답을 한 번 되돌릴 수 있고, Esc 키를 누르면 쉴 수 있습니다."
    ),
}


def instructions_for(method: Method, language: str, scale: Scale, pc: PairComparison) -> str:
    """The default instructions of a method, in English where the language is not at hand.

    Args:
        scale: What raters score on; of no matter to a pair comparison.
        pc: How pairs are shown, and whether raters may see no difference.
    """
    pairs = _TOGGLED_PAIRS if pc.layout == "toggle" else _PAIRS
    texts = {"dcr": _IMPAIRMENT, "pc": pairs}.get(method, _RATING)
    known = language if language in texts else "en"
    answer = (_BY_KEYS if set(scale.scores) <= set(range(10)) else _BY_CLICKS)[known]
    worst, best = _ENDS["dcr" if method == "dcr" else "acr"][known]
    ends = (f"{scale.lowest:g}", worst, f"{scale.highest:g}", best)
    for place, word in enumerate(ends, start=1):
        answer = answer.replace(f"%{place}", word)
    return texts[known].format(answer=answer, tie=_TIE[known] if pc.tie else "")


#: A passage in square brackets that says something: "[Say here whom to ask.]".
_TO_FILL_IN = re.compile(r"\[[^\[\]]*[^\W\d_][^\[\]]*\]")


def left_to_fill_in(text: str) -> list[str]:
    """The passages of a text that still stand in square brackets, each on one line."""
    return [" ".join(passage.split()) for passage in _TO_FILL_IN.findall(text)]


def filled_in(text: str, *answers: str) -> str:
    """The text with its passages replaced in order; an empty answer leaves its passage.

    Args:
        answers: Of the texts that come with the program: how long and where the ratings are kept,
            and whom to ask.
    """
    given = iter(answers)
    return _TO_FILL_IN.sub(lambda passage: next(given, "").strip() or passage.group(), text)


#: A line that is this part of the longest one was broken because it was full.
_FULL = 0.7


def flowing(text: str) -> str:
    """A text whose lines were broken for a file, with those breaks taken out.

    A line that is nearly as long as the longest one was broken because it was full.
    """
    lines = [line.rstrip() for line in text.strip().splitlines()] or [""]
    full = _FULL * max((len(line) for line in lines), default=0)
    joined = ""
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        runs_on = len(line) >= full and following and not following.startswith(("-", "*", "•"))
        joined += f"{line} " if runs_on else f"{line}\n"
    return joined.strip()


def scale_labels(manifest: Manifest) -> tuple[str, ...]:
    """The label of every score, the lowest first: of the study, or the usual ones of the scale
    from 1 to 5 in its language; empty where there are none."""
    head = manifest.study
    if manifest.scale != FIVE_POINTS:
        labels = head.labels.get(head.language, ())
        return labels if len(labels) == manifest.scale.grades else ("",) * manifest.scale.grades
    usual = LABELS["dcr" if head.method == "dcr" else "acr"]
    return head.labels.get(head.language) or usual.get(head.language, usual["en"])


def instructions_of(manifest: Manifest) -> str:
    """The study's own instructions, or the default ones."""
    head = manifest.study
    return head.instructions.strip() or instructions_for(
        head.method, head.language, manifest.scale, manifest.pc
    )
