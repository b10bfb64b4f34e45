from odoo import api, fields, models
from odoo.fields import Domain


class CrmYishangPlannedMixin(models.AbstractModel):
    """Documents with a collection plan: how far its instalments are paid."""

    _name = "crm.yishang.planned.mixin"
    _description = "Document with a Collection Plan"

    # The field of the instalment that says of which document it is.
    _yishang_plan_field = "order_id"

    currency_id = fields.Many2one("res.currency")
    yishang_plan_progress = fields.Char(
        string="Collected",
        compute="_compute_yishang_plan",
        help="Instalments that are paid, and the part of the planned amount received.",
    )
    yishang_plan_percent = fields.Float(
        string="Collected (%)", compute="_compute_yishang_plan"
    )
    yishang_amount_overdue = fields.Monetary(
        string="Overdue",
        compute="_compute_yishang_plan",
        help="Open part of the instalments that were due before today.",
    )

    @api.depends_context("uid", "lang")
    def _compute_yishang_plan(self):
        for document in self:
            document.yishang_plan_progress = False
            document.yishang_plan_percent = 0
            document.yishang_amount_overdue = 0
        instalments = self.env["crm.yishang.instalment"]
        if not self.ids or not instalments.has_access("read"):
            return
        field = self._yishang_plan_field
        groups = instalments._read_group(
            self._yishang_get_plan_domain(),
            [field, "state"],
            ["__count", "amount:sum", "amount_received:sum"],
        )
        plans = {}
        for document, state, count, amount, received in groups:
            plan = plans.setdefault(document.id, [0, 0, 0.0, 0.0])
            plan[0] += count if state == "paid" else 0
            plan[1] += count
            plan[2] += amount
            plan[3] += received
        overdue = dict(
            instalments._read_group(
                self._yishang_get_plan_domain() & instalments._get_overdue_domain(),
                [field],
                ["amount_open:sum"],
            )
        )
        for document in self:
            if document.id in plans:
                document._yishang_tell_plan(*plans[document.id])
                document.yishang_amount_overdue = overdue.get(document._origin, 0)

    def _yishang_get_plan_domain(self):
        """Return the instalments that count for these documents."""
        return Domain(self._yishang_plan_field, "in", self.ids)

    def _yishang_tell_plan(self, paid, count, amount, received):
        percent = 100 * received / amount if amount else 0
        # What is not paid in full is never told as all of it.
        shown = int(percent) if received < amount else 100
        self.yishang_plan_percent = percent
        self.yishang_plan_progress = self.env._(
            "%(paid)s/%(count)s instalments, %(percent)s %%",
            paid=paid,
            count=count,
            percent=shown,
        )
