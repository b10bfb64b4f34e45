from collections import defaultdict
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.report import ReportCriteria
from .service_common import ServiceCommon

CASE = "crm.yishang.service.case"
MARCH = ReportCriteria(date(2026, 3, 1), date(2026, 3, 31))


@tagged("post_install", "-at_install")
class TestReportService(ServiceCommon):
    """The service report, against a count case by case."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_policy()
        cls.other_team = cls.env["crm.yishang.service.team"].create(
            {
                "name": "二组",
                "member_ids": [Command.set(cls.stranger.ids)],
                "calendar_id": cls.calendar.id,
            }
        )
        # agent, customer, type, received, answered, solved, rating, return call
        cls.rows = (
            (cls.agent, "sjz1", cls.repair, "04 01", "04 02", "04 06", 5, False),
            (cls.agent, "sjz1", cls.repair, "04 01", "04 06", "05 06", 0, "2"),
            (cls.agent, "sjz2", cls.complaint, "04 01", "04 02", False, 0, False),
            (cls.agent2, "gz1", cls.repair, "04 01", False, False, 0, False),
            (cls.stranger, "gz1", cls.repair, "04 01", "04 03", "04 09", 4, "1"),
            (cls.agent, "sjz1", cls.repair, "30 01", False, False, 0, False),
        )
        cls.cases = cls.env[CASE].concat(*map(cls._create_row, cls.rows))
        cls.env.flush_all()

    @classmethod
    def _create_row(cls, row):
        user, customer, kind, received, answered, solved, rating, said = row
        team = cls.other_team if user == cls.stranger else cls.team
        moments = [
            moment and f"2026-03-{moment}:00:00"
            for moment in (received, answered, solved)
        ]
        with freeze_time(moments[0]):
            case = cls.env[CASE].create(
                {
                    "partner_id": getattr(cls, f"customer_{customer}").id,
                    "subject": "事",
                    "type_id": kind.id,
                    "team_id": team.id,
                    "user_id": user.id,
                    "result": "好了",
                }
            )
        if answered:
            with freeze_time(moments[1]):
                case.action_accept()
        if solved:
            with freeze_time(moments[2]):
                case.action_solve()
        if rating:
            cls.env["rating.rating"].create(
                {
                    "res_model_id": cls.env["ir.model"]._get_id(CASE),
                    "res_id": case.id,
                    "rating": rating,
                    "consumed": True,
                }
            )
            # The host reads the table, where the new rating has to be by then.
            cls.env.flush_all()
            case._compute_rating_last_value()
        if said:
            cls.env.cr.execute(
                "UPDATE crm_yishang_service_case SET satisfaction = %s WHERE id = %s",
                (said, case.id),
            )
            case.invalidate_recordset()
        return case

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-03-04 10:00:00"))

    def _get_report(self, user, criteria=MARCH):
        self.env["crm.yishang.policy"]._forget()
        report = self.env["crm.yishang.report.service"].with_user(user)
        return report, {
            (row["type"], row["user"]): row for row in report._get_rows(criteria)
        }

    def test_figures_are_those_counted_by_hand(self):
        _report, rows = self._get_report(self.service_manager)
        repair, complaint = self.repair.name, self.complaint.name
        figures = {
            key: (
                row["cases"],
                row["response_hours"],
                row["solution_hours"],
                row["kept_share"],
                row["satisfaction"],
                row["said"],
            )
            for key, row in rows.items()
        }
        self.assertEqual(
            figures,
            {
                # Answered after 1 and 4 working hours, lunch left aside, solved after
                # 4 and 12; the second one was answered too late.
                (repair, "service_agent"): (3, 2.5, 8.0, 0.5, 3.5, 2),
                (complaint, "service_agent"): (1, 1.0, None, None, None, 0),
                # Unanswered past its two hours.
                (repair, "agent2"): (1, None, None, 0.0, None, 0),
                # Solved at 17 in Beijing; the rating comes before the call.
                (repair, "agent3"): (1, 2.0, 7.0, 1.0, 4.0, 1),
            },
        )

    def test_each_role_counts_what_it_is_told_of(self):
        for user, seen in (
            (self.service_manager, self.cases),
            (self.director, self.cases),
            (self.crm_admin, self.cases),
            (self.team_leader, self.cases - self.cases[4]),
            (self.agent, self.cases[:3] | self.cases[5]),
            (self.stranger, self.cases[4]),
            (self.leader_sjz, self.cases.browse()),
        ):
            with self.subTest(user=user.login):
                report, rows = self._get_report(user)
                counted = defaultdict(int)
                for case in seen:
                    counted[case.type_id.name, case.user_id.name] += 1
                self.assertEqual(
                    {key: row["cases"] for key, row in rows.items()}, counted
                )
                self.assertEqual(report._get_total(MARCH)["cases"], len(seen))
                for row in rows.values():
                    action = report._get_drill_action(MARCH, row["key"])
                    found = self.env[CASE].with_user(user).search(action["domain"])
                    self.assertEqual(len(found), row["cases"])

    def test_filters_and_the_center(self):
        only = MARCH._replace(
            user_ids=(self.agent.id,), region_ids=(self.sjz.id, self.changan.id)
        )
        _report, rows = self._get_report(self.service_manager, only)
        self.assertEqual({key[1] for key in rows}, {"service_agent"})
        # The case of the thirtieth, at nine in the morning of Beijing.
        last = MARCH._replace(date_from=date(2026, 3, 30), date_to=date(2026, 3, 30))
        report, rows = self._get_report(self.service_manager, last)
        self.assertEqual([row["cases"] for row in rows.values()], [1])
        self.assertEqual(report._get_chart(last, list(rows.values()))["type"], "bar")
        center = self.env["crm.yishang.report.center"].with_user(self.agent)
        found = center.get_report(
            "service", {"date_from": "2026-03-01", "date_to": "2026-03-31"}
        )
        self.assertEqual(found["count"], 2)
        self.assertEqual(found["total"][2], 4)
        for user in (self.sales_sjz1, self.cashier, self.host_user):
            with self.assertRaises(AccessError):
                center.with_user(user).get_report("service")
