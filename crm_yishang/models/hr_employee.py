from odoo import api, models

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
