from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .visit_common import VisitCommon

START, STOP = "2026-03-05 02:00:00", "2026-03-05 03:00:00"
SUBJECT = "谈年度框架"


@tagged("post_install", "-at_install")
@freeze_time(VisitCommon.now)
class TestCalendarPrivacy(VisitCommon, HttpCase):
    """A planned visit stands in the calendar for those who see its customer alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.strangers = cls.sales_sjz2 | cls.sales_gz1 | cls.leader_bd | cls.host_user

    def setUp(self):
        super().setUp()
        self.visit = self._create_visit(
            self.sales_sjz1,
            self.customer_sjz1,
            date_planned_start=START,
            date_planned_end=STOP,
            subject=SUBJECT,
        )
        self.event = self.visit.sudo().event_id
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_events(self, user):
        return self.env["calendar.event"].with_user(user)

    def test_a_colleague_finds_nothing(self):
        of_owner = [("partner_ids", "in", self.sales_sjz1.partner_id.ids)]
        for user in self.strangers:
            events = self._get_events(user)
            for domain in (of_owner, [("user_id", "=", self.sales_sjz1.id)]):
                with self.subTest(user=user.login, domain=domain):
                    self.assertFalse(events.search(domain))
                    self.assertEqual(events.search_count(domain), 0)
                    groups = events.formatted_read_group(
                        domain, ["start:day"], ["__count"]
                    )
                    self.assertEqual(groups, [])
            self.assertEqual(events.name_search(SUBJECT), [])
        self.assertEqual(self._get_events(self.leader_sjz).search(of_owner), self.event)

    def test_a_colleague_reads_nothing(self):
        for user in self.strangers:
            with self.subTest(user=user.login):
                event = self.event.with_user(user)
                with self.assertRaises(AccessError):
                    event.read(["start"])
                with self.assertRaises(AccessError):
                    event.attendee_ids.read(["state"])

    def test_attendees_are_hidden_with_the_entry(self):
        attendees = self.event.attendee_ids
        self.assertEqual(attendees.partner_id, self.sales_sjz1.partner_id)
        for user in self.strangers:
            with self.subTest(user=user.login):
                self.assertFalse(self._get_visible(user, attendees))

    def test_nobody_is_told_that_the_colleague_is_busy(self):
        """Or the host would show where a competitor for a customer is at ten."""
        for user, is_told in (
            (self.sales_sjz2, False),
            (self.host_user, False),
            (self.leader_sjz, True),
        ):
            with self.subTest(user=user.login):
                colleague = self.sales_sjz1.partner_id.with_user(user)
                busy = colleague._get_busy_calendar_events(
                    self.event.start, self.event.stop
                )
                self.assertEqual(bool(busy), is_told)

    def test_the_invitation_leads_nobody_else_in(self):
        token = self.event.attendee_ids.access_token
        event = self.event.with_user(self.sales_sjz2)
        with self.assertRaises(AccessError):
            event.attendee_ids.read(["access_token"])
        with self.assertRaises(AccessError):
            event.read(["access_token"])
        with self.assertRaises(AccessError):
            event.action_join_meeting(self.sales_sjz2.partner_id.id)
        self.assertTrue(token)

    def test_a_wrong_token_shows_nothing(self):
        self.authenticate(self.sales_sjz2.login, self.sales_sjz2.login)
        answer = self.url_open(f"/calendar/meeting/view?token=x&id={self.event.id}")
        self.assertGreaterEqual(answer.status_code, 400)
        self.assertNotIn(SUBJECT, answer.text)

    def test_nobody_is_mailed_about_it(self):
        self.assertFalse(self.event.sudo().message_ids.notification_ids)
        with self.assertRaises(AccessError):
            self.event.with_user(self.sales_sjz2).action_sendmail()

    def test_a_colleague_changes_nothing(self):
        for user in self.strangers:
            event = self.event.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    event.write({"start": "2026-03-06 02:00:00"})
                with self.assertRaises(AccessError):
                    event.unlink()

    def test_moving_the_entry_moves_the_visit(self):
        # With its duration, as the calendar sends it.
        self.event.with_user(self.sales_sjz1).write(
            {
                "start": "2026-03-06 06:00:00",
                "stop": "2026-03-06 08:00:00",
                "duration": 2,
            }
        )
        self.assertEqual(str(self.visit.date_planned_start), "2026-03-06 06:00:00")
        self.assertEqual(str(self.visit.date_planned_end), "2026-03-06 08:00:00")
        self.assertEqual(self.visit.day, date(2026, 3, 6))

    def test_deleting_the_entry_leaves_the_visit_planned(self):
        self.event.with_user(self.sales_sjz1).unlink()
        self.assertEqual(self.visit.state, "planned")
        self.assertFalse(self.visit.event_id)
        self.assertEqual(str(self.visit.date_planned_start), START)

    def test_two_visits_at_the_same_time_are_allowed(self):
        other = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, date_planned_start=START
        )
        self.assertEqual(other.state, "planned")
        self.assertTrue(other.event_id)
        self.assertNotEqual(other.event_id, self.event)
