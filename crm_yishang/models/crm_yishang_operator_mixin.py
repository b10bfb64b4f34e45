from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmYishangOperatorMixin(models.AbstractModel):
    """A user as the CRM administrator keeps it: one screen, with its employee.

    In the context ``yishang_operator`` a new user gets an employee and no invitation
    by mail, because the administrator sets the first password.
    """

    _name = "crm.yishang.operator.mixin"
    _description = "Operator"
    _inherit = [
        "crm.yishang.code.mixin",
        "crm.yishang.role.mixin",
        "crm.yishang.employee.link.mixin",
        "crm.yishang.departure.mixin",
    ]

    _code_field = "yishang_code"

    yishang_code = fields.Char(
        string="Operator Code",
        copy=False,
        help="Unique whatever its case, archived operators included.",
    )
    yishang_personnel_type_id = fields.Many2one(
        "crm.yishang.personnel.type",
        string="Personnel Type",
        index="btree_not_null",
        ondelete="restrict",
    )

    _yishang_code_uniq = models.UniqueIndex(
        "(lower(yishang_code))",
        "This operator code is taken, perhaps by an archived operator.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.context.get("yishang_operator"):
            return super().create(vals_list)
        self._yishang_check_logins_free([vals.get("login") for vals in vals_list])
        # The form and the empty cell of an import give a password of False.
        vals_list = [
            {fname: vals[fname] for fname in vals if vals[fname] or fname != "password"}
            for vals in vals_list
        ]
        silent = self.with_context(no_reset_password=True)
        return super(CrmYishangOperatorMixin, silent).create(vals_list)

    def write(self, vals):
        if vals.get("login") and self.env.context.get("yishang_operator"):
            self._yishang_check_logins_free([vals["login"]] * len(self))
        if "active" not in vals:
            return super().write(vals)
        is_active = bool(vals["active"])
        changing = self.filtered(lambda user: user.active != is_active)
        if not is_active:
            changing._yishang_check_handed_over()
        result = super().write(vals)
        changing.filtered("yishang_is_operator")._yishang_follow_active(is_active)
        return result

    def action_archive(self):
        # Before the host deletes the activities.
        self.check_access("write")
        self.filtered("active")._yishang_check_handed_over()
        # sudo: the host wants a sales administrator for the team memberships.
        members = self.env["crm.team.member"].sudo()
        members.search([("user_id", "in", self.ids)]).action_archive()
        return super().action_archive()

    def _yishang_check_logins_free(self, logins):
        """Check that no other user logs in with one of these names.

        :raise ValidationError: naming the user who does
        """
        if len(set(logins)) < len(logins):
            raise ValidationError(
                self.env._("Two operators cannot have the same login.")
            )
        # sudo: a login is unique over all companies.
        users = self.sudo().with_context(active_test=False)
        for user in users.search([("login", "in", logins)]) - self:
            details = {"login": user.login, "name": user.name}
            if user.active:
                raise ValidationError(
                    self.env._(
                        "The login %(login)s already belongs to %(name)s. "
                        "Choose another login.",
                        **details,
                    )
                )
            raise ValidationError(
                self.env._(
                    "The login %(login)s already belongs to %(name)s, who is "
                    "deactivated. Reactivate that operator, or choose another login.",
                    **details,
                )
            )
