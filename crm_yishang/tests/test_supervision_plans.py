from functools import partial

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .plan_common import PlanCommon

VISITS = 20_000
DAY = [("day", ">=", "2026-03-02"), ("day", "<=", "2026-03-06")]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-06 04:00:00")
class TestSupervisionPlans(PlanCommon):
    """What one person or a few days of work are read from, among many visits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        visit = cls.env["crm.yishang.visit"].create(
            {
                "partner_id": cls.customer_bd1.id,
                "user_id": cls.sales_bd1.id,
                "date_planned_start": "2026-03-02 02:00:00",
            }
        )
        users = cls.staff.ids
        cls._multiply(
            visit,
            SQL(
                "SELECT nextval('crm_yishang_visit_id_seq') AS id, n,"
                " (%s)[1 + n %% %s] AS user_id FROM generate_series(1, %s) n",
                users,
                len(users),
                VISITS,
            ),
            id=SQL("source.id"),
            name=SQL("'PLAN' || source.n"),
            user_id=SQL("source.user_id"),
            state=SQL("'done'"),
            event_id=SQL("NULL"),
            day=SQL("DATE '2026-03-06' - (source.n %% 1000)::int"),
        )
        cls.env.invalidate_all()

    def _assert_no_visits_read_whole(self, read):
        self.env.flush_all()
        with self._capture() as statements:
            read()
        nodes = [
            node
            for statement in statements
            if statement.lstrip().upper().startswith(("SELECT", "WITH"))
            for node in self._iter_nodes(statement)
        ]
        self.assertTrue(nodes)
        whole = [
            node
            for node in nodes
            if node.get("Relation Name") == "crm_yishang_visit"
            and node["Node Type"] == "Seq Scan"
        ]
        self.assertEqual(whole, [])

    def test_the_analysis_of_few_days_reads_no_visits_whole(self):
        report = self.env["crm.yishang.supervision.report"].with_user(self.leader_sjz)
        mine = [("user_id", "=", self.sales_sjz1.id)]
        figures = ["visits_done:sum", "workdays:sum"]
        for domain in (DAY, DAY + mine):
            for groups in ([], ["user_id"], ["day:day"], ["department_id"]):
                with self.subTest(domain=domain, groups=groups):
                    read = partial(report.formatted_read_group, domain, groups, figures)
                    self._assert_no_visits_read_whole(read)

    def test_the_table_of_a_team_reads_no_visits_whole(self):
        supervision = self.env["crm.yishang.supervision"].with_user(self.leader_sjz)
        self._assert_no_visits_read_whole(
            lambda: supervision.get_data("2026-03-02", "2026-03-06")
        )

    def test_the_board_reads_no_visits_whole(self):
        board = self.env["crm.yishang.board"].with_user(self.leader_sjz)
        self._assert_no_visits_read_whole(board.get_data)
