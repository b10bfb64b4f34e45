from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

# What is entered as long as nothing has moved.
ENTERED_FIELDS = frozenset(
    (
        "user_id",
        "kind",
        "date",
        "note",
        "line_ids",
        "work_user_id",
        "staff_user_id",
    )
)


class CrmYishangHandover(models.Model):
    """All that somebody works on goes to others: who gets what, and what came of it."""

    _name = "crm.yishang.handover"
    _description = "Handover"
    _inherit = [
        "crm.yishang.handover.plan.mixin",
        "crm.yishang.handover.approval.mixin",
        "crm.yishang.handover.run.mixin",
        "crm.yishang.handover.staff.mixin",
        "crm.yishang.handover.undo.mixin",
        "crm.yishang.people.mixin",
        "mail.thread",
    ]
    _order = "date DESC, id DESC"
    _rec_name = "user_id"
    _visible_besides = ("requester_id",)
    _yishang_stays = (
        "approver_id",
        "requester_id",
        "staff_user_id",
        "user_id",
        "work_user_id",
    )

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Hands Over",
        required=True,
        index=True,
        ondelete="restrict",
        context={"active_test": False},
        domain=lambda self: self._get_leaver_domain(),
    )
    kind = fields.Selection(
        [
            ("departure", "Departure"),
            ("transfer", "Transfer"),
            ("leave", "Long Leave"),
            ("freeze", "Account Frozen"),
        ],
        string="Occasion",
        required=True,
        default="departure",
    )
    date = fields.Date(
        required=True, default=lambda self: self.env.company._yishang_get_day()
    )
    note = fields.Char(
        string="Reason", help="Stands in the ownership history of each customer."
    )
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("requested", "To Approve"),
            ("approved", "Waiting to Run"),
            ("running", "Running"),
            ("failed", "Failed"),
            ("done", "Done"),
            ("undone", "Undone"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        tracking=True,
    )
    line_ids = fields.One2many(
        "crm.yishang.handover.line",
        "handover_id",
        string="Who Gets the Customers",
        copy=True,
        default=lambda self: [Command.create({})],
    )
    work_user_id = fields.Many2one(
        "res.users",
        string="Other Work Goes To",
        compute="_compute_successors",
        store=True,
        readonly=False,
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Leads without customer, collaborations, and what is open on customers of "
        "colleagues.",
    )
    staff_user_id = fields.Many2one(
        "res.users",
        string="People, Regions and Teams Go To",
        compute="_compute_successors",
        store=True,
        readonly=False,
        ondelete="restrict",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Becomes manager of the subordinates, is put in charge of the regions and "
        "leads the sales teams.",
    )
    successor_ids = fields.Many2many(
        "res.users",
        "crm_yishang_handover_successor_rel",
        string="Successors",
        readonly=True,
        copy=False,
    )

    @api.depends("user_id")
    def _compute_successors(self):
        for handover in self:
            superior = handover.user_id._yishang_get_superior()
            handover.work_user_id = superior
            handover.staff_user_id = superior

    @api.depends("user_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for handover in self:
            # sudo: the name of a colleague is no secret.
            if not handover.user_id:
                handover.display_name = self.env._("New Handover")
                continue
            handover.display_name = self.env._(
                "Handover of %(name)s, %(date)s",
                name=handover.user_id.sudo().name,
                date=handover.date or "",
            )

    @api.constrains("user_id", "work_user_id", "staff_user_id", "line_ids")
    def _check_leaver(self):
        for handover in self:
            targets = handover.work_user_id | handover.staff_user_id
            if handover.user_id & (targets | handover.line_ids.user_ids):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be the own successor. Choose somebody else.",
                        name=handover.user_id.name,
                    )
                )

    @api.model
    def _get_leaver_domain(self):
        """Return whose customers the user may hand over: the own and those below."""
        domain = self.env["crm.yishang.people"]._get_domain()
        return list(Domain("share", "=", False) & domain)

    @api.model
    def _get_visible_columns(self):
        return [*super()._get_visible_columns(), "successor_ids"]

    @api.model
    def _get_visible_domain(self, mode):
        """Successors read what they were given."""
        domain = super()._get_visible_domain(mode)
        if mode == "write":
            return domain
        return domain | Domain("successor_ids", "in", [self.env.uid])

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._prepare_vals(vals) for vals in vals_list])

    @api.model
    def _prepare_vals(self, vals):
        if not self.env.su:
            vals = {name: vals[name] for name in ENTERED_FIELDS & vals.keys()}
        return {"requester_id": self.env.uid, **vals}

    def write(self, vals):
        if not self.env.su:
            self._check_entered(vals)
        if {"user_id", "line_ids"} & vals.keys():
            vals = {**vals, "preview": False}
        return super().write(vals)

    def _check_entered(self, vals):
        """Check that nobody changes what has been decided, but by the buttons.

        :raise AccessError: for what the system writes
        :raise UserError: naming the handover that is no longer in preparation
        """
        if decided := self.filtered(lambda handover: handover.state != "draft"):
            raise UserError(
                self.env._(
                    "%(handover)s is no longer in preparation. Set it back first, or "
                    "create another one.",
                    handover=decided[0].display_name,
                )
            )
        if vals.keys() - ENTERED_FIELDS:
            raise AccessError(
                self.env._("A handover goes on by its buttons, not by writing to it.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for handover in self:
            if handover.state not in ("draft", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(handover)s was decided on: it is cancelled, not deleted.",
                        handover=handover.display_name,
                    )
                )
