from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

# Who sold it and where: after the confirmation reports and commissions stand on it.
EARNED_BY = frozenset(("user_id", "yishang_region_id"))


class CrmYishangOrderHeadMixin(models.AbstractModel):
    """Whom an order was discussed with, and where it was earned."""

    _name = "crm.yishang.order.head.mixin"
    _description = "Head of an Order"

    yishang_contact_id = fields.Many2one(
        "res.partner",
        string="Contact",
        compute="_compute_yishang_contact_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('parent_id', 'child_of', partner_id), ('is_company', '=', False)]",
        help="The person at the customer the order is discussed with.",
    )
    yishang_phone = fields.Char(
        string="Contact Phone",
        compute="_compute_yishang_phone",
        store=True,
        readonly=False,
        precompute=True,
        help="Of the contact, or else of the customer, when the order was made.",
    )
    yishang_region_id = fields.Many2one(
        "crm.yishang.region",
        string="Region",
        compute="_compute_yishang_region_id",
        store=True,
        precompute=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Of the customer; from the confirmation on it does not move any more.",
    )

    @api.depends("partner_id")
    def _compute_yishang_contact_id(self):
        for order in self:
            partner, contact = order.partner_id, order.yishang_contact_id
            customer = partner.commercial_partner_id
            if partner != customer and not partner.is_company:
                order.yishang_contact_id = partner
            elif contact.commercial_partner_id != customer:
                order.yishang_contact_id = False
            else:
                order.yishang_contact_id = contact

    @api.depends("partner_id", "yishang_contact_id")
    def _compute_yishang_phone(self):
        for order in self:
            partner = order.partner_id
            order.yishang_phone = order.yishang_contact_id.phone or partner.phone

    @api.depends("state", "partner_id.commercial_partner_id.yishang_region_id")
    def _compute_yishang_region_id(self):
        for order in self:
            if not order.id or order.state in ("draft", "sent"):
                customer = order.partner_id.commercial_partner_id
                order.yishang_region_id = customer.yishang_region_id
            else:
                order.yishang_region_id = order.yishang_region_id

    @api.model
    def _sql_region_follows(self, alias):
        state = SQL.identifier(alias, "state")
        return SQL("%s IN ('draft', 'sent')", state)

    @api.onchange("partner_id")
    def _onchange_yishang_contact(self):
        """Propose the first contact of a customer, or the form would begin empty."""
        customer = self.partner_id
        if customer.is_company and not self.yishang_contact_id:
            people = customer.child_ids.filtered(
                lambda child: child.type == "contact" and not child.is_company
            )
            self.yishang_contact_id = people[:1]

    def write(self, vals):
        if EARNED_BY & vals.keys() and not self.env.su:
            self._yishang_check_earned(vals)
        return super().write(vals)

    def _yishang_check_earned(self, vals):
        """What was sold stays with whoever sold it, whoever has the customer now.

        :raise UserError: if somebody but the administrator changes it
        """
        if self.env.user.has_group("crm_yishang.crm_yishang_group_administrator"):
            return
        for order in self:
            changed = any(
                order[name].id != (vals[name] or False) for name in EARNED_BY & {*vals}
            )
            if changed and order.state == "sale" and order.yishang_customer_id:
                raise UserError(
                    self.env._(
                        "Order %(order)s is confirmed: salesperson and region are "
                        "those of the day and stay. Cancel the order first if they "
                        "are wrong, or ask the administrator.",
                        order=order.name,
                    )
                )
