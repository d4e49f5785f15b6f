"""Sentences of refusals that AWS has but does not publish: ours, in AWS's manner, each with what is known.

An error's code and the words that programs look for are AWS's where they are known; the rest of the text is a guess.
Each is written once, here, and `docs/guesses.md` lists them.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with `{places}`, when it is said, and where the little that is known comes from (A2I_FACTS and flag)."""

    text: str
    when: str
    source: str = "C4 [G]"

    def __call__(self, **parts: object) -> str:
        """The sentence with its places filled in."""
        return self.text.format(**parts)


NAME_TAKEN = Sentence("{noun} already exists: {arn}", "Create of a name that is taken (ResourceInUse)")
FLOW_MISSING = Sentence(
    "The flow definition '{name}' does not exist.",
    "Describe or Delete of a flow definition that is not there (ResourceNotFound)",
    "C1 [code O, text G]",
)
TASK_UI_MISSING = Sentence(
    "The human task UI '{name}' does not exist.",
    "Describe, Delete or RenderUiTemplate of a human task UI that is not there (ResourceNotFound)",
    "C1 [code O, text G]",
)
WORKTEAM_MISSING = Sentence(
    "The work team '{name}' does not exist or you do not have access to it.",
    "Describe, Update or Delete of a work team that is not there (ValidationException)",
    "C1 ['The work team' O, the rest G]",
)
WORKFORCE_MISSING = Sentence(
    "No workforce found with name '{name}'.",
    "Describe, Update or Delete of a workforce that is not there (ValidationException)",
    "C1 ['No workforce' O, the rest G]",
)
FLOW_NEEDS_WORKTEAM = Sentence(
    "The specified Workteam '{arn}' does not exist or you do not have access to it.",
    "CreateFlowDefinition with an unknown work team (ValidationException)",
    "C1 [O]",
)
FLOW_NEEDS_TASK_UI = Sentence(
    "The specified HumanTaskUi '{arn}' does not exist or you do not have access to it.",
    "CreateFlowDefinition with an unknown human task UI (ValidationException)",
    "C1 [G, after the sentence for work teams]",
)
LOOP_NEEDS_FLOW = Sentence(
    "The specified FlowDefinition '{arn}' does not exist or you do not have access to it.",
    "StartHumanLoop with an unknown flow definition (ValidationException)",
    "C2 [code I, text G]",
)
LOOP_NEEDS_ACTIVE_FLOW = Sentence(
    "The flow definition '{arn}' is {status}. Only an Active one can start human loops.",
    "StartHumanLoop with a flow definition that is Initializing, Failed or Deleting (ValidationException)",
    "C2 [code I, text G]",
)
CONDITIONS_INVALID = Sentence(
    "HumanLoopActivationConditions is not valid: {place} {problem}.",
    "CreateFlowDefinition with activation conditions that break the developer guide's schema (ValidationException)",
    "C4 [schema D, text G]",
)
CONDITIONS_WITHOUT_SOURCE = Sentence(
    "HumanLoopActivationConfig cannot be used without HumanLoopRequestSource.",
    "CreateFlowDefinition of a custom task with activation conditions (ValidationException)",
    "D [rule D, text G]",
)
PRICE_NOT_PUBLIC = Sentence(
    "PublicWorkforceTaskPrice can only be used with the public workforce.",
    "CreateFlowDefinition with a price for a private or vendor team (ValidationException)",
    "H [G]",
)
PRICE_MISSING = Sentence(
    "PublicWorkforceTaskPrice must be given for the public workforce.",
    "CreateFlowDefinition for the public workforce without a price, where the rule public_price_required says so "
    "(ValidationException)",
    "H [G]",
)
PRICE_NOT_LISTED = Sentence(
    "PublicWorkforceTaskPrice {price} is not supported. Use one of: {listed}.",
    "CreateFlowDefinition with a price that is not in the list (ValidationException)",
    "H [list D, text G]",
)
CONFIG_MISSING = Sentence(
    "HumanLoopConfig must be given.",
    "CreateFlowDefinition without HumanLoopConfig, which the model does not require (ValidationException)",
    "C3 [G]",
)
OUTPUT_PATH_INVALID = Sentence(
    "The S3OutputPath '{path}' is not valid. It must name a bucket, as in s3://bucket/prefix.",
    "CreateFlowDefinition with a path that is no place in S3 (ValidationException)",
)
ROLE_OF_ANOTHER_ACCOUNT = Sentence(
    "Cross-account pass role is not allowed.",
    "CreateFlowDefinition or RenderUiTemplate with a role of another account (ValidationException)",
    "C4 [I, as AWS says it elsewhere]",
)
FLOW_NOT_ACTIVE = Sentence(
    "The flow definition '{name}' is {status}. Only an Active one can be deleted.",
    "DeleteFlowDefinition while it is Initializing or Deleting (ResourceInUse)",
    "B [rule D, code I, text G]",
)
TASK_UI_NOT_ACTIVE = Sentence(
    "The human task UI '{name}' is {status}.",
    "DeleteHumanTaskUi while it is Deleting (ResourceNotFound)",
)
WORKTEAM_IN_USE = Sentence(
    "The work team {arn} is used by the flow definition {flow_arn}.",
    "DeleteWorkteam of a team that a flow definition names, where the rule delete_workteam_in_use says so "
    "(ResourceInUse)",
)
WORKTEAMS_TOO_MANY = Sentence(
    "The account-level service limit 'Number of work teams' is {most}, and it is used up.",
    "CreateWorkteam beyond 25 in an account and region (ResourceLimitExceeded)",
    "C2 [limit D, text G]",
)
WORKFORCE_EXISTS = Sentence(
    "Cannot create more than one workforce for account {account}. "
    "If you are trying to update existing workforce, please use UpdateWorkforce API",
    "CreateWorkforce where there is one (ValidationException)",
    "C1 [O]",
)
WORKFORCE_HAS_TEAMS = Sentence(
    "The workforce {arn} still has work teams. Delete them before you delete the workforce.",
    "DeleteWorkforce with work teams (ResourceInUse)",
    "C1 [code D, text G]",
)
WORKFORCE_ONE_PROVIDER = Sentence(
    "Exactly one of CognitoConfig and OidcConfig must be given.",
    "CreateWorkforce with both or neither (ValidationException)",
    "D [rule O, text G]",
)
WORKFORCE_NOT_ACTIVE = Sentence(
    "The workforce '{name}' is {status}. Wait until it is Active.",
    "UpdateWorkforce or DeleteWorkforce while another change is under way (ConflictException; for DeleteWorkforce "
    "ResourceInUse)",
    "C2 [code I, text G]",
)
WORKFORCE_OIDC_LOCKED = Sentence(
    "The OIDC configuration of a workforce cannot be updated while it has work teams.",
    "UpdateWorkforce with OidcConfig while there are work teams (ConflictException)",
    "C2 [rule D, code I, text G]",
)
WORKFORCE_NOT_OIDC = Sentence(
    "OidcConfig cannot be given for a workforce of Amazon Cognito.",
    "UpdateWorkforce with OidcConfig for a Cognito workforce (ValidationException)",
    "C4 [rule D, text G]",
)
CIDRS_TOO_MANY = Sentence(
    "SourceIpConfig can have at most {most} Cidrs.",
    "CreateWorkforce or UpdateWorkforce with more than ten (ValidationException)",
    "C3 [limit D, text G]",
)
VPC_INCOMPLETE = Sentence(
    "WorkforceVpcConfig must have VpcId, SecurityGroupIds and Subnets, or be empty.",
    "CreateWorkforce or UpdateWorkforce with a part of them (ValidationException)",
    "D [I from the response's required members]",
)
MEMBER_WITHOUT_KIND = Sentence(
    "A member definition must have a CognitoMemberDefinition or an OidcMemberDefinition.",
    "CreateWorkteam or UpdateWorkteam with an empty member definition (ValidationException)",
)
MEMBERS_MIXED = Sentence(
    "CognitoMemberDefinition and OidcMemberDefinition cannot both be given.",
    "CreateWorkteam or UpdateWorkteam with both kinds (ValidationException)",
    "C4 [rule D, text G]",
)
MEMBERS_OF_TWO_POOLS = Sentence(
    "All CognitoMemberDefinition objects must have the same UserPool and ClientId.",
    "CreateWorkteam or UpdateWorkteam with different user pools (ValidationException)",
    "C4 [rule D, text G]",
)
MEMBERS_WITHOUT_GROUPS = Sentence(
    "OidcMemberDefinition must have Groups.",
    "CreateWorkteam or UpdateWorkteam with an OIDC member without groups (ValidationException)",
)
MEMBERS_NOT_OF_WORKFORCE = Sentence(
    "The UserPool and ClientId of the member definitions must be those of the workforce.",
    "CreateWorkteam or UpdateWorkteam with a user pool that is not the workforce's (ValidationException)",
    "C4 [rule I, text G]",
)
MEMBERS_WANT_OIDC_WORKFORCE = Sentence(
    "OidcMemberDefinition can only be used with a workforce of an OIDC identity provider.",
    "CreateWorkteam or UpdateWorkteam with OIDC members without such a workforce (ValidationException)",
    "C4 [rule I, text G]",
)
TAG_KEY_RESERVED = Sentence(
    "The tag key '{key}' is not allowed: keys that begin with aws: are reserved.",
    "AddTags or Create with a reserved key (ValidationException)",
)
TAG_KEY_TWICE = Sentence(
    "The tag key '{key}' is given more than once.",
    "AddTags or Create with a key twice (ValidationException)",
)
TAGS_TOO_MANY = Sentence(
    "The resource {arn} cannot have more than {most} tags.",
    "AddTags beyond 50 (ResourceLimitExceeded)",
    "C3 [limit D, code and text G]",
)
TAGGED_MISSING = Sentence(
    "The resource {arn} does not exist or you do not have access to it.",
    "AddTags, ListTags or DeleteTags on a resource that is not there (ValidationException)",
)
UI_OR_TEMPLATE = Sentence(
    "Exactly one of UiTemplate and HumanTaskUiArn must be given.",
    "RenderUiTemplate with both or neither (ValidationException)",
    "C2 [rule D, text G]",
)
SUBSCRIPTION_MISSING = Sentence(
    "The work team '{arn}' does not exist or you are not subscribed to it.",
    "DescribeSubscribedWorkteam of a team that is no subscription (ValidationException)",
    "C1 [I, as for other work teams]",
)
LABELING_TEAM_MISSING = Sentence(
    "The work team '{arn}' does not exist or you do not have access to it.",
    "ListLabelingJobsForWorkteam of an unknown team (ResourceNotFound)",
    "C2 [code D, text G]",
)
LOOP_MISSING = Sentence(
    "The human loop '{name}' does not exist.",
    "DescribeHumanLoop, StopHumanLoop or DeleteHumanLoop of a loop that is not there (ResourceNotFoundException)",
    "B [code D, text G]",
)
LOOPS_OF_MISSING_FLOW = Sentence(
    "The flow definition '{arn}' does not exist.",
    "ListHumanLoops of a flow definition that is not there (ResourceNotFoundException)",
    "B [code D, text G]",
)
LOOP_ENDED = Sentence(
    "The human loop '{name}' is {status}. Only a human loop that is InProgress can be stopped.",
    "StopHumanLoop on a loop that has ended, where the rule stop_after_end says so (ValidationException)",
    "B [G]",
)
LOOP_OPEN = Sentence(
    "The human loop '{name}' is {status}. Stop it first: "
    "only a human loop that is Completed, Failed or Stopped can be deleted.",
    "DeleteHumanLoop of an open loop (ValidationException)",
    "B [rule D, code and text G]",
)
LOOP_NAME_TAKEN = Sentence(
    "Your request has the same name as another active human loop but has different input data. "
    "You cannot start two human loops with the same name and different input data.",
    "StartHumanLoop with the name of another loop and different input (ConflictException)",
    "B [rule D, text I from the error's documentation]",
)
LOOP_NAME_ENDED = Sentence(
    "A human loop with the name '{name}' exists and is {status}. Delete it before you use its name again.",
    "StartHumanLoop with the name of a loop that has ended, where the rule reuse_ended_names says so "
    "(ConflictException)",
    "B [G]",
)
LOOPS_TOO_MANY = Sentence(
    "The account-level service limit 'Number of open human loops' is {most}, and it is used up.",
    "StartHumanLoop beyond the rule most_open_human_loops (ServiceQuotaExceededException)",
    "C2 [code D, text G]",
)
INPUT_NO_OBJECT = Sentence(
    "HumanLoopInput.InputContent must be a JSON object.",
    "StartHumanLoop with another JSON value, where the rule input_object_required says so (ValidationException)",
)
PII_UNDECLARED = Sentence(
    "The content is not declared free of personally identifiable information. "
    "The public workforce needs the content classifier FreeOfPersonallyIdentifiableInformation.",
    "StartHumanLoop for the public workforce without the classifier: the loop's FailureReason, or the refusal where "
    "the rule undeclared_pii says so (ValidationError; ValidationException)",
    "B [rule D, text G]",
)
TOKEN_INVALID = Sentence(
    "The value of NextToken is not valid. Use the NextToken that the call before returned, with the same parameters.",
    "a List operation with a token that it did not give out (ValidationException)",
)
JSON_INVALID = Sentence(
    "{place} must be valid JSON: {problem}.",
    "StartHumanLoop with input, or CreateFlowDefinition with activation conditions, that is not JSON "
    "(ValidationException)",
)
