"""Enrolling: adding a reviewer. The first needs nobody; each later one needs a reviewer's signature."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from server.desk import keys, ledger
from server.desk.approvals import require_trusted
from server.desk.drafting import Desk
from server.desk.keys import Signer
from server.desk.reviewers import enrolment, named, record
from server.desk.store import deciding, reviewers
from tools.base import Model
from tools.errors import BadRequest, Conflict, NotPermitted

_NAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class Enrolled(Model):
    """A reviewer who was added, and the ledger's head since."""

    id: str
    name: str
    fingerprint: str
    added_by: str
    head: str


def enrol(desk: Desk, name: str, passphrase: str, *, voucher: Signer | None = None, work: int = keys.WORK) -> Enrolled:
    """Make a reviewer's key and record its public half.

    The first reviewer is trusted on first use and signs for themselves. Raises NotPermitted where there are
    reviewers and none vouches, Conflict for a name that is taken, BadRequest for a name or passphrase that will
    not do.
    """
    if not _NAME.fullmatch(name):
        raise BadRequest(f"{name!r} is no reviewer's name. Use 2 to 40 lower-case letters, digits, '.', '_' and '-'.")
    keys.require_strong(passphrase, name=name)
    signer = keys.new_signer(name)
    path = keys.save(desk.home, signer, passphrase, work=work)
    try:
        return _recorded(desk, signer, voucher)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def unlock(desk: Desk, name: str, passphrase: str) -> Signer:
    """Open a reviewer's key and make sure that it is the one the record holds."""
    with desk.state.begin() as connection:
        reviewer = named(connection, name)
    signer = keys.unlock(desk.home, reviewer.id, passphrase)
    if (signer.id, signer.name, signer.public_key) != (reviewer.id, reviewer.name, reviewer.public_key):
        raise NotPermitted(f"The key file of {name!r} is not the key that was recorded. See: groundswell ledger verify")
    return signer


def is_first(desk: Desk) -> bool:
    """Whether there is no reviewer yet."""
    with desk.state.begin() as connection:
        return connection.execute(select(func.count()).select_from(reviewers)).scalar_one() == 0


def _recorded(desk: Desk, signer: Signer, voucher: Signer | None) -> Enrolled:
    now = desk.now()
    with deciding(desk.state) as connection:
        names = set(connection.execute(select(reviewers.c.name)).scalars())
        if signer.name in names:
            raise Conflict(f"There is a reviewer {signer.name!r} already.")
        if names and voucher is None:
            raise NotPermitted(f"An existing reviewer must vouch: groundswell reviewers add {signer.name} --by NAME")
        if voucher is not None:
            require_trusted(connection, voucher)
        by = voucher or signer
        payload = enrolment(
            reviewer_id=signer.id, name=signer.name, public_key=signer.public_key, added_by=by.id, added_at=now,
            ledger_head=ledger.head(connection),
        )  # fmt: skip
        head = record(connection, payload, by.sign(payload), at=now)
    return Enrolled(id=signer.id, name=signer.name, fingerprint=signer.public_key[:16], added_by=by.name, head=head)
