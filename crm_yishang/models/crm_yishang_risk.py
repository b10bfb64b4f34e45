from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.misc import formatLang

from ..tools.ledger_table import LedgerTable
from ..tools.moving import Moving
from ..tools.value import GRADES

OPEN_STATES = ("open", "working")
# What people write; all else is found by the job.
HANDLED = frozenset(("date_end", "is_decided", "note", "state", "user_id"))


class CrmYishangRisk(models.Model):
    """A customer that may be lost: why, since when, and who does something about it.

    Found every night from what customers do, see ``crm.yishang.risk.job``. A risk that
    is gone is closed and kept; a customer has one open at most in each company.
    """

    _name = "crm.yishang.risk"
    _description = "Risk of Loss"
    _inherit = ["crm.yishang.document.mixin"]
    # "high" comes before "medium".
    _order = "level, revenue DESC, id"
    _rec_name = "partner_id"
    _yishang_moving = Moving(
        is_open=SQL("document.state IN ('open', 'working')"),
        pooled=(
            ("state", SQL("'lost'")),
            ("date_end", SQL("CURRENT_DATE")),
        ),
        unpooled=(("state", SQL("'open'")), ("date_end", SQL("NULL"))),
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("open", "To Handle"),
            ("working", "In Hand"),
            ("saved", "Saved"),
            ("lost", "Lost"),
        ],
        required=True,
        default="open",
        readonly=True,
    )
    level = fields.Selection(
        [("high", "High"), ("medium", "Medium")],
        required=True,
        readonly=True,
        help="High: for two reasons or more, or a customer of grade A.",
    )
    reason = fields.Char(string="Why", compute="_compute_reason")
    user_id = fields.Many2one(
        "res.users",
        string="Handled By",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    owner_id = fields.Many2one(related="partner_id.user_id", string="Salesperson")
    date_start = fields.Date(string="At Risk Since", required=True, readonly=True)
    date_end = fields.Date(string="Closed On", readonly=True)
    is_decided = fields.Boolean(
        string="Closed by Hand", readonly=True, export_string_translation=False
    )
    date_told = fields.Date(
        readonly=True,
        export_string_translation=False,
        help="When owner and superior were told that the risk is high.",
    )
    note = fields.Text(string="What Was Done")
    grade = fields.Selection(GRADES, string="Value Grade", readonly=True)
    revenue = fields.Monetary(
        readonly=True, help="Of the last twelve months, as the last value run found it."
    )
    date_ordered = fields.Date(
        string="Last Order", readonly=True, help="Empty if orders come as usual."
    )
    order_rhythm = fields.Float(
        string="Days Between Orders",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Median of the intervals between the days on which it ordered.",
    )
    date_contacted = fields.Date(
        string="Last Contact", readonly=True, help="Empty if contacts are as usual."
    )
    contact_rhythm = fields.Float(
        string="Days Between Contacts",
        digits=(16, 1),
        readonly=True,
        aggregator="avg",
        help="Median of the intervals between the days on which it was contacted.",
    )
    score_drop = fields.Float(
        string="Points Lost",
        digits=(5, 1),
        readonly=True,
        aggregator="avg",
        help="By how much its value fell from one run to the next.",
    )
    complaint_count = fields.Integer(string="Open Complaints", readonly=True)
    amount_overdue = fields.Monetary(string="Overdue", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(partner_id, company_id) WHERE state IN ('open', 'working')",
        "This customer is known to be at risk.",
    )
    # What people have before them: the own ones, a region's, all, worst first.
    _scope_idx = models.Index(
        "(yishang_scope_key, level, revenue DESC, id)"
        " WHERE state IN ('open', 'working')"
    )
    _scope_region_idx = models.Index(
        "(yishang_scope_region_id, level, revenue DESC, id)"
        " WHERE state IN ('open', 'working')"
    )
    _open_idx = models.Index(
        "(level, revenue DESC, id) WHERE state IN ('open', 'working')"
    )

    @api.depends(
        "amount_overdue",
        "complaint_count",
        "contact_rhythm",
        "date_contacted",
        "date_end",
        "date_ordered",
        "order_rhythm",
        "score_drop",
    )
    @api.depends_context("lang", "company")
    def _compute_reason(self):
        today = self.env.company._yishang_get_day()
        for risk in self:
            lines = risk._get_reasons(risk.date_end or today)
            risk.reason = self.env._("; ").join(lines)

    def _get_reasons(self, today):
        """Return why the customer is at risk, each reason in words with its figures."""
        reasons = []
        if self.date_ordered:
            reasons.append(
                self.env._(
                    "No order for %(days)s days, usually every %(rhythm)s",
                    days=(today - self.date_ordered).days,
                    rhythm=f"{self.order_rhythm:.1f}".removesuffix(".0"),
                )
            )
        if self.date_contacted:
            reasons.append(
                self.env._(
                    "No contact for %(days)s days, usually every %(rhythm)s",
                    days=(today - self.date_contacted).days,
                    rhythm=f"{self.contact_rhythm:.1f}".removesuffix(".0"),
                )
            )
        if self.score_drop:
            reasons.append(
                self.env._("Value fell by %(points).1f points", points=self.score_drop)
            )
        if self.complaint_count:
            reasons.append(
                self.env._("%(count)s open complaints", count=self.complaint_count)
            )
        if self.amount_overdue:
            amount = formatLang(
                self.env, self.amount_overdue, currency_obj=self.currency_id
            )
            reasons.append(self.env._("Overdue: %(amount)s", amount=amount))
        return reasons

    def _has_field_access(self, field, operation):
        if operation == "write" and field.name not in HANDLED and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _get_open_domain(self):
        """Return the risks about which something is to be done, as a ``Domain``."""
        return Domain("state", "in", OPEN_STATES)

    def action_take(self):
        """Say that the current user works on these customers."""
        self._check_open()
        self.write({"state": "working", "user_id": self.env.uid})

    def action_save(self):
        """Close risks of customers that will stay.

        :raise UserError: without a word on what was done
        """
        self._close("saved")

    def action_lose(self):
        """Close risks of customers that are gone, and mark these as lost.

        :raise UserError: without a word on what was done
        """
        self._close("lost")
        for risk in self:
            risk.partner_id._yishang_give_up(risk.note)

    def _close(self, state):
        self._check_open()
        for risk in self:
            if not (risk.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(customer)s: write under What Was Done how it came to that. "
                        "Whoever takes care of the customer later reads it.",
                        customer=risk.partner_id.display_name,
                    )
                )
        self.write({"state": state, "is_decided": True, "date_end": self._get_today()})

    @api.model
    def _get_today(self):
        return self.env.company._yishang_get_day()

    def _check_open(self):
        for risk in self:
            if risk.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "The risk of %(customer)s is closed. If the customer is at "
                        "risk again, the next night finds it.",
                        customer=risk.partner_id.display_name,
                    )
                )

    def action_record_visit(self):
        """Open the short form in which a contact with the customer is recorded."""
        return self.partner_id.action_yishang_record_visit()

    def action_plan_visit(self):
        """Open the short form in which a visit of the customer is planned."""
        return self.partner_id.action_yishang_plan_visit()

    @api.model
    def _get_ledger_tables(self):
        table = LedgerTable(
            key="risks",
            title=self.env._("Risk of Loss"),
            sequence=128,
            order="date_start DESC, id DESC",
            columns=("date_start", "level", "reason", "state", "date_end", "note"),
        )
        return [*super()._get_ledger_tables(), table]
