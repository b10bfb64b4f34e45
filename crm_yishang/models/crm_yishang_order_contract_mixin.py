from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CrmYishangOrderContractMixin(models.AbstractModel):
    """The contract an order fulfils."""

    _name = "crm.yishang.order.contract.mixin"
    _description = "Contract of an Order"

    yishang_contract_id = fields.Many2one(
        "crm.yishang.contract",
        string="Contract",
        index="btree_not_null",
        copy=False,
        ondelete="restrict",
        domain="[('yishang_customer_id', '=', yishang_customer_id),"
        " ('state', 'not in', ('expired', 'terminated', 'cancelled'))]",
        tracking=True,
    )

    @api.constrains("yishang_contract_id", "partner_id", "company_id")
    def _check_yishang_contract(self):
        for order in self.filtered("yishang_contract_id"):
            # sudo: whether they fit does not depend on who may see them.
            contract = order.sudo().yishang_contract_id
            if (
                contract.yishang_customer_id != order.sudo().yishang_customer_id
                or contract.company_id != order.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s: the contract is one of another customer or "
                        "company. Choose one of %(customer)s, or leave it empty.",
                        order=order.name,
                        customer=order.partner_id.display_name,
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sale" or vals.get("yishang_contract_id"):
            self._yishang_take_contract_plans()
        return result

    def _yishang_take_contract_plans(self):
        """Give confirmed orders the plan of their contract, as far as it has one."""
        sold = self.filtered(
            lambda order: order.state == "sale" and order.yishang_contract_id
        )
        for contract, orders in sold.grouped("yishang_contract_id").items():
            self.env["crm.yishang.instalment"]._copy_plan(contract, orders)

    def action_yishang_new_contract(self):
        """Prepare a contract over the orders, all of one customer, and open it."""
        self.check_access("write")
        if taken := self.filtered("yishang_contract_id"):
            raise UserError(
                self.env._(
                    "%(order)s belongs to a contract already: %(contract)s.",
                    order=taken[0].name,
                    contract=taken[0].yishang_contract_id.display_name,
                )
            )
        if len(self.yishang_customer_id) != 1 or len(self.company_id) != 1:
            raise UserError(
                self.env._(
                    "A contract has one customer of the CRM. Choose orders of one "
                    "customer, in one company."
                )
            )
        contract = self.env["crm.yishang.contract"].create(
            self._yishang_prepare_contract()
        )
        self.yishang_contract_id = contract
        contract.action_take_amount()
        return contract._get_form_action()

    def _yishang_prepare_contract(self):
        customer = self.yishang_customer_id
        order = self[:1]
        contact = (self.partner_id - customer).filtered(lambda one: not one.is_company)
        return {
            "partner_id": customer.id,
            "contact_id": contact[:1].id,
            "lead_id": order.opportunity_id.id,
            "subject": order.opportunity_id.name
            or self.env._("Contract on %(order)s", order=order.name),
            "user_id": order.user_id.id or self.env.uid,
            "company_id": order.company_id.id,
            "currency_id": order.currency_id.id,
        }

    def action_yishang_view_contract(self):
        """Open the contract of the order."""
        self.ensure_one()
        return self.yishang_contract_id._get_form_action()
