from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

# No transaction lasts longer.
KEPT = timedelta(days=1)


class CrmYishangDuplicateLock(models.Model):
    """Lets one transaction at a time enter customers with the same key.

    Rows instead of advisory locks of the database: whoever waited for an advisory lock
    still would not see what the other one has entered, since a transaction sees the
    database as it was when it began. A row that the other one wrote makes this one fail
    and be repeated from its beginning, as the server does with any such conflict. And
    advisory locks of an import of ten thousand rows would fill the server's memory for
    locks.
    """

    _name = "crm.yishang.duplicate.lock"
    _description = "Key of a Customer That Is Being Entered"
    _log_access = False

    name = fields.Char(required=True)
    moment = fields.Datetime(required=True)

    _name_uniq = models.Constraint("UNIQUE (name)")

    @api.model
    def _take(self, pairs):
        """Hold ``(kind, key)`` until the end of the transaction.

        Always in the same order, so that two of them never wait for each other.
        """
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_duplicate_lock (name, moment)
                SELECT name, %s FROM unnest(%s) name
                ON CONFLICT (name) DO UPDATE SET moment = EXCLUDED.moment
                """,
                fields.Datetime.now(),
                sorted({f"{kind} {key}" for kind, key in pairs}),
            )
        )

    @api.autovacuum
    def _gc_locks(self):
        """Forget what only transactions that ended long ago could have met."""
        self.env.cr.execute(
            SQL(
                "DELETE FROM crm_yishang_duplicate_lock WHERE moment < %s",
                fields.Datetime.now() - KEPT,
            )
        )
