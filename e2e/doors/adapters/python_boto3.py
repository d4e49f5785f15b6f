"""boto3, in the test's own process."""

from functools import cache

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

from e2e.doors.door import AwsError


class Boto3Door:
    """Clients of boto3, as a program makes them: nothing set but endpoint, credentials and region."""

    name = "boto3"

    def __init__(self):
        self._session = boto3.Session()
        self._client = cache(self._new_client)

    @staticmethod
    def has(service, operation):
        """Everything that AWS has."""
        return True

    def call(self, caller, service, operation, parameters):
        """One call of a client's method."""
        client = self._client(caller, service)
        return answered(lambda: getattr(client, xform_name(operation))(**parameters))

    def every(self, caller, service, operation, parameters):
        """All pages of the client's paginator, or of its NextTokens where it has none."""
        client = self._client(caller, service)
        method = xform_name(operation)
        size, wanted = page_size(parameters)
        pages = client.get_paginator(method).paginate(**wanted, PaginationConfig={"PageSize": size})
        return answered(lambda: items(page for page in pages))

    def read_object(self, caller, bucket, key):
        """GetObject."""
        return self._client(caller, "s3").get_object(Bucket=bucket, Key=key)["Body"].read()

    def close(self):
        """Nothing was started."""

    def _new_client(self, caller, service):
        return self._session.client(
            service,
            endpoint_url=caller.url,
            region_name=caller.region,
            aws_access_key_id=caller.account,
            aws_secret_access_key=caller.secret,
        )


def answered(ask):
    """The answer without what is about the answer; a ClientError as AwsError."""
    try:
        answer = ask()
    except ClientError as error:
        raise as_aws_error(error) from error
    if isinstance(answer, dict):
        answer.pop("ResponseMetadata", None)
    return answer


def as_aws_error(error):
    """What a ClientError says."""
    told = error.response["Error"]
    return AwsError(told["Code"], told["Message"], error.response["ResponseMetadata"]["HTTPStatusCode"])


def page_size(parameters):
    """The page's size, and the parameters without it."""
    others = dict(parameters)
    return others.pop("MaxResults", None), others


def items(pages):
    """The items of pages: of each the one member that is a list."""
    return [item for page in pages for member in page.values() if isinstance(member, list) for item in member]
