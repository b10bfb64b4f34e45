from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerTable


class CrmYishangGrant(models.Model):
    """One customer opened to one user beyond the hierarchy and the regions."""

    _name = "crm.yishang.grant"
    _description = "Collaborator"
    _inherit = [
        "crm.yishang.grant.case.mixin",
        "crm.yishang.grant.move.mixin",
        "crm.yishang.visible.mixin",
        "crm.yishang.ledger.mixin",
    ]
    _yishang_stays = ("user_id",)
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
            ("case", "Service Case"),
            ("former", "Former Owner"),
        ],
        required=True,
        default="collaborator",
        readonly=True,
        help="What opens the customer: named by hand, or an open document assigned "
        "to the user, which ends with the document. Former owners read on for the days "
        "in the settings.",
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
    case_id = fields.Many2one(
        "crm.yishang.service.case",
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
    _case_uniq = models.UniqueIndex("(case_id, user_id) WHERE case_id IS NOT NULL")
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
            domain=Domain("source", "!=", "case"),
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
        today = self.user_id.sudo().company_id._yishang_get_day()
        return not self.date_end or self.date_end >= today

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
