"""What parameters a network takes: a pydantic model made of the annotations of its class."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, get_type_hints

from pydantic import BaseModel, ConfigDict, ValidationError, create_model
from pydantic_core import ErrorDetails
from torch import nn

_CONFIG = ConfigDict(extra="forbid", strict=False)


def parameters_of(network: type[nn.Module]) -> type[BaseModel]:
    """The model of a class' parameters: their types, ranges and defaults."""
    hints = get_type_hints(network.__init__, include_extras=True)
    fields: dict[str, Any] = {}
    for name, parameter in list(inspect.signature(network.__init__).parameters.items())[1:]:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            continue
        default = ... if parameter.default is parameter.empty else parameter.default
        fields[name] = (hints.get(name, Any), default)
    return create_model(f"{network.__name__}Parameters", __config__=_CONFIG, **fields)


def checked(network: type[nn.Module], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters given, as the class wants them.

    Raises:
        ValueError: Some are unknown or out of range; each is told.
    """
    try:
        model = parameters_of(network).model_validate(dict(parameters))
    except ValidationError as error:
        raise ValueError("; ".join(_sentence(fault) for fault in error.errors())) from error
    return {name: getattr(model, name) for name in model.model_fields_set}


def _sentence(fault: ErrorDetails) -> str:
    name = ".".join(map(str, fault["loc"]))
    context = fault.get("ctx", {})
    match fault["type"]:
        case "greater_than_equal":
            return f"{name} must be {context['ge']} or more, not {fault['input']}"
        case "literal_error":
            return f"{name} must be {context['expected']}, not {fault['input']!r}"
        case "extra_forbidden":
            return f"there is no parameter {name}"
        case "missing":
            return f"{name} is missing"
    return f"{name}: {fault['msg']}, not {fault['input']!r}"
