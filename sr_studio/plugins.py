"""What others add to the program: losses, networks, metrics and loggers, each in a file of its own.

A plug-in is a Python file in the folder :func:`plugin_folder`, or a module that an installed
package names under the entry point ``sr_studio.plugins``. It is imported when a name is asked for
that the program itself does not know, and registers what it has with the ``register`` of a
:class:`Registry`. Plug-ins are code: they may do whatever the person who laid them there may do.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Generic, TypeVar

from sr_studio.errors import StudioError
from sr_studio.paths import user_data_dir

ENTRY_POINT = "sr_studio.plugins"
#: Names a folder of plug-ins instead of the person's own.
FOLDER_VARIABLE = "SR_STUDIO_PLUGINS"

_Thing = TypeVar("_Thing")


class PluginError(StudioError):
    """A plug-in that cannot be imported."""


class Registry(Generic[_Thing]):
    """Things of one kind by their names.

    Args:
        package: A package of the program each of whose modules registers something; imported when
            the first name is asked for.
    """

    def __init__(self, package: str = "") -> None:
        self._package = package
        self._things: dict[str, _Thing] = {}

    def register(self, name: str) -> Callable[[_Thing], _Thing]:
        """A decorator: what stands below it is known by ``name`` from now on."""

        def remember(thing: _Thing) -> _Thing:
            self._things[name] = thing
            return thing

        return remember

    def find(self, name: str, *, with_plugins: bool = True) -> _Thing | None:
        """The thing of this name; plug-ins are imported only if the program does not know it.

        Raises:
            PluginError: A plug-in cannot be imported.
        """
        _import_modules(self._package)
        if name not in self._things and with_plugins:
            import_plugins()
        return self._things.get(name)

    def names(self) -> list[str]:
        """Names known so far: the program's, and those of plug-ins once they were imported."""
        _import_modules(self._package)
        return list(self._things)


def plugin_folder() -> Path:
    """Where plug-ins of this person lie."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_data_dir() / "plugins"


def import_plugins() -> None:
    """Import every plug-in that was not imported yet.

    Raises:
        PluginError: One of them cannot be imported.
    """
    for path in sorted(plugin_folder().glob("*.py")):
        _import_file(path.resolve())
    for module in _named_by_packages():
        try:
            importlib.import_module(module)
        except Exception as error:  # whatever somebody else's code raises
            raise _cannot_import(module, error) from error


@cache
def _import_modules(package: str) -> None:
    if package:
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
            importlib.import_module(f"{package}.{module.name}")


@cache
def _import_file(path: Path) -> None:
    name = f"sr_studio_plugin_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # whatever somebody else's code raises
        del sys.modules[name]
        raise _cannot_import(path, error) from error


def _named_by_packages() -> Iterator[str]:
    for point in entry_points(group=ENTRY_POINT):
        yield point.value


def _cannot_import(what: str | Path, error: Exception) -> PluginError:
    reason = f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".")
    return PluginError(
        f"this plug-in cannot be imported ({reason})",
        where=what,
        remedy="Mend it, or take it out of the folder.",
    )
