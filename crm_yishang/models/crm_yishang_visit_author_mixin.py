from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Written by the methods of the visit alone, whoever calls.
SYSTEM_FIELDS = frozenset(
    (
        "cancel_reason",
        "company_id",
        "date_done",
        "date_lock",
        "day",
        "department_id",
        "event_id",
        "name",
        "region_id",
        "state",
    )
)
# What only the author may say about a visit, and nobody once it is locked.
AUTHOR_FIELDS = frozenset(
    (
        "answer_ids",
        "attachment_ids",
        "attitude",
        "category_id",
        "check_in_photo",
        "check_in_place",
        "contact_id",
        "content",
        "date_end",
        "date_next",
        "date_start",
        "follow_stage_after_id",
        "lead_id",
        "lead_stage_after_id",
        "next_step",
        "partner_id",
        "result",
        "subject",
    )
)
# What whoever planned a visit for somebody else says in advance.
PLANNED_FIELDS = frozenset(
    ("category_id", "contact_id", "lead_id", "partner_id", "subject")
)


class CrmYishangVisitAuthorMixin(models.AbstractModel):
    """A visit is made and written by one person; others may only plan it."""

    _name = "crm.yishang.visit.author.mixin"
    _description = "Author of a Visit"

    is_author = fields.Boolean(
        compute="_compute_is_author", export_string_translation=False
    )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_author(self):
        for visit in self:
            visit.is_author = visit.user_id == self.env.user

    @api.model_create_multi
    def create(self, vals_list):
        # A browser may send any default.
        names = {f"default_{name}" for name in SYSTEM_FIELDS}
        context = {
            key: value for key, value in self.env.context.items() if key not in names
        }
        # Fewer keys, not others. pylint: disable=context-overridden
        plain = self.with_context(context)
        visits = super(CrmYishangVisitAuthorMixin, plain).create(vals_list)
        visits = visits.with_env(self.env)
        visits._check_assignable()
        return visits

    def write(self, vals):
        self._check_author(vals)
        result = super().write(vals)
        if "user_id" in vals:
            self._check_assignable()
        return result

    def _has_field_access(self, field, operation):
        # Of new visits they are dropped, see create.
        is_system = field.name in SYSTEM_FIELDS and self.ids and not self.env.su
        if operation == "write" and is_system:
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _drop_system_vals(self, vals):
        """Return the values of a new visit without what people do not enter."""
        if self.env.su:
            return dict(vals)
        names = SYSTEM_FIELDS - {"company_id"}
        return {name: value for name, value in vals.items() if name not in names}

    def _check_author(self, vals):
        """Check that nobody puts words into somebody else's mouth.

        :raise AccessError: naming the author
        """
        if self.env.su:
            return
        for visit in self.filtered(lambda visit: visit.user_id != self.env.user):
            told = AUTHOR_FIELDS & vals.keys()
            if visit.state == "planned":
                told -= PLANNED_FIELDS
            if told:
                raise AccessError(
                    self.env._(
                        "%(visit)s: only %(author)s can change what the record says. "
                        "Write an instruction instead.",
                        visit=visit.display_name,
                        author=visit.user_id.name,
                    )
                )

    def _check_assignable(self):
        """Check that visits are the own ones, or planned for the own people.

        :raise AccessError: naming whom one cannot send
        """
        if self.env.su:
            return
        people = self.env["crm.yishang.people"]
        is_leader = self.env.user.has_group("crm_yishang.crm_yishang_group_leader")
        for visit in self.filtered(lambda visit: visit.user_id != self.env.user):
            if not is_leader or not people._is_superior_of(visit.user_id):
                raise AccessError(
                    self.env._(
                        "A visit is planned for yourself or, by a leader, for the own "
                        "people; %(user)s is none of yours.",
                        user=visit.user_id.name,
                    )
                )
            if visit.state != "planned":
                raise UserError(
                    self.env._(
                        "%(visit)s has begun: it stays with %(author)s.",
                        visit=visit.display_name,
                        author=visit.user_id.name,
                    )
                )
