"""The texts raters read, frozen into the manifest: instructions, consent, labels."""

from __future__ import annotations

from pathlib import Path

from sr_studio.studies.definition.labels import LABELS, instructions_for
from sr_studio.studies.definition.manifest import Head
from sr_studio.studies.definition.scale import FIVE_POINTS
from sr_studio.studies.planning.reading import Draft


def frozen_head(draft: Draft) -> Head:
    """The manifest's head: files read, default texts and labels filled in."""
    definition = draft.definition
    head = definition.study
    kind = "dcr" if head.method == "dcr" else "acr"
    labels = dict(definition.scale.labels)
    if definition.scale.range == FIVE_POINTS:
        labels = {language: tuple(texts) for language, texts in LABELS[kind].items()} | labels
    if head.instructions:
        instructions = _text(draft.folder / head.instructions)
    else:
        instructions = instructions_for(head.method, head.language, definition.pc.layout)
    return Head(
        id=head.id,
        title=head.title,
        version=head.version,
        contact=head.contact,
        ethics=head.ethics,
        preset=head.preset,
        method=head.method,
        seed=head.seed,
        blinding=head.blinding,
        language=head.language,
        labels=labels,
        instructions=instructions,
        consent=_text(draft.folder / head.consent) if head.consent else "",
        consent_version=head.consent_version,
        consent_waived=head.consent_waived,
    )


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8").replace("\r\n", "\n").strip()
