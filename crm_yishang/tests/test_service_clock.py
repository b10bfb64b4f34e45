from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .service_common import ServiceCommon


@tagged("post_install", "-at_install")
class TestServiceClock(ServiceCommon):
    """Time limits, counted by hand.

    The office works from 9 to 12 and 13 to 18 in Beijing, which is eight hours ahead
    of the moments below. Two hours to answer, ten to solve, at risk after 75 percent.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._create_policy()

    def _open(self, moment, **values):
        with freeze_time(moment):
            return self._create_case(self.agent, None, **values).sudo()

    def _check(self, case, response, solution):
        for name, expected in (
            ("date_response_due", response),
            ("date_solution_due", solution),
        ):
            self.assertEqual(case[name], datetime.fromisoformat(expected), name)

    def _find(self, case, moment):
        """Return the state at that moment, after search and compute agreed on it."""
        with freeze_time(moment):
            case.invalidate_recordset(["sla_state"])
            state = case.sla_state
            for name in ("on_time", "at_risk", "late", "paused", "kept"):
                domain = [("id", "=", case.id), ("sla_state", "=", name)]
                found = case.search_count(domain)
                self.assertEqual(bool(found), name == state, name)
        return state

    def test_lunch_nights_weekends_and_holidays_do_not_count(self):
        # Wednesday at noon: answered by 15:00, solved on Thursday by 15:00.
        case = self._open("2026-03-04 04:00:00")
        self._check(case, "2026-03-04 07:00:00", "2026-03-05 07:00:00")
        # 1.5 hours: 14:30. 7.5 hours: five on Wednesday, to 11:30 on Thursday.
        self.assertEqual(case.date_response_risk, datetime(2026, 3, 4, 6, 30))
        self.assertEqual(case.date_solution_risk, datetime(2026, 3, 5, 3, 30))
        # Tuesday at 22:00: Wednesday 9 to 11; eight hours then, two on Thursday.
        case = self._open("2026-03-03 14:00:00")
        self._check(case, "2026-03-04 03:00:00", "2026-03-05 03:00:00")
        # Friday at 17:00: one hour then, one on Monday; solved on Tuesday by 10:00.
        case = self._open("2026-03-06 09:00:00")
        self._check(case, "2026-03-09 02:00:00", "2026-03-10 02:00:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "放假",
                "calendar_id": self.calendar.id,
                "date_from": "2026-03-08 16:00:00",
                "date_to": "2026-03-09 15:59:59",
            }
        )
        # The same with Monday off: everything a day later.
        case = self._open("2026-03-06 09:00:00")
        self._check(case, "2026-03-10 02:00:00", "2026-03-11 02:00:00")

    def test_a_zone_with_daylight_saving(self):
        self.team.calendar_id = self._create_calendar("Europe/Berlin")
        # Friday at 16:00, UTC+1; summer time began on Sunday: two hours on Friday,
        # all eight of Monday, which ends at 18:00, UTC+2.
        case = self._open("2026-03-27 15:00:00")
        self._check(case, "2026-03-27 17:00:00", "2026-03-30 16:00:00")
        # And back: Friday at 16:00, UTC+2, to Monday at 18:00, UTC+1.
        case = self._open("2026-10-23 14:00:00")
        self._check(case, "2026-10-23 16:00:00", "2026-10-26 17:00:00")

    def test_the_clock_stands_still_while_the_customer_is_waited_for(self):
        case = self._open("2026-03-04 04:00:00")
        with freeze_time("2026-03-04 06:00:00"):
            case.action_start()
            self.assertFalse(case.is_response_late)
            case.action_wait()
        self.assertEqual(self._find(case, "2026-03-09 02:00:00"), "paused")
        # From 14:00 on Wednesday to 10:00 on Thursday: four hours and one.
        with freeze_time("2026-03-05 02:00:00"):
            case.action_start()
        self.assertEqual(case.paused_hours, 5)
        # 15 hours: five on Wednesday, eight on Thursday, to 11:00 on Friday.
        self._check(case, "2026-03-04 07:00:00", "2026-03-06 03:00:00")
        with freeze_time("2026-03-06 02:30:00"):
            case.result = "换了压缩机"
            case.action_solve()
        # 14.5 hours since, less five.
        self.assertEqual(case.hours_to_solve, 9.5)
        self.assertEqual(self._find(case, "2026-03-20 02:30:00"), "kept")
        self.assertEqual(case.is_kept, 1)
        # Solved were 1.5 and 5 hours of Friday and 1.5 of Monday: half an hour is left.
        with freeze_time("2026-03-09 02:30:00"):
            case.action_reopen()
        self.assertEqual(case.paused_hours, 13)
        self._check(case, "2026-03-04 07:00:00", "2026-03-09 03:00:00")
        self.assertEqual(self._find(case, "2026-03-09 02:45:00"), "at_risk")
        self.assertEqual(self._find(case, "2026-03-09 03:01:00"), "late")
        # Waiting now does not make it good again.
        with freeze_time("2026-03-09 03:30:00"):
            case.action_wait()
        self.assertEqual(self._find(case, "2026-03-09 04:00:00"), "late")
        self.assertEqual(case.is_kept, 0)

    def test_priority_type_team_and_grade_choose_the_limit(self):
        urgent = self._create_policy(
            sequence=0, priority="2", response_hours=1, solution_hours=4
        )
        graded = self._create_policy(
            sequence=0, grade="a", response_hours=0, solution_hours=8
        )
        case = self._open("2026-03-04 04:00:00")
        self.assertEqual(case.policy_id, self.policy)
        with freeze_time("2026-03-04 06:00:00"):
            case.priority = "2"
        self.assertEqual(case.policy_id, urgent)
        # From 13:00: 14:00 and 17:00.
        self._check(case, "2026-03-04 06:00:00", "2026-03-04 09:00:00")
        case.write({"priority": "0"})
        self.customer_sjz1.yishang_grade = "a"
        case.partner_id = self.customer_sjz1
        self.assertEqual(case.policy_id, graded)
        self.assertFalse(case.date_response_due)
        # Thursday at noon plus none: five on Wednesday and three on Thursday.
        self.assertEqual(case.date_solution_due, datetime(2026, 3, 5, 4, 0))
        # A new limit counts for new cases.
        graded.solution_hours = 1
        self.assertEqual(case.date_solution_due, datetime(2026, 3, 5, 4, 0))

    def test_leaders_are_told_once_of_risk_and_once_of_delay(self):
        case = self._open("2026-03-04 04:00:00")
        other = self._open("2026-03-04 04:00:00", subject="另一件")
        cases = self.env["crm.yishang.service.case"]

        def tell(moment):
            self.env.flush_all()
            before = self.env["mail.message"].search([], limit=1, order="id DESC").id
            with freeze_time(moment):
                cases._cron_escalate()
            return self.env["mail.message"].search(
                [
                    ("id", ">", before),
                    ("partner_ids", "in", self.team_leader.partner_id.id),
                ]
            )

        self.assertFalse(tell("2026-03-04 06:29:00"))
        told = tell("2026-03-04 06:30:00")
        self.assertEqual(len(told), 1)
        self.assertIn(case.name, told.body)
        self.assertIn("另一件", told.body)
        self.assertFalse(tell("2026-03-04 06:45:00"))
        with freeze_time("2026-03-04 06:50:00"):
            other.with_user(self.agent).action_accept()
        told = tell("2026-03-04 07:01:00")
        self.assertEqual(len(told), 1)
        self.assertIn(case.name, told.body)
        self.assertNotIn(other.name, told.body)
        self.assertFalse(tell("2026-03-04 07:15:00"))
