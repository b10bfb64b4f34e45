from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ..models.crm_yishang_service_stage import PRIORITIES
from ..tools.duplicate_keys import PHONE, get_keys
from ..tools.export_act import ExportAct
from ..tools.secret_text import is_whole


class CrmYishangServiceCall(models.TransientModel):
    """Take a case down while the customer is on the phone.

    Whoever answers the phone may look a customer up anywhere by its whole number; that
    is kept in the record of exports and tells nothing but the name. The case then opens
    the customer.
    """

    _name = "crm.yishang.service.call"
    _description = "Case While on the Phone"
    _inherit = [
        "crm.yishang.service.background.mixin",
        "crm.yishang.service.similar.mixin",
    ]

    phone = fields.Char(help="The whole number, or a part of it for known customers.")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('yishang_is_customer', '=', True)]",
    )
    found_name = fields.Char(
        string="Found",
        compute="_compute_partner_id",
        compute_sudo=False,
        store=True,
    )
    contact_id = fields.Many2one(
        "res.partner", domain="[('commercial_partner_id', '=', partner_id)]"
    )
    subject = fields.Char()
    type_id = fields.Many2one(
        "crm.yishang.service.type",
        string="Service Type",
        default=lambda self: self.env["crm.yishang.service.type"].search([], limit=1),
    )
    priority = fields.Selection(PRIORITIES, default="0", required=True)
    product_id = fields.Many2one("product.product")
    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        domain="[('partner_id', 'child_of', partner_id)]",
    )
    description = fields.Text()
    result = fields.Text()

    @api.depends("phone")
    def _compute_partner_id(self):
        for call in self:
            call.found_name = False
            if not call.phone or call.partner_id:
                continue
            found = call._find_by_phone()
            visible = found._filter_visible("read")
            if len(visible) == 1:
                call.partner_id = visible
            elif found and not visible:
                # superuser: the name alone is told to who knows the number.
                names = found.with_user(SUPERUSER_ID).mapped("name")
                call.found_name = ", ".join(names)
                for customer in found:
                    call._log_lookup(customer)

    def _find_by_phone(self):
        """Return the customers with that number, hidden ones too if it is whole."""
        partners = self.env["res.partner"]
        if not is_whole("phone", self.phone):
            domain = [
                ("yishang_is_customer", "=", True),
                ("yishang_search", "ilike", self.phone),
            ]
            return partners.search(domain, limit=2)
        keys = [key for kind, key in get_keys(phones=[self.phone]) if kind == PHONE]
        # sudo: nothing but the name leaves this method.
        rows = self.env["crm.yishang.duplicate.key"].sudo()
        rows = rows.search([("kind", "=", PHONE), ("key", "in", keys)], limit=5)
        return partners.browse(rows.customer_id.ids)

    def _log_lookup(self, customer):
        """Keep in the record of exports whose name was told to the user."""
        act = ExportAct("lookup", "res.partner", [], ("name",), 1, res_id=customer.id)
        self.env["crm.yishang.export.guard"]._log(act)

    def _get_customer(self):
        """Return the chosen customer, or the hidden one of the whole number.

        :raise UserError: if nobody, or more than one, has the number
        """
        if self.partner_id or not self.phone:
            # Chosen by hand: only the whole number opens a hidden customer.
            self.partner_id.check_access("read")
            return self.partner_id
        found = self._find_by_phone()
        if len(found) > 1:
            raise UserError(
                self.env._(
                    "%(count)s customers have the number %(phone)s. Choose the "
                    "customer whose case it is.",
                    count=len(found),
                    phone=self.phone,
                )
            )
        return found

    def action_open_case(self):
        """Take the case down, to be worked on."""
        return self._open(self._create_case())

    def action_solve(self):
        """Take the case down as solved on the phone."""
        case = self._create_case()
        case.action_solve()
        return self._open(case)

    def _create_case(self):
        self.ensure_one()
        if not self.subject:
            raise UserError(
                self.env._("Enter in a few words what the customer asks (Subject).")
            )
        customer = self._get_customer()
        cases = self.env["crm.yishang.service.case"]
        if customer - customer._filter_visible("read"):
            # sudo: who takes the call works on the case, which opens the customer.
            cases = cases.sudo()
        case = cases.create(
            {
                "partner_id": customer.id,
                "contact_id": self.contact_id.id,
                "phone": self.phone,
                "subject": self.subject,
                "type_id": self.type_id.id,
                "priority": self.priority,
                "product_id": self.product_id.id,
                "order_id": self.order_id.id,
                "description": self.description,
                "result": self.result,
                "channel": "phone",
                "user_id": self.env.uid,
            }
        )
        return case.sudo(False)

    def _open(self, case):
        return {
            "type": "ir.actions.act_window",
            "name": case.display_name,
            "res_model": case._name,
            "res_id": case.id,
            "views": [(False, "form")],
            "target": "current",
        }
