from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .mailing_common import MailingCommon


@tagged("post_install", "-at_install")
class TestMailingEffect(MailingCommon):
    """What mailings brought, and the roads that lead to them."""

    def test_effect_of_a_segment_is_cut_by_sight(self):
        self.director.group_ids += self.env.ref("mass_mailing.group_mass_mailing_user")
        mailing = self._create_mailing(
            self.director, yishang_segment_id=self.segment.id, mailing_domain="[]"
        )
        mailing.action_launch()
        self.assertEqual(self._run_queue(), self._get_addresses(*self.owned))
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id)]
        )
        by_customer = {trace.yishang_customer_id: trace for trace in traces}
        (by_customer[self.customer_gz1] | by_customer[self.customer_sjz1]).set_opened()
        by_customer[self.customer_gz1].set_clicked()
        for customer in (self.customer_gz1, self.customer_bd1):
            self._create_order(customer).action_confirm()
        names = ("reached", "opened", "clicked", "answered", "ordered")
        for user, figures in (
            (self.director, [4, 2, 1, 0, 2]),
            (self.marketer, [3, 1, 0, 0, 1]),
            (self.leader_sjz, [2, 1, 0, 0, 0]),
        ):
            with self.subTest(user=user.name):
                self.segment.invalidate_recordset()
                seen = self.segment.with_user(user)
                self.assertEqual([seen[name] for name in names], figures)
        ledgers = self.env["crm.yishang.customer.ledger"].with_user(self.sales_sjz1)
        (ledger,) = ledgers.get_data(self.customer_sjz1.ids)
        (table,) = [one for one in ledger["tables"] if one["key"] == "mailings"]
        self.assertEqual(table["count"], 1)

    def test_lists_are_no_road_to_hidden_customers(self):
        mailing_list = self.env["mailing.list"].create(
            {
                "name": "名单",
                "contact_ids": [
                    Command.create({"name": customer.name, "email": customer.email})
                    for customer in self.owned
                ],
            }
        )
        mailing = self._create_mailing(
            mailing_model_id=self.env["ir.model"]._get_id("mailing.list"),
            mailing_domain="[]",
            contact_list_ids=[Command.set(mailing_list.ids)],
        )
        mailing.mailing_domain = repr([("list_ids", "in", mailing_list.ids)])
        mailing.action_launch()
        self.assertEqual(self._run_queue(), self._hebei)

    def test_the_button_begins_a_mailing_to_the_segment(self):
        action = self.segment.with_user(self.marketer).action_mail()
        mailing = (
            self.env["mailing.mailing"]
            .with_user(self.marketer)
            .with_context(**action["context"])
            .create({"subject": "细分", "body_html": "<p>你好</p>"})
        )
        self.assertEqual(mailing.yishang_segment_id, self.segment)
        self.assertEqual(mailing.total, 3)
        self.segment.domain = "[('id', '=', 0)]"
        with self.assertRefused(UserError, "you see no customer"):
            self.segment.with_user(self.marketer).action_sms()
        with self.assertRaises(ValidationError):
            self.segment.domain = "["
