from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import YishangCommon


@tagged("post_install", "-at_install")
class TestVisibility(YishangCommon):
    def _get_expectations(self):
        north = self.customer_sjz1 | self.customer_sjz2 | self.customer_bd1
        return [
            (self.director, self.customers),
            (self.manager_north, north | self.pool_sjz | self.pool_nowhere),
            (
                self.manager_south,
                self.customer_gz1 | self.pool_gz | self.pool_nowhere,
            ),
            (
                self.leader_sjz,
                self.customer_sjz1 | self.customer_sjz2 | self.pool_sjz,
            ),
            (self.leader_bd, self.customer_bd1),
            (self.sales_sjz1, self.customer_sjz1 | self.pool_sjz),
            (self.sales_sjz2, self.customer_sjz2 | self.pool_sjz),
            (self.sales_bd1, self.customer_bd1),
            (self.sales_gz1, self.customer_gz1 | self.pool_gz),
            (self.service_agent, self.customers.browse()),
            (self.service_manager, self.customers),
            (self.cashier, self.customers),
            (self.marketer, self.customers.browse()),
            (self.report_viewer, self.customers.browse()),
            (self.crm_admin, self.customers),
            (self.host_user, self.customers.browse()),
            (self.accountant, self.customers),
        ]

    def test_who_sees_which_customers(self):
        for user, expected in self._get_expectations():
            with self.subTest(user=user.login):
                visible = self._get_visible(user, self.customers)
                self.assertEqual(visible, expected)

    def test_memory_and_database_agree(self):
        everybody = self.customers | self.contacts | self.director.partner_id
        for user, _expected in self._get_expectations():
            with self.subTest(user=user.login):
                in_memory = everybody.with_user(user)._filtered_access("read")
                found = self._get_visible(user, everybody)
                self.assertEqual(set(in_memory.ids), set(found.ids))

    def test_contacts_follow_their_company(self):
        for user, expected in self._get_expectations():
            with self.subTest(user=user.login):
                visible = self._get_visible(user, self.contacts)
                self.assertEqual(visible.parent_id, expected)

    def test_orders_follow_their_customer(self):
        orders = self.env["sale.order"].union(
            *(self._create_order(customer) for customer in self.customers)
        )
        self.env.flush_all()
        for user in (self.director, self.manager_north, self.sales_sjz1):
            expected = dict(self._get_expectations())[user]
            with self.subTest(user=user.login):
                self.assertEqual(
                    set(self._get_visible(user, orders).partner_id.ids),
                    set(expected.ids),
                )
                lines = self._get_visible(user, orders.order_line)
                self.assertEqual(set(lines.order_partner_id.ids), set(expected.ids))
                report = self.env["sale.report"].with_user(user)
                groups = report._read_group(
                    [("partner_id", "in", self.customers.ids)], ["partner_id"]
                )
                self.assertEqual(
                    {partner.id for (partner,) in groups}, set(expected.ids)
                )

    def test_a_hidden_customer_is_neither_read_nor_written(self):
        hidden = self.customer_sjz2.with_user(self.sales_sjz1)
        with self.assertRaises(AccessError):
            hidden.read(["name"])
        with self.assertRaises(AccessError):
            hidden.write({"comment": "x"})
        self.assertFalse(self.customer_sjz2.comment)

    def test_the_pool_is_read_not_written(self):
        pool = self.pool_sjz.with_user(self.sales_sjz1)
        self.assertEqual(pool.name, "公海石家庄")
        with self.assertRaises(AccessError):
            pool.write({"comment": "x"})

    def test_sight_is_not_shared_within_a_transaction(self):
        customer = self.customer_sjz1
        first = customer.with_user(self.sales_sjz1)
        second = customer.with_user(self.sales_sjz2)
        self.assertTrue(first.has_access("read"))
        self.assertFalse(second.has_access("read"))
        self.assertTrue(first.has_access("read"))

    def test_losing_the_owner_is_noticed_in_the_same_transaction(self):
        customer = self.customer_sjz1
        self.assertTrue(customer.with_user(self.sales_sjz1).has_access("read"))
        customer.user_id = self.sales_sjz2
        self.assertFalse(customer.with_user(self.sales_sjz1).has_access("read"))
        self.assertTrue(customer.with_user(self.sales_sjz2).has_access("read"))
        self.assertFalse(self._get_visible(self.sales_sjz1, customer))

    def test_a_new_superior_sees_at_once(self):
        customer = self.customer_sjz1
        self.assertFalse(customer.with_user(self.leader_bd).has_access("read"))
        self.sales_sjz1.employee_id.parent_id = self.leader_bd.employee_id
        self.assertTrue(customer.with_user(self.leader_bd).has_access("read"))
        self.assertFalse(self._get_visible(self.leader_sjz, customer))

    def test_an_archived_superior_is_passed_through(self):
        self.leader_sjz.employee_id.active = False
        self.assertEqual(
            self._get_visible(self.manager_north, self.customer_sjz1),
            self.customer_sjz1,
        )
        self.assertFalse(self.env["crm.yishang.scope"]._get_difference())

    def test_a_cycle_of_managers_ends(self):
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            (self.sales_sjz1.employee_id.id, self.leader_sjz.employee_id.id),
        )
        self.env.invalidate_all()
        self.env["crm.yishang.scope"]._rebuild()
        self.assertFalse(self.env["crm.yishang.scope"]._get_difference())
        self.assertEqual(
            self._get_visible(self.leader_sjz, self.owned),
            self.customer_sjz1 | self.customer_sjz2,
        )

    def test_a_region_in_charge_opens_the_regions_below(self):
        self.baoding.manager_ids = self.marketer
        self.assertEqual(
            self._get_visible(self.marketer, self.customers), self.customer_bd1
        )
        self.baoding.manager_ids = False
        self.assertFalse(self._get_visible(self.marketer, self.customers))

    def test_losing_the_last_role_removes_sight(self):
        self.sales_sjz1.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._get_visible(self.sales_sjz1, self.customers))

    def test_nothing_is_narrowed_before_visibility_is_in_force(self):
        self.env.company.yishang_visibility_in_force = False
        for user in (self.sales_sjz1, self.host_user):
            self.assertEqual(self._get_visible(user, self.customers), self.customers)

    def test_colleagues_stay_visible_archived_or_not(self):
        colleague = self.leader_bd
        colleague.active = False
        partner = colleague.partner_id
        partner.yishang_is_customer = True
        self.assertEqual(partner.yishang_scope_key, 0)
        self.assertEqual(self._get_visible(self.sales_sjz1, partner), partner)

    def test_a_collaborator_until_the_end_date(self):
        grant = self.env["crm.yishang.grant"].create(
            {
                "user_id": self.sales_bd1.id,
                "customer_id": self.customer_sjz1.id,
                "access_right": "read",
            }
        )
        customer = self.customer_sjz1.with_user(self.sales_bd1)
        self.assertTrue(customer.has_access("read"))
        self.assertFalse(customer.has_access("write"))
        grant.access_right = "write"
        self.assertTrue(customer.has_access("write"))
        with self.assertRaises(AccessError):
            grant.with_user(self.sales_bd1).date_end = "2099-12-31"
        grant.date_end = "2020-01-01"
        self.assertFalse(customer.has_access("read"))

    def test_an_open_opportunity_opens_the_customer(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "Pumps",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_bd1.id,
            }
        )
        self.assertEqual(
            self._get_visible(self.sales_bd1, self.customer_sjz1), self.customer_sjz1
        )
        lead.action_set_lost()
        self.assertFalse(self._get_visible(self.sales_bd1, self.customer_sjz1))

    def test_a_seller_cannot_give_a_customer_away(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        with self.assertRaises(AccessError):
            customer.user_id = self.sales_sjz2
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz1)
        with self.assertRaises(AccessError):
            customer.with_context(yishang_ownership=True).write(
                {"user_id": self.sales_sjz2.id}
            )

    def test_a_leader_assigns_inside_the_team_only(self):
        customer = self.customer_sjz1.with_user(self.leader_sjz)
        customer.user_id = self.sales_sjz2
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)
        with self.assertRaises(AccessError):
            customer.user_id = self.sales_gz1
        self.assertEqual(self.customer_sjz1.user_id, self.sales_sjz2)

    def test_a_new_customer_belongs_to_its_creator(self):
        partner = (
            self.env["res.partner"]
            .with_user(self.sales_sjz1)
            .with_context(default_yishang_is_customer=True)
            .create({"name": "新客户", "is_company": True})
        )
        self.assertEqual(partner.user_id, self.sales_sjz1)
        self.assertEqual(self._get_visible(self.sales_sjz1, partner), partner)

    def test_names_are_masked_under_sudo(self):
        hidden = self.customer_sjz2.with_user(self.sales_sjz1).sudo()
        self.assertEqual(hidden.display_name, "No access")
        own = self.customer_sjz1.with_user(self.sales_sjz1).sudo()
        self.assertEqual(own.display_name, "甲石家庄")
        self.assertEqual(self.customer_sjz2.display_name, "乙石家庄")
