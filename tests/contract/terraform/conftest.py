"""Terraform's part, in Python: what its AWS provider does for the four resources of A2I (A2I_FACTS D [O]).

The calls that hashicorp/terraform-provider-aws (internal/service/sagemaker) makes, its retries and waiters, and how it
turns an answer into the attributes that it compares with the program. Each poll of a waiter lets a second pass.
"""

import json
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

TWO_MINUTES, TEN_MINUTES = 120, 600
ENDPOINTS = {
    "authorization_endpoint": "AuthorizationEndpoint",
    "issuer": "Issuer",
    "jwks_uri": "JwksUri",
    "logout_endpoint": "LogoutEndpoint",
    "token_endpoint": "TokenEndpoint",
    "user_info_endpoint": "UserInfoEndpoint",
}
GONE = object()


class Resource:
    """One resource of the provider: what every kind of it does alike."""

    name_attribute: ClassVar[str]
    noun: ClassVar[str]
    computed: ClassVar[frozenset[str]] = frozenset()
    pending_create: ClassVar[frozenset[str]] = frozenset()
    missing: ClassVar[tuple[str, str]] = ("ResourceNotFound", "")
    retried: ClassVar[bool] = False
    waits_for_deletion: ClassVar[int] = 0
    tagged: ClassVar[bool] = True

    def __init__(self, aws: Any, config: dict[str, Any]) -> None:
        self.aws, self.config, self.polls = aws, config, 0

    @property
    def name(self) -> dict[str, str]:
        return {f"{self.noun}Name": self.config[self.name_attribute]}

    def create(self) -> None:
        tags = {"Tags": self._tags(self.config["tags"])} if self.config.get("tags") else {}
        self._retry(lambda: self.aws(f"Create{self.noun}", **self.name, **self.expand(), **tags))
        self._wait_until_active(TEN_MINUTES if self.noun == "Workforce" else TWO_MINUTES)
        self.state = self.read()

    def read(self) -> Any:
        """The attributes as the provider keeps them in its state; GONE for what it takes out of the state."""
        found = self.find()
        if found is GONE:
            return GONE
        state = self.flatten(found)
        if self.tagged:
            listed = self.aws("ListTags", ResourceArn=found[f"{self.noun}Arn"])["Tags"]
            state["tags"] = {tag["Key"]: tag["Value"] for tag in listed}
        return state

    def find(self) -> Any:
        try:
            found = self.aws(f"Describe{self.noun}", **self.name)
        except Exception as error:
            code, words = self.missing
            if (error.code, words in error.message) == (code, True):
                return GONE
            raise
        return found.get(self.noun, found)

    def plan(self) -> dict[str, tuple[Any, Any]]:
        """What differs between the program and what is there: attribute to both values."""
        state = self.read()
        wanted = {"tags": {}, **self.unset(), **self.config} if self.tagged else {**self.unset(), **self.config}
        return {
            name: (wanted.get(name), state.get(name))
            for name in {*wanted, *state}
            if not (name in self.computed and name not in self.config)
            and not self.is_suppressed(name, wanted.get(name), state.get(name))
        }

    def is_suppressed(self, name: str, wanted: Any, found: Any) -> bool:
        return wanted == found

    def retag(self, tags: dict[str, str]) -> None:
        arn, old = self.find()[f"{self.noun}Arn"], self.config.get("tags", {})
        if removed := [key for key in old if key not in tags]:
            self.aws("DeleteTags", ResourceArn=arn, TagKeys=removed)
        if changed := {key: value for key, value in tags.items() if old.get(key) != value}:
            self.aws("AddTags", ResourceArn=arn, Tags=self._tags(changed))
        self.config = {**self.config, "tags": tags}

    def destroy(self) -> None:
        self.aws(f"Delete{self.noun}", **self.name)
        for _ in range(self.waits_for_deletion):
            found = self.find()
            if found is GONE:
                return
            assert self.status(found) == "Deleting"
            self._poll()
        assert not self.waits_for_deletion

    def unset(self) -> dict[str, Any]:
        """The attributes that a program may leave out, as the provider keeps them then."""
        return {}

    def status(self, found: dict[str, Any]) -> str:
        return str(found["Status" if self.noun == "Workforce" else f"{self.noun}Status"])

    def _wait_until_active(self, seconds: int) -> None:
        if not self.pending_create:
            return
        for _ in range(seconds):
            status = self.status(self.find())
            if status == "Active":
                return
            assert status in self.pending_create
            self._poll()
        raise AssertionError("timeout while waiting for state to become Active")

    def _retry(self, call: Any) -> None:
        for _ in range(TWO_MINUTES if self.retried else 0):
            try:
                call()
            except Exception as error:
                if error.code != "ValidationException":
                    raise
                self._poll()
            else:
                return
        if not self.retried:
            call()

    def _poll(self) -> None:
        self.polls += 1
        self.aws.process.advance(1)

    def _tags(self, tags: dict[str, str]) -> list[dict[str, str]]:
        return [{"Key": key, "Value": value} for key, value in tags.items()]


class Workforce(Resource):
    name_attribute, noun, tagged = "workforce_name", "Workforce", False
    computed = frozenset({"arn", "subdomain", "source_ip_config"})
    pending_create = frozenset({"Initializing", "Updating"})
    missing = ("ValidationException", "No workforce")
    waits_for_deletion = TEN_MINUTES

    def expand(self) -> dict[str, Any]:
        made = {}
        if cognito := self.config.get("cognito_config"):
            made["CognitoConfig"] = {"ClientId": cognito["client_id"], "UserPool": cognito["user_pool"]}
        if oidc := self.config.get("oidc_config"):
            made["OidcConfig"] = {wire: oidc[name] for name, wire in ENDPOINTS.items()}
            made["OidcConfig"] |= {"ClientId": oidc["client_id"], "ClientSecret": oidc["client_secret"]}
        if source := self.config.get("source_ip_config"):
            made["SourceIpConfig"] = {"Cidrs": sorted(source["cidrs"])}
        if "workforce_vpc_config" in self.config:
            made["WorkforceVpcConfig"] = self._vpc(self.config["workforce_vpc_config"])
        return made

    def update(self, **changes: Any) -> None:
        self.config = {name: value for name, value in {**self.config, **changes}.items() if value is not None}
        expanded = self.expand()
        changed = {wire: expanded[wire] for name, wire in self._wire.items() if name in changes and wire in expanded}
        if changes.get("workforce_vpc_config", ...) is None:
            changed["WorkforceVpcConfig"] = {}
        self.aws("UpdateWorkforce", **self.name, **changed)
        self._wait_until_active(TEN_MINUTES)

    def flatten(self, found: dict[str, Any]) -> dict[str, Any]:
        state = {
            "arn": found["WorkforceArn"],
            "subdomain": found["SubDomain"],
            "workforce_name": found["WorkforceName"],
        }
        if cognito := found.get("CognitoConfig"):
            state["cognito_config"] = {"client_id": cognito["ClientId"], "user_pool": cognito["UserPool"]}
        if oidc := found.get("OidcConfig"):
            assert "ClientSecret" not in oidc
            state["oidc_config"] = {name: oidc[wire] for name, wire in ENDPOINTS.items()}
            state["oidc_config"] |= {"client_id": oidc["ClientId"]}
            state["oidc_config"] |= {"client_secret": self.config["oidc_config"]["client_secret"]}
        state["source_ip_config"] = {"cidrs": set(found["SourceIpConfig"]["Cidrs"])}
        if vpc := found.get("WorkforceVpcConfig"):
            assert vpc["VpcEndpointId"].startswith("vpce-")
            groups, subnets = set(vpc["SecurityGroupIds"]), set(vpc["Subnets"])
            state["workforce_vpc_config"] = {"vpc_id": vpc["VpcId"], "security_group_ids": groups, "subnets": subnets}
        return state

    _wire: ClassVar = {
        "oidc_config": "OidcConfig",
        "source_ip_config": "SourceIpConfig",
        "workforce_vpc_config": "WorkforceVpcConfig",
    }

    def _vpc(self, given: dict[str, Any]) -> dict[str, Any]:
        groups, subnets = sorted(given["security_group_ids"]), sorted(given["subnets"])
        return {"VpcId": given["vpc_id"], "SecurityGroupIds": groups, "Subnets": subnets}


class Workteam(Resource):
    name_attribute, noun, retried = "workteam_name", "Workteam", True
    computed = frozenset({"arn", "subdomain", "worker_access_configuration"})
    missing = ("ValidationException", "The work team")

    def expand(self) -> dict[str, Any]:
        made = {"WorkforceName": self.config["workforce_name"], "Description": self.config["description"]}
        made["MemberDefinitions"] = [self._member(member) for member in self.config["member_definition"]]
        if topic := self.config.get("notification_configuration", {}).get("notification_topic_arn"):
            made["NotificationConfiguration"] = {"NotificationTopicArn": topic}
        if access := self.config.get("worker_access_configuration"):
            constraints = {"SourceIp": access["source_ip"]}
            made["WorkerAccessConfiguration"] = {"S3Presign": {"IamPolicyConstraints": constraints}}
        return made

    def update(self, **changes: Any) -> None:
        self.config = {name: value for name, value in {**self.config, **changes}.items() if value is not None}
        wire = {
            "description": "Description",
            "notification_configuration": "NotificationConfiguration",
            "worker_access_configuration": "WorkerAccessConfiguration",
        }
        expanded = self.expand()
        sent = {wire[name]: expanded[wire[name]] for name in changes if wire.get(name) in expanded}
        self.aws("UpdateWorkteam", **self.name, MemberDefinitions=expanded["MemberDefinitions"], **sent)

    def flatten(self, found: dict[str, Any]) -> dict[str, Any]:
        topic = found["NotificationConfiguration"].get("NotificationTopicArn", "")
        state = {
            "arn": found["WorkteamArn"],
            "subdomain": found["SubDomain"],
            "description": found["Description"],
            "workteam_name": found["WorkteamName"],
            "member_definition": [self._flat(member) for member in found["MemberDefinitions"]],
            "notification_configuration": {"notification_topic_arn": topic},
            "workforce_name": self.config["workforce_name"],
        }
        if access := found.get("WorkerAccessConfiguration"):
            constraints = access["S3Presign"]["IamPolicyConstraints"]
            state["worker_access_configuration"] = {"source_ip": constraints["SourceIp"]}
        return state

    def is_suppressed(self, name: str, wanted: Any, found: Any) -> bool:
        block_left_out = name == "notification_configuration" and wanted is None
        return block_left_out or super().is_suppressed(name, wanted, found)

    def _member(self, member: dict[str, Any]) -> dict[str, Any]:
        if "groups" in member:
            return {"OidcMemberDefinition": {"Groups": sorted(member["groups"])}}
        names = {"client_id": "ClientId", "user_pool": "UserPool", "user_group": "UserGroup"}
        return {"CognitoMemberDefinition": {names[name]: value for name, value in member.items()}}

    def _flat(self, member: dict[str, Any]) -> dict[str, Any]:
        if oidc := member.get("OidcMemberDefinition"):
            return {"groups": set(oidc["Groups"])}
        cognito = member["CognitoMemberDefinition"]
        names = {"client_id": "ClientId", "user_pool": "UserPool", "user_group": "UserGroup"}
        return {name: cognito[wire] for name, wire in names.items()}


class HumanTaskUi(Resource):
    name_attribute, noun = "human_task_ui_name", "HumanTaskUi"
    computed = frozenset({"arn", "content_sha256", "url"})

    def expand(self) -> dict[str, Any]:
        return {"UiTemplate": {"Content": self.config["content"]}}

    def flatten(self, found: dict[str, Any]) -> dict[str, Any]:
        template = found["UiTemplate"]
        assert set(template) == {"Url", "ContentSha256"}
        return {
            "arn": found["HumanTaskUiArn"],
            "human_task_ui_name": found["HumanTaskUiName"],
            "content_sha256": template["ContentSha256"],
            "url": template["Url"],
            "content": self.config["content"],
        }


class FlowDefinition(Resource):
    name_attribute, noun, retried = "flow_definition_name", "FlowDefinition", True
    computed = frozenset({"arn"})
    pending_create = frozenset({"Initializing"})
    waits_for_deletion = TWO_MINUTES

    def unset(self) -> dict[str, Any]:
        return {"kms_key_id": "", "task_time_limit_in_seconds": 3600}

    def expand(self) -> dict[str, Any]:
        given = {**self.unset(), **self.config}
        loop = {wire: given[name] for name, wire in self._loop.items() if name in given}
        if "public_workforce_task_price" in given:
            cents, tenths = given["public_workforce_task_price"]
            amount = {"Cents": cents, "Dollars": 0, "TenthFractionsOfACent": tenths}
            loop["PublicWorkforceTaskPrice"] = {"AmountInUsd": amount}
        if "task_keywords" in given:
            loop["TaskKeywords"] = sorted(given["task_keywords"])
        made = {"HumanLoopConfig": loop, "RoleArn": given["role_arn"]}
        made["OutputConfig"] = {"S3OutputPath": given["s3_output_path"]}
        if given["kms_key_id"]:
            made["OutputConfig"]["KmsKeyId"] = given["kms_key_id"]
        if "conditions" in given:
            made["HumanLoopActivationConfig"] = {
                "HumanLoopActivationConditionsConfig": {"HumanLoopActivationConditions": given["conditions"]}
            }
            made["HumanLoopRequestSource"] = {"AwsManagedHumanLoopRequestSource": given["request_source"]}
        return made

    def flatten(self, found: dict[str, Any]) -> dict[str, Any]:
        loop, output = found["HumanLoopConfig"], found["OutputConfig"]
        state = {name: loop[wire] for name, wire in self._loop.items() if wire in loop}
        state |= {"arn": found["FlowDefinitionArn"], "role_arn": found["RoleArn"]}
        state |= {"flow_definition_name": found["FlowDefinitionName"], "s3_output_path": output["S3OutputPath"]}
        state["kms_key_id"] = output.get("KmsKeyId", "")
        if price := loop.get("PublicWorkforceTaskPrice"):
            amount = price["AmountInUsd"]
            assert amount["Dollars"] == 0
            state["public_workforce_task_price"] = (amount["Cents"], amount["TenthFractionsOfACent"])
        if "TaskKeywords" in loop:
            state["task_keywords"] = set(loop["TaskKeywords"])
        if config := found.get("HumanLoopActivationConfig"):
            given = config["HumanLoopActivationConditionsConfig"]["HumanLoopActivationConditions"]
            state["conditions"] = given
            state["request_source"] = found["HumanLoopRequestSource"]["AwsManagedHumanLoopRequestSource"]
        return state

    def is_suppressed(self, name: str, wanted: Any, found: Any) -> bool:
        if name == "conditions" and wanted and found:
            return json.loads(wanted) == json.loads(found)
        return super().is_suppressed(name, wanted, found)

    _loop: ClassVar = {
        "human_task_ui_arn": "HumanTaskUiArn",
        "task_availability_lifetime_in_seconds": "TaskAvailabilityLifetimeInSeconds",
        "task_count": "TaskCount",
        "task_description": "TaskDescription",
        "task_time_limit_in_seconds": "TaskTimeLimitInSeconds",
        "task_title": "TaskTitle",
        "workteam_arn": "WorkteamArn",
    }


@pytest.fixture
def provider() -> Any:
    """The provider's resources by their names in a program."""
    return SimpleNamespace(
        flow_definition=FlowDefinition, human_task_ui=HumanTaskUi, workforce=Workforce, workteam=Workteam, GONE=GONE
    )
