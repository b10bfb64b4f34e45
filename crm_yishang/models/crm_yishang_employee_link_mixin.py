from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

# Field on the user -> field on the employee of the current company.
EMPLOYEE_FIELDS = {
    "yishang_department_id": "department_id",
    "yishang_job_id": "job_id",
    "yishang_manager_id": "parent_id",
}


class CrmYishangEmployeeLinkMixin(models.AbstractModel):
    """What the employee of a user says, in the current company, read and written."""

    _name = "crm.yishang.employee.link.mixin"
    _description = "User in Step with its Employee"

    yishang_department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_yishang_employee",
        readonly=False,
        search="_search_yishang_department_id",
        compute_sudo=True,
    )
    yishang_job_id = fields.Many2one(
        "hr.job",
        string="Job",
        compute="_compute_yishang_employee",
        readonly=False,
        search="_search_yishang_job_id",
        compute_sudo=True,
    )
    yishang_manager_id = fields.Many2one(
        "hr.employee",
        string="Manager",
        compute="_compute_yishang_employee",
        readonly=False,
        search="_search_yishang_manager_id",
        compute_sudo=True,
        help="Sees the customers of this operator, and so do the manager's superiors.",
    )
    yishang_has_employee = fields.Boolean(
        string="Has an Employee",
        compute="_compute_yishang_employee",
        search="_search_yishang_has_employee",
        compute_sudo=True,
        help="Without an employee in this company nobody is above this operator.",
    )

    @api.depends(
        "employee_ids.active",
        "employee_ids.department_id",
        "employee_ids.job_id",
        "employee_ids.parent_id",
    )
    @api.depends_context("company")
    def _compute_yishang_employee(self):
        employees = self._yishang_get_employees().grouped("user_id")
        for user in self:
            employee = employees.get(user._origin, self.env["hr.employee"])
            user.yishang_has_employee = employee.active
            for fname, employee_fname in EMPLOYEE_FIELDS.items():
                user[fname] = employee[employee_fname]

    @api.model
    def _search_yishang_department_id(self, operator, value):
        return self._yishang_search_employee("department_id", operator, value)

    @api.model
    def _search_yishang_job_id(self, operator, value):
        return self._yishang_search_employee("job_id", operator, value)

    @api.model
    def _search_yishang_manager_id(self, operator, value):
        return self._yishang_search_employee("parent_id", operator, value)

    @api.model
    def _search_yishang_has_employee(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._yishang_to_users(Domain("active", "=", True))
        return domain if True in value else ~domain

    @api.model
    def _yishang_search_employee(self, fname, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        domain = self._yishang_to_users(Domain(fname, operator, value))
        if operator == "in" and False in value:
            domain |= ~self._yishang_to_users(Domain(fname, "!=", False))
        return domain

    @api.model
    def _yishang_to_users(self, employee_domain):
        """Return the domain of the users whose employee in this company matches."""
        # sudo: which department a colleague is in is public, the employee is not.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        domain = Domain("company_id", "=", self.env.company.id)
        domain &= Domain("user_id", "!=", False)
        query = employees._search(domain & employee_domain)
        user_id = SQL.identifier(query.table, "user_id")
        return Domain("id", "in", query.select(user_id))

    @api.model_create_multi
    def create(self, vals_list):
        split_vals = [self._yishang_split_vals(vals) for vals in vals_list]
        users = super().create([user_vals for user_vals, _values in split_vals])
        is_operator = self.env.context.get("yishang_operator")
        values_by_user = {
            user: values
            for user, (_user_vals, values) in zip(users, split_vals, strict=True)
            if any(values.values()) or (is_operator and user._is_internal())
        }
        if values_by_user:
            with_employee = self.browse(user.id for user in values_by_user)
            with_employee._yishang_ensure_employees(values_by_user)
        return users

    def write(self, vals):
        vals, values = self._yishang_split_vals(vals)
        result = super().write(vals)
        if values:
            self._yishang_write_employees(values)
        return result

    @api.model
    def _yishang_split_vals(self, vals):
        """Return the values of the user and those of its employee.

        No inverse does this: the fields share one compute, so that an inverse called
        for one of them would find the others empty, the name of a new user as well.
        """
        employee_vals = {
            EMPLOYEE_FIELDS[fname]: value
            for fname, value in vals.items()
            if fname in EMPLOYEE_FIELDS
        }
        user_vals = {
            fname: value
            for fname, value in vals.items()
            if fname not in EMPLOYEE_FIELDS
        }
        return user_vals, employee_vals

    def action_yishang_create_employee(self):
        """Give the operators an employee in the current company (button)."""
        self._yishang_ensure_employees()

    def _yishang_get_employees(self):
        """Return the employees in the current company, archived ones too, as sudo."""
        # sudo: the CRM administrator keeps the operators without any HR right.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        return employees.search(
            [("user_id", "in", self.ids), ("company_id", "=", self.env.company.id)]
        )

    def _yishang_write_employees(self, values):
        """Write on the employees in the current company, made if they are missing.

        :param values: values of `hr.employee`
        :raise ValidationError: if somebody would be above the own manager
        """
        self._yishang_ensure_employees(dict.fromkeys(self, values))
        employees = self._yishang_get_employees()
        employees.write(values)
        if values.get("parent_id"):
            employees._yishang_check_manager_loop()

    def _yishang_ensure_employees(self, values_by_user=None):
        """Give each active user an active employee in the current company.

        :param values_by_user: ``{user: values of a new employee}``
        :raise AccessError: unless the current user keeps the operators
        """
        self._yishang_check_keeper()
        existing = self._yishang_get_employees()
        active = self.filtered("active")
        existing.filtered(
            lambda employee: not employee.active and employee.user_id in active
        ).action_unarchive()
        # sudo: see `_yishang_get_employees`; the role was checked above.
        self.env["hr.employee"].sudo().create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "company_id": self.env.company.id,
                    **(values_by_user or {}).get(user, {}),
                }
                for user in active - existing.user_id
            ]
        )

    @api.model
    def _yishang_check_keeper(self):
        """Check that the current user keeps the operators.

        :raise AccessError: otherwise
        """
        administrator = "crm_yishang.crm_yishang_group_administrator"
        if not self.env.su and not self.env.user.has_group(administrator):
            raise AccessError(
                self.env._(
                    "Only CRM administrators change the employee of an operator."
                )
            )

    def _yishang_follow_active(self, is_active):
        """Archive or restore the employees of the users, in all companies.

        `active` is written, because the host's `action_archive` takes the manager
        away from the subordinates: whoever is above an archived manager goes on
        seeing what is below.
        """
        # sudo: whoever may archive the user takes its employee along.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search(
            [("user_id", "in", self.ids), ("active", "!=", is_active)]
        )
        if is_active:
            employees.action_unarchive()
        else:
            employees.write({"active": False})
