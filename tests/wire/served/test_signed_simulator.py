"""The simulator's own work while signatures count, and whose account a key speaks for."""

import json
import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from botocore.exceptions import ClientError

TEAM = {"CognitoMemberDefinition": {"UserPool": "us-east-1_P", "UserGroup": "g", "ClientId": "c"}}


def flow(served, key, name, template="<crowd-form></crowd-form>"):
    """A flow definition of that key's account."""
    sagemaker = served.client("sagemaker", key)
    team = sagemaker.create_workteam(WorkteamName=name, MemberDefinitions=[TEAM], Description="d")["WorkteamArn"]
    ui = sagemaker.create_human_task_ui(HumanTaskUiName=name, UiTemplate={"Content": template})["HumanTaskUiArn"]
    return sagemaker.create_flow_definition(
        FlowDefinitionName=name,
        HumanLoopConfig={
            "WorkteamArn": team,
            "HumanTaskUiArn": ui,
            "TaskTitle": "t",
            "TaskDescription": "d",
            "TaskCount": 1,
        },
        OutputConfig={"S3OutputPath": "s3://bucket/out"},
        RoleArn="arn:aws:iam::111111111111:role/r",
    )["FlowDefinitionArn"]


def test_a_loop_runs_from_start_to_output_and_the_relay_s_own_writes_are_let_through(served):
    a2i = served.client("sagemaker-a2i-runtime")
    arn = flow(served, served.ana, "whole")
    a2i.start_human_loop(
        HumanLoopName="whole", FlowDefinitionArn=arn, HumanLoopInput={"InputContent": json.dumps({"n": 1})}
    )
    answer = httpx.post(f"{served.url}/_simulator/human-loops/whole/answers", json={"answer": {"x": "y"}})
    assert answer.status_code == 201, answer.text
    served.settle()
    loop = a2i.describe_human_loop(HumanLoopName="whole")
    bucket, key = re.fullmatch("s3://([^/]+)/(.*)", loop["HumanLoopOutput"]["OutputS3Uri"]).groups()
    document = json.loads(served.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    assert document["humanAnswers"][0]["answerContent"] == {"x": "y"}


def test_an_address_that_a_template_grants_is_signed_by_a_key_of_our_own_that_is_good_for_that_alone(served):
    served.client("s3").put_object(Bucket="bucket", Key="picture", Body=b"pixels")
    rendered = served.client("sagemaker").render_ui_template(
        UiTemplate={"Content": "<crowd-form>{{ 's3://bucket/picture' | grant_read_access }}</crowd-form>"},
        Task={"Input": "{}"},
        RoleArn="arn:aws:iam::111111111111:role/r",
    )["RenderedContent"]
    url = re.search(r"http://[^<\s]+", rendered)[0].replace("&amp;", "&")
    assert served.ask("GET", url).body == b"pixels"
    assert served.ask("GET", url.replace("/picture", "/other")).status == 403
    access_key = parse_qs(urlsplit(url).query)["X-Amz-Credential"][0].split("/")[0]
    with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
        served.client("s3", (access_key, "test")).list_buckets()


def test_accounts_do_not_see_one_another(served):
    arn = flow(served, served.ana, "mine")
    assert ":111111111111:" in arn
    for key, account, seen in ((served.ana, "111111111111", ["mine"]), (served.ben, "222222222222", [])):
        assert served.client("sts", key).get_caller_identity()["Account"] == account
        flows = served.client("sagemaker", key).list_flow_definitions()["FlowDefinitionSummaries"]
        assert [found["FlowDefinitionName"] for found in flows if found["FlowDefinitionName"] == "mine"] == seen
        buckets = [found["Name"] for found in served.client("s3", key).list_buckets()["Buckets"]]
        assert buckets == (["bucket"] if seen else [])
    ben = served.client("sagemaker-a2i-runtime", served.ben)
    with pytest.raises(ClientError) as raised:
        ben.start_human_loop(HumanLoopName="theirs", FlowDefinitionArn=arn, HumanLoopInput={"InputContent": "{}"})
    assert raised.value.response["Error"]["Code"] == "ValidationException"
    assert flow(served, served.ben, "mine").startswith("arn:aws:sagemaker:us-east-1:222222222222:")


def test_regions_do_not_see_one_another(served):
    flow(served, served.ana, "regional")
    elsewhere = served.client("sagemaker", region="eu-west-1")
    assert elsewhere.list_flow_definitions()["FlowDefinitionSummaries"] == []
    with pytest.raises(ClientError, match="ResourceNotFound"):
        elsewhere.describe_flow_definition(FlowDefinitionName="regional")
