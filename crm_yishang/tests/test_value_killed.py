import signal

from odoo.fields import Command
from odoo.sql_db import db_connect
from odoo.tests import tagged

from .worker_common import WorkerCase

RUN = "crm.yishang.value.run"
MODELS = "odoo.addons.crm_yishang.models.crm_yishang_value_"
# Customers of one transaction, so that a run has some of each kind.
SMALL = {f"{MODELS}measure.BATCH": 5, f"{MODELS}writer.BATCH": 4}
DAY = "2026-03-10"
CUSTOMERS = 14


@tagged("post_install", "-at_install")
class TestValueKilled(WorkerCase):
    """A process killed in the middle of a value run leaves what the next one goes on
    from, to the same end as if nobody had been killed.
    """

    copy_suffix = "valued"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls._create(
            "product.product", name="泵", type="service", taxes_id=False
        )
        for number in range(CUSTOMERS):
            cls._create_customer(number)
        companies = [company["id"] for company in cls._read("res.company", [], "id")]
        # Nobody but the test begins a run.
        cls._ask("res.company", companies, "write", {"yishang_is_valued": False})

    @classmethod
    def _create_customer(cls, number):
        """Create a customer with as many orders as it is above others, of five."""
        customer = cls._create(
            "res.partner",
            name=f"客户{number}",
            is_company=True,
            yishang_is_customer=True,
            phone=number % 2 and "0311-85550000",
        )
        for place in range(number % 5):
            line = {
                "product_id": cls.product,
                "price_unit": 100 * (number + place + 1),
                "tax_ids": False,
            }
            order = cls._create(
                "sale.order", partner_id=customer, order_line=[Command.create(line)]
            )
            cls._ask("sale.order", [order], "action_confirm")
            day = f"2026-0{1 + place % 3}-0{1 + number % 9} 04:00:00"
            cls._ask("sale.order", [order], "write", {"date_order": day})

    def _query(self, statement):
        # Commits at its end.
        with db_connect(self.copy).cursor() as cr:
            cr.execute(statement)
            return cr.fetchall() if cr.description else []

    def _forget(self):
        for name in ("score", "history", "detail", "result"):
            self._query(f"DELETE FROM crm_yishang_value_{name}")
        self._query(f"DELETE FROM {RUN.replace('.', '_')}")
        self._query("UPDATE res_partner SET yishang_grade = NULL")

    def _read_all(self):
        """Return what a run leaves, without ids of its own and moments."""
        run = self._read(
            RUN, [], "state", "phase", "customer_count", "changed_count", "summary",
            "buyer_count", "vital_count", "revenue", "average_score", "count_a",
            "count_b", "count_c", "count_d", "class_a", "class_b", "class_c",
        )  # fmt: skip
        for one in run:
            del one["id"]
        queries = (
            "SELECT partner_id, score, rank, grade, grade_before, score_before, points,"
            " coverage, rfm_cell, revenue, share, cumulative_share, abc, is_vital"
            " FROM crm_yishang_value_score",
            "SELECT partner_id, date, score, grade, rank, revenue"
            " FROM crm_yishang_value_history",
            "SELECT partner_id, figures, revenue, orders, frequency, silence"
            " FROM crm_yishang_value_detail",
            "SELECT partner_id FROM crm_yishang_value_result",
            "SELECT id, yishang_grade FROM res_partner WHERE yishang_is_customer",
        )
        rows = [self._query(f"{query} ORDER BY 1") for query in queries]
        return run, *rows

    def _begin(self):
        self._forget()
        return self._create(RUN, date=DAY)

    def _go_on(self, **options):
        return self._ask(RUN, [], "_cron_run", patch=SMALL, **options)

    def _kill_everywhere(self):
        """Have process after process go on with the run, and die.

        One that gets no further than the one before is followed by one that lives
        longer, one that got further by one that lives half as long, so that they die
        here and there in each step.

        :return: where the run stood then: set of (phase, last id)
        """
        lives, places = 0, [None]
        while self._go_on(die_before=lives) == signal.SIGKILL:
            (run,) = self._read(RUN, [], "phase", "last_id")
            places.append((run["phase"], run["last_id"]))
            lives = lives + 2 if places[-1] == places[-2] else lives // 2
            self.assertLess(lives, 200)
        return set(places[1:])

    def test_a_killed_run_ends_as_an_undisturbed_one(self):
        self._begin()
        self._go_on()
        expected = self._read_all()
        ((run,), scores, *_rest) = expected
        self.assertEqual(run["state"], "done")
        self.assertGreaterEqual(len(scores), CUSTOMERS)
        self.assertGreater(len({row[1] for row in scores}), 4)
        self._begin()
        stood = self._kill_everywhere()
        self.assertEqual(self._read_all(), expected)
        # In the middle of each phase, and more than once where there are batches.
        phases = [phase for phase, last in stood if last]
        self.assertGreater(phases.count("measure"), 1)
        self.assertGreater(phases.count("write"), 1)
        self.assertIn(("grade", 0), stood)
