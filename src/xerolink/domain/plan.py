"""What would be done: the counts of stored decisions, for a person to look at first."""

from collections.abc import Mapping

from attrs import field, frozen

from xerolink.domain.contacts.decide import Verdict
from xerolink.domain.contacts.issues import IssueKind


@frozen
class Preview:
    """What an import would do, counted over the very decisions that it will perform.

    *excluded* counts active contacts that the filter leaves out; they are listed nowhere. A new
    client without an invoice is neither customer nor supplier and counts among them (row 10).
    """

    verdicts: Mapping[Verdict, int] = field(factory=dict)
    conflicts: Mapping[IssueKind, int] = field(factory=dict)
    excluded: int = 0

    def count(self, verdict: Verdict) -> int:
        return self.verdicts.get(verdict, 0)
