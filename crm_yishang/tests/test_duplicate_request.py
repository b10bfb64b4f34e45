from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .duplicate_common import NAME, PHONE, SAME, DuplicateCommon


@tagged("post_install", "-at_install")
class TestDuplicateRequest(DuplicateCommon):
    """Who meets a hidden customer asks the leader of its owner, and gets an answer."""

    def _ask(self, user=None, **values):
        """Ask as that user for whoever has these values; return the requests."""
        user = user or self.sales_bd1
        values = values or {"phone": PHONE}
        wizard = self.env["crm.yishang.duplicate.ask"].with_user(user)
        wizard = wizard.create({"name": "我的客户", "reason": "他们找我", **values})
        self.assertSecret(wizard.found)
        before = self._get_requests(user)
        wizard.action_ask()
        return self._get_requests(user) - before

    def _get_requests(self, user):
        domain = [("requester_id", "=", user.id)]
        return self.env["crm.yishang.duplicate.request"].with_user(user).search(domain)

    def _decide(self, request, user, decision, **values):
        wizards = self.env["crm.yishang.duplicate.decide"].with_user(user)
        wizard = wizards.create(
            {"request_id": request.id, "decision": decision, **values}
        )
        wizard.action_decide()

    def _get_told(self, request):
        """Return the messages on a request, and who got them."""
        messages = self.env["mail.message"].search(
            [("model", "=", request._name), ("res_id", "=", request.id)], order="id"
        )
        return [
            (message.notified_partner_ids.user_ids, f"{message.subject}{message.body}")
            for message in messages
        ]

    def test_the_leader_of_the_owner_is_asked(self):
        request = self._ask()
        ((users, text),) = self._get_told(request.sudo())
        self.assertEqual(users, self.leader_sjz)
        self.assertIn("他们找我", text)
        self.assertSecret(text)
        self.assertEqual(request.kind_labels, "phone")
        self.assertIn("handled by sales_sjz1", request.public_name)

    def test_the_workbench_of_the_leader_says_who_waits(self):
        self._ask()
        for user, text in ((self.leader_sjz, "1"), (self.leader_bd, None)):
            workbench = self.env["crm.yishang.workbench"].with_user(user)
            tiles = workbench._get_duplicate_tiles()
            self.assertEqual([tile["text"] for tile in tiles], [text] if text else [])

    def test_the_requester_reads_nothing_of_the_customer(self):
        request = self._ask()
        names = [
            name
            for name in request._fields
            if request._has_field_access(request._fields[name], "read")
        ]
        row = request.read(names)[0]
        self.assertNotIn(NAME, str(row))
        self.assertNotIn("8888", str(row))
        self.assertFalse(request.is_customer_visible)
        requests = self.env["crm.yishang.duplicate.request"].with_user(self.sales_bd1)
        for domain in (
            [("customer_id", "ilike", "秘密")],
            [("customer_id.name", "ilike", "秘密")],
            [("customer_id.phone", "ilike", "8888")],
        ):
            self.assertFalse(requests.search(domain), domain)
        with self.assertRaises(AccessError):
            request.write({"state": "shared"})
        with self.assertRaises(AccessError):
            requests.create({"customer_id": self.known.id, "reason": "x"})

    def test_who_sees_the_customer_sees_the_request(self):
        request = self._ask().sudo()
        everybody = self._get_requests_of_staff(request)
        self.assertEqual(
            everybody,
            self.sales_bd1
            | self.sales_sjz1
            | self.leader_sjz
            | self.manager_north
            | self.director
            | self.crm_admin
            | self.cashier
            | self.service_manager
            | self.accountant,
        )

    def _get_requests_of_staff(self, request):
        return self.staff.filtered(lambda user: self._get_visible(user, request))

    def test_sharing_opens_the_customer_until_a_day(self):
        request = self._ask()
        until = fields.Date.today() + timedelta(days=30)
        seen = request.with_user(self.leader_sjz)
        self.assertTrue(seen.can_decide)
        self._decide(
            request, self.leader_sjz, "shared", access_right="read", date_end=until
        )
        self.assertEqual(request.state, "shared")
        grant = self.known.yishang_collaborator_ids
        self.assertRecordValues(
            grant,
            [
                {
                    "user_id": self.sales_bd1.id,
                    "access_right": "read",
                    "date_end": until,
                    "source": "collaborator",
                }
            ],
        )
        self.assertEqual(self.known.with_user(self.sales_bd1).name, NAME)
        users, text = self._get_told(request.sudo())[-1]
        self.assertEqual(users, self.sales_bd1)
        self.assertSecret(text)

    def test_sharing_again_extends_what_was_shared(self):
        past = fields.Date.today() - timedelta(days=1)
        grant = self.env["crm.yishang.grant"].create(
            {
                "customer_id": self.known.id,
                "user_id": self.sales_bd1.id,
                "date_end": past,
            }
        )
        request = self._ask()
        until = fields.Date.today() + timedelta(days=5)
        with self.assertRefused(UserError, "until when"):
            self._decide(request, self.leader_sjz, "shared", date_end=past)
        self._decide(request, self.leader_sjz, "shared", date_end=until)
        self.assertEqual(grant.date_end, until)

    def test_handing_over_goes_through_the_history(self):
        request = self._ask()
        self._decide(request, self.leader_sjz, "moved", answer="新厂区归你")
        self.assertEqual(self.known.user_id, self.sales_bd1)
        change = self.known.yishang_ownership_ids[-1:]
        self.assertEqual(
            (change.kind, change.old_owner_id, change.new_owner_id, change.reason),
            ("assign", self.sales_sjz1, self.sales_bd1, "新厂区归你"),
        )
        self.assertEqual(request.state, "moved")

    def test_refusing_needs_a_reason(self):
        request = self._ask()
        with self.assertRefused(UserError, "Say why"):
            self._decide(request, self.leader_sjz, "refused", answer=" ")
        self._decide(request, self.leader_sjz, "refused", answer="老客户，不共享")
        users, text = self._get_told(request.sudo())[-1]
        self.assertEqual(users, self.sales_bd1)
        self.assertIn("老客户，不共享", text)
        self.assertFalse(self._get_visible(self.sales_bd1, self.known))
        with self.assertRefused(UserError, "decided already"):
            self._decide(request, self.manager_north, "moved")

    def test_only_leaders_above_the_customer_decide(self):
        request = self._ask()
        for user in (self.sales_bd1, self.sales_sjz1, self.cashier, self.leader_bd):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._decide(request, user, "moved")
        grant = self.env["crm.yishang.grant"]
        grant.create({"customer_id": self.known.id, "user_id": self.leader_gz.id})
        self.assertFalse(request.with_user(self.leader_gz).can_decide)
        self.assertTrue(request.with_user(self.manager_north).can_decide)
        self.assertEqual(self.known.user_id, self.sales_sjz1)

    def test_in_the_pool_whoever_covers_the_region_is_asked(self):
        self.known.user_id = False
        request = self._ask()
        self.assertEqual(request.sudo()._get_deciders(), self.manager_north)
        self.assertTrue(request.with_user(self.manager_north).can_decide)
        self.known.yishang_region_id = False
        self.assertIn(self.director, request.sudo()._get_deciders())

    def test_nobody_fishes(self):
        request = self._ask()
        with self.assertRefused(UserError, "You asked for this customer on"):
            self._ask()
        with self.assertRefused(UserError, "No customer you do not see"):
            self._ask(phone="13712345678")
        with self.assertRefused(UserError, "No customer you do not see"):
            self._ask(self.sales_sjz1)
        self._decide(request, self.leader_sjz, "refused", answer="不行")
        self.env.company.yishang_duplicate_quota = 2
        self._ask()
        with self.assertRefused(UserError, "You may ask for 2 customers a day"):
            self._ask(phone=self.contacts.filtered(
                lambda contact: contact.parent_id == self.customer_gz1
            ).phone)  # fmt: skip
        with self.assertRefused(AccessError, "Only who enters customers"):
            self._ask(self.report_viewer)

    def test_asking_from_the_form_knows_what_was_entered(self):
        mine = self._enter(self.sales_bd1, **SAME["name"])
        wizards = self.env["crm.yishang.duplicate.ask"].with_user(self.sales_bd1)
        form = Form(
            wizards.with_context(
                default_partner_id=mine.id,
                default_name=mine.name,
                default_is_company=True,
                default_phone=False,
            )
        )
        self.assertIn("handled by sales_sjz1", form.found)
        form.reason = "同一家"
        form.save().action_ask()
        request = self._get_requests(self.sales_bd1)
        self.assertEqual(request.entered_name, mine.name)
        self.assertEqual(request.kind_labels, "company name")
