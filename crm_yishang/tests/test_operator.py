from odoo.exceptions import (
    ValidationError,
)
from odoo.tests import Form, tagged

from .operator_common import OperatorCommon


@tagged("post_install", "-at_install")
class TestOperator(OperatorCommon):
    """One screen keeps user and employee in step."""

    def test_the_administrator_adds_an_operator_on_one_screen(self):
        with Form(self.operators, "crm_yishang.res_users_view_form") as form:
            form.yishang_code = " op100 "
            form.name = "Zhang Wei"
            form.login = "zhangwei"
            form.password = "first-password"
            form.yishang_region_id = self.sjz
            form.yishang_managed_region_ids.add(self.sjz)
            form.yishang_managed_region_ids.add(self.baoding)
            form.yishang_department_id = self.sales
            form.yishang_job_id = self.job
            form.yishang_manager_id = self.leader_sjz.employee_id
            form.yishang_role_sales = "leader"
            form.yishang_is_cashier = True
        user = self.env["res.users"].search([("login", "=", "zhangwei")])
        self.assertRecordValues(
            user,
            [
                {
                    "yishang_code": "op100",
                    "yishang_region_id": self.sjz.id,
                    "yishang_managed_region_ids": (self.sjz | self.baoding).ids,
                    "yishang_role_sales": "leader",
                    "yishang_role_service": False,
                    "yishang_is_cashier": True,
                    "yishang_is_administrator": False,
                    "yishang_role_names": "Team Leader, Cashier",
                    "share": False,
                }
            ],
        )
        self.assertRecordValues(
            self.employee(user),
            [
                {
                    "name": "Zhang Wei",
                    "company_id": self.env.company.id,
                    "department_id": self.sales.id,
                    "job_id": self.job.id,
                    "job_title": "Sales Representative",
                    "parent_id": self.leader_sjz.employee_id.id,
                    "work_contact_id": user.partner_id.id,
                }
            ],
        )
        self.assertTrue(self.logs_in(user, "first-password"))

    def test_editing_changes_user_and_employee(self):
        employee = self.employee(self.sales_sjz1)
        with Form(
            self.keep(self.sales_sjz1), "crm_yishang.res_users_view_form"
        ) as form:
            form.yishang_code = "S1"
            form.name = "Li Na"
            form.yishang_department_id = self.sales
            form.yishang_manager_id = self.leader_bd.employee_id
            form.yishang_role_sales = "regional_manager"
        self.assertRecordValues(
            employee,
            [
                {
                    "name": "Li Na",
                    "department_id": self.sales.id,
                    "parent_id": self.leader_bd.employee_id.id,
                    "job_id": False,
                }
            ],
        )
        self.assertTrue(
            self.sales_sjz1.has_group("crm_yishang.crm_yishang_group_regional_manager")
        )
        self.assertIn(
            self.customer_sjz1, self._get_visible(self.leader_bd, self.customers)
        )

    def test_what_the_employee_app_changes_shows_on_the_screen(self):
        user = self.keep(self.sales_sjz1)
        self.assertEqual(user.yishang_manager_id, self.leader_sjz.employee_id)
        employee = self.employee(self.sales_sjz1)
        employee.write({"parent_id": False, "department_id": self.sales.id})
        self.assertFalse(user.yishang_manager_id)
        self.assertEqual(user.yishang_department_id, self.sales)

    def test_the_manager_sees_the_customers_of_a_new_operator_at_once(self):
        user = self.add(
            "N1",
            yishang_role_sales="salesperson",
            yishang_manager_id=self.leader_sjz.employee_id.id,
        )
        customer = self._create_customer("New", owner=user)
        for viewer, expected in (
            (self.leader_sjz, customer),
            (self.leader_bd, customer.browse()),
        ):
            with self.subTest(viewer=viewer.login):
                self.assertEqual(self._get_visible(viewer, customer), expected)

    def test_many_operators_are_created_at_once(self):
        users = self.operators.create(
            [
                {
                    "yishang_code": f"M{index}",
                    "name": f"M{index}",
                    "login": f"m{index}",
                    "yishang_role_sales": "salesperson",
                    "yishang_department_id": self.sales.id,
                }
                for index in range(3)
            ]
        )
        self.assertEqual(users.mapped("yishang_has_employee"), [True] * 3)
        self.assertEqual(users.yishang_department_id, self.sales)
        self.assertEqual(set(users.mapped("yishang_role_sales")), {"salesperson"})
        self.assertFalse(any(users.mapped("share")))

    def test_operators_are_imported_by_code(self):
        self.sjz.code = "OPER-SJZ"
        result = self.operators.load(
            [
                "yishang_code",
                "name",
                "login",
                "password",
                "yishang_region_id",
                "yishang_role_sales",
            ],
            [
                ["I1", "Imported", "imported1", "secret 1", "OPER-SJZ", "leader"],
                ["I2", "Imported", "imported2", "", "OPER-SJZ", ""],
            ],
        )
        self.assertEqual(result["messages"], [])
        users = self.env["res.users"].browse(result["ids"])
        self.assertEqual(users.mapped("yishang_role_sales"), ["leader", False])
        self.assertEqual(users.yishang_region_id, self.sjz)
        self.assertEqual(users.mapped("yishang_has_employee"), [True, True])

    def test_an_operator_may_be_added_without_password(self):
        with Form(self.operators, "crm_yishang.res_users_view_form") as form:
            form.yishang_code = "P1"
            form.name = "P1"
            form.login = "p1"
            form.email = "p1@example.com"
        user = form.record
        self.assertFalse(user.sudo().partner_id.signup_type, "No invitation by mail.")
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [user.id])
        self.assertEqual(self.env.cr.fetchone(), (None,))

    def test_a_code_belongs_to_one_operator_archived_ones_too(self):
        first = self.add("D1")
        first.action_archive()
        count = self.env["res.users"].with_context(active_test=False).search_count([])
        for values in ({"code": "d1"}, {"code": " Ｄ1 "}):
            with self.subTest(**values), self.refused(ValidationError, "D1"):
                self.add(login="other", **values)
        self.assertEqual(
            self.env["res.users"].with_context(active_test=False).search_count([]),
            count,
        )

    def test_a_login_belongs_to_one_operator(self):
        first = self.add("L1", name="Wang Fang", login="wangfang")
        with self.refused(ValidationError, "Wang Fang"):
            self.add("L2", login="wangfang")
        second = self.add("L3", login="other")
        with self.refused(ValidationError, "Wang Fang"):
            second.login = "wangfang"
        self.assertEqual(second.login, "other")
        first.action_archive()
        with self.refused(ValidationError, "Wang Fang, who is deactivated"):
            self.add("L2", login="wangfang")
        with self.assertRaises(ValidationError):
            self.operators.create(
                [{"name": name, "login": "same", "yishang_code": name} for name in "ab"]
            )
        self.assertFalse(self.env["res.users"].search([("yishang_code", "=", "L2")]))

    def test_deactivating_leaves_the_subordinates_where_they_were(self):
        leader = self.leader_sjz
        employee = self.employee(leader)
        self.keep(leader).action_archive()
        self.assertFalse(leader.active)
        self.assertFalse(employee.active)
        self.assertEqual(self.employee(self.sales_sjz1).parent_id, employee)
        self.assertEqual(
            self._get_visible(self.director, self.owned), self.owned, "passed through"
        )
        self.keep(leader).action_unarchive()
        self.assertTrue(leader.active)
        self.assertTrue(employee.active)
        self.assertEqual(employee.parent_id, self.employee(self.manager_north))

    def test_an_employee_archived_by_hr_keeps_the_subordinates_too(self):
        employee = self.employee(self.leader_sjz)
        employee.action_archive()
        self.assertEqual(self.employee(self.sales_sjz1).parent_id, employee)
        boss, worker = self.env["hr.employee"].create(
            [{"name": "No operator"}, {"name": "Worker"}]
        )
        worker.parent_id = boss
        boss.action_archive()
        self.assertFalse(worker.parent_id, "As the host does.")
