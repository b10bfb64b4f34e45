from odoo import api, models

from ..tools.import_settings_sheets import OPERATORS

PASSWORD_MIN = 8
# Roles that are either given or not, named in one column.
OTHER_ROLES = (
    "yishang_is_cashier",
    "yishang_is_marketing",
    "yishang_is_report_viewer",
    "yishang_is_administrator",
    "yishang_is_all_customers",
)


class CrmYishangImportOperator(models.AbstractModel):
    """Operators: users with their employees, superiors first."""

    _name = "crm.yishang.import.operator"
    _inherit = "crm.yishang.import.tree"
    _description = "Import of Operators"

    _import_action = "crm_yishang.res_users_action"
    _import_sequence = 20
    _tree_parent = "manager"
    _tree_names = ("yishang_code", "login", "name")

    @api.model
    def _get_kinds(self):
        return {"operator": self.env._("Operators")}

    @api.model
    def _get_sheets(self, kind):
        return (OPERATORS,)

    @api.model
    def _get_model(self, kind):
        return self.env["res.users"].with_context(yishang_operator=True)

    @api.model
    def _find_parents(self, column, terms):
        return self._find_users(column, terms)

    @api.model
    def _check_table(self, plan, table):
        table = super()._check_table(plan, table)
        self._check_logins(table)
        password = table.sheet["password"]
        for row in table.rows:
            if row.record_id:
                # An import never resets the password of somebody who works with it.
                row.values.pop("password", None)
            elif len(row.values.get("password") or "*" * PASSWORD_MIN) < PASSWORD_MIN:
                row.fail(password, "password_short", count=PASSWORD_MIN)
        return table

    @api.model
    def _check_logins(self, table):
        """Fail rows whose login is somebody else's."""
        column = table.sheet["login"]
        rows = self._get_filled(table, column)
        # sudo: a login is taken over all companies.
        users = self.env["res.users"].sudo().with_context(active_test=False)
        logins = [row.values["login"] for row in rows]
        taken = {
            user.login: user
            for user in users.search_fetch([("login", "in", logins)], ["login", "name"])
        }
        for row in rows:
            user = taken.get(row.values["login"])
            if user and user.id != row.record_id:
                label = self._get_heading(column)
                row.fail(column, "exists", criterion=label, name=user.name)

    @api.model
    def _resolve_roles(self, table, column):
        """Roles of one cell, by their names in any installed language."""
        labels = {}
        for lang in self._get_languages():
            env = self.with_context(lang=lang).env
            for name in OTHER_ROLES:
                label = env["res.users"]._fields[name]._description_string(env)
                labels[label.casefold()] = name
        choices = self.env._(", ").join(self._get_choices(column))
        for row in self._get_filled(table, column):
            for term in row.values[column.name]:
                if name := labels.get(term.casefold()):
                    row.values[name] = True
                else:
                    row.fail(column, "not_choice", choices=choices)

    @api.model
    def _get_choices(self, column):
        if column.name == "roles":
            users = self.env["res.users"]
            fields_ = [users._fields[name] for name in OTHER_ROLES]
            return [field._description_string(self.env) for field in fields_]
        return super()._get_choices(column)

    @api.model
    def _get_vals(self, model, row):
        vals = super()._get_vals(model, row)
        if manager_id := self._get_parent_id(row):
            manager = model.browse(manager_id)
            vals["yishang_manager_id"] = manager._yishang_get_employees().id
        return vals
