from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .visit_common import VisitCommon

MORNING = "2026-03-05 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestSchedule(VisitCommon):
    """What one has before oneself, and who else sees it."""

    def _get_items(self, user, *domain):
        """Return what the schedule shows to ``user``."""
        self.env.flush_all()
        self.env.invalidate_all()
        items = self.env["crm.yishang.schedule"].with_user(user)
        return items.search([("user_id", "in", self.staff.ids), *domain])

    def _plan(self, user, customer, **values):
        return self._create_visit(
            user, customer, **{"date_planned_start": MORNING, **values}
        )

    def _meet(self, *users, **values):
        return self.env["calendar.event"].create(
            {
                "name": "会议",
                "start": MORNING,
                "stop": "2026-03-05 03:00:00",
                "user_id": users[0].id,
                "partner_ids": [Command.set([user.partner_id.id for user in users])],
                **values,
            }
        )

    def _meet_on(self, customer, *users, **values):
        return self._meet(
            *users,
            res_model_id=self.env["ir.model"]._get_id("res.partner"),
            res_id=customer.id,
            **values,
        )

    def _do(self, user, document, **values):
        return document.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline="2026-03-06",
            user_id=user.id,
            **values,
        )

    def _fill(self, user, customer):
        """Give ``user`` one item of each kind on ``customer``."""
        self._plan(user, customer)
        self._meet_on(customer, user)
        customer.yishang_date_next_contact = "2026-03-07"
        self._do(user, customer, summary="寄样品")

    def test_there_is_an_item_of_each_kind(self):
        self._fill(self.sales_sjz1, self.customer_sjz1)
        items = self._get_items(self.sales_sjz1).sorted(
            lambda item: (item.start, item.kind)
        )
        self.assertEqual(
            [(item.kind, str(item.start), item.is_all_day) for item in items],
            [
                ("meeting", MORNING, False),
                ("visit", MORNING, False),
                ("activity", "2026-03-06 08:00:00", True),
                ("follow_up", "2026-03-07 08:00:00", True),
            ],
        )
        self.assertEqual(items.yishang_customer_id, self.customer_sjz1)
        self.assertEqual(items.user_id, self.sales_sjz1)
        self.assertEqual(items[2].display_name, "寄样品")
        self.assertIn(self.customer_sjz1.name, items[3].display_name)

    def test_an_item_opens_its_document(self):
        self._fill(self.sales_sjz1, self.customer_sjz1)
        opened = {
            item.kind: item.action_open_document()["res_model"]
            for item in self._get_items(self.sales_sjz1)
        }
        self.assertEqual(
            opened,
            {
                "activity": "res.partner",
                "follow_up": "res.partner",
                "meeting": "calendar.event",
                "visit": "crm.yishang.visit",
            },
        )

    def test_an_item_stands_there_once(self):
        visit = self._plan(self.sales_sjz1, self.customer_sjz1)
        self.customer_sjz1.yishang_date_next_contact = visit.day
        items = self._get_items(self.sales_sjz1)
        self.assertEqual(items.mapped("kind"), ["visit"])
        visit.action_cancel("客户出差")
        items = self._get_items(self.sales_sjz1)
        self.assertEqual(items.mapped("kind"), ["follow_up"])

    def test_what_is_over_is_not_ahead(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        activity = self._do(self.sales_sjz1, self.customer_sjz1)
        activity.action_done()
        event = self._meet_on(self.customer_sjz1, self.sales_sjz1)
        event.active = False
        self.assertFalse(self._get_items(self.sales_sjz1))

    def test_a_visit_without_time_takes_its_day(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        item = self._get_items(self.sales_sjz1)
        self.assertTrue(item.is_all_day)
        self.assertEqual(item.start.date(), visit.day)

    def test_superiors_see_the_items_of_their_people(self):
        self._fill(self.sales_sjz1, self.customer_sjz1)
        for user in (self.leader_sjz, self.manager_north, self.director):
            with self.subTest(user=user.login):
                kinds = self._get_items(user).mapped("kind")
                self.assertEqual(
                    sorted(kinds), ["activity", "follow_up", "meeting", "visit"]
                )

    def test_colleagues_and_other_roles_see_none(self):
        self._fill(self.sales_sjz1, self.customer_sjz1)
        for user in (
            self.sales_sjz2,
            self.sales_bd1,
            self.leader_bd,
            self.manager_south,
            self.service_agent,
            self.marketer,
            self.report_viewer,
        ):
            with self.subTest(user=user.login):
                self.assertFalse(self._get_items(user))
        for user in (self.host_user, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_items(user)

    def test_a_collaborator_does_not_see_the_work_of_the_owner(self):
        """Seeing the customer is not enough."""
        self._fill(self.sales_sjz1, self.customer_sjz1)
        self.env["crm.yishang.grant"].create(
            {"user_id": self.sales_sjz2.id, "customer_id": self.customer_sjz1.id}
        )
        self.assertTrue(self._get_visible(self.sales_sjz2, self.customer_sjz1))
        self.assertFalse(self._get_items(self.sales_sjz2))

    def test_the_people_alone_are_not_enough(self):
        """A leader does not see a customer of another city by a meeting with it."""
        self._meet_on(self.customer_gz1, self.sales_sjz1)
        self.assertFalse(self._get_items(self.leader_sjz))

    def test_it_holds_without_visibility_of_customers(self):
        self._fill(self.sales_sjz1, self.customer_sjz1)
        self.env.company.yishang_visibility_in_force = False
        self.assertFalse(self._get_items(self.sales_sjz2))
        self.assertEqual(len(self._get_items(self.leader_sjz)), 4)

    def test_a_private_meeting_stays_private(self):
        self._meet(self.sales_sjz1, privacy="private")
        self.assertEqual(len(self._get_items(self.sales_sjz1)), 1)
        self.assertFalse(self._get_items(self.leader_sjz))

    def test_whoever_takes_part_has_the_meeting(self):
        event = self._meet(self.sales_sjz1, self.sales_sjz2)
        for user in (self.sales_sjz1, self.sales_sjz2):
            self.assertEqual(self._get_items(user).user_id, user)
        items = self._get_items(self.leader_sjz)
        self.assertEqual(items.user_id, self.sales_sjz1 | self.sales_sjz2)
        self.assertEqual(set(items.mapped("res_id")), {event.id})
        guest = event.attendee_ids.filtered(
            lambda attendee: attendee.partner_id == self.sales_sjz2.partner_id
        )
        guest.do_decline()
        self.assertFalse(self._get_items(self.sales_sjz2))

    def test_a_company_has_its_own(self):
        company = self.env["res.company"].create({"name": "另一家公司"})
        self.customer_sjz1.yishang_date_next_contact = "2026-03-07"
        self.assertTrue(self._get_items(self.sales_sjz1))
        self.customer_sjz1.company_id = company
        self.assertFalse(self._get_items(self.sales_sjz1))
