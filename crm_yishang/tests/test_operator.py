from contextlib import contextmanager

from odoo.exceptions import (
    AccessDenied,
    AccessError,
    RedirectWarning,
    ValidationError,
)
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestOperator(YishangCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operators = (
            cls.env["res.users"]
            .with_user(cls.crm_admin)
            .with_context(yishang_operator=True)
        )
        cls.sales = cls.env["hr.department"].create({"name": "Sales in Hebei"})
        cls.job = cls.env["hr.job"].create({"name": "Sales Representative"})

    def keep(self, user):
        """Return the user as the CRM administrator sees it on the operator screen."""
        return self.operators.browse(user.id)

    def add(self, code, **values):
        vals = {"yishang_code": code, "name": code, "login": f"login {code}", **values}
        return self.operators.create(vals)

    def employee(self, user):
        employees = self.env["hr.employee"].with_context(active_test=False)
        return employees.search([("user_id", "in", user.ids)])

    def logs_in(self, user, password):
        credential = {"type": "password", "login": user.login, "password": password}
        return user.with_user(user)._check_credentials(
            credential, {"interactive": True}
        )

    @contextmanager
    def refused(self, exception, text):
        """Expect an error that says ``text``, and roll back what came before it."""
        with self.assertRaises(exception) as caught:
            yield
        self.registry.clear_cache()  # as the server does after an error
        self.assertIn(text, str(caught.exception))

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

    def test_who_owns_customers_is_not_deactivated(self):
        user = self.sales_sjz1
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.customer_sjz1.id,
                "user_id": user.id,
            }
        )
        for archive in (
            lambda: self.keep(user).action_archive(),
            lambda: self.keep(user).write({"active": False}),
            lambda: user.sudo().action_archive(),
        ):
            with self.refused(RedirectWarning, "sales_sjz1: 1 customers"):
                archive()
        self.assertTrue(user.active)
        self.assertTrue(self.employee(user).active)
        self.assertTrue(activity.exists())
        self.customer_sjz1.user_id = self.sales_sjz2
        self.keep(user).action_archive()
        self.assertFalse(user.active)

    def test_a_host_user_is_archived_as_the_host_does(self):
        employee = self.employee(self.host_user)
        self.host_user.action_archive()
        self.assertTrue(employee.active)

    def test_nobody_is_above_the_own_manager(self):
        leader = self.keep(self.leader_sjz)
        with self.refused(ValidationError, "sales_sjz1"):
            leader.yishang_manager_id = self.employee(self.sales_sjz1)
        with self.assertRaises(ValidationError):
            leader.yishang_manager_id = self.employee(self.leader_sjz)
        self.assertEqual(
            self.employee(self.leader_sjz).parent_id, self.employee(self.manager_north)
        )

    def test_the_screen_finds_who_has_no_employee_and_creates_it(self):
        user = self.add("E1")
        self.employee(user).unlink()
        archived = self.add("E2")
        self.employee(archived).action_archive()
        both = user | archived
        domain = [("id", "in", (both | self.sales_sjz1).ids)]
        without = [*domain, ("yishang_has_employee", "=", False)]
        self.assertEqual(self.operators.search(without), both)
        both.action_yishang_create_employee()
        self.assertFalse(self.operators.search(without))
        self.assertEqual(self.employee(both).mapped("active"), [True, True])

    def test_the_screen_searches_by_what_the_employee_says(self):
        boss = self.employee(self.leader_sjz)
        child = self.env["hr.department"].create(
            {"name": "Team 1", "parent_id": self.sales.id}
        )
        one = self.add("Q1", yishang_department_id=child.id, yishang_job_id=self.job.id)
        two = self.add("Q2", yishang_manager_id=boss.id, yishang_role_sales="leader")
        both = one | two
        for condition, expected in (
            (("yishang_department_id", "ilike", "team 1"), one),
            (("yishang_department_id", "child_of", self.sales.id), one),
            (("yishang_department_id", "=", False), two),
            (("yishang_department_id", "!=", False), one),
            (("yishang_job_id", "=", self.job.id), one),
            (("yishang_job_id", "!=", self.job.id), two),
            (("yishang_manager_id", "=", boss.id), two),
            (("yishang_manager_id", "ilike", "leader_sjz"), two),
            (("yishang_role_names", "ilike", "leader"), two),
            (("yishang_role_names", "=", False), one),
            (("yishang_is_operator", "=", True), both),
            (("yishang_is_operator", "=", False), both.browse()),
            (("yishang_has_employee", "=", True), both),
        ):
            with self.subTest(condition=condition):
                found = self.operators.search([("id", "in", both.ids), condition])
                self.assertEqual(found, expected)

    def test_an_operator_is_found_by_code(self):
        user = self.add("F77")
        found = self.operators.name_search("f77")
        self.assertEqual(found[0][0], user.id)

    def test_roles_touch_no_groups_of_other_apps(self):
        user = self.keep(self.sales_sjz1)
        host = self.env.ref("hr.group_hr_user")
        self.sales_sjz1.group_ids += host
        user.yishang_role_sales = False
        self.assertIn(host, self.sales_sjz1.group_ids)
        self.assertFalse(
            self.sales_sjz1.has_group("crm_yishang.crm_yishang_group_salesperson")
        )
        self.assertFalse(self._get_visible(self.sales_sjz1, self.customers))
        user.write({"yishang_role_sales": "salesperson", "yishang_is_marketing": True})
        self.assertEqual(user.yishang_role_names, "Salesperson, Marketing")
        user.yishang_role_sales = "director"
        self.assertEqual(user.yishang_role_names, "Director, Marketing")
        self.assertEqual(
            self._get_visible(self.sales_sjz1, self.customers), self.customers
        )

    def test_the_crm_administrator_does_not_become_system_administrator(self):
        system = self.env.ref("base.group_system")
        admin = self.env.ref("base.user_admin")
        link = [Command.link(system.id)]
        for attempt in (
            lambda: self.keep(self.crm_admin).write({"group_ids": link}),
            lambda: self.keep(self.sales_sjz1).write({"group_ids": link}),
            lambda: self.add("X1", group_ids=link),
            lambda: self.keep(admin).write({"password": "taken over"}),
            lambda: self.keep(admin).action_archive(),
            lambda: self.keep(admin).write({"yishang_role_sales": False}),
        ):
            with self.refused(AccessError, "system administrator"):
                attempt()
        self.assertFalse(self.crm_admin._is_system())
        self.assertFalse(self.sales_sjz1._is_system())
        self.assertTrue(admin.active)
        self.assertFalse(self.env["res.users"].search([("yishang_code", "=", "X1")]))

    def test_the_crm_administrator_sets_passwords_of_operators_only(self):
        wizards = self.env["change.password.wizard"].with_user(self.crm_admin)
        context = {"active_model": "res.users"}
        user = self.sales_sjz1
        wizard = wizards.with_context(**context, active_ids=user.ids).create({})
        wizard.user_ids.new_passwd = "second-password"
        wizard.change_password_button()
        self.assertTrue(self.logs_in(user, "second-password"))
        system = self.env.ref("base.user_admin")
        wizard = wizards.with_context(**context, active_ids=system.ids).create({})
        wizard.user_ids.new_passwd = "third-password"
        with self.refused(AccessError, "system administrator"):
            wizard.change_password_button()
        with self.assertRaises(AccessDenied):
            self.logs_in(system, "third-password")

    def test_only_the_crm_administrator_keeps_operators(self):
        colleague = self.sales_sjz2
        for user in (self.sales_sjz1, self.director, self.host_user):
            users = self.env["res.users"].with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual(
                    users.browse(colleague.id).read(
                        ["name", "yishang_region_id", "yishang_manager_id"]
                    )[0]["name"],
                    "sales_sjz2",
                )
                for target in (colleague, user):
                    for values in (
                        {"yishang_region_id": self.guangdong.id},
                        {"yishang_managed_region_ids": [Command.set(self.hebei.ids)]},
                        {"yishang_manager_id": False},
                        {"yishang_role_sales": "director"},
                        {"yishang_code": "mine"},
                    ):
                        with self.assertRaises(AccessError):
                            users.browse(target.id).write(values)
                with self.assertRaises(AccessError):
                    users.browse(colleague.id).action_yishang_create_employee()
        self.assertEqual(colleague.yishang_region_id, self.sjz)
        self.assertFalse(colleague.yishang_managed_region_ids)
        self.assertEqual(colleague.yishang_role_sales, "salesperson")

    def test_a_host_access_manager_does_not_reach_employees_through_us(self):
        manager = self._create_operator("access", "")
        manager.group_ids += self.env.ref("base.group_erp_manager")
        manager.group_ids += self.env.ref("base.group_partner_manager")
        with self.refused(AccessError, "CRM administrators"):
            self.env["res.users"].with_user(manager).browse(
                self.sales_sjz1.id
            ).yishang_manager_id = False
        self.assertEqual(
            self.employee(self.sales_sjz1).parent_id, self.employee(self.leader_sjz)
        )
        users = self.env["res.users"].with_user(manager)
        user = users.create({"name": "Host", "login": "host 2"})
        self.assertFalse(self.employee(user))

    def test_departments_and_jobs_are_added_on_the_way(self):
        department = self.env["hr.department"].with_user(self.crm_admin)
        job = self.env["hr.job"].with_user(self.crm_admin)
        self.assertTrue(department.name_create("New Department"))
        self.assertTrue(job.name_create("New Job"))

    def test_an_operator_works_in_several_companies(self):
        other = self.env["res.company"].create({"name": "Branch"})
        user = self.add("C1", yishang_department_id=self.sales.id)
        user.sudo().company_ids += other
        self.crm_admin.company_ids += other
        there = self.operators.with_context(allowed_company_ids=other.ids).browse(
            user.id
        )
        self.assertFalse(there.yishang_department_id)
        self.assertFalse(there.yishang_has_employee)
        there.action_yishang_create_employee()
        self.assertTrue(there.yishang_has_employee)
        self.assertEqual(user.yishang_department_id, self.sales)
        user.action_archive()
        self.assertEqual(self.employee(user).mapped("active"), [False, False])
