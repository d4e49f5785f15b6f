"""A simulator for the samples, as a review app and a worker reach it."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field

import boto3
import httpx

from e2e.samples import media

ARN = "arn:aws:sagemaker:us-east-1:123456789012"
MEMBER = {"CognitoMemberDefinition": {"UserPool": "us-east-1_Samples01", "UserGroup": "g", "ClientId": "c"}}


@dataclass
class Simulator:
    """A running simulator with a bucket for results and one for media."""

    url: str
    clients: dict = field(default_factory=dict)

    def __post_init__(self):
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        names = ("sagemaker", "sagemaker-a2i-runtime", "s3")
        self.sagemaker, self.a2i, self.s3 = (session.client(name, endpoint_url=self.url) for name in names)
        self.control = httpx.Client(base_url=f"{self.url}/_simulator", timeout=60)

    def prepare(self):
        """The buckets, the pictures and sounds, and a work team."""
        self.s3.create_bucket(Bucket="results")
        self.s3.create_bucket(Bucket="sample-media")
        for tint in range(5):
            self.keep(f"picture-{tint}.png", media.picture(tint), "image/png")
        for pitch in (330, 440):
            self.keep(f"sound-{pitch}.wav", media.sound(pitch), "audio/wav")
        self.keep("document.pdf", media.document(), "application/pdf")
        self.sagemaker.create_workteam(WorkteamName="team", MemberDefinitions=[MEMBER], Description="d")

    def keep(self, key, body, kind):
        """Put a file where the templates' inputs point."""
        self.s3.put_object(Bucket="sample-media", Key=key, Body=body, ContentType=kind)

    def start(self, name, template, task_input):
        """A human loop of its own task UI and flow definition; a link that opens its task for a worker."""
        self.sagemaker.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": template})
        config = {
            "WorkteamArn": f"{ARN}:workteam/private-crowd/team",
            "HumanTaskUiArn": f"{ARN}:human-task-ui/{name}",
            "TaskTitle": name,
            "TaskDescription": "A sample",
            "TaskCount": 1,
        }
        output = {"S3OutputPath": "s3://results"}
        role = "arn:aws:iam::123456789012:role/samples"
        self.sagemaker.create_flow_definition(
            FlowDefinitionName=name, HumanLoopConfig=config, OutputConfig=output, RoleArn=role
        )
        self.a2i.start_human_loop(
            HumanLoopName=name,
            FlowDefinitionArn=f"{ARN}:flow-definition/{name}",
            HumanLoopInput={"InputContent": json.dumps(task_input)},
        )
        task = self.control.get("/tasks", params={"human_loop_name": name}).json()["tasks"][0]
        self.control.post("/workers", json={"name": name}).raise_for_status()
        return self.control.post(f"/workers/{name}/sign-in", json={"task": task["id"]}).json()["url"]

    def output(self, name):
        """The `output.json` of a loop, or None while it has none."""
        loop = self.a2i.describe_human_loop(HumanLoopName=name)
        if loop["HumanLoopStatus"] != "Completed":
            return None
        bucket, _, key = loop["HumanLoopOutput"]["OutputS3Uri"].removeprefix("s3://").partition("/")
        return json.loads(self.s3.get_object(Bucket=bucket, Key=key)["Body"].read())


@contextmanager
def running():
    """A simulator in a process of its own, prepared."""
    command = [sys.executable, "-m", "simulator", "serve", "--port", "0", "--in-memory", "--seed", "1"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("AWS_", "A2I_SIMULATOR_"))}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            simulator = Simulator(process.stdout.readline().removeprefix("listening on ").strip())
            simulator.prepare()
            yield simulator
        finally:
            process.terminate()
