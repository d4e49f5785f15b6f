"""What a fault on demand must fit: services and operations that there are.

Calls of ours are known by the service's name in the SDK, all others by the name with which they are signed.
"""

import difflib
from collections.abc import Container
from dataclasses import replace

from simulator.domain.errors import Invalid
from simulator.domain.faults import Fault
from simulator.spec import Spec, UnknownService


def completed(spec: Spec, ours: Container[str], fault: Fault) -> Fault:
    """The fault with its signing name; raises Invalid for a service or an operation that botocore does not know."""
    try:
        service = spec.service(fault.service)
    except UnknownService:
        raise Invalid(
            f"There is no service {fault.service!r}. Give its name in the SDK, such as sagemaker-a2i-runtime or s3."
        ) from None
    if fault.operation is not None and not service.has_operation(fault.operation):
        like = difflib.get_close_matches(fault.operation, service.model.operation_names, n=1)
        hint = f" Did you mean {like[0]}?" if like else ""
        raise Invalid(f"{fault.service} has no operation {fault.operation!r}.{hint}")
    return fault if fault.service in ours else replace(fault, signing_name=service.signing_name)
