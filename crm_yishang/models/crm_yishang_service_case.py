from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.ledger_table import LedgerColumn, LedgerTable
from ..tools.moving import Moving
from .crm_yishang_service_stage import OPEN_KINDS, PRIORITIES


class CrmYishangServiceCase(models.Model):
    """What one customer asks of the service, until it is solved and closed."""

    _name = "crm.yishang.service.case"
    _description = "Service Case"
    _inherit = [
        "crm.yishang.numbered.mixin",
        "crm.yishang.clock.mixin",
        "crm.yishang.service.shared.mixin",
        "crm.yishang.service.access.mixin",
        "crm.yishang.service.assign.mixin",
        "crm.yishang.service.complaint.mixin",
        "crm.yishang.service.entitlement.mixin",
        "crm.yishang.service.rating.mixin",
        "crm.yishang.service.answer.mixin",
        "crm.yishang.service.mail.mixin",
        "crm.yishang.service.portal.mixin",
        "crm.yishang.service.file.mixin",
        "crm.yishang.service.clock.mixin",
        "crm.yishang.service.escalation.mixin",
        "crm.yishang.service.return.mixin",
        "crm.yishang.service.progress.mixin",
        "crm.yishang.service.background.mixin",
        "crm.yishang.service.text.mixin",
        "crm.yishang.service.similar.mixin",
        "crm.yishang.instructed.mixin",
        "crm.yishang.document.mixin",
        "portal.mixin",
        "rating.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "priority DESC, date_received DESC, id DESC"
    _rec_name = "subject"
    _rec_names_search = ["name", "subject"]

    _clock_triggers = frozenset(("partner_id", "stage_id"))
    # Agents keep their cases; those a salesperson works on follow the customer.
    _yishang_moving = Moving(
        is_open=SQL("document.state = ANY(%s)", list(OPEN_KINDS)),
    )
    _yishang_stays = ("receiver_id",)

    subject = fields.Char(required=True, tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('yishang_is_customer', '=', True)]",
        tracking=True,
        help="Empty as long as nobody knows who asks, as in a mail of a stranger.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="The person who asks.",
    )
    phone = fields.Char(
        compute="_compute_phone", store=True, readonly=False, precompute=True
    )
    type_id = fields.Many2one(
        "crm.yishang.service.type",
        string="Service Type",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["crm.yishang.service.type"].search([], limit=1),
        tracking=True,
    )
    priority = fields.Selection(PRIORITIES, default="0", required=True, tracking=True)
    channel = fields.Selection(
        [
            ("phone", "Phone"),
            ("mail", "E-mail"),
            ("portal", "Portal"),
            ("chat", "Chat"),
            ("visit", "On Site"),
            ("other", "Other"),
        ],
        default="phone",
        required=True,
    )
    product_id = fields.Many2one(
        "product.product", index="btree_not_null", ondelete="restrict"
    )
    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('partner_id', 'child_of', partner_id)]",
    )
    receiver_id = fields.Many2one(
        "res.users",
        string="Received by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Who took the case down.",
    )
    date_received = fields.Datetime(
        string="Received At", required=True, default=fields.Datetime.now, copy=False
    )
    description = fields.Text()
    result = fields.Text(copy=False, help="What was done, in words for the customer.")
    parts = fields.Text(copy=False, help="Parts that were used or replaced.")
    hours = fields.Float(copy=False, help="Time spent on the case, in hours.")
    remark = fields.Text(copy=False, help="For colleagues.")

    _check_hours = models.Constraint(
        "CHECK (hours >= 0)", "The time spent on a case cannot be negative."
    )
    _customer_idx = models.Index("(yishang_customer_id, date_received DESC, id DESC)")
    _scope_idx = models.Index("(yishang_scope_key, date_received DESC, id DESC)")
    _scope_region_idx = models.Index("(yishang_scope_region_id, date_received DESC)")
    _user_idx = models.Index("(user_id, state)")
    _team_idx = models.Index("(team_id, state)")

    @api.depends("contact_id", "partner_id")
    def _compute_phone(self):
        for case in self:
            case.phone = case.phone or case.contact_id.phone or case.partner_id.phone

    @api.constrains("partner_id", "contact_id", "contract_id", "order_id")
    def _check_one_customer(self):
        """Everything on a case belongs to its customer, or it would show another."""
        for case in self:
            customer = case.partner_id.yishang_customer_id
            if case.partner_id and not case.partner_id.yishang_is_customer:
                raise ValidationError(
                    self.env._(
                        "%(partner)s is no customer of the CRM. Choose a customer, or "
                        "make one of it in the list of customers.",
                        partner=case.partner_id.display_name,
                    )
                )
            # sudo: whether it fits does not depend on who may see the contract.
            contract = case.sudo().contract_id
            others = case.contact_id | case.order_id.partner_id | contract.partner_id
            others = others.filtered(
                lambda partner, customer=customer: (
                    partner.yishang_customer_id != customer
                )
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(case)s: contact, order and contract must belong to "
                        "%(customer)s. Choose others, or leave them empty.",
                        case=case.name,
                        customer=case.partner_id.display_name or self.env._("nobody"),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_worked_on(self):
        if kept := self.filtered(lambda case: case.state != "new"):
            raise UserError(
                self.env._(
                    "%(cases)s: what was worked on is not deleted. Cancel the case "
                    "instead.",
                    cases=", ".join(kept.mapped("display_name")),
                )
            )

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="cases",
            title=self.env._("Service Cases"),
            sequence=60,
            domain=Domain("state", "!=", "cancelled"),
            order="date_received DESC, id DESC",
            columns=(
                LedgerColumn("name"),
                LedgerColumn("date_received", self.env._("Date")),
                "type_id",
                "subject",
                "user_id",
                "stage_id",
                "result",
            ),
        )
        return [*super()._get_ledger_tables(), table]
