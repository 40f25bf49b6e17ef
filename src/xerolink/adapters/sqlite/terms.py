"""The profiles of host contacts in SQLite, and which of them bear which term.

A term is kept as a number that is made of it, and a connection and a contact as short numbers:
there are some forty rows for each contact, and none of them tells anything by itself. How many
bear a term is counted as rows come and go, for most of what is asked is borne by many.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from hashlib import blake2b
from itertools import count

from attrs import field, frozen

from xerolink.adapters.sqlite.session import Session, listed, numbers_listed
from xerolink.domain.contacts.matching import Hits
from xerolink.domain.contacts.profile import Profile
from xerolink.domain.contacts.terms import Term, terms
from xerolink.domain.identity import ConnectionId, HostContactId
from xerolink.ports.errors import StoreError

_SPACE = "select space from term_space where connection_id = ?"
_NEW_SPACE = """
insert into term_space (connection_id, space)
  select ?, coalesce(max(space), 0) + 1 from term_space
"""
_KNOWN = """
select host_id, number, profile from host_profile
 where connection_id = ? and host_id in (select value from json_each(?))
"""
_NAMES = """
select number, host_id from host_profile
 where connection_id = ? and number in (select value from json_each(?))
"""
_COUNT = "select count(*) from host_profile where connection_id = ?"
_LAST = "select coalesce(max(number), 0) from host_profile where connection_id = ?"
_PUT = """
insert into host_profile (connection_id, number, host_id, profile) values (?, ?, ?, ?)
"""
_DROP = """
delete from host_profile
 where connection_id = ? and number in (select value from json_each(?))
"""
_BEAR = "insert into host_term (space, term, number) values (?, ?, ?)"
_UNBEAR = "delete from host_term where space = ? and term = ? and number = ?"
_ADD = """
insert into host_term_total (space, term, total) values (?, ?, ?)
on conflict (space, term) do update set total = total + excluded.total
"""
_UNUSED = "delete from host_term_total where space = ? and term = ? and total = 0"
_NO_TERMS = """
delete from host_term where space = (select space from term_space where connection_id = ?)
"""
_NO_TOTALS = """
delete from host_term_total where space = (select space from term_space where connection_id = ?)
"""
STRIP = (_NO_TERMS, _NO_TOTALS, "delete from host_profile where connection_id = ?")
"""What leaves nothing of a connection's terms and profiles."""
_BEARING = """
select found.term, found.total,
       (select group_concat(number) from host_term
         where space = found.space and term = found.term and found.total <= ?)
  from json_each(?) as asked
  cross join host_term_total as found on found.space = ? and found.term = asked.value
"""


@frozen
class _Known:
    """A profile as it is kept, and the number of the contact."""

    number: int
    text: str = field(repr=False)


class SqliteTerms:
    def __init__(self, session: Session, connection_id: ConnectionId) -> None:
        self._session, self._id = session, connection_id

    def put(self, profiles: Mapping[HostContactId, Profile | None]) -> None:
        """Keep them, in the place of the earlier ones; what is equal is not written again."""
        texts = {i: _text(profile) for i, profile in profiles.items() if profile is not None}
        known = self._known(profiles)
        self._drop([row for i, row in known.items() if texts.get(i) != row.text])
        fresh = {i: t for i, t in texts.items() if i not in known or known[i].text != t}
        self._add(fresh, {i: profile for i in fresh if (profile := profiles[i]) is not None})

    def remove(self, ids: Collection[HostContactId]) -> None:
        self._drop(list(self._known(ids).values()))

    def profiles(self, ids: Collection[HostContactId]) -> Mapping[HostContactId, Profile]:
        return {i: _profile(row.text) for i, row in self._known(ids).items()}

    def profiled(self) -> int:
        number: int = self._session.rows(_COUNT, self._id)[0][0]
        return number

    def bearing(self, asked: Collection[Term], listed: int) -> Mapping[Term, Hits]:
        terms_by_key = {key_of(term): term for term in asked}
        keys = numbers_listed(terms_by_key)
        rows = self._session.rows(_BEARING, listed, keys, self._space())
        borne = {key: (total, ids.split(",") if ids else []) for key, total, ids in rows}
        names = self._names(set().union(*[numbers for _, numbers in borne.values()]))
        return {
            terms_by_key[key]: Hits(
                total, tuple(map(names.__getitem__, numbers)) if numbers else ()
            )
            for key, (total, numbers) in borne.items()
        }

    def strip(self) -> None:
        for sql in STRIP:
            self._session.run(sql, self._id)

    def _known(self, ids: Collection[HostContactId]) -> dict[HostContactId, _Known]:
        rows = self._session.rows(_KNOWN, self._id, listed(ids))
        return {host_id: _Known(number, text) for host_id, number, text in rows}

    def _names(self, numbers: Collection[str]) -> dict[str, HostContactId]:
        rows = self._session.rows(_NAMES, self._id, numbers_listed(map(int, numbers)))
        return {str(number): host_id for number, host_id in rows}

    def _space(self) -> int:
        found = self._session.rows(_SPACE, self._id)
        return found[0][0] if found else 0

    def _own_space(self) -> int:
        if not self._space():
            self._session.run(_NEW_SPACE, self._id)
        return self._space()

    def _drop(self, rows: Collection[_Known]) -> None:
        """The terms of a profile follow from it: nothing else says who bears what."""
        if not rows:
            return
        space, borne = self._space(), _borne({row.number: _profile(row.text) for row in rows})
        self._session.run(_DROP, self._id, numbers_listed(row.number for row in rows))
        self._session.run_numbers(_UNBEAR, [(space, *pair) for pair in borne])
        fewer = Counter(key for key, _ in borne)
        self._session.run_numbers(_ADD, [(space, key, -n) for key, n in fewer.items()])
        self._session.run_numbers(_UNUSED, [(space, key) for key in fewer])

    def _add(
        self, texts: Mapping[HostContactId, str], profiles: Mapping[HostContactId, Profile]
    ) -> None:
        if not texts:
            return
        space, (last,) = self._own_space(), self._session.rows(_LAST, self._id)[0]
        numbers = dict(zip(texts, count(last + 1)))
        rows = [(self._id, numbers[host_id], host_id, text) for host_id, text in texts.items()]
        self._session.run_many(_PUT, rows)
        borne = _borne({number: profiles[host_id] for host_id, number in numbers.items()})
        self._session.run_numbers(_BEAR, [(space, *pair) for pair in borne])
        more = Counter(key for key, _ in borne)
        self._session.run_numbers(_ADD, [(space, key, n) for key, n in sorted(more.items())])


def _borne(profiles: Mapping[int, Profile]) -> list[tuple[int, int]]:
    """Term and number, in the order in which the table holds them."""
    bearers = defaultdict[Term, list[int]](list)
    for number, profile in profiles.items():
        for term in terms(profile):
            bearers[term].append(number)
    in_order = sorted((key_of(term), numbers) for term, numbers in bearers.items())
    return [(key, number) for key, numbers in in_order for number in numbers]


def _text(profile: Profile) -> str:
    """The five texts of it, in their order: there are many, and all of them are read often."""
    return json.dumps([getattr(profile, name) for name in Profile.__match_args__])


def _profile(text: str) -> Profile:
    try:
        return Profile(*json.loads(text))
    except (ValueError, TypeError):
        why = "it cannot be read"
    raise StoreError("a stored Profile", why, "restore the database from a backup")


def key_of(term: Term) -> int:
    """The number that stands for *term*, as SQLite holds one: 64 bits, with a sign."""
    digest = blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
