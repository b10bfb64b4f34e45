from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .crm_yishang_receipt_cashier_mixin import CASHIER, STEP

# Written by these methods alone, whoever calls.
SYSTEM_FIELDS = frozenset(
    (
        "amount_advance",
        "amount_allocated",
        "amount_company",
        "amount_refunded",
        "cancel_reason",
        "cashier_id",
        "date_confirmed",
        "name",
        "payment_id",
        "region_id",
        "state",
    )
)
# What people say about a receipt is no part of it.
FREE_PREFIXES = ("activity_", "message_", "my_activity_")


class CrmYishangReceiptLockMixin(models.AbstractModel):
    """A receipt moves by its buttons, and nothing changes once it was decided on."""

    _name = "crm.yishang.receipt.lock.mixin"
    _description = "Lock of a Receipt"

    state = fields.Selection(
        [
            ("draft", "To Confirm"),
            ("confirmed", "Confirmed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    cashier_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        help="Who confirmed it, or turned it down.",
    )
    date_confirmed = fields.Datetime(string="Confirmed At", readonly=True, copy=False)
    cancel_reason = fields.Char(
        string="Reason for Cancelling", readonly=True, copy=False, tracking=True
    )

    _check_decided = models.Constraint(
        "CHECK (CASE state WHEN 'confirmed' THEN cashier_id IS NOT NULL"
        " AND date_confirmed IS NOT NULL"
        " WHEN 'cancelled' THEN cancel_reason IS NOT NULL ELSE TRUE END)",
        "A confirmed receipt names its cashier, a cancelled one its reason.",
    )

    def write(self, vals):
        if any(not name.startswith(FREE_PREFIXES) for name in vals):
            self._check_open(self.env)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self._check_open(self.env)

    def _has_field_access(self, field, operation):
        # Of new receipts they are checked before they get a number, see create.
        is_system = field.name in SYSTEM_FIELDS and self.ids and not self.env.su
        if operation == "write" and is_system:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _check_entered(self, vals_list):
        """Check that new receipts begin as drafts, whatever a browser sends.

        :raise AccessError: naming what nobody enters
        """
        if self.env.su:
            return
        context = self.env.context
        names = {name for vals in vals_list for name in vals}
        names |= {key[8:] for key in context if key.startswith("default_")}
        if entered := sorted(names & SYSTEM_FIELDS):
            raise AccessError(
                self.env._(
                    "These fields of a receipt are filled in by the system: "
                    "%(fields)s.",
                    fields=self.env._(", ").join(
                        self._fields[name]._description_string(self.env)
                        for name in entered
                    ),
                )
            )

    @api.model
    def _get_visible_domain(self, mode):
        """Cashiers correct what they are to confirm."""
        if mode == "write" and self.env.user.has_group(CASHIER):
            return super()._get_visible_domain("read")
        return super()._get_visible_domain(mode)

    def _check_open(self, env):
        """Check that the receipts still may change, in superuser mode too.

        :raise UserError: naming those that were decided on
        """
        if env.context.get("yishang_receipt_step") is STEP:
            return
        # sudo: what was decided on is, whoever may see it.
        if closed := self.sudo().filtered(lambda one: one.state != "draft"):
            raise UserError(
                env._(
                    "%(receipts)s: what a cashier has decided on does not change any "
                    "more. Have the receipt cancelled, and register another one.",
                    receipts=env._(", ").join(closed.mapped("name")),
                )
            )

    def _step(self, **values):
        """Write what only the methods of a receipt write."""
        # sudo: the methods have checked who calls them.
        self.sudo().with_context(yishang_receipt_step=STEP).write(values)
