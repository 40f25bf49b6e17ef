"""What people did in a story, as far as the judge has to know it."""

from datetime import date

from attrs import define, field

from xerolink.domain.invoices.model import HostInvoiceId, HostInvoiceVersion
from xerolink.testing.billing_world import START_DATE


@define
class EditedThere:
    """What somebody typed into an invoice in Xero; *answered*: a person may have let it go since.

    A person who retries, or edits the host's invoice when the edit in Xero is among the issues,
    asks for it to be overwritten. *unseen*: a replica lagged, and may not have shown it.
    """

    words: str
    answered: bool = False
    unseen: bool = False


@define
class Log:
    """*could*: invoices that could go to Xero at some time; *lowest*: the earliest start date.

    *voided*: by people, on either side, by its id there. *free*: what a person asked to be taken
    back, while it stood in Xero as in the host, or was not there yet. *left_out*: rows that
    somebody took out of a plan, by the version of the host then; None: it was deleted.
    *kept_out*: those of them that were to be sent, and nothing was in the way of leaving them out.
    *excluded*: what was sent while its contact was; it stays out until it is
    sent again (row 43).
    """

    could: set[HostInvoiceId] = field(factory=set)
    deleted: set[str] = field(factory=set)
    voided: set[str] = field(factory=set)
    edited_there: dict[str, EditedThere] = field(factory=dict)
    free: set[HostInvoiceId] = field(factory=set)
    left_out: dict[HostInvoiceId, HostInvoiceVersion | None] = field(factory=dict)
    kept_out: dict[HostInvoiceId, HostInvoiceVersion | None] = field(factory=dict)
    excluded: dict[HostInvoiceId, HostInvoiceVersion] = field(factory=dict)
    lowest: date = START_DATE

    def asked_again(self, host_id: HostInvoiceId) -> None:
        """A person named it: it is left out no more."""
        self.left_out.pop(host_id, None)
        self.kept_out.pop(host_id, None)
        self.excluded.pop(host_id, None)

    def answered(self, xero_id: str) -> None:
        if xero_id in self.edited_there:
            self.edited_there[xero_id].answered = True

    def lagged(self) -> None:
        """A replica of Xero lagged: what was typed there lately may not have been shown."""
        for edit in self.edited_there.values():
            edit.unseen = True
