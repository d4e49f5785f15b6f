"""sagemaker-core's resources, kept running: answers one line of JSON for each line of JSON (see ../lines.py).

Runs in the environment of its own that tools/doors.py makes. Everything goes through the objects that its users work
with: `FlowDefinition.create(…)`, `Workteam.get(…).update(…)`, `HumanTaskUi.get_all()`. Credentials come from the
environment once, as they do for users, and change their account between questions.

`create` and `get` of what AWS describes inside a wrapper (`{"Workteam": {…}}`) send their request and then fail at
building their own object, on AWS as well: the constructor wants the name beside the wrapper. Their users construct the
object themselves and call `refresh()`, and so does this program.
"""

import json
import os
import sys
import traceback
from datetime import datetime

from botocore.exceptions import ClientError
from pydantic import BaseModel, ValidationError
from sagemaker.core import resources
from sagemaker.core.resources import SageMakerClient
from sagemaker.core.utils.utils import Unassigned, pascal_to_snake, snake_to_pascal

_READ_BY_CLIENTS = ("AWS_ENDPOINT_URL", "AWS_REGION")
_NAMES = {"SubscribedWorkteam": "workteam_arn"}
_WRAPPED = {"SubscribedWorkteam", "Workforce", "Workteam"}


def main():
    """Answer until there are no more lines; what the library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line, object_hook=_date)), default=_marked) + "\n")
        answers.flush()


def answer(question):
    """What a question leads to."""
    try:
        return {"result": _do(**question)}
    except ClientError as error:
        told = error.response["Error"]
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return {"error": {"code": told["Code"], "message": told["Message"], "status": status}}
    except Exception:  # noqa: BLE001 - the test wants to see it, whatever it is
        return {"trouble": traceback.format_exc()}


def _do(verb, environment, parameters, kind="", method="", poll=1):
    _become(environment)
    resource = getattr(resources, kind)
    given = {pascal_to_snake(name): _snaked(value) for name, value in parameters.items()}
    match verb:
        case "every":
            return [_pascaled(found) for found in getattr(resource, method)(**given)]
        case "jobs":
            team = resource(workteam_name=given["workteam_arn"].rpartition("/")[2])
            return [_pascaled(job) for job in team.get_all_labeling_jobs(**given)]
        case "tags":
            return getattr(resource, method)(**given)
        case "as-written":
            return _pascaled(getattr(resource, method)(**given))
        case "wait":
            return _wait(resource, method, given, poll)
    return _one(resource, verb.lower(), kind, given)


def _become(environment):
    if any(os.environ.get(name) != environment[name] for name in _READ_BY_CLIENTS):
        os.environ.update(environment)
        SageMakerClient.reset()
    credentials = SageMakerClient().session.get_credentials()
    credentials.access_key = environment["AWS_ACCESS_KEY_ID"]
    credentials.secret_key = environment["AWS_SECRET_ACCESS_KEY"]


def _one(resource, method, kind, given):
    if kind not in _WRAPPED and method in {"create", "describe"}:
        return _pascaled(resource.create(**given) if method == "create" else resource.get(**given))
    name = _NAMES.get(kind, f"{pascal_to_snake(kind)}_name")
    if method == "create":
        _create_wrapped(resource, kind, given)
        given, method = {name: given[name]}, "describe"
    found = resource(**{name: given.pop(name)})
    changed = getattr(found, "refresh" if method == "describe" else method)(**given)
    return None if changed is None else _pascaled(changed)


def _create_wrapped(resource, kind, given):
    try:
        resource.create(**given)
    except ValidationError as flaw:
        if flaw.title != kind:
            raise


def _wait(resource, method, given, poll):
    wanted = given.pop("target_status", None)
    found = resource(**given)
    getattr(found, method)(**({"target_status": wanted} if wanted else {}), poll=poll, timeout=30)
    return _pascaled(found)


def _snaked(value):
    if isinstance(value, dict):
        return {pascal_to_snake(name): _snaked(part) for name, part in value.items()}
    return [_snaked(part) for part in value] if isinstance(value, list) else value


def _pascaled(value):
    if isinstance(value, BaseModel):
        parts = {name: getattr(value, name) for name in type(value).model_fields}
        return {snake_to_pascal(name): _pascaled(part) for name, part in parts.items() if _is_set(part)}
    return [_pascaled(part) for part in value] if isinstance(value, list) else value


def _is_set(part):
    return part is not None and not isinstance(part, Unassigned)


def _date(found):
    return datetime.fromisoformat(found["$date"]) if found.keys() == {"$date"} else found


def _marked(moment):
    return {"$date": moment.isoformat()}


if __name__ == "__main__":
    main()
