"""How one project names its parameters, and how they become ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor

from sr_studio.zoo.weights import DoesNotFitError, State

#: Ends of parameter names, as groups for patterns: of a convolution, and of a normalisation.
WB = r"(weight|bias)"
NORM = r"(weight|bias|running_mean|running_var|num_batches_tracked)"

#: A pattern that must match a whole name, and our name for it: a template or a function.
Rule = tuple[str, str | Callable[[re.Match[str]], str]]


@dataclass(frozen=True)
class Reading:
    """What a layout made of a table of weights.

    Attributes:
        architecture: A name of the network registry.
        parameters: Hyper-parameters, read from the shapes.
        state: Weights under our names.
        card: Card fields that the layout knows (ranges, colour, scale).
    """

    architecture: str
    parameters: dict[str, Any]
    state: State
    card: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Layout:
    """The key layout of one project.

    Attributes:
        name: The project and its network, as a person knows it.
        rules: Name patterns; a name that matches none is not this layout's.
        finish: Reads the hyper-parameters from the renamed weights and adapts them.
    """

    name: str
    rules: Sequence[Rule]
    finish: Callable[[State], Reading]

    def unknown(self, names: Sequence[str] | Mapping[str, Tensor]) -> list[str]:
        """The names that no rule matches."""
        return [name for name in names if self._rename(name) is None]

    def read(self, state: Mapping[str, Tensor]) -> Reading:
        """Rename all weights and read the hyper-parameters.

        Raises:
            DoesNotFitError: A name is unknown or missing, or a shape makes no sense.
        """
        renamed: State = {}
        for name, value in state.items():
            new = self._rename(name)
            if new is None or new in renamed:
                raise DoesNotFitError(f"{name} has no place")
            renamed[new] = value
        try:
            return self.finish(renamed)
        except KeyError as error:
            raise DoesNotFitError(f"{error.args[0]} is missing") from error
        except (IndexError, ValueError) as error:
            raise DoesNotFitError(f"the shapes make no sense ({error})") from error

    def _rename(self, name: str) -> str | None:
        for pattern, ours in self.rules:
            if match := re.fullmatch(pattern, name):
                return match.expand(ours) if isinstance(ours, str) else ours(match)
        return None


def count(state: Mapping[str, Tensor], prefix: str) -> int:
    """Number of modules ``prefix.0.``, ``prefix.1.`` … that have weights.

    Raises:
        DoesNotFitError: A number in between is missing.
    """
    pattern = re.compile(rf"{re.escape(prefix)}\.(\d+)\.")
    indices = {int(m.group(1)) for name in state if (m := pattern.match(name))}
    if indices != set(range(len(indices))):
        raise DoesNotFitError(f"{prefix} has gaps: {sorted(indices)}")
    return len(indices)


def whole_root(value: float, what: str) -> int:
    """The whole square root of ``value``.

    Raises:
        DoesNotFitError: There is none.
    """
    root = round(value**0.5)
    if root < 1 or root * root != value:
        raise DoesNotFitError(f"{what} is no square ({value:g})")
    return root
