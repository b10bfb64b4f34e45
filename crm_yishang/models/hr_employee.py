from odoo import api, models
from odoo.exceptions import ValidationError

# What the scope table is made of.
SCOPE_FIELDS = frozenset(("parent_id", "user_id", "company_id"))


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    @api.model_create_multi
    def create(self, vals_list):
        employees = super().create(vals_list)
        if any(SCOPE_FIELDS & vals.keys() for vals in vals_list):
            self.env["crm.yishang.scope"]._rebuild()
        # sudo: an employee's contact is a colleague, whoever enters the employee.
        employees.sudo().work_contact_id._yishang_recompute_scope()
        return employees

    def write(self, vals):
        if "active" in vals and not vals["active"]:
            self._yishang_check_handed_over()
        result = super().write(vals)
        if SCOPE_FIELDS & vals.keys():
            self.env["crm.yishang.scope"]._rebuild()
        if "work_contact_id" in vals:
            # sudo: see create.
            self.sudo().work_contact_id._yishang_recompute_scope()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.yishang.scope"]._rebuild()
        return result

    def action_archive(self):
        # Before the host takes the manager away from subordinates.
        self._yishang_check_handed_over()
        return super().action_archive()

    def _yishang_check_handed_over(self):
        """Check that nobody leaves with customers.

        :raise RedirectWarning: with a button to the handover
        """
        # sudo: what the users of the employees hold, whoever archives them.
        self.sudo().user_id._yishang_check_handed_over()

    def _get_employee_m2o_to_empty_on_archived_employees(self):
        """Keep the subordinates of an archived operator below the superiors."""
        fnames = super()._get_employee_m2o_to_empty_on_archived_employees()
        # sudo: the question is about the archived, not about who archives them.
        if not self.sudo().user_id.filtered("yishang_is_operator"):
            return fnames
        return [fname for fname in fnames if fname != "parent_id"]

    def _yishang_check_manager_loop(self):
        """Check that nobody is above the own manager; the host does not.

        :raise ValidationError: naming who would be
        """
        for employee in self:
            if employee._has_cycle("parent_id"):
                raise ValidationError(
                    self.env._(
                        "%(manager)s cannot be the manager of %(name)s, who is above "
                        "%(manager)s already.",
                        name=employee.name,
                        manager=employee.parent_id.name,
                    )
                )
