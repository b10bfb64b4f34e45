from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .service_common import ServiceCommon

SHARE = "crm.yishang.service.share"


@tagged("post_install", "-at_install")
class TestServiceShare(ServiceCommon):
    """A colleague outside the team reads a case, or works on it, while it is open."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(self.now))
        self.case = self._create_case(
            self.service_manager, self.customer_sjz1, user_id=self.agent.id
        ).sudo()
        self.colleague = self.sales_gz1

    def _share(self, user=None, **values):
        case = self.case.with_user(user or self.agent)
        action = case.action_share()
        shares = self.env[SHARE].with_user(user or self.agent)
        form = Form(shares.with_context(**action["context"]))
        form.user_id = self.colleague
        for name, value in values.items():
            setattr(form, name, value)
        return form.save()

    def _sees(self, records):
        return bool(self._get_visible(self.colleague, records))

    def test_the_colleague_reads_case_and_customer_until_the_case_ends(self):
        customer, order = self.customer_sjz1, self._create_order(self.customer_sjz1)
        for records in (self.case, customer, order):
            self.assertFalse(self._sees(records))
        share = self._share()
        for records in (self.case, customer, order, share):
            self.assertTrue(self._sees(records))
        self.assertFalse(self._sees(self.customer_sjz2))
        for records, values in (
            (self.case, {"remark": "不行"}),
            (customer, {"name": "不行"}),
            (share, {"can_work": True}),
        ):
            with self.assertRefused(AccessError, ""):
                records.with_user(self.colleague).write(values)
        grant = self.env["crm.yishang.grant"].search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.colleague.id)]
        )
        self.assertEqual((grant.access_right, grant.source), ("read", "case"))
        said = " ".join(map(str, self.case.message_ids.mapped("body")))
        self.assertIn("sales_gz1 reads this case", said)
        said = " ".join(map(str, customer.message_ids.mapped("body")))
        self.assertIn(f"as long as the case {self.case.name} is open", said)
        notices = self.env["mail.notification"].search(
            [("res_partner_id", "=", self.colleague.partner_id.id)], order="id desc"
        )
        self.assertIn("空调不制冷", notices.mail_message_id[:1].subject)
        self.case.write({"result": "好了"})
        self.case.action_close()
        for records in (self.case, customer, order, share):
            self.assertFalse(self._sees(records))
        self.case.action_reopen()
        self.assertTrue(self._sees(customer))
        share.unlink()
        for records in (self.case, customer, order):
            self.assertFalse(self._sees(records))
        self.assertNotIn(self.colleague.partner_id, self.case.message_partner_ids)

    def test_the_colleague_works_on_it_until_a_day(self):
        share = self._share(can_work=True, date_end="2026-03-06")
        own = self.case.with_user(self.colleague)
        own.remark = "我来看看"
        self.assertFalse(own.can_share)
        with self.assertRefused(AccessError, ""):
            self.env[SHARE].with_user(self.colleague).create(
                {"case_id": self.case.id, "user_id": self.sales_bd1.id}
            )
        with self.assertRefused(AccessError, ""):
            self.customer_sjz1.with_user(self.colleague).name = "不行"
        with freeze_time("2026-03-06 15:59:00"):
            self._forget()
            self.assertTrue(self._sees(self.case))
        # Midnight in Beijing.
        with freeze_time("2026-03-06 16:00:00"):
            self._forget()
            self.assertFalse(self._sees(self.case) or self._sees(self.customer_sjz1))
            with self.assertRefused(AccessError, ""):
                own.remark = "太晚"
        self.assertEqual(share.user_id, self.colleague)

    def _forget(self):
        self.env.cr.cache.pop("crm_yishang.service_shares", None)
        self.env["crm.yishang.policy"]._forget()

    def test_who_shares_with_whom(self):
        for user in (self.sales_sjz1, self.stranger, self.leader_sjz):
            with self.assertRefused(AccessError, ""):
                self.env[SHARE].with_user(user).create(
                    {"case_id": self.case.id, "user_id": self.colleague.id}
                )
        with self.assertRefused(UserError, "no role in the CRM"):
            self.env[SHARE].with_user(self.agent).create(
                {"case_id": self.case.id, "user_id": self.host_user.id}
            )
        # A member of the team who gets it shared as well has one grant.
        self.env[SHARE].create({"case_id": self.case.id, "user_id": self.agent2.id})
        grants = self.env["crm.yishang.grant"].search(
            [("case_id", "=", self.case.id), ("user_id", "=", self.agent2.id)]
        )
        self.assertEqual((len(grants), grants.date_end), (1, False))
        self.case.action_cancel()
        with self.assertRefused(UserError, "Reopen it"):
            self._share()

    def test_a_case_of_nobody_known_is_shared_without_any_customer(self):
        self.case = self._create_case(self.agent, None).sudo()
        self.assertFalse(self._sees(self.case))
        self._share()
        self.assertTrue(self._sees(self.case))
