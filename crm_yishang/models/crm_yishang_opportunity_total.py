from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangOpportunityTotal(models.Model):
    """How many opportunities are open, and what they come to, by stage.

    And by salesperson, owner and region of the customer, which sight asks for.
    """

    _name = "crm.yishang.opportunity.total"
    _inherit = "crm.yishang.kept.total.mixin"
    _description = "Open Opportunities by Stage"
    _auto = False
    _log_access = False
    _rec_name = "stage_id"

    # It is counted, not assigned: triggers move it with the opportunities.
    _yishang_stays = ("user_id",)
    _kept_table = "crm_lead"
    _kept_condition = "active AND type = 'opportunity' AND won_status = 'pending'"
    _kept_function = "crm_yishang_count_opportunities"
    _kept_columns = {
        "company_id": "company_id",
        "user_id": "user_id",
        "scope_key": "yishang_scope_key",
        "scope_region_id": "yishang_scope_region_id",
        "stage_id": "stage_id",
    }
    _kept_sums = {
        "number": ("int4", "1"),
        "amount": ("numeric", "COALESCE(expected_revenue, 0)"),
    }

    company_id = fields.Many2one("res.company", readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    scope_key = fields.Integer(readonly=True, export_string_translation=False)
    scope_region_id = fields.Many2one(
        "crm.yishang.region", string="Region of the Customer", readonly=True
    )
    stage_id = fields.Many2one("crm.stage", readonly=True)
    number = fields.Integer(string="Opportunities", readonly=True)
    amount = fields.Float(string="Expected Revenue", readonly=True, digits=0)

    @api.model
    def _flush_kept(self):
        self.env["crm.lead"].flush_model()

    @api.model
    def _fetch_stages(self, people):
        """Return number and expected revenue of open opportunities by stage.

        :param people: a ``Domain`` on ``user_id``
        :return: list of (stage, number, expected revenue), as far as the user sees them
        """
        leads = self._list_opened(people)
        groups = self._read_group(people, ["stage_id"], ["number:sum", "amount:sum"])
        sums = {stage: (number or 0, amount or 0) for stage, number, amount in groups}
        for lead in leads:
            number, amount = sums.get(lead.stage_id, (0, 0))
            sums[lead.stage_id] = (number + 1, amount + lead.expected_revenue)
        return [(stage, *both) for stage, both in sums.items() if both[0]]

    @api.model
    def _list_opened(self, people):
        """Return the open opportunities of customers that were opened one by one."""
        opened = self._get_opened_domain()
        leads = self.env["crm.lead"]
        if opened.is_false():
            return leads
        domain = opened & people & Domain("type", "=", "opportunity")
        domain &= Domain("won_status", "=", "pending")
        return leads.search_fetch(domain, ["stage_id", "expected_revenue"])
