from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.ledger_table import LedgerColumn, LedgerTable, LedgerTotal


class CrmYishangReceipt(models.Model):
    """Money a customer paid, or got back, and which orders it is for.

    Sales register it, a cashier confirms it. Nothing counts before, nothing changes
    after: who erred cancels it and registers another one.
    """

    _name = "crm.yishang.receipt"
    _description = "Receipt"
    _inherit = [
        "crm.yishang.numbered.mixin",
        "crm.yishang.receipt.lock.mixin",
        "crm.yishang.receipt.file.mixin",
        "crm.yishang.receipt.fill.mixin",
        "crm.yishang.receipt.check.mixin",
        "crm.yishang.receipt.cashier.mixin",
        "crm.yishang.receipt.payment.mixin",
        "crm.yishang.document.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date DESC, id DESC"
    _rec_names_search = ["name"]
    _check_company_auto = True

    # Who took the money, and who confirmed it, on that day.
    _yishang_stays = ("cashier_id", "user_id")

    name = fields.Char(string="Receipt Number")
    kind = fields.Selection(
        [("receipt", "Receipt"), ("refund", "Refund")],
        required=True,
        default="receipt",
        tracking=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        domain="[('yishang_is_customer', '=', True)]",
        tracking=True,
        help="Whose orders are paid.",
    )
    payer_id = fields.Many2one(
        "res.partner",
        compute="_compute_payer_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Who paid, if it was not the customer: a parent company, for instance.",
    )
    date = fields.Date(
        required=True,
        default=lambda self: self.env.company._yishang_get_day(),
        tracking=True,
        help="Day on which the money moved; its rate of exchange counts.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Handler",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Who took the payment from the customer.",
    )
    region_id = fields.Many2one(
        "crm.yishang.region",
        compute="_compute_region_id",
        store=True,
        precompute=True,
        help="Of the customer on the day of the receipt; it does not move any more.",
    )
    method_id = fields.Many2one(
        "crm.yishang.payment.method",
        string="Payment Method",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env["crm.yishang.payment.method"].search([], limit=1),
    )
    amount = fields.Monetary(required=True, tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount_capitals = fields.Char(
        string="In Capitals", compute="_compute_amount_capitals"
    )
    line_ids = fields.One2many(
        "crm.yishang.receipt.line", "receipt_id", string="Orders", copy=True
    )
    amount_allocated = fields.Monetary(
        string="Allocated", compute="_compute_amounts", store=True
    )
    amount_refunded = fields.Monetary(
        string="Advance Paid Back",
        readonly=True,
        copy=False,
        default=0.0,
        help="By confirmed refunds of this advance.",
    )
    amount_advance = fields.Monetary(
        string="Advance",
        compute="_compute_amounts",
        store=True,
        help="What is not allocated to an order, nor paid back.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company"
    )
    amount_company = fields.Monetary(
        string="Net Amount",
        currency_field="company_currency_id",
        compute="_compute_amount_company",
        store=True,
        precompute=True,
        help="In the currency of the company at the rate of the day; refunds are "
        "negative.",
    )
    advance_id = fields.Many2one(
        "crm.yishang.receipt",
        string="Advance to Pay Back",
        domain="[('partner_id', '=', partner_id), ('kind', '=', 'receipt'),"
        " ('state', '=', 'confirmed'), ('amount_advance', '>', 0),"
        " ('currency_id', '=', currency_id)]",
        check_company=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Whose rest a refund pays back, as far as it names no orders.",
    )
    remark = fields.Char(copy=False)

    _check_amount = models.Constraint(
        "CHECK (amount > 0)", "The amount of a receipt is above zero. Correct it."
    )
    _check_allocated = models.Constraint(
        "CHECK (amount_allocated >= 0 AND amount_refunded >= 0"
        " AND amount_allocated + amount_refunded <= amount)",
        "More is allocated to orders than the receipt has. Lower the amounts of the "
        "orders, or correct that of the receipt.",
    )
    _check_left = models.Constraint(
        "CHECK (amount_advance = amount - amount_allocated - amount_refunded)",
        "The advance is what a receipt does not allocate.",
    )
    _check_refund = models.Constraint(
        "CHECK (CASE kind WHEN 'refund' THEN amount_refunded = 0"
        " ELSE advance_id IS NULL END)",
        "Refunds alone pay an advance back.",
    )
    _customer_idx = models.Index("(yishang_customer_id, date DESC, id DESC)")
    _scope_idx = models.Index("(yishang_scope_key, date DESC, id DESC)")
    _scope_region_idx = models.Index("(yishang_scope_region_id, date DESC, id DESC)")
    # What supervision sums up, no row read.
    _user_idx = models.Index(
        "(user_id, date) INCLUDE (company_id, amount_company) WHERE state = 'confirmed'"
    )
    _waiting_idx = models.Index("(company_id, date, id) WHERE state = 'draft'")

    @api.depends("partner_id")
    def _compute_payer_id(self):
        for receipt in self:
            receipt.payer_id = receipt.partner_id

    @api.depends("partner_id")
    def _compute_region_id(self):
        for receipt in self:
            receipt.region_id = receipt.partner_id.yishang_region_id

    @api.depends("amount", "currency_id")
    def _compute_amount_capitals(self):
        vouchers = self.env["crm.yishang.voucher"]
        for receipt in self:
            receipt.amount_capitals = vouchers._get_capitals(
                receipt.amount, receipt.currency_id
            )

    @api.depends("amount", "amount_refunded", "line_ids.amount")
    def _compute_amounts(self):
        for receipt in self:
            allocated = sum(receipt.line_ids.mapped("amount"))
            receipt.amount_allocated = allocated
            receipt.amount_advance = (
                receipt.amount - receipt.amount_allocated - receipt.amount_refunded
            )

    @api.depends("amount", "kind", "currency_id", "date", "company_id")
    def _compute_amount_company(self):
        for receipt in self:
            company = receipt.company_id
            amount = receipt.currency_id._convert(
                receipt.amount,
                company.currency_id,
                company,
                receipt.date or fields.Date.today(),
            )
            receipt.amount_company = -amount if receipt.kind == "refund" else amount

    @api.model_create_multi
    def create(self, vals_list):
        self._check_entered(vals_list)
        return super().create(vals_list)

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="receipts",
            title=self.env._("Receipts"),
            sequence=52,
            domain=Domain("state", "=", "confirmed"),
            order="date DESC, id DESC",
            columns=(
                "name",
                LedgerColumn("date", self.env._("Date")),
                "kind",
                "method_id",
                "user_id",
                "amount",
                "amount_company",
                "remark",
            ),
            total=LedgerTotal(
                "amount_company", "yishang_amount_collected", self.env._("Received")
            ),
        )
        return [*super()._get_ledger_tables(), table]
