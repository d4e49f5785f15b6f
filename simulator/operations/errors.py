"""Domain errors as AWS codes: one table per service (A2I_FACTS C1, C2).

Missing work teams and workforces are ValidationException, missing flow definitions and task UIs are ResourceNotFound
without a suffix, and the runtime's is ResourceNotFoundException [O]. The operation raises the kind of error; the table
only names it.
"""

from collections.abc import Mapping

from simulator.domain.errors import (
    Conflict,
    DomainError,
    Forbidden,
    IllegalMove,
    InUse,
    Invalid,
    LimitExceeded,
    NotFound,
)

_SAGEMAKER: Mapping[type[DomainError], str] = {
    Invalid: "ValidationException",
    NotFound: "ResourceNotFound",
    Conflict: "ConflictException",
    InUse: "ResourceInUse",
    LimitExceeded: "ResourceLimitExceeded",
    Forbidden: "AccessDeniedException",
    IllegalMove: "ValidationException",
}
_RUNTIME: Mapping[type[DomainError], str] = {
    Invalid: "ValidationException",
    NotFound: "ResourceNotFoundException",
    Conflict: "ConflictException",
    InUse: "ConflictException",
    LimitExceeded: "ServiceQuotaExceededException",
    Forbidden: "ValidationException",
    IllegalMove: "ValidationException",
}
_TABLES = {"sagemaker": _SAGEMAKER, "sagemaker-a2i-runtime": _RUNTIME}


def code(service: str, error: DomainError) -> str:
    """The AWS code of a refusal by that service."""
    table = _TABLES.get(service, _SAGEMAKER)
    return next(table[kind] for kind in type(error).__mro__ if kind in table)
