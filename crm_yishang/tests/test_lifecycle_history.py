from ast import literal_eval

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RefusalCase
from .import_common import ImportCommon
from .lifecycle_common import LifecycleCommon

REASON = "改用别家产品"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestLifecycleHistory(LifecycleCommon, ImportCommon, RefusalCase):
    """Who moves customers by hand, and that all of it stays written down."""

    def test_giving_up_needs_a_reason_and_shows_it(self):
        with self.assertRefused(UserError, "甲石家庄"):
            self._move(self.sales_sjz1, self.customer, "give_up", "  ")
        self.assertEqual(self.customer.yishang_lifecycle, "potential")
        self._move(self.sales_sjz1, self.customer, "give_up", REASON)
        self.assertEqual(self.customer.yishang_lifecycle, "lost")
        customer = self.customer.with_user(self.sales_sjz1)
        self.assertEqual(customer.yishang_lost_reason, REASON)
        self.assertEqual(
            self._get_steps(self.customer), [("potential", "lost", "hand")]
        )

    def test_who_only_reads_a_customer_cannot_give_it_up(self):
        for user, direction in (
            (self.sales_sjz2, "give_up"),
            (self.report_viewer, "give_up"),
            (self.sales_gz1, "take_up"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._move(user, self.customer, direction, REASON)
        self.assertFalse(self._get_steps(self.customer))

    def test_taken_up_again_it_is_what_the_facts_say(self):
        potential, visited, member, dormant = self.owned
        self._create_done(visited.user_id, visited)
        self._buy(member)
        self._buy(dormant, "2024-01-01")
        self._move(self.director, self.owned, "give_up", REASON)
        self.assertEqual(set(self.owned.mapped("yishang_lifecycle")), {"lost"})
        self._move(self.director, self.owned, "take_up", "新采购经理")
        self.assertEqual(
            [one.yishang_lifecycle for one in self.owned],
            ["potential", "visited", "member", "dormant"],
        )
        self.assertFalse(member.yishang_lost_reason)
        # Whoever is not lost stays where it is.
        self._move(self.director, self.owned, "take_up", "再来")
        self.assertEqual(
            self._get_steps(potential)[1:], [("lost", "potential", "hand")]
        )

    def test_nobody_changes_or_deletes_the_history(self):
        self._move(self.director, self.owned, "give_up", REASON)
        change = self.history.search([("customer_id", "=", self.customer.id)])
        for user in [*self.staff, self.env.user, self.env.ref("base.user_admin")]:
            one = change.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    one.write({"reason": "没有"})
                with self.assertRaises(AccessError):
                    one.unlink()
                with self.assertRaises(AccessError):
                    one.sudo().write({"reason": "没有"})
                if not user._is_superuser():
                    with self.assertRaises(AccessError):
                        one.create(
                            {
                                "customer_id": self.customer.id,
                                "date": "2026-01-01",
                                "day": "2026-01-01",
                                "stage_after": "member",
                                "kind": "order",
                            }
                        )
        self.assertEqual(change.reason, REASON)

    def test_the_history_is_seen_as_its_customer(self):
        self._move(self.director, self.owned, "give_up", REASON)
        changes = self.history.search([("customer_id", "in", self.owned.ids)])
        for user in self.staff:
            with self.subTest(user=user.login):
                seen = self._get_visible(user, changes).customer_id
                self.assertEqual(seen, self._get_visible(user, self.owned))

    def test_people_do_not_write_the_stage(self):
        for user in (self.sales_sjz1, self.leader_sjz, self.director):
            with (
                self.subTest(user=user.login),
                self.assertRefused(AccessError, "Mark as Lost"),
            ):
                self.customer.with_user(user).write({"yishang_lifecycle": "member"})
        self.customer.with_user(self.sales_sjz1).write(
            {"yishang_lifecycle": "potential", "yishang_fax": "1"}
        )
        self.assertFalse(self._get_steps(self.customer))

    def test_an_administrator_writes_the_stage_and_it_is_recorded(self):
        self.owned.with_user(self.crm_admin).write({"yishang_lifecycle": "dormant"})
        for customer in self.owned:
            self.assertEqual(
                self._get_steps(customer), [("potential", "dormant", "entry")]
            )
        self.customer.sudo().yishang_lifecycle = "visited"
        self.assertEqual(
            self._get_steps(self.customer)[1:], [("dormant", "visited", "entry")]
        )

    def test_an_import_moves_customers_for_administrators_alone(self):
        self.customer.yishang_code = "SJZ1"
        headings = ("客户编码", "客户名称", "生命周期")
        rows = [["SJZ1", "甲石家庄", "沉睡"]]
        plan = self._customers(rows, headings, on_match="update", user=self.sales_sjz1)
        self.assertEqual(plan.counts["wrong"], 1)
        self.assertEqual(self.customer.yishang_lifecycle, "potential")
        self._customers(rows, headings, on_match="update")
        self.assertEqual(
            self._get_steps(self.customer), [("potential", "dormant", "import")]
        )

    def test_the_past_is_told_by_documents(self):
        self._create_done(self.sales_sjz1, self.customer)
        with freeze_time("2026-03-05 04:00:00"):
            order = self._buy(self.customer)
        self.env.cr.execute(
            "DELETE FROM crm_yishang_lifecycle_change WHERE customer_id = %s",
            (self.customer.id,),
        )
        self.env.invalidate_all()
        for _run in range(2):
            self.env["crm.yishang.lifecycle.origin"]._tell()
        self.assertEqual(
            self._get_steps(self.customer),
            [("potential", "visited", "visit"), ("visited", "member", "order")],
        )
        self.assertEqual(self.customer.yishang_lifecycle_change_ids[0].order_id, order)

    def test_the_filter_finds_who_became_member_this_month(self):
        self._buy(self.customer)
        with freeze_time("2026-02-20 04:00:00"):
            self._buy(self.customer_sjz2)
        view = self.env.ref("crm_yishang.crm_yishang_customer_view_search")
        arch = self.env["res.partner"].get_view(view.id, "search")["arch"]
        start = arch.index('name="new_members"')
        domain = arch[arch.index('domain="', start) + 8 :].partition('"')[0]
        domain = domain.replace("&gt;", ">")
        customers = self.env["res.partner"].with_user(self.director)
        found = customers.search(literal_eval(domain))
        self.assertEqual(found & self.owned, self.customer)
