"""One organisation of one firm: everything that a host asks of it, each in one line."""

from xerolink.connection.invoice_planning import InvoicePlanning
from xerolink.connection.invoice_set_up import InvoiceSetUp
from xerolink.connection.invoices import Invoices
from xerolink.connection.lists import Lists
from xerolink.connection.people import People
from xerolink.connection.planning import Planning
from xerolink.connection.work import Work


class Connection(Work, People, Planning, Lists, InvoiceSetUp, Invoices, InvoicePlanning):
    """The verbs of one connection. Cheap: make one for each unit of work.

    Every verb blocks until it is done and raises `RunningLoopError` on an event loop's own
    thread. A verb that runs takes the connection's lease and raises `BusyError` while another
    holds it, in another process or in another thread: threads may share a connection.
    """


__all__ = ["Connection"]
