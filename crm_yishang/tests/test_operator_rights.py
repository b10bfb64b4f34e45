from odoo.exceptions import (
    AccessDenied,
    AccessError,
    RedirectWarning,
    ValidationError,
)
from odoo.fields import Command
from odoo.tests import tagged

from .operator_common import OperatorCommon


@tagged("post_install", "-at_install")
class TestOperatorRights(OperatorCommon):
    """Who leaves, who is above whom, and who may do what to operators."""

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
