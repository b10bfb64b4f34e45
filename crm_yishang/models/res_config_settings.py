from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.protection import PROTECTABLE

APP = "crm_yishang"


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    yishang_visibility_in_force = fields.Boolean(
        related="company_id.yishang_visibility_in_force", readonly=False
    )
    yishang_tz = fields.Selection(
        related="company_id.partner_id.tz",
        string="Time Zone of the Company",
        readonly=False,
        help="Where the days of the company begin: numbers start at 1 then. "
        "Asia/Shanghai as long as it is empty.",
    )
    yishang_duplicate_vat = fields.Selection(
        related="company_id.yishang_duplicate_vat", readonly=False
    )
    yishang_duplicate_phone = fields.Selection(
        related="company_id.yishang_duplicate_phone", readonly=False
    )
    yishang_duplicate_email = fields.Selection(
        related="company_id.yishang_duplicate_email", readonly=False
    )
    yishang_duplicate_name = fields.Selection(
        related="company_id.yishang_duplicate_name", readonly=False
    )
    yishang_duplicate_quota = fields.Integer(
        related="company_id.yishang_duplicate_quota", readonly=False
    )
    yishang_visit_lock_hours = fields.Integer(
        related="company_id.yishang_visit_lock_hours", readonly=False
    )
    yishang_silent_days_a = fields.Integer(
        related="company_id.yishang_silent_days_a", readonly=False
    )
    yishang_silent_days_b = fields.Integer(
        related="company_id.yishang_silent_days_b", readonly=False
    )
    yishang_silent_days_c = fields.Integer(
        related="company_id.yishang_silent_days_c", readonly=False
    )
    yishang_silent_days_d = fields.Integer(
        related="company_id.yishang_silent_days_d", readonly=False
    )
    yishang_silent_days_none = fields.Integer(
        related="company_id.yishang_silent_days_none", readonly=False
    )
    yishang_case_read_days = fields.Integer(
        related="company_id.yishang_case_read_days", readonly=False
    )
    yishang_return_call_days = fields.Integer(
        related="company_id.yishang_return_call_days", readonly=False
    )
    yishang_case_reopen_days = fields.Integer(
        related="company_id.yishang_case_reopen_days", readonly=False
    )
    yishang_upload_megabytes = fields.Integer(
        related="company_id.yishang_upload_megabytes", readonly=False
    )
    yishang_upload_count = fields.Integer(
        related="company_id.yishang_upload_count", readonly=False
    )
    yishang_dormant_months = fields.Integer(
        related="company_id.yishang_dormant_months", readonly=False
    )

    yishang_instruction_unread_hours = fields.Integer(
        related="company_id.yishang_instruction_unread_hours", readonly=False
    )
    yishang_masked_group_ids = fields.Many2many(
        related="company_id.yishang_masked_group_ids", readonly=False
    )

    yishang_former_owner_days = fields.Integer(
        related="company_id.yishang_former_owner_days", readonly=False
    )

    yishang_risk_factor = fields.Float(
        related="company_id.yishang_risk_factor", readonly=False
    )
    yishang_risk_count = fields.Integer(
        related="company_id.yishang_risk_count", readonly=False
    )
    yishang_risk_min_days = fields.Integer(
        related="company_id.yishang_risk_min_days", readonly=False
    )
    yishang_risk_drop = fields.Float(
        related="company_id.yishang_risk_drop", readonly=False
    )
    yishang_risk_overdue_days = fields.Integer(
        related="company_id.yishang_risk_overdue_days", readonly=False
    )
    yishang_risk_rest_days = fields.Integer(
        related="company_id.yishang_risk_rest_days", readonly=False
    )
    yishang_collection_days = fields.Integer(
        related="company_id.yishang_collection_days", readonly=False
    )

    yishang_is_reclaimed = fields.Boolean(
        related="company_id.yishang_is_reclaimed", readonly=False
    )

    yishang_claim_quota = fields.Integer(
        related="company_id.yishang_claim_quota", readonly=False
    )

    yishang_claim_cap = fields.Integer(
        related="company_id.yishang_claim_cap", readonly=False
    )

    yishang_claim_rest_days = fields.Integer(
        related="company_id.yishang_claim_rest_days", readonly=False
    )

    yishang_reclaim_warning_days = fields.Integer(
        related="company_id.yishang_reclaim_warning_days", readonly=False
    )

    yishang_handover_undo_days = fields.Integer(
        related="company_id.yishang_handover_undo_days", readonly=False
    )

    yishang_revision_field_ids = fields.Many2many(
        related="company_id.yishang_revision_field_ids",
        readonly=False,
        domain=[("model", "=", "res.partner"), ("name", "in", PROTECTABLE)],
    )
    yishang_revision_type_ids = fields.Many2many(
        related="company_id.yishang_revision_type_ids", readonly=False
    )
    yishang_revision_grade = fields.Selection(
        related="company_id.yishang_revision_grade", readonly=False
    )

    yishang_contract_limit = fields.Monetary(
        related="company_id.yishang_contract_limit",
        currency_field="yishang_currency_id",
        readonly=False,
    )
    yishang_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    yishang_contract_reminder_days = fields.Integer(
        related="company_id.yishang_contract_reminder_days", readonly=False
    )
    yishang_contract_hold_days = fields.Integer(
        related="company_id.yishang_contract_hold_days", readonly=False
    )
    yishang_is_discount_limited = fields.Boolean(
        related="company_id.yishang_is_discount_limited", readonly=False
    )
    yishang_discount_limit = fields.Float(
        related="company_id.yishang_discount_limit", readonly=False
    )
    yishang_discount_limit_leader = fields.Float(
        related="company_id.yishang_discount_limit_leader", readonly=False
    )
    yishang_discount_basis = fields.Selection(
        related="company_id.yishang_discount_basis", required=True, readonly=False
    )
    yishang_receipt_journal_id = fields.Many2one(
        related="company_id.yishang_receipt_journal_id", readonly=False
    )

    yishang_is_valued = fields.Boolean(
        related="company_id.yishang_is_valued", readonly=False
    )
    yishang_value_characteristics = fields.Float(
        related="company_id.yishang_value_characteristics", readonly=False
    )
    yishang_value_transactions = fields.Float(
        related="company_id.yishang_value_transactions", readonly=False
    )
    yishang_value_finance = fields.Float(
        related="company_id.yishang_value_finance", readonly=False
    )
    yishang_value_contact = fields.Float(
        related="company_id.yishang_value_contact", readonly=False
    )
    yishang_value_service = fields.Float(
        related="company_id.yishang_value_service", readonly=False
    )
    yishang_value_limit_a = fields.Float(
        related="company_id.yishang_value_limit_a", readonly=False
    )
    yishang_value_limit_b = fields.Float(
        related="company_id.yishang_value_limit_b", readonly=False
    )
    yishang_value_limit_c = fields.Float(
        related="company_id.yishang_value_limit_c", readonly=False
    )
    yishang_value_vital = fields.Float(
        related="company_id.yishang_value_vital", readonly=False
    )
    yishang_value_cut_a = fields.Float(
        related="company_id.yishang_value_cut_a", readonly=False
    )
    yishang_value_cut_b = fields.Float(
        related="company_id.yishang_value_cut_b", readonly=False
    )

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.user._is_system())

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show the CRM administrator the page of the CRM alone.

        Without the CRM only system administrators open the settings, so that some
        pages of other apps ask for no group of their own.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "form" and not self.env.user._is_system():
            for node in arch.xpath("/form/*"):
                if node.get("name") not in (APP, "company_id"):
                    arch.remove(node)
        return arch, view

    def _compute_display_name(self):
        # sudo: the host names the page after an action, which it reads as the user.
        super(ResConfigSettings, self.sudo())._compute_display_name()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._yishang_check_own(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._yishang_check_own(vals)
        return super().write(vals)

    def cancel(self):
        """Discard: open the page again; the host reads its action as the user."""
        if self.env.user._is_system():
            return super().cancel()
        actions = self.env["ir.actions.act_window"]
        return actions._for_xml_id("crm_yishang.res_config_settings_action")

    def action_yishang_rebuild_totals(self):
        """Have the scheduler compare the totals of sales with the orders now."""
        self.check_access("write")
        # sudo: administrators of the CRM do not own the scheduler.
        self.env.ref("crm_yishang.crm_yishang_total_cron_rebuild").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The totals are being compared with all orders. Reports can be "
                    "used meanwhile."
                ),
            },
        }

    @api.model
    def _yishang_check_own(self, vals):
        """Check that only system administrators touch settings of other apps.

        :raise AccessError: otherwise
        """
        if self.env.su or self.env.user._is_system():
            return
        foreign = sorted(
            fname
            for fname in vals
            if fname != "company_id" and not fname.startswith("yishang_")
        )
        if foreign:
            raise AccessError(
                self.env._(
                    "Only system administrators change these settings: %(settings)s",
                    settings=", ".join(foreign),
                )
            )
