from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_table import LedgerTable, LedgerTotal
from ..tools.moving import TEAM, Moving
from ..tools.sight import get_scope_key


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = [
        "crm.yishang.assigned.mixin",
        "crm.yishang.clock.mixin",
        "crm.yishang.customer.maker.mixin",
        "crm.yishang.instructed.mixin",
        "crm.yishang.lead.head.mixin",
        "crm.yishang.lead.stage.mixin",
        "crm.yishang.lead.visits.mixin",
        "crm.yishang.lead.contracts.mixin",
        "crm.yishang.document.mixin",
        "crm.yishang.lead.duplicate.mixin",
        "crm.lead",
    ]
    _clock_triggers = frozenset(
        ("active", "partner_id", "probability", "stage_id", "type")
    )
    _grant_source = "opportunity"
    _grant_link = "lead_id"
    _grant_triggers = frozenset(
        ("active", "partner_id", "probability", "stage_id", "type", "user_id")
    )

    _yishang_moving = Moving(
        is_open=SQL("document.active AND document.won_status = 'pending'"),
        also=(("team_id", TEAM),),
        besides=SQL("document.partner_id IS NULL"),
    )

    _yishang_scope_idx = models.Index("(yishang_scope_key, id DESC)")
    # What supervision counts: who found opportunities, and when.
    _yishang_found_idx = models.Index(
        "(create_uid, create_date) WHERE type = 'opportunity'"
    )

    # The funnel, no row read, and the largest of what is open.
    _yishang_funnel_idx = models.Index(
        "(stage_id) INCLUDE (expected_revenue, user_id, company_id,"
        " yishang_scope_key, yishang_scope_region_id, yishang_customer_id)"
        " WHERE active IS TRUE AND type = 'opportunity' AND won_status = 'pending'"
    )
    _yishang_largest_idx = models.Index(
        "(expected_revenue DESC, id DESC)"
        " WHERE active IS TRUE AND type = 'opportunity' AND won_status = 'pending'"
    )

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
        in_force = company._yishang_get_companies_in_force()
        if company.id in in_force and not parent_id:
            values["yishang_is_customer"] = True
        return values

    def _yishang_is_open_work(self):
        return self.active and self.won_status == "pending"

    @api.model
    def _sql_is_open_work(self, alias):
        return SQL(
            "%s AND %s = 'pending'",
            SQL.identifier(alias, "active"),
            SQL.identifier(alias, "won_status"),
        )
