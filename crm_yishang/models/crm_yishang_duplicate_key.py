from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.duplicate_keys import get_keys
from .crm_yishang_search import CHUNK

# A contact who left has taken the number along; an archived customer is still there.
SOURCES = """
SELECT partner.yishang_customer_id,
    CASE WHEN partner.commercial_partner_id = partner.id THEN partner.vat END,
    ARRAY[partner.phone, partner.yishang_fax],
    ARRAY[partner.email],
    CASE WHEN partner.is_company THEN partner.name END
FROM res_partner partner
WHERE partner.yishang_customer_id = ANY(%(ids)s)
    AND (partner.active OR partner.id = partner.yishang_customer_id)
"""
SOURCE_FIELDS = (
    "active",
    "commercial_partner_id",
    "email",
    "is_company",
    "name",
    "parent_id",
    "phone",
    "vat",
    "yishang_customer_id",
    "yishang_fax",
)


class CrmYishangDuplicateKey(models.Model):
    """What a customer is recognized by: its own keys and those of its contacts.

    One row for each key of a customer, so that a check is a look into one index and
    all groups of customers with the same key are one walk along it.
    """

    _name = "crm.yishang.duplicate.key"
    _description = "Key of a Customer"
    _log_access = False
    _rec_name = "key"

    customer_id = fields.Many2one("res.partner", required=True, ondelete="cascade")
    kind = fields.Char(required=True)
    key = fields.Char(required=True)
    family_id = fields.Integer(
        required=True,
        help="Id of the company above all: branches share what they have.",
    )

    # A constraint and not an index alone: merging partners looks for those.
    _customer_id_uniq = models.Constraint("UNIQUE (customer_id, kind, key)")
    _key_idx = models.Index("(kind, key, customer_id) INCLUDE (family_id)")

    @api.model
    def _rebuild(self):
        """Compose the keys of all customers anew, after rows came in by SQL."""
        for ids in self.env["res.partner"]._yishang_iter_customer_ids(CHUNK):
            self._refresh(ids)

    @api.model
    def _count_about(self):
        """Return how many keys there are, as the database guesses it."""
        [(count,)] = self.env.execute_query(
            SQL(
                "SELECT reltuples::bigint FROM pg_class"
                " WHERE oid = 'crm_yishang_duplicate_key'::regclass"
            )
        )
        return count

    @api.model
    def _refresh(self, partner_ids):
        """Bring the keys of these partners' customers in step with them.

        :return: what is new, as ``{(customer id, kind, key): family}``
        """
        if not partner_ids:
            return {}
        self.env["res.partner"].flush_model(SOURCE_FIELDS)
        families = self._get_families(partner_ids)
        concerned = list({*partner_ids, *families})
        wanted = {
            (customer_id, *pair): families[customer_id]
            for customer_id, *texts in self.env.execute_query(
                SQL(SOURCES, ids=list(families))
            )
            for pair in get_keys(*texts)
        }
        stored = self._fetch(concerned)
        self._drop(stored.keys() - wanted.keys())
        self._store({row: id_ for row, id_ in wanted.items() if stored.get(row) != id_})
        return {row: id_ for row, id_ in wanted.items() if row not in stored}

    @api.model
    def _get_families(self, partner_ids):
        """Return which customers are concerned when these partners change.

        One statement for each level of companies, which are few: the planner would
        expect a recursive one to bring the whole table.

        :return: ``{customer id: id of the company above all}``
        """
        concerned = below = set(partner_ids)
        while below := self._fetch_branches(below) - concerned:
            concerned = concerned | below
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT customer.id, customer.parent_id
                FROM res_partner partner
                JOIN res_partner customer ON customer.id = partner.yishang_customer_id
                WHERE partner.id = ANY(%s)
                """,
                list(concerned),
            )
        )
        families = {id_: parent_id or id_ for id_, parent_id in rows}
        above = {parent_id for _id, parent_id in rows if parent_id}
        while parents := self._fetch_parents(above):
            families = {id_: parents.get(top, top) for id_, top in families.items()}
            above = set(parents.values())
        return families

    @api.model
    def _fetch_branches(self, partner_ids):
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE parent_id = ANY(%s) AND is_company",
                list(partner_ids),
            )
        )
        return {id_ for (id_,) in rows}

    @api.model
    def _fetch_parents(self, partner_ids):
        """Return ``{id: id of the parent}`` of those that have one."""
        if not partner_ids:
            return {}
        rows = self.env.execute_query(
            SQL(
                "SELECT id, parent_id FROM res_partner"
                " WHERE id = ANY(%s) AND parent_id IS NOT NULL",
                list(partner_ids),
            )
        )
        return dict(rows)

    @api.model
    def _fetch(self, customer_ids):
        """Return what is stored, as ``{(customer id, kind, key): family}``."""
        rows = self.env.execute_query(
            SQL(
                "SELECT customer_id, kind, key, family_id"
                " FROM crm_yishang_duplicate_key WHERE customer_id = ANY(%s)",
                customer_ids,
            )
        )
        return {row[:3]: row[3] for row in rows}

    @api.model
    def _store(self, rows):
        """Write ``{(customer id, kind, key): family}``."""
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_duplicate_key
                    (customer_id, kind, key, family_id)
                SELECT * FROM unnest(%s::int[], %s::text[], %s::text[], %s::int[])
                ON CONFLICT (customer_id, kind, key)
                DO UPDATE SET family_id = EXCLUDED.family_id
                """,
                *map(list, zip(*rows, strict=True)),
                list(rows.values()),
            )
        )

    @api.model
    def _drop(self, rows):
        if not rows:
            return
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM crm_yishang_duplicate_key stored
                USING unnest(%s::int[], %s::text[], %s::text[])
                    gone (customer_id, kind, key)
                WHERE stored.customer_id = gone.customer_id
                    AND stored.kind = gone.kind AND stored.key = gone.key
                """,
                *map(list, zip(*rows, strict=True)),
            )
        )
