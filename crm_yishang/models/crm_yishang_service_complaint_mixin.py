from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# What has to be known before a complaint is closed.
REQUIRED = (
    "complaint_kind",
    "cause_kind",
    "cause",
    "department_id",
    "measure",
    "answer",
)


class CrmYishangServiceComplaintMixin(models.AbstractModel):
    """A case that is a complaint: where it came from, and what was done about it."""

    _name = "crm.yishang.service.complaint.mixin"
    _description = "Complaint"

    is_complaint = fields.Boolean(
        string="Complaint",
        compute="_compute_is_complaint",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    complaint_kind = fields.Selection(
        [
            ("quality", "Quality of the Goods"),
            ("delivery", "Delivery"),
            ("installation", "Installation or Repair"),
            ("attitude", "Attitude of Staff"),
            ("price", "Price or Invoice"),
            ("promise", "Promise Not Kept"),
            ("other", "Other"),
        ],
        string="Complaint About",
        copy=False,
    )
    cause_kind = fields.Selection(
        [
            ("product", "Product"),
            ("supplier", "Supplier"),
            ("transport", "Transport"),
            ("process", "Process"),
            ("people", "People"),
            ("information", "Wrong Information"),
            ("customer", "Use by the Customer"),
            ("unfounded", "Unfounded"),
        ],
        string="Kind of Cause",
        copy=False,
        index="btree_not_null",
    )
    cause = fields.Text(copy=False, help="What really led to the complaint.")
    department_id = fields.Many2one(
        "hr.department",
        string="Responsible Department",
        ondelete="restrict",
        copy=False,
    )
    measure = fields.Text(
        string="Measures", copy=False, help="What is done so that it stays solved."
    )
    # A model says which currency it is in.
    currency_id = fields.Many2one("res.currency")
    compensation = fields.Monetary(copy=False)
    answer = fields.Text(
        string="Customer's Answer",
        copy=False,
        help="What the customer says to the solution.",
    )
    can_close_complaint = fields.Boolean(
        compute="_compute_can_close_complaint", export_string_translation=False
    )

    @api.depends("type_id")
    def _compute_is_complaint(self):
        for case in self:
            case.is_complaint = case.type_id.is_complaint

    @api.depends("team_id")
    @api.depends_context("uid")
    def _compute_can_close_complaint(self):
        is_manager = self.env.user.has_group(
            "crm_yishang.crm_yishang_group_service_manager"
        ) or self.env.user.has_group("crm_yishang.crm_yishang_group_director")
        for case in self:
            # sudo: only compared.
            leader = case.team_id.sudo().leader_id
            case.can_close_complaint = (
                is_manager or self.env.is_superuser() or leader == self.env.user
            )

    def write(self, vals):
        complaints = self.filtered("is_complaint")
        result = super().write(vals)
        if lost := complaints.filtered(
            lambda case: not (case.is_complaint or case.can_close_complaint)
        ):
            raise AccessError(
                self.env._(
                    "%(case)s is a complaint. Only the leader of the service team or a "
                    "service manager may decide that it is none.",
                    case=lost[0].display_name,
                )
            )
        return result

    def _check_stage(self):
        result = super()._check_stage()
        for case in self.filtered(lambda one: one.is_complaint):
            if case.state == "closed":
                case._check_complaint_closed()
        return result

    def _check_complaint_closed(self):
        """Refuse to close a complaint that is not complete, or by a mere agent."""
        missing = [
            self._fields[name]._description_string(self.env)
            for name in REQUIRED
            if not self[name]
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(case)s is a complaint. Before it is closed, fill in: "
                    "%(fields)s.",
                    case=self.display_name,
                    fields=self.env._(", ").join(missing),
                )
            )
        if not self.can_close_complaint:
            raise AccessError(
                self.env._(
                    "%(case)s is a complaint, which the leader of the service team or "
                    "a service manager closes. Mark it as solved, and tell them.",
                    case=self.display_name,
                )
            )
