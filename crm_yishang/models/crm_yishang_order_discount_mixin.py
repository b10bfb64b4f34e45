import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.discount import get_discounts
from .crm_yishang_approval_mixin import LEADER


class CrmYishangOrderDiscountMixin(models.AbstractModel):
    """An order beyond the discount limit is confirmed once a superior approves.

    By whatever road: the check is one of the model. Companies without limit pay no
    statement for it.
    """

    _name = "crm.yishang.order.discount.mixin"
    _description = "Discount Approval of an Order"

    yishang_discount_request_ids = fields.One2many(
        "crm.yishang.discount.request",
        "order_id",
        string="Discount Requests",
        readonly=True,
        copy=False,
        # Whoever has no right on requests still reads all fields of an order.
        groups="crm_yishang.crm_yishang_group_salesperson",
    )
    yishang_discount = fields.Float(
        string="Highest Discount",
        compute="_compute_yishang_discount",
        help="In percent below the reference price, of a line or of the whole order.",
    )
    yishang_discount_status = fields.Selection(
        [
            ("needed", "Needs Approval"),
            ("requested", "To Approve"),
            ("refused", "Refused"),
            ("approved", "Approved"),
        ],
        string="Discount",
        compute="_compute_yishang_discount",
    )
    yishang_can_decide_discount = fields.Boolean(
        compute="_compute_yishang_discount", export_string_translation=False
    )

    @api.depends(
        "order_line.price_unit",
        "order_line.discount",
        "order_line.product_uom_qty",
        "order_line.product_id",
        "partner_id",
        "state",
        "yishang_discount_request_ids.state",
    )
    @api.depends_context("uid")
    def _compute_yishang_discount(self):
        self.yishang_discount = 0
        self.yishang_discount_status = False
        self.yishang_can_decide_discount = False
        for order in self.filtered(
            lambda one: (
                one.company_id.yishang_is_discount_limited
                and one.state in ("draft", "sent")
            )
        ):
            order.yishang_discount = max(get_discounts(order))
            order.yishang_discount_status = order._yishang_get_discount_status()
            requests = self.env["crm.yishang.discount.request"]
            order.yishang_can_decide_discount = requests._stands_above(order.user_id)

    def _yishang_get_discount_status(self):
        """Return how far the approval of the prices as they are is, or False."""
        if not self._yishang_is_beyond_limit():
            return False
        # sudo: what was decided holds, whoever confirms.
        last = self.sudo().yishang_discount_request_ids.sorted("id")[-1:]
        if last and last.digest == self._yishang_get_digest():
            return last.state if last.state != "outdated" else "needed"
        return "needed"

    def _yishang_is_beyond_limit(self):
        """Return whether the prices are lower than whoever acts may give."""
        limit = self._yishang_get_discount_limit()
        # Prices are rounded: a hundredth of a percent is no discount.
        return max(get_discounts(self)) > limit + 0.01

    def _yishang_get_discount_limit(self):
        """Return the limit in percent of whoever acts.

        A customer who signs or pays confirms what the salesperson offered.
        """
        company = self.company_id
        user = self.env.user
        if not user._is_internal() or user._is_superuser():
            # sudo: the role of the salesperson is no secret.
            user = self.sudo().user_id
        if user and user.has_group(LEADER):
            limits = (
                company.yishang_discount_limit,
                company.yishang_discount_limit_leader,
            )
            return max(limits)
        return company.yishang_discount_limit

    def _yishang_get_digest(self):
        """Return a text that is another one as soon as a price is another one."""
        terms = [
            (
                line.product_id.id,
                line.product_uom_id.id,
                line.product_uom_qty,
                line.price_unit,
                line.discount,
            )
            for line in self.order_line
            if not line.display_type
        ]
        known = repr((self.partner_id.id, self.currency_id.id, sorted(terms)))
        return hashlib.sha256(known.encode()).hexdigest()

    @api.constrains("state")
    def _check_yishang_discount(self):
        self._yishang_check_discount()

    def _yishang_check_discount(self):
        """Check that confirmed orders have prices somebody may give.

        :raise UserError: naming the order, its discount and the way out
        """
        if self.env.su and self.env.context.get("install_mode"):
            return
        for order in self.filtered(lambda one: one.state == "sale"):
            if order._yishang_is_waiting():
                raise UserError(order._yishang_describe_waiting())

    def _yishang_check_changed(self):
        """Check the prices of confirmed orders that changed.

        A superior who changes them decides on them.
        """
        requests = self.env["crm.yishang.discount.request"]
        sold = self.filtered(
            lambda one: (
                one.state == "sale"
                and one.company_id.yishang_is_discount_limited
                and not requests._stands_above(one.user_id)
            )
        )
        sold._yishang_check_discount()

    def _yishang_is_waiting(self):
        """Return whether the order is not confirmed before a superior approves."""
        self.ensure_one()
        if not self.company_id.yishang_is_discount_limited:
            return False
        return self._yishang_get_discount_status() not in (False, "approved")

    def _yishang_describe_waiting(self):
        return self.env._(
            "%(order)s: its prices are %(discount).1f %% below the reference, more "
            "than the %(limit).1f %% that may be given without approval. Press “Ask "
            "for Discount” on the quotation, or correct the prices.",
            order=self.name,
            discount=max(get_discounts(self)),
            limit=self._yishang_get_discount_limit(),
        )

    def _validate_order(self):
        """A customer who signs confirms what may be given; the rest waits."""
        waiting = self.filtered(lambda order: order._yishang_is_waiting())
        waiting._yishang_tell_waiting()
        ready = self - waiting
        return super(CrmYishangOrderDiscountMixin, ready)._validate_order()

    def _yishang_tell_waiting(self):
        """Say on orders a customer has signed or paid why they are not confirmed."""
        for order in self:
            # sudo: a customer acts, its salesperson is told.
            known = order.sudo()
            subject = self.env._(
                "The customer accepted %(order)s, which waits for the approval of its "
                "discount.",
                order=known.name,
            )
            known._message_log(body=subject)
            known._yishang_tell(known.user_id, subject)

    def action_yishang_ask_discount(self):
        """Open the dialog that asks a superior for the prices of the order."""
        return self._yishang_get_discount_action("ask", self.env._("Ask for Discount"))

    def action_yishang_refuse_discount(self):
        """Open the dialog that asks why the prices are refused."""
        return self._yishang_get_discount_action("refuse", self.env._("Refuse"))

    def _yishang_get_discount_action(self, purpose, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "crm.yishang.discount.reason",
            "views": [[False, "form"]],
            "target": "new",
            "context": {"default_order_id": self.id, "default_purpose": purpose},
        }

    def action_yishang_approve_discount(self):
        """Approve the prices as they are, asked for or not."""
        self.ensure_one()
        request = self._yishang_get_open_request()
        if not request or request.digest != self._yishang_get_digest():
            request = self._yishang_request_discount(self.env._("Approved at once"))
        request.action_approve()

    def _yishang_get_open_request(self):
        return self.yishang_discount_request_ids.filtered(
            lambda request: request.state == "requested"
        )

    def _yishang_request_discount(self, reason):
        """Put down that the prices as they are are asked for.

        :raise UserError: if there is nothing to approve
        """
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("draft", "sent") or not self._yishang_is_waiting():
            raise UserError(
                self.env._(
                    "%(order)s has no prices that need approval.", order=self.name
                )
            )
        # sudo: requests are written by methods alone.
        self._yishang_get_open_request().sudo().state = "outdated"
        self.env.flush_all()
        request = self.yishang_discount_request_ids.sudo().create(
            {
                "order_id": self.id,
                "requester_id": self.env.uid,
                "discount": max(get_discounts(self)),
                "digest": self._yishang_get_digest(),
                "reason": reason,
            }
        )
        return request.sudo(False)

    def action_yishang_request_discount(self, reason):
        """Ask the superior of the salesperson for the prices as they are.

        :raise UserError: without reason, or if nobody could decide
        """
        if not (reason or "").strip():
            raise UserError(self.env._("Say why: whoever decides will read it."))
        request = self._yishang_request_discount(reason.strip())
        judge = request._get_judge()
        if not judge and not request.can_decide:
            raise UserError(
                self.env._(
                    "%(name)s has no superior who could approve. Ask an administrator "
                    "of the CRM.",
                    # sudo: the name of a colleague is no secret.
                    name=self.user_id.sudo().name or self.name,
                )
            )
        subject = self.env._("To approve: %(request)s", request=request.display_name)
        self._yishang_tell(judge - self.env.user, subject, request.reason)
        return request

    def _yishang_tell(self, users, subject, body=False):
        """Send colleagues a message that leads to the order."""
        # sudo: whoever is told need not see the order itself.
        if partners := users.sudo().filtered("active").partner_id:
            self.env["mail.thread"].sudo().message_notify(
                author_id=self.env.user.partner_id.id,
                partner_ids=partners.ids,
                model="sale.order",
                res_id=self.id,
                subject=subject,
                body=body or subject,
            )
