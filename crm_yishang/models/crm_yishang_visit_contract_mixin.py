from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmYishangVisitContractMixin(models.AbstractModel):
    """The service contract a visit is made under; done visits count against it."""

    _name = "crm.yishang.visit.contract.mixin"
    _description = "Service Contract of a Visit"

    contract_id = fields.Many2one(
        "crm.yishang.contract",
        string="Service Contract",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('partner_id', '=', partner_id), ('kind', '=', 'service'),"
        " ('state', 'in', ('signed', 'running', 'expired'))]",
        help="For service visits the customer is entitled to: once done, the visit "
        "counts against what the contract includes.",
    )
    has_service_contract = fields.Boolean(
        compute="_compute_has_service_contract", export_string_translation=False
    )
    contract_warning = fields.Char(
        compute="_compute_contract_warning", export_string_translation=False
    )

    @api.depends("partner_id")
    def _compute_has_service_contract(self):
        # sudo: whether there is one; its terms are read as the user.
        contracts = self.env["crm.yishang.contract"].sudo()
        domain = [
            ("partner_id", "in", self.partner_id.ids),
            ("kind", "=", "service"),
            ("state", "in", ("signed", "running")),
        ]
        entitled = contracts.search(domain).partner_id if self.partner_id else ()
        for visit in self:
            visit.has_service_contract = bool(
                entitled and visit.partner_id._origin in entitled
            )

    @api.depends("contract_id", "state")
    def _compute_contract_warning(self):
        for visit in self:
            # sudo: what a customer is entitled to does not depend on who is asked.
            contract = visit.contract_id.sudo()
            is_open = visit.state in ("planned", "in_progress")
            visit.contract_warning = is_open and contract._get_visit_warning()

    @api.constrains("partner_id", "contract_id")
    def _check_contract(self):
        for visit in self:
            # sudo: whether it fits does not depend on who may see it.
            known = visit.sudo()
            contract = known.contract_id
            if contract and contract.partner_id != known.partner_id:
                raise ValidationError(
                    self.env._(
                        "%(visit)s: the service contract must belong to %(customer)s. "
                        "Choose another one, or leave it empty.",
                        visit=visit.display_name,
                        customer=visit.partner_id.display_name,
                    )
                )
