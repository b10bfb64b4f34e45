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
    _kept_model = "crm.lead"
    # Leaders read all leads of the host's; what narrows them is visibility.
    _kept_rules = (
        "crm.crm_lead_company_rule",
        "crm.crm_rule_all_lead",
        "crm.crm_rule_personal_lead",
        "crm_yishang.crm_lead_rule_visible",
    )
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
        if not self._is_ruled_alike():
            return self._count_leads(people)
        groups = self._read_group(people, ["stage_id"], ["number:sum", "amount:sum"])
        opened = self._get_opened_domain()
        if not opened.is_false():
            groups += self._count_leads(people & opened)
        sums = {}
        for stage, number, amount in groups:
            before = sums.get(stage, (0, 0))
            sums[stage] = (before[0] + (number or 0), before[1] + (amount or 0))
        return [(stage, *both) for stage, both in sums.items() if both[0]]

    @api.model
    def _count_leads(self, domain):
        """Count one by one what no total holds, as ``_fetch_stages`` returns it."""
        domain &= Domain("type", "=", "opportunity")
        domain &= Domain("won_status", "=", "pending")
        return self.env["crm.lead"]._read_group(
            domain, ["stage_id"], ["__count", "expected_revenue:sum"]
        )
