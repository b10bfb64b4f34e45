from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..tools.ledger_table import LedgerTable

# What is derived from receipts and from the order; nobody enters it.
DERIVED = frozenset(("amount_received", "amount_open", "state", "is_owed"))


class CrmYishangInstalment(models.Model):
    """One part of what is to be collected on an order, and when it is due.

    Each confirmed order has instalments: those written by hand, or else those its
    payment term makes of it. Whether one is paid and whether it is late are two facts.
    """

    _name = "crm.yishang.instalment"
    _description = "Instalment of a Collection Plan"
    _inherit = [
        "crm.yishang.instalment.due.mixin",
        "crm.yishang.instalment.hand.mixin",
        "crm.yishang.instalment.plan.mixin",
        "crm.yishang.instalment.contract.mixin",
        "crm.yishang.document.mixin",
    ]
    _order = "date_due, sequence, id"
    _rec_names_search = ["order_id.name", "contract_id.name", "note"]
    # Of the order: who earned it.
    _yishang_stays = ("user_id",)

    order_id = fields.Many2one(
        "sale.order",
        string="Sales Order",
        index="btree_not_null",
        ondelete="cascade",
    )
    sequence = fields.Integer(default=1, export_string_translation=False)
    date_due = fields.Date(
        string="Due Date", required=True, default=fields.Date.context_today
    )
    share = fields.Float(
        string="Share (%)",
        digits=(16, 2),
        compute="_compute_share",
        inverse="_inverse_share",
        help="Part of the total of the document, in percent. Entering it sets the "
        "amount.",
    )
    amount = fields.Monetary(required=True)
    amount_received = fields.Monetary(
        string="Received",
        readonly=True,
        copy=False,
        help="First what receipts name this instalment for, then the rest of what the "
        "order has received, in order of due dates.",
    )
    amount_open = fields.Monetary(
        string="Still Open", compute="_compute_state", store=True, precompute=True
    )
    state = fields.Selection(
        [("open", "Not Paid"), ("partly", "Partly Paid"), ("paid", "Paid")],
        compute="_compute_state",
        store=True,
        precompute=True,
        # What is not paid is asked for everywhere: without NULL an index answers it.
        required=True,
    )
    is_owed = fields.Boolean(
        string="Owed",
        readonly=True,
        copy=False,
        help="The order is confirmed and not settled: what is open here is receivable.",
    )
    is_implicit = fields.Boolean(
        string="By Payment Terms",
        readonly=True,
        copy=False,
        help="Made from the payment terms of the order, and following them until "
        "somebody changes the plan.",
    )
    note = fields.Char(string="Remarks")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_document", store=True, precompute=True
    )
    currency_rate = fields.Float(
        digits=0,
        compute="_compute_document",
        store=True,
        precompute=True,
        export_string_translation=False,
    )
    company_id = fields.Many2one(
        "res.company", compute="_compute_document", store=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        compute="_compute_document",
        store=True,
        precompute=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Salesperson",
        compute="_compute_document",
        store=True,
        precompute=True,
        help="Of the order, whoever holds the customer now.",
    )

    _check_amount = models.Constraint(
        "CHECK (amount >= 0)", "The amount of an instalment cannot be negative."
    )
    _implicit_uniq = models.UniqueIndex(
        "(order_id, sequence) WHERE is_implicit",
        "The payment terms make each instalment of an order once.",
    )
    _scope_idx = models.Index("(yishang_scope_key, date_due, id)")
    # What is receivable: lists, reminders and the report of receivables read no row.
    _open_idx = models.Index(
        "(yishang_scope_key, date_due, id) INCLUDE (company_id, user_id, order_id,"
        " yishang_customer_id, yishang_scope_region_id, amount_open, currency_rate)"
        " WHERE is_owed IS TRUE AND state != 'paid'"
    )
    # Whoever collects of all customers asks what is due next.
    _open_due_idx = models.Index(
        "(date_due, id) INCLUDE (company_id, yishang_scope_key,"
        " yishang_scope_region_id, amount_open, currency_rate)"
        " WHERE is_owed IS TRUE AND state != 'paid'"
    )
    _open_region_idx = models.Index(
        "(yishang_scope_region_id, date_due) WHERE is_owed IS TRUE AND state != 'paid'"
    )

    @api.model
    def _get_documents(self):
        """Return the names of the fields that say of which document a plan is."""
        return ("order_id", "contract_id")

    def _get_total(self):
        """Return the amount of the document that the plan is to collect."""
        self.ensure_one()
        return self.order_id.amount_total if self.order_id else self.contract_id.amount

    @api.constrains("order_id")
    def _check_document(self):
        for instalment in self:
            if not any(instalment[name] for name in self._get_documents()):
                raise ValidationError(
                    self.env._(
                        "An instalment due on %(day)s belongs to no document. Enter "
                        "it in the collection plan of an order.",
                        day=instalment.date_due,
                    )
                )

    @api.depends("amount", "amount_received")
    def _compute_state(self):
        for instalment in self:
            amount, received = instalment.amount, instalment.amount_received
            currency = instalment.currency_id or self.env.company.currency_id
            instalment.amount_open = amount - received
            if currency.compare_amounts(received, amount) >= 0:
                instalment.state = "paid"
            else:
                is_begun = currency.compare_amounts(received, 0) > 0
                instalment.state = "partly" if is_begun else "open"

    # Without the columns of the order: each write of one would look for its plan. The
    # plan follows when the order is written to the database.
    @api.depends("order_id")
    def _compute_document(self):
        patterns = self.filtered(lambda one: not one.order_id)
        patterns._compute_contract_document()
        for instalment in self - patterns:
            order = instalment.order_id
            instalment.currency_id = order.currency_id
            instalment.currency_rate = order.currency_rate
            instalment.company_id = order.company_id
            instalment.partner_id = order.partner_id
            instalment.user_id = order.user_id

    # Without the total of the order, for the same reason as above.
    @api.depends("amount", "order_id", "contract_id.amount")
    def _compute_share(self):
        for instalment in self:
            total = instalment._get_total()
            instalment.share = 100 * instalment.amount / total if total else 0

    def _inverse_share(self):
        for instalment in self:
            instalment.amount = instalment._get_amount_of_share(instalment.share)

    @api.onchange("share")
    def _onchange_share(self):
        amount = self._get_amount_of_share(self.share)
        currency = self.currency_id or self.env.company.currency_id
        if currency.compare_amounts(amount, self.amount):
            self.amount = amount

    def _get_amount_of_share(self, share):
        currency = self.currency_id or self.env.company.currency_id
        return currency.round(self._get_total() * share / 100)

    @api.depends("order_id", "contract_id", "date_due")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        for instalment in self._filter_visible("read"):
            document = next(
                filter(None, (instalment[name] for name in self._get_documents())),
                instalment.order_id,
            )
            parts = (document.display_name, instalment.date_due)
            instalment.display_name = " · ".join(str(part) for part in parts if part)

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name in DERIVED and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Have plans follow the changes of orders that are not written yet."""
        self.env["sale.order"].flush_model(["amount_total", "state"])
        return super()._search(domain, *args, **kwargs)

    @api.model
    def _get_ledger_tables(self):
        plan = LedgerTable(
            key="instalments",
            title=self.env._("Collection Plan"),
            sequence=52,
            domain=self._get_open_domain(),
            order="date_due, id",
            columns=(
                "date_due",
                "order_id",
                "amount",
                "amount_received",
                "amount_open",
                "state",
                "days_overdue",
            ),
        )
        return [*super()._get_ledger_tables(), plan]

    @api.model
    def _get_open_domain(self):
        """Return what is still to be collected."""
        return Domain("is_owed", "=", True) & Domain("state", "!=", "paid")
