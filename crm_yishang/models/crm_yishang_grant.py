from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.ledger_table import LedgerTable


class CrmYishangGrant(models.Model):
    """One customer opened to one user beyond the hierarchy and the regions."""

    _name = "crm.yishang.grant"
    _description = "Collaborator"
    _inherit = ["crm.yishang.visible.mixin", "crm.yishang.ledger.mixin"]
    _rec_name = "user_id"
    _order = "id"

    _visible_through = ("customer_id",)

    user_id = fields.Many2one(
        "res.users",
        string="Collaborator",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('yishang_is_customer', '=', True)]",
    )
    access_right = fields.Selection(
        [("read", "Read"), ("write", "Read and Write")],
        string="Right",
        required=True,
        default="write",
    )
    source = fields.Selection(
        [
            ("collaborator", "Collaborator"),
            ("opportunity", "Opportunity"),
            ("visit", "Visit"),
        ],
        required=True,
        default="collaborator",
        readonly=True,
        help="What opens the customer: named by hand, or an open document assigned "
        "to the user. The latter ends with the document.",
    )
    lead_id = fields.Many2one(
        "crm.lead",
        string="Opportunity",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    visit_id = fields.Many2one(
        "crm.yishang.visit",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    date_end = fields.Date(
        string="Until",
        help="Last day on which the customer is open to the user. Empty: no end.",
    )

    _once_uniq = models.UniqueIndex(
        "(customer_id, user_id) WHERE source = 'collaborator'",
        "This user is already a collaborator on this customer.",
    )
    _lead_uniq = models.UniqueIndex("(lead_id) WHERE lead_id IS NOT NULL")
    _visit_uniq = models.UniqueIndex("(visit_id) WHERE visit_id IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        grants = super().create(vals_list)
        self.env["crm.yishang.policy"]._forget()
        return grants

    def write(self, vals):
        result = super().write(vals)
        self.env["crm.yishang.policy"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.yishang.policy"]._forget()
        return result

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="collaborators",
            title=self.env._("Collaborators"),
            sequence=20,
            customer="customer_id",
            columns=("user_id", "access_right", "source", "date_end"),
        )
        return [*super()._get_ledger_tables(), table]

    @api.model
    def _get_sight_domain(self, sight, mode):
        # A collaborator may work on the customer, but not extend the own access.
        return super()._get_sight_domain(sight._replace(writable=frozenset()), mode)

    def _is_open(self):
        """Return whether the customer is open to the user today."""
        self.ensure_one()
        # sudo: it is the same day, whoever asks.
        tz_name = self.user_id.sudo().company_id.partner_id.tz
        today = self.env["crm.yishang.policy"]._get_day(tz_name)
        return not self.date_end or self.date_end >= today

    @api.model
    def _open_for_all_work(self):
        """Open customers to whoever works on an open document of somebody else's.

        For what the documents did not tell one by one: visibility was switched on, or
        customers were written by SQL. One note for all, not one for each customer.
        """
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        # sudo: open work opens its customer, whoever throws the switch.
        grants = self.sudo()
        for name in self.env.registry.descendants(
            ["crm.yishang.assigned.mixin"], "_inherit"
        ):
            if not self.env[name]._abstract:
                grants._open_for(grants.env[name])

    @api.model
    def _open_for(self, documents):
        """Write the grants that open documents lack, and say on the company how many.

        The twin of ``_yishang_get_grant_vals`` for all documents at once.

        :param documents: a model of ``crm.yishang.assigned.mixin``
        """
        self.env.flush_all()
        # Raw SQL: a company may throw the switch with tens of thousands of them.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_grant (
                    user_id, customer_id, %(link)s, access_right, source,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT document.user_id, customer.id, document.id, 'write', %(source)s,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM %(table)s document
                JOIN res_partner customer ON customer.id = document.yishang_customer_id
                WHERE %(is_open)s
                    AND document.user_id != COALESCE(customer.user_id, 0)
                ORDER BY document.id
                ON CONFLICT (%(link)s) WHERE %(link)s IS NOT NULL DO UPDATE SET
                    user_id = EXCLUDED.user_id,
                    customer_id = EXCLUDED.customer_id,
                    write_uid = EXCLUDED.write_uid,
                    write_date = EXCLUDED.write_date
                WHERE (crm_yishang_grant.user_id, crm_yishang_grant.customer_id)
                    IS DISTINCT FROM (EXCLUDED.user_id, EXCLUDED.customer_id)
                """,
                link=SQL.identifier(documents._grant_link),
                source=documents._grant_source,
                table=SQL.identifier(documents._table),
                is_open=documents._sql_is_open_work("document"),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(
            ["yishang_collaborator_ids"], flush=False
        )
        self.env["crm.yishang.policy"]._forget()
        if count:
            self.env.company.partner_id._message_log(
                body=self.env._(
                    "Visibility: %(count)s open documents (%(kind)s) on customers of "
                    "somebody else. Whoever works on them collaborates on these "
                    "customers as long as they are open.",
                    count=count,
                    kind=self.env["ir.model"]._get(documents._name).name,
                )
            )

    def _log_on_customer(self):
        """Tell on the customer who collaborates through which document."""
        for grant in self:
            grant.customer_id._message_log(
                body=self.env._(
                    "%(user)s collaborates on this customer as long as %(document)s "
                    "is open.",
                    user=grant.user_id.name,
                    document=(grant.lead_id or grant.visit_id).display_name,
                )
            )
