from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class CrmYishangRevision(models.Model):
    """Somebody asks for a change of protected fields of one customer.

    Until it is approved the old values stand.
    """

    _name = "crm.yishang.revision"
    _description = "Revision Request"
    _inherit = [
        "crm.yishang.revision.ask.mixin",
        "crm.yishang.revision.decision.mixin",
        "crm.yishang.approval.mixin",
        "crm.yishang.visible.mixin",
    ]
    _order = "id DESC"
    _visible_through = ("customer_id",)
    _yishang_stays = ("approver_id", "requester_id")
    _approval_person = "owner_id"

    name = fields.Char(string="Number", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    owner_id = fields.Many2one(related="customer_id.user_id", string="Owner", help="")
    reason = fields.Char(help="Whoever decides reads it, and so does the history.")
    state = fields.Selection(
        [
            ("draft", "Reason Missing"),
            ("requested", "To Approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("conflict", "Changed Meanwhile"),
        ],
        required=True,
        readonly=True,
        default="draft",
    )
    line_ids = fields.One2many(
        "crm.yishang.revision.line", "revision_id", string="Changes", readonly=True
    )
    summary = fields.Char(string="Wanted Values", compute="_compute_summary")
    date_requested = fields.Datetime(string="Requested At", readonly=True)
    date_decided = fields.Datetime(string="Decided At", readonly=True)
    comment = fields.Char(string="Comment on the Decision", readonly=True)
    judge_id = fields.Many2one(
        "res.users", string="Waiting For", compute="_compute_judge_id"
    )
    is_own = fields.Boolean(compute="_compute_is_own", export_string_translation=False)

    _state_idx = models.Index("(state, id DESC)")

    @api.depends("line_ids.old_text", "line_ids.new_text", "line_ids.field_name")
    @api.depends_context("uid", "lang")
    def _compute_summary(self):
        for revision in self:
            revision.summary = "; ".join(revision._get_change_texts())

    @api.depends("customer_id", "requester_id", "state")
    def _compute_judge_id(self):
        for revision in self:
            is_open = revision.state in ("draft", "requested")
            revision.judge_id = is_open and revision._get_judge()

    @api.depends("customer_id", "requester_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for revision in self:
            revision.is_own = self.env.user in revision.requester_id | revision.owner_id

    def _get_change_texts(self):
        """Return one text a line: field, old and new value."""
        labels = self.env["crm.yishang.revision.value"]._get_field_labels()
        nothing = self.env._("(empty)")
        return [
            self.env._(
                "%(field)s: %(old)s → %(new)s",
                field=labels[line.field_name],
                old=line.old_text or nothing,
                new=line.new_text or nothing,
            )
            for line in self.line_ids
        ]

    def _get_notice(self):
        """Return what the form of the customer says about an open request."""
        self.ensure_one()
        # sudo: the names of colleagues are no secret.
        names = {
            "person": self.requester_id.sudo().name,
            "judge": self.judge_id.sudo().name
            or self.env._("an administrator of the CRM"),
        }
        waits = (
            self.env._("(asked for by %(person)s, the reason is missing)", **names)
            if self.state == "draft"
            else self.env._("(asked for by %(person)s, waiting for %(judge)s)", **names)
        )
        return [*self._get_change_texts(), waits]

    def _get_step(self):
        """Return what the current user can do about these open requests."""
        if self.filtered(lambda one: one.is_own and one.state == "draft"):
            return "draft"
        if self.filtered("can_decide"):
            return "judge"
        return "own" if self.filtered("is_own") else False

    def write(self, vals):
        if not self.env.su:
            self._check_entered(vals)
        return super().write(vals)

    def _check_entered(self, vals):
        """Check that people write nothing but the reason of what they ask for.

        :raise AccessError: otherwise
        :raise UserError: naming the request that has been sent
        """
        if vals.keys() - {"reason"} or not all(self.mapped("is_own")):
            raise AccessError(
                self.env._(
                    "A request goes on by its buttons, and its reason is for who "
                    "asks. Withdraw it, or decide on it."
                )
            )
        self._check_state("draft")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_never(self):
        raise UserError(
            self.env._("A request is withdrawn, not deleted: others have read it.")
        )

    def _get_form_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Revision Request"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
        }
