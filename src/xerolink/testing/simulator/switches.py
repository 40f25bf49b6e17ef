"""What differs between organisations of Xero, and what nobody could verify."""

from attrs import frozen


@frozen
class Switches:
    """What differs between organisations, or what the fact sheet leaves open.

    Contacts. ``enforce_unique_names``, ``enforce_unique_numbers``: off, Xero lets duplicates pass.
    ``unsent_parts_cleared``: a part left out of a sent phone or address slot is emptied, not kept.
    ``unsent_slots_cleared``: a slot type left out of a sent list of slots is emptied, not kept.
    ``name_before_number``: a POST without ContactID looks for the name first, then the number.
    ``unknown_contact_is_404``: a POST with a ContactID that nobody has is a 404, not a 400.
    ``draft_makes_customer``: the first draft is enough for IsCustomer and IsSupplier.

    Every list. ``since_inclusive``: If-Modified-Since includes its own second.
    ``most_rows``: an unpaged list with more is refused (fact sheet 2).
    ``all_or_nothing``: under summarizeErrors one refused element undoes the others.

    Invoices. ``due_date_required``: off, a missing DueDate becomes the Date of what is approved.
    ``ended_numbers_held``: the number of a VOIDED or DELETED sales invoice stays taken.
    ``default_line_amount_types``: what LineAmountTypes is when it is not sent.
    ``tax_by_component``: each part of a tax rate is rounded by itself, not their sum.
    ``unsent_lines_recreated``: an update without LineItems gives the lines new ids and cuts their
    prices to the precision of the call.
    ``adviser``: the connected user is one, whom the period lock does not bind.
    ``payments_told``: a payment is an update of its invoice for webhooks.
    ``emails_a_day``: invoices that the organisation may email (1,000 paying, 20 trial, 0 demo).
    """

    enforce_unique_names: bool = True
    enforce_unique_numbers: bool = True
    since_inclusive: bool = True
    unsent_parts_cleared: bool = False
    unsent_slots_cleared: bool = False
    name_before_number: bool = False
    unknown_contact_is_404: bool = False
    most_rows: int = 100_000
    all_or_nothing: bool = True
    draft_makes_customer: bool = False
    due_date_required: bool = True
    ended_numbers_held: bool = True
    default_line_amount_types: str = "Exclusive"
    tax_by_component: bool = False
    unsent_lines_recreated: bool = False
    adviser: bool = False
    payments_told: bool = True
    emails_a_day: int = 1000
