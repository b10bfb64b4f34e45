from odoo import api, fields, models

from .crm_yishang_service_stage import OPEN_KINDS


class CrmYishangCustomerCasesMixin(models.AbstractModel):
    """What a customer asked of the service."""

    _name = "crm.yishang.customer.cases.mixin"
    _description = "Service Cases of a Customer"

    yishang_case_ids = fields.One2many(
        "crm.yishang.service.case",
        "yishang_customer_id",
        string="Service Cases",
        copy=False,
    )
    yishang_case_count = fields.Integer(
        string="Cases", compute="_compute_yishang_case_count"
    )
    yishang_open_case_count = fields.Integer(
        string="Open Cases", compute="_compute_yishang_case_count"
    )

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        customer = partners.filtered("yishang_is_customer")
        if len(customer) == 1:
            customer._yishang_take_over_case()
        return partners

    def _yishang_take_over_case(self):
        """Become the customer of the case from which the form was opened."""
        case_id = self.env.context.get("yishang_case_id")
        case = self.env["crm.yishang.service.case"].browse(case_id).exists()
        if case and not case.partner_id and case.has_access("write"):
            self.email = self.email or case.email_normalized
            case.partner_id = self

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_yishang_case_count(self):
        self.yishang_case_count = self.yishang_open_case_count = 0
        cases = self.env["crm.yishang.service.case"]
        if not self.ids or not cases.has_access("read"):
            return
        for customer, state, count in cases._read_group(
            [("yishang_customer_id", "in", self.ids)],
            ["yishang_customer_id", "state"],
            ["__count"],
        ):
            customer.yishang_case_count += count
            if state in OPEN_KINDS:
                customer.yishang_open_case_count += count

    def action_yishang_view_cases(self):
        """List the cases of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "crm_yishang.crm_yishang_service_case_action_all"
        )
        return {
            **action,
            "domain": [("yishang_customer_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_yishang_new_case(self):
        """Open the short form in which a case of this customer is taken down."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Case"),
            "res_model": "crm.yishang.service.case",
            "views": [(False, "form")],
            "context": {"default_partner_id": self.id},
        }
