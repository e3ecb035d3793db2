"""From an entry of the index to a model in the person's list: fetched, checked, opened safely."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sr_studio.errors import StudioError
from sr_studio.files import sha256_of
from sr_studio.hub.archives import take_out
from sr_studio.hub.errors import NetworkError
from sr_studio.hub.fetching import LARGEST_FILE, Fetcher, Wanted
from sr_studio.hub.index import IndexFile, IndexModel
from sr_studio.hub.permission import require_network
from sr_studio.hub.recommended import recommendation
from sr_studio.hub.store import part_file
from sr_studio.progress import ProgressCallback
from sr_studio.zoo import catalogue
from sr_studio.zoo.card import tidy_name
from sr_studio.zoo.catalogue import CatalogueEntry
from sr_studio.zoo.importing import add_model
from sr_studio.zoo.loading import load_entry
from sr_studio.zoo.model import Model


def get_model(
    model: IndexModel,
    fetcher: Fetcher,
    on_progress: ProgressCallback | None = None,
    *,
    unchecked: bool = False,
) -> CatalogueEntry:
    """Fetch a model of the index and add it to the person's own.

    Args:
        model: The entry of the index.
        fetcher: Asks the server.
        on_progress: Told about the download.
        unchecked: Take a file of which the index has no SHA-256.

    Raises:
        StudioError: It cannot be fetched, is not what the index says, or cannot be opened safely;
            the list of models is as it was.
    """
    require_network()
    file = model.file
    if file is None or file.address is None or (model.obstacle and not unchecked):
        remedy = f"See {model.page}."
        if file is not None and file.address is not None:
            remedy += " --unchecked fetches it all the same."
        raise NetworkError(model.obstacle.rstrip("."), where=model.id, remedy=remedy)
    address, packed = file.address, file.packed
    wanted = Wanted(address) if packed else Wanted(address, file.size, file.sha256)
    part = part_file(file.sha256 or hashlib.sha256(address.encode()).hexdigest())
    fetcher.download(wanted, part, on_progress)
    whole = part.with_name(f"{tidy_name(model.id)}.{file.kind.lower()}")
    try:
        if packed and not _is_the_model(part, file):
            take_out(part, whole, kind=file.kind, size=file.size, limit=LARGEST_FILE)
            _require_hash(whole, file)
        else:
            part.replace(whole)
        return _added(whole, model)
    finally:
        part.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)


def _is_the_model(path: Path, file: IndexFile) -> bool:
    return bool(file.sha256) and sha256_of(path) == file.sha256


def _require_hash(path: Path, file: IndexFile) -> None:
    if file.sha256 and sha256_of(path) != file.sha256:
        what = "what was in the archive is not the announced file (its SHA-256 is another)"
        raise NetworkError(f"{what}, so it was removed", where=file.address)


def _added(path: Path, model: IndexModel) -> CatalogueEntry:
    try:
        opened = load_entry(catalogue.entry_of(path, "file"))
    except StudioError as error:
        # The file in the cache is gone in a moment; the person knows the model by its id.
        raise StudioError(error.what, where=model.id, remedy=error.remedy) from error
    known = recommendation(model.id)
    about = f"{model.name} by {model.author}, from the index OpenModelDB."
    fields = {
        "name": tidy_name(model.id),
        "title": model.name,
        "summary": known.why if known else about,
        "purpose": known.purpose if known else opened.card.purpose,
        "licence": model.licence_line,
        "source": model.page,
        "notes": " ".join(part for part in (about, opened.card.notes) if part),
    }
    return add_model(Model(opened.card.model_copy(update=fields), opened.module))
