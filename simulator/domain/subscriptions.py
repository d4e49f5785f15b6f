"""Work teams of vendors that an account is subscribed to in the AWS Marketplace; here they come from configuration."""

from dataclasses import dataclass

from simulator.domain import arns

VENDOR_ACCOUNT = "394669845002"
"""The account of AWS's own labelling teams, in whose name a vendor's team is unless its own account is given [I]."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A vendor's work team. `accounts` and `regions` are those that are subscribed; empty means all of them."""

    name: str
    title: str | None = None
    seller: str | None = None
    description: str | None = None
    listing_id: str | None = None
    seller_account: str = VENDOR_ACCOUNT
    accounts: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()

    def holds_for(self, account: str, region: str) -> bool:
        """Whether that account has the subscription in that region."""
        return (not self.accounts or account in self.accounts) and (not self.regions or region in self.regions)

    def arn(self, partition: str, region: str) -> str:
        """The team's ARN in a region."""
        return arns.sagemaker(partition, region, self.seller_account, f"workteam/vendor-crowd/{self.name}")
