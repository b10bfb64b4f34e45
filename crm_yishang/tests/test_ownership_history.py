from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .ownership_common import OwnershipCommon


@tagged("post_install", "-at_install")
@freeze_time(OwnershipCommon.now)
class TestOwnershipHistory(OwnershipCommon):
    """What is told of customers that change hands, and kept for ever."""

    def test_the_history_tells_who_when_and_why(self):
        self._hand_on()
        change = self.customer.yishang_ownership_ids
        self.assertEqual(
            (change.kind, change.old_owner_id, change.new_owner_id, change.reason),
            ("assign", self.sales_sjz1, self.sales_bd1, "换人"),
        )
        self.assertEqual(change.user_id, self.leader_sjz)
        self.assertEqual(change.date, fields.Datetime.now())

    def test_nobody_changes_the_history(self):
        self._hand_on()
        change = self.customer.yishang_ownership_ids
        for user in (self.sales_bd1, self.director, self.crm_admin):
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    change.with_user(user).write({"new_owner_id": user.id})
                with self.assertRaises(UserError):
                    change.with_user(user).unlink()
        with self.assertRaises(UserError):
            change.sudo().write({"new_owner_id": False})
        with self.assertRaises(UserError):
            change.sudo().unlink()

    def test_every_road_of_writing_ends_in_the_history(self):
        for env, vals, kind in (
            (self.leader_sjz, {"user_id": self.sales_sjz2.id}, "assign"),
            (self.leader_sjz, {"yishang_region_id": self.sjz.id}, "region"),
            (self.director, {"user_id": False}, "return"),
            (self.env.user, {"user_id": self.sales_bd1.id}, "system"),
        ):
            with self.subTest(kind=kind):
                customer = self.customer.with_user(env)
                (customer.sudo() if kind == "system" else customer).write(vals)
                self.assertEqual(self.customer.yishang_ownership_ids[0].kind, kind)

    def test_what_does_not_change_leaves_no_trace(self):
        self.assertFalse(self._hand_on("assign", self.sales_sjz1))
        self.assertFalse(self.customer.yishang_ownership_ids)

    def test_past_and_new_owner_are_told_once(self):
        customers = self.customer | self.env["res.partner"].create(
            [
                {
                    "name": f"客户{number}",
                    "yishang_is_customer": True,
                    "user_id": self.sales_sjz1.id,
                }
                for number in range(12)
            ]
        )
        messages = self.env["mail.message"]
        last = messages.search([], limit=1, order="id DESC").id
        self.ownership.with_user(self.leader_sjz)._transfer(
            customers, "assign", owners=self.sales_bd1.id, reason="换人"
        )
        told = messages.search(
            [("id", ">", last), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(
            told.notified_partner_ids,
            (self.sales_sjz1 | self.sales_bd1).partner_id,
        )
        self.assertEqual(len(told), 2)
        self.assertIn("13", told[0].body)
        self.assertIn("换人", told[0].body)

    def test_a_customer_with_a_history_is_archived_not_deleted(self):
        self._hand_on()
        with self.assertRaises(UserError):
            self.customer.unlink()
        self.assertTrue(self.customer.exists())

    def test_deleting_a_done_document_keeps_what_moved(self):
        move = self._hand_on()
        self.quotation.unlink()
        self.assertEqual(move._get_counts()["sale.order"], 1)
