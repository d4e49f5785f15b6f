"""The service models of botocore: what every operation, shape, error and route of an AWS service is called.

A model is read when the first question about it cannot be answered without it. Which service a request names needs
only the few lines of metadata at the head of the file (`ServiceSpec.metadata`, well under a millisecond); shapes need
the whole (`ServiceSpec.model`; `sagemaker` takes about 50 ms and 5 MB, the others next to nothing). Models are read as
plain dictionaries without their prose, which is several times cheaper than botocore's own reading; botocore's model
classes do not notice. Reading is safe from any thread, and happens once: `Spec.load` is there to be called from one.
"""

import gzip
import json
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from botocore.exceptions import DataNotFoundError, UnknownServiceError
from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape, StructureShape

PROTOCOLS_BY_PREFERENCE = ("json", "rest-json", "query", "ec2", "rest-xml")
"""The one that is spoken when a service offers several; `smithy-rpc-v2-cbor` is never chosen."""

STATUS_OF_COMMON_ERRORS = {
    "InternalFailure": 500,
    "InternalServerError": 500,
    "InternalServerException": 500,
    "InvalidClientTokenId": 403,
    "MissingAuthenticationToken": 403,
    "OptInRequired": 403,
    "RequestEntityTooLargeException": 413,
    "ServiceUnavailable": 503,
    "ServiceUnavailableException": 503,
}
"""HTTP status of the errors that any service may give without listing them in its model; the rest are 400."""

_METADATA_HEAD_BYTES = 65536


class UnknownService(LookupError):
    """No service of this name is known to the installed botocore."""


class UnknownOperation(LookupError):
    """The service has no operation of this name."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a REST operation lives: its method and a pattern for the percent-encoded path."""

    operation: str
    method: str
    pattern: re.Pattern[str]
    label_names: tuple[str, ...]

    def labels(self, method: str, raw_path: str) -> dict[str, str] | None:
        """The percent-decoded path labels if method and path are this route's, else None."""
        match = self.pattern.fullmatch(raw_path) if method == self.method else None
        if match is None:
            return None
        return dict(zip(self.label_names, map(unquote, match.groups()), strict=True))


class ServiceSpec:
    """One service: cheap questions are answered from its metadata, the others load the model."""

    def __init__(self, name: str, loader: Loader) -> None:
        self.name = name
        self._loader = loader
        self._lock = threading.RLock()
        self._model: ServiceModel | None = None

    def __repr__(self) -> str:
        return f"ServiceSpec({self.name!r})"

    @cached_property
    def metadata(self) -> dict[str, Any]:
        """The `metadata` object of the model: protocols, prefixes, signing name."""
        return _read_metadata(self._loader, self.name)

    @property
    def protocol(self) -> str:
        """The protocol that is spoken: `json`, `rest-json`, `query`, `ec2` or `rest-xml`."""
        offered = self.metadata.get("protocols") or [self.metadata["protocol"]]
        return next(protocol for protocol in PROTOCOLS_BY_PREFERENCE if protocol in offered)

    @property
    def signing_name(self) -> str:
        """The service's name in a credential scope."""
        return str(self.metadata.get("signingName", self.metadata["endpointPrefix"]))

    @property
    def target_prefix(self) -> str | None:
        """What stands before the dot in `X-Amz-Target`; None for REST services."""
        prefix = self.metadata.get("targetPrefix")
        return None if prefix is None else str(prefix)

    @property
    def json_version(self) -> str:
        """`1.0` or `1.1`, for services of the protocol `json`."""
        return str(self.metadata.get("jsonVersion", "1.1"))

    @property
    def model(self) -> ServiceModel:
        """The whole model, read at the first use."""
        with self._lock:
            if self._model is None:
                self._model = _read_model(self._loader, self.name)
            return self._model

    @property
    def is_loaded(self) -> bool:
        """Whether the whole model has been read already."""
        return self._model is not None

    def operation(self, name: str) -> OperationModel:
        """The operation of this name; raises UnknownOperation."""
        if not self.has_operation(name):
            message = f"{self.name} has no operation {name}."
            raise UnknownOperation(message)
        return self.model.operation_model(name)

    def has_operation(self, name: str) -> bool:
        """Whether the service has an operation of this name."""
        return name in self._operation_names

    @cached_property
    def _operation_names(self) -> frozenset[str]:
        return frozenset(self.model.operation_names)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """Routes of a REST service, those with fewest labels first; constant parts of a query are not looked at."""
        operations = (self.model.operation_model(name) for name in self.model.operation_names)
        return tuple(sorted(map(_route, operations), key=lambda route: len(route.label_names)))

    @cached_property
    def folders(self) -> frozenset[str]:
        """The first segments of a REST service's paths, as far as they are fixed: `human-loops`."""
        paths = (self.model.operation_model(name).http["requestUri"] for name in self.model.operation_names)
        return frozenset(_first_segment(path) for path in paths) - {""}

    @cached_property
    def errors(self) -> dict[str, StructureShape]:
        """Every modelled error by its code on the wire."""
        shapes = (shape for shape in self.model.error_shapes if isinstance(shape, StructureShape))
        return {_error_code(shape): shape for shape in shapes}

    def error_status(self, code: str) -> int:
        """The HTTP status of an error: as modelled, else that of the common errors, else 400."""
        shape = self.errors.get(code)
        modelled = shape.metadata.get("error", {}).get("httpStatusCode") if shape else None
        return int(modelled or STATUS_OF_COMMON_ERRORS.get(code, 400))


class Spec:
    """All service models, by botocore's service name (`sagemaker`, `sagemaker-a2i-runtime`, `textract`, ...)."""

    def __init__(self) -> None:
        self._loader = Loader(file_loader=_ModelFiles())  # type: ignore[arg-type]
        self._services: dict[str, ServiceSpec] = {}

    def service(self, name: str) -> ServiceSpec:
        """The service of this name, its model not read yet; raises UnknownService."""
        found = self._services.get(name)
        if found is None:
            _newest_file(self._loader, name)
            found = self._services.setdefault(name, ServiceSpec(name, self._loader))
        return found

    def operation(self, service: str, name: str) -> OperationModel:
        """An operation's model; raises UnknownService or UnknownOperation."""
        return self.service(service).operation(name)

    def input_shape(self, service: str, operation: str) -> StructureShape | None:
        """The shape of the parameters; None for an operation that takes none."""
        return self.operation(service, operation).input_shape

    def output_shape(self, service: str, operation: str) -> StructureShape | None:
        """The shape of the result; None for an operation that answers nothing."""
        return self.operation(service, operation).output_shape

    def shape(self, service: str, name: str) -> Shape:
        """A shape by its name in the model."""
        return self.service(service).model.shape_for(name)

    def load(self, services: Iterable[str]) -> None:
        """Read the whole models of these services now; meant for a background thread."""
        for name in services:
            _ = self.service(name).model


class _ModelFiles:
    """botocore's file reader, but plain dictionaries come out and documentation stays behind."""

    def exists(self, file_path: str) -> bool:
        return _existing(file_path) is not None

    def load_file(self, file_path: str) -> object:
        path = _existing(file_path)
        if path is None:
            return None
        return json.loads(_read(path), object_hook=_without_documentation)


def _existing(file_path: str) -> Path | None:
    candidates = (Path(file_path + ending) for ending in (".json", ".json.gz"))
    return next((path for path in candidates if path.is_file()), None)


def _read(path: Path, size: int = -1) -> str:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(size).decode(errors="ignore")


def _without_documentation(item: dict[str, Any]) -> dict[str, Any]:
    if isinstance(item.get("documentation"), str):
        del item["documentation"]
    return item


def _newest_file(loader: Loader, service: str) -> Path:
    try:
        version = loader.determine_latest_version(service, "service-2")
    except (DataNotFoundError, UnknownServiceError) as error:
        message = f"No service is called {service!r}."
        raise UnknownService(message) from error
    return next(_candidates(loader, f"{service}/{version}/service-2"))


def _candidates(loader: Loader, name: str) -> Iterator[Path]:
    found = (_existing(str(Path(folder) / name)) for folder in loader.search_paths)
    return (path for path in found if path is not None)


def _read_model(loader: Loader, service: str) -> ServiceModel:
    try:
        description = loader.load_service_model(service, "service-2")
    except (DataNotFoundError, UnknownServiceError) as error:
        message = f"No service is called {service!r}."
        raise UnknownService(message) from error
    return ServiceModel(description, service_name=service)


def _read_metadata(loader: Loader, service: str) -> dict[str, Any]:
    head = _read(_newest_file(loader, service), _METADATA_HEAD_BYTES)
    start = re.search(r'"metadata"\s*:\s*', head)
    if start is None:
        return dict(_read_model(loader, service).metadata)
    metadata, _ = json.JSONDecoder().raw_decode(head, start.end())
    return dict(metadata)


def _first_segment(path: str) -> str:
    found = re.match(r"/([^/?{}]+)(?=[/?]|$)", path)
    return found[1] if found else ""


def _route(operation: OperationModel) -> Route:
    path = operation.http["requestUri"].partition("?")[0]
    parts = re.split(r"\{([^}]+)\}", path)
    names = tuple(name.removesuffix("+") for name in parts[1::2])
    return Route(operation.name, operation.http["method"], re.compile("".join(_path_pattern(parts))), names)


def _path_pattern(parts: list[str]) -> Iterator[str]:
    for position, part in enumerate(parts):
        if position % 2 == 0:
            yield re.escape(part)
        else:
            yield "(.+)" if part.endswith("+") else "([^/]+)"


def _error_code(shape: StructureShape) -> str:
    return str(shape.metadata.get("error", {}).get("code", shape.name))
