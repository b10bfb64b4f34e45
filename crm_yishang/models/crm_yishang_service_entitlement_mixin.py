from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangServiceEntitlementMixin(models.AbstractModel):
    """The service contract a case falls under, and whether it still covers it."""

    _name = "crm.yishang.service.entitlement.mixin"
    _description = "Entitlement of Service Cases"

    contract_id = fields.Many2one(
        "crm.yishang.contract",
        string="Service Contract",
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        domain="[('partner_id', '=', partner_id), ('kind', '=', 'service'),"
        " ('state', 'in', ('signed', 'running', 'expired'))]",
        help="Under which the customer asks. The one that is in force is chosen; the "
        "case counts against what it includes.",
    )
    contract_warning = fields.Char(
        compute="_compute_contract_warning", export_string_translation=False
    )

    @api.depends("partner_id", "company_id")
    def _compute_contract_id(self):
        """Choose the contract in force that has something left, and ends first."""
        known = self._get_service_contracts(Domain("state", "=", "running"))
        for case in self:
            day = case.company_id._yishang_get_day(case.date_received)
            fitting = known.filtered(
                lambda one, case=case, day=day: (
                    one.partner_id == case.partner_id
                    and one.company_id == case.company_id
                    and one.date_start <= day
                    and (not one.date_end or one.date_end >= day)
                )
            )
            kept = case.contract_id.filtered(
                lambda one, case=case: one.partner_id == case.partner_id
            )
            unused = fitting.filtered(lambda one: one.case_left or not one.case_limit)
            case.contract_id = kept or unused[:1] or fitting[:1]

    def _get_service_contracts(self, domain):
        """Return service contracts of the customers of ``self``, ending first."""
        # sudo: what a customer is entitled to does not depend on who is asked.
        contracts = self.env["crm.yishang.contract"].sudo()
        if not self.partner_id:
            return contracts
        mine = Domain("partner_id", "in", self.partner_id.ids)
        service = Domain("kind", "=", "service")
        return contracts.search(mine & service & domain, order="date_end, id")

    @api.depends("contract_id", "partner_id", "state")
    def _compute_contract_warning(self):
        expired = self.filtered(lambda case: not case.contract_id)
        expired = expired._get_service_contracts(Domain("state", "=", "expired"))
        for case in self:
            # sudo: see _get_service_contracts.
            contract = case.contract_id.sudo()
            if not contract:
                of_case = expired.filtered(
                    lambda one, case=case: one.partner_id == case.partner_id
                )
                contract = of_case[-1:]
            case.contract_warning = contract._get_case_warning()
