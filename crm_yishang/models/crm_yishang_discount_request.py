from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class CrmYishangDiscountRequest(models.Model):
    """Somebody asks for prices of one order beyond the limit of the company.

    What is approved is exactly these prices: the order remembers them by a digest.
    """

    _name = "crm.yishang.discount.request"
    _description = "Discount Request"
    _inherit = ["crm.yishang.approval.mixin", "crm.yishang.visible.mixin"]
    _order = "id DESC"
    _visible_through = ("order_id",)
    _yishang_stays = ("approver_id", "requester_id")

    order_id = fields.Many2one(
        "sale.order", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="order_id.company_id")
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    user_id = fields.Many2one(related="order_id.user_id", string="Salesperson")
    currency_id = fields.Many2one(related="order_id.currency_id")
    amount_total = fields.Monetary(related="order_id.amount_total")
    discount = fields.Float(
        readonly=True,
        help="The highest one of the order in percent, as it was asked for.",
    )
    reason = fields.Char(readonly=True, help="Whoever decides reads it.")
    comment = fields.Char(string="Comment on the Decision", readonly=True)
    state = fields.Selection(
        [
            ("requested", "To Approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("outdated", "Outdated"),
        ],
        required=True,
        readonly=True,
        default="requested",
    )
    digest = fields.Char(readonly=True, export_string_translation=False)
    date_decided = fields.Datetime(string="Decided At", readonly=True)

    _open_uniq = models.UniqueIndex(
        "(order_id) WHERE state = 'requested'",
        "Approval of these prices has been asked for already.",
    )

    @api.depends("order_id", "discount")
    @api.depends_context("uid", "lang")
    def _compute_display_name(self):
        super()._compute_display_name()
        for request in self._filter_visible("read"):
            request.display_name = self.env._(
                "Discount of %(discount).1f %% on %(order)s",
                discount=request.discount,
                order=request.order_id.name,
            )

    @api.model
    def _get_waiting_domain(self):
        """Return the requests that wait for the current user, as a ``Domain``."""
        waiting = Domain("state", "=", "requested") & Domain(
            "order_id.state", "in", ("draft", "sent")
        )
        return waiting & self._get_decidable_domain()

    def action_approve(self, comment=False):
        """Let the order be confirmed with the prices that were asked for.

        :raise UserError: if they are others by now
        """
        self._check_decide()
        self._check_state("requested")
        for request in self:
            # sudo: whoever decides reads the order as it is.
            if request.digest != request.sudo().order_id._yishang_get_digest():
                raise UserError(
                    self.env._(
                        "The prices of %(order)s have changed since they were asked "
                        "for. Look at them, and have them asked for again.",
                        order=request.order_id.name,
                    )
                )
            request._close("approved", comment)

    def action_refuse(self, comment=False):
        """Leave the order unconfirmed, and tell whoever asked why.

        :raise UserError: if there is no comment
        """
        self._check_decide()
        self._check_state("requested")
        if not (comment or "").strip():
            raise UserError(
                self.env._("Say why you refuse: whoever asked will read it.")
            )
        for request in self:
            request._close("refused", comment.strip())

    def _close(self, state, comment=False):
        # sudo: a request goes on by methods alone.
        self.sudo().write(
            {
                "state": state,
                "approver_id": self.env.uid,
                "comment": comment or False,
                "date_decided": fields.Datetime.now(),
            }
        )
        label = dict(self._fields["state"]._description_selection(self.env))[state]
        subject = self.env._(
            "%(decision)s: %(request)s", decision=label, request=self.display_name
        )
        self.order_id._yishang_tell(
            (self.requester_id | self.user_id) - self.env.user, subject, comment
        )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Discounts are asked for by the button of the order.")
            )
        return super().create(vals_list)

    def action_open_order(self):
        """Open the order whose prices are asked for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [[False, "form"]],
        }
