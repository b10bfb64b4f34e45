import threading
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged

CODE = "crm.yishang.customer"
# Days of the test with real transactions, which leaves nothing behind.
RACE_DAY = date(2001, 2, 3)


@tagged("post_install", "-at_install")
class TestNumbering(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Hebei"})
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.sequences = cls.env["ir.sequence"]
        cls.rule = cls.sequences.search(
            [("code", "=", CODE), ("company_id", "=", cls.company.id)]
        )

    def draw(self):
        return self.sequences.next_by_code(CODE)

    def test_the_day_begins_at_midnight_in_the_company(self):
        # 00:30 and 08:30 in Beijing are 16:30 of the day before and 00:30 in UTC.
        for moment, number in (
            ("2026-03-01 15:59:59", "KH202603010001"),
            ("2026-03-01 16:30:00", "KH202603020001"),
            ("2026-03-02 00:30:00", "KH202603020002"),
            ("2026-03-02 15:59:59", "KH202603020003"),
            ("2026-03-02 16:00:00", "KH202603030001"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self.draw(), number)

    def test_the_time_zone_of_who_asks_does_not_matter(self):
        numbers = []
        with freeze_time("2026-03-01 16:30:00"):
            for tz in (False, "UTC", "America/New_York", "Asia/Shanghai"):
                numbers.append(self.sequences.with_context(tz=tz).next_by_code(CODE))
        self.assertEqual(numbers, [f"KH20260302000{index}" for index in range(1, 5)])

    def test_a_company_without_time_zone_counts_in_beijing(self):
        self.company.partner_id.tz = False
        with freeze_time("2026-03-01 16:30:00"):
            self.assertEqual(self.draw(), "KH202603020001")

    def test_a_company_elsewhere_has_its_own_day(self):
        self.company.partner_id.tz = "America/New_York"
        with freeze_time("2026-03-01 16:30:00"):
            self.assertEqual(self.draw(), "KH202603010001")

    def test_the_moment_may_be_given(self):
        with freeze_time("2026-03-09 04:00:00"):
            for moment, number in (
                (date(2026, 3, 1), "KH202603010001"),
                ("2026-03-01", "KH202603010002"),
                (datetime(2026, 3, 1, 16, 30), "KH202603020001"),
                ("2026-03-01 16:30:00", "KH202603020002"),
            ):
                with self.subTest(moment=moment):
                    number_drawn = self.sequences.next_by_code(CODE, moment)
                    self.assertEqual(number_drawn, number)

    @freeze_time("2026-03-01 16:30:00")
    def test_a_prefix_of_the_clock_means_the_day_of_the_counter(self):
        self.rule.prefix = "A%(year)s-%(month)s-%(day)s/"
        self.assertEqual(self.draw(), "A2026-03-02/0001")

    @freeze_time("2026-03-02 02:00:00")
    def test_companies_count_on_their_own(self):
        other = self.env["res.company"].create({"name": "Shanxi"})
        self.assertEqual(self.draw(), "KH202603020001")
        self.assertEqual(
            self.sequences.with_company(other).next_by_code(CODE), "KH202603020001"
        )
        self.assertEqual(self.draw(), "KH202603020002")

    @freeze_time("2026-03-02 02:00:00")
    def test_many_numbers_cost_as_much_as_one(self):
        self.draw()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            numbers = self.sequences._yishang_next_many(CODE, 1000)
        self.assertEqual(numbers[0], "KH202603020002")
        self.assertEqual(numbers[-1], "KH202603021001")
        self.assertEqual(len(set(numbers)), 1000)
        self.assertEqual(self.sequences._yishang_next_many(CODE, 0), [])
        self.assertEqual(self.draw(), "KH202603021002")

    @freeze_time("2026-03-02 02:00:00")
    def test_a_rule_that_is_no_longer_daily_goes_on_counting(self):
        self.rule.write({"yishang_is_daily": False, "prefix": "K%(range_year)s/"})
        self.assertEqual(self.draw(), "K2026/0001")
        self.assertEqual(
            self.sequences._yishang_next_many(CODE, 2), ["K2026/0002", "K2026/0003"]
        )
        self.rule.write({"use_date_range": False, "prefix": "K", "padding": 0})
        self.assertEqual(self.sequences._yishang_next_many(CODE, 2), ["K1", "K2"])
        self.rule.write({"implementation": "no_gap", "number_next": 3})
        self.assertEqual(self.sequences._yishang_next_many(CODE, 2), ["K3", "K4"])

    def test_a_prefix_without_the_whole_day_is_refused(self):
        before = self.rule.prefix
        for prefix in (
            "KH",
            "KH%(range_year)s",
            "KH%(range_month)s%(range_day)s",
            "KH%(range_year)s%(range_month)s%(weekday)s",
            "KH%(current_year)s%(current_month)s%(current_day)s",
        ):
            with self.subTest(prefix=prefix), self.assertRaises(ValidationError):
                self.rule.prefix = prefix
        with self.assertRaises(ValidationError):
            self.rule.implementation = "no_gap"
        self.assertEqual(self.rule.prefix, before)
        self.rule.prefix = "KH%(range_y)s%(range_doy)s-"
        with freeze_time("2026-03-02 02:00:00"):
            self.assertEqual(self.draw(), "KH26061-0001")

    def test_a_company_without_rule_is_told(self):
        self.rule.active = False
        with self.assertRaisesRegex(UserError, "Hebei"):
            self.sequences._yishang_next_many(CODE, 1)
        self.sequences._yishang_create_missing()
        self.assertFalse(self.rule.active)
        self.assertEqual(
            self.sequences.with_context(active_test=False).search_count(
                [("code", "=", CODE), ("company_id", "=", self.company.id)]
            ),
            1,
        )

    def test_the_crm_administrator_edits_only_the_rules_of_the_crm(self):
        administrator = new_test_user(
            self.env,
            "numbers",
            groups="crm_yishang.crm_yishang_group_administrator",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        foreign = self.sequences.create({"name": "Invoices", "code": "invoices"})
        self.rule.with_user(administrator).padding = 6
        with freeze_time("2026-03-02 02:00:00"):
            self.assertEqual(self.draw(), "KH20260302000001")
        self.rule.date_range_ids.with_user(administrator).number_next_actual = 7
        with freeze_time("2026-03-02 02:00:00"):
            self.assertEqual(self.draw(), "KH20260302000007")
        for record in (foreign, foreign._create_date_range_seq(date(2026, 3, 2))):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(administrator).number_next = 7
        self.assertEqual(foreign.number_next, 1)
        system = self.env.ref("base.user_admin")
        system.company_ids += self.company
        foreign.with_user(system).number_next = 7
        self.assertEqual(foreign.number_next, 7)

    def test_whoever_may_read_draws_the_first_number_of_a_day(self):
        seller = new_test_user(
            self.env,
            "seller",
            groups="crm_yishang.crm_yishang_group_salesperson",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with freeze_time("2026-03-02 02:00:00"):
            number = self.sequences.with_user(seller).next_by_code(CODE)
        self.assertEqual(number, "KH202603020001")


@tagged("post_install", "-at_install")
class TestNumberingRace(TransactionCase):
    """Real transactions: what is committed is taken away again at the end."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.forget_race_day)
        self.forget_race_day()

    def forget_race_day(self):
        with self.registry.cursor() as cr:
            env = self.env(cr=cr)
            env["ir.sequence.date_range"].search(
                [("date_from", "=", RACE_DAY)]
            ).unlink()

    def draw(self, cr):
        return self.env(cr=cr)["ir.sequence"].next_by_code(CODE, RACE_DAY)

    def test_two_first_documents_of_a_day_at_once(self):
        numbers = []
        started = threading.Event()

        def second():
            with self.registry.cursor() as cr:
                cr.execute("SELECT 1")  # the snapshot is older than the range
                started.set()
                numbers.append(self.draw(cr))

        thread = threading.Thread(target=second)
        with self.registry.cursor() as cr:
            numbers.append(self.draw(cr))
            thread.start()
            started.wait(10)
            thread.join(0.5)
            self.assertTrue(thread.is_alive(), "The second one waits for the first.")
        thread.join(10)
        self.assertEqual(numbers, ["KH200102030001", "KH200102030002"])
        with self.registry.cursor() as cr:
            ranges = self.env(cr=cr)["ir.sequence.date_range"].search_count(
                [("date_from", "=", RACE_DAY)]
            )
        self.assertEqual(ranges, 1)

    def test_a_number_that_was_rolled_back_is_not_drawn_again(self):
        with self.registry.cursor() as cr:
            self.assertEqual(self.draw(cr), "KH200102030001")
        with self.registry.cursor() as cr:
            self.assertEqual(self.draw(cr), "KH200102030002")
            cr.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self.draw(cr), "KH200102030003")

    def test_a_first_document_that_is_rolled_back_opens_no_day(self):
        with self.registry.cursor() as cr:
            self.assertEqual(self.draw(cr), "KH200102030001")
            cr.rollback()
        with self.registry.cursor() as cr:
            self.assertEqual(self.draw(cr), "KH200102030001")

    def test_orders_take_any_prefix_and_lose_the_daily_numbers(self):
        rule = self.env["ir.sequence"].search(
            [("code", "=", "sale.order"), ("company_id", "=", self.env.company.id)]
        )
        rule.write({"prefix": "SO/%(range_year)s%(range_month)s%(range_day)s/"})
        self.assertTrue(rule.yishang_is_daily)
        rule.write({"use_date_range": True, "prefix": "SO/%(range_year)s/"})
        self.assertFalse(rule.yishang_is_daily)
        number = rule.next_by_id(sequence_date="2019-05-05")
        self.assertTrue(number.startswith("SO/2019/"), number)
