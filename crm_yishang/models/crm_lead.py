from odoo import api, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerTable, LedgerTotal
from ..tools.sight import get_scope_key

GRANT_FIELDS = frozenset(
    ("active", "partner_id", "probability", "stage_id", "type", "user_id")
)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = [
        "crm.yishang.customer.maker.mixin",
        "crm.yishang.document.mixin",
        "crm.lead",
    ]

    _yishang_scope_idx = models.Index("(yishang_scope_key, id DESC)")

    @api.depends("user_id")
    def _compute_yishang_scope(self):
        """A lead without customer is visible as its own salesperson."""
        super()._compute_yishang_scope()
        for lead in self.filtered(lambda lead: not lead.partner_id):
            lead.yishang_scope_key = get_scope_key(lead.user_id.id, False)

    @api.depends_context("uid")
    def _compute_potential_lead_duplicates(self):
        super()._compute_potential_lead_duplicates()
        # The host looks for them under sudo.
        for lead in self:
            seen = lead.duplicate_lead_ids._filter_visible("read")
            lead.duplicate_lead_ids = seen
            lead.duplicate_lead_count = len(seen - lead)

    @api.model_create_multi
    def create(self, vals_list):
        leads = super().create(vals_list)
        leads._yishang_sync_grants()
        return leads

    def write(self, vals):
        result = super().write(vals)
        if GRANT_FIELDS & vals.keys():
            self._yishang_sync_grants()
        return result

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="opportunities",
            title=self.env._("Opportunities"),
            sequence=30,
            # Lost ones are archived.
            domain=Domain("type", "=", "opportunity")
            & Domain("active", "in", (True, False)),
            columns=(
                "name",
                "stage_id",
                "user_id",
                "date_deadline",
                "won_status",
                "expected_revenue",
            ),
            total=LedgerTotal(
                "expected_revenue",
                "yishang_amount_expected",
                self.env._("Open Opportunities"),
            ),
        )
        return [*super()._get_ledger_tables(), table]

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """A partner made of a lead is a customer, or everybody would see it."""
        values = super()._prepare_customer_values(partner_name, is_company, parent_id)
        company = self.company_id or self.env.company
        if company.yishang_visibility_in_force and not parent_id:
            values["yishang_is_customer"] = True
        return values

    def _yishang_sync_grants(self):
        """Open the customers of open leads to whoever works on them, no longer.

        A salesperson with an open lead on a colleague's customer collaborates on it
        until the lead is won, lost, archived or assigned to somebody else.
        """
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        # sudo: assigning a lead opens the customer, whoever assigns it.
        leads = self.sudo()
        grants = self.env["crm.yishang.grant"].sudo()
        known = grants.search([("lead_id", "in", leads.ids)])
        needed = {lead.id: lead._yishang_get_grant_vals() for lead in leads}
        stale = known.filtered(
            lambda grant: not (vals := needed[grant.lead_id.id])
            or (vals["user_id"], vals["customer_id"])
            != (grant.user_id.id, grant.customer_id.id)
        )
        kept = (known - stale).lead_id.ids
        stale.unlink()
        new = grants.create(
            [vals for id_, vals in needed.items() if vals and id_ not in kept]
        )
        new._log_on_customer()

    @api.model
    def _yishang_open_customers(self):
        """Open customers to whoever works on an open lead of somebody else's.

        For what the leads did not tell one by one: visibility was switched on, or
        customers were written by SQL. One note for all, not one for each customer.
        """
        if self.env["res.company"]._yishang_get_companies_in_force():
            # sudo: an open lead opens its customer, whoever throws the switch.
            self.env["crm.yishang.grant"].sudo()._open_for_leads()

    def _yishang_get_grant_vals(self):
        """Return the grant this lead needs, or None."""
        customer = self.yishang_customer_id
        is_open = self.active and self.won_status == "pending"
        if (
            not (is_open and self.user_id and customer)
            or self.user_id == customer.user_id
        ):
            return None
        return {
            "user_id": self.user_id.id,
            "customer_id": customer.id,
            "access_right": "write",
            "source": "opportunity",
            "lead_id": self.id,
        }
