from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .ui_common import UiCase
from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
class TestUiSupervision(VisitCommon, UiCase):
    """Supervision and the board as a leader uses them, in Chinese."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._speak_chinese(cls.leader_sjz)

    def test_a_leader_looks_through_the_work_of_the_team(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self._start("/odoo/supervision", "supervision", self.leader_sjz)

    def test_a_leader_looks_at_what_the_team_is_doing(self):
        visit = self._create_visit(
            self.sales_sjz1,
            self.customer_sjz1,
            date_planned_start=fields.Datetime.now(),
        )
        visit.action_check_in({"latitude": 38, "longitude": 114, "accuracy": 5})
        self._work_every_day()
        self._start("/odoo/team-now", "board", self.leader_sjz)

    def _work_every_day(self):
        """Have everybody work on whatever day the test runs."""
        self.env.company.resource_calendar_id.attendance_ids = [
            Command.clear(),
            *(
                Command.create(
                    {"name": day, "dayofweek": day, "hour_from": 9, "hour_to": 17}
                )
                for day in "0123456"
            ),
        ]
