from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_common import VisitCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestReading(VisitCommon):
    """A leader works through a day's records of the own people."""

    def setUp(self):
        super().setUp()
        self.visit = self._create_done(self.sales_sjz1, self.customer_sjz1)

    def _get_reading(self, user):
        return self.env["crm.yishang.reading"].with_user(user)

    def _get_ids(self, user, **options):
        data = self._get_reading(user).get_data(**options)
        return [row["id"] for row in data["rows"]]

    def _get_row(self, user, visit):
        data = self._get_reading(user).get_data(str(visit.day), only_unread=False)
        (row,) = (row for row in data["rows"] if row["id"] == visit.id)
        return row

    def test_leaders_read_their_own_people_and_not_themselves(self):
        bd = self._create_done(self.sales_bd1, self.customer_bd1)
        own = self._create_done(
            self.leader_sjz,
            self._create_customer("领导的", self.leader_sjz, self.sjz),
        )
        for user, visits in (
            (self.leader_sjz, self.visit),
            (self.leader_bd, bd),
            (self.manager_north, self.visit | bd | own),
            (self.director, self.visit | bd | own),
            (self.leader_gz, bd.browse()),
            (self.sales_sjz1, bd.browse()),
            (self.sales_sjz2, bd.browse()),
        ):
            with self.subTest(user=user.login):
                self.assertCountEqual(self._get_ids(user), visits.ids)

    def test_only_finished_records_of_that_day(self):
        self._create_visit(self.sales_sjz1, self.customer_sjz1)
        before = self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            # Two in the morning of the third in Beijing, the second in UTC.
            date_start="2026-03-02 18:00:00",
            date_end="2026-03-02 18:30:00",
        )
        data = self._get_reading(self.leader_sjz).get_data()
        self.assertEqual([row["id"] for row in data["rows"]], self.visit.ids)
        self.assertEqual((data["day"], data["next"]), ("2026-03-04", False))
        self.assertEqual(data["previous"], "2026-03-03")
        self.assertEqual(self._get_ids(self.leader_sjz, day="2026-03-03"), before.ids)
        self.assertEqual(self._get_ids(self.leader_sjz, day="2026-03-02"), [])

    def test_what_i_marked_is_read_for_me_alone(self):
        reading = self._get_reading(self.leader_sjz)
        self.assertEqual(reading.get_data()["left"], 1)
        answer = reading.write_instruction(self.visit.ids, "read")
        self.assertEqual(answer, {"left": 0})
        self.assertEqual(self._get_ids(self.leader_sjz), [])
        self.assertEqual(self._get_ids(self.manager_north), self.visit.ids)
        self.assertTrue(self._get_row(self.leader_sjz, self.visit)["is_read"])
        self.assertFalse(self._get_row(self.manager_north, self.visit)["is_read"])
        mark = self.visit.yishang_instruction_ids
        self.assertEqual((mark.kind, mark.body, mark.state), ("read", False, "closed"))

    def test_an_instruction_is_written_on_the_way(self):
        self._get_reading(self.leader_sjz).write_instruction(
            self.visit.ids, "instruction", "带上报价单", "2026-03-06"
        )
        instruction = self.visit.yishang_instruction_ids
        self.assertEqual(instruction.recipient_id, self.sales_sjz1)
        self.assertEqual(instruction.body, "带上报价单")
        self.assertEqual(str(instruction.date_due), "2026-03-06")
        self.assertTrue(instruction.needs_reply)
        (written,) = self._get_row(self.leader_sjz, self.visit)["instructions"]
        self.assertEqual(written["body"], "带上报价单")

    def test_only_the_mark_goes_without_words(self):
        reading = self._get_reading(self.leader_sjz)
        with self.assertRaises(UserError):
            reading.write_instruction(self.visit.ids, "praise", " ")
        self.assertFalse(self.visit.yishang_instruction_ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_marks_what_is_not_the_work_of_the_own_people(self):
        for user in (self.sales_sjz1, self.sales_sjz2, self.leader_bd, self.cashier):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_reading(user).write_instruction(self.visit.ids, "read")
        self.assertFalse(self.visit.yishang_instruction_ids)

    def test_all_at_once_and_nothing_twice(self):
        second = self._create_done(self.sales_sjz2, self.customer_sjz2)
        reading = self._get_reading(self.leader_sjz)
        reading.write_instruction(second.ids, "praise", "很好")
        both = self.visit | second
        for _click in range(2):
            self.assertEqual(reading.mark_read(both.ids), {"left": 0})
        self.assertEqual(self.visit.yishang_instruction_ids.kind, "read")
        self.assertEqual(second.yishang_instruction_ids.kind, "praise")

    def test_many_records_cost_as_many_statements_as_few(self):
        reading = self._get_reading(self.leader_sjz)
        seller, customer = self.sales_sjz1, self.customer_sjz1
        few, many = (
            self.env["crm.yishang.visit"].union(
                *(self._create_done(seller, customer) for _number in range(number))
            )
            for number in (2, 12)
        )
        for write in (
            reading.mark_read,
            lambda ids: reading.write_instruction(ids, "note", "看过"),
        ):
            # Rules and groups are read once.
            write(self._create_done(seller, customer).ids)
            counts = []
            for visits in (few, many):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                write(visits.ids)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
            with self.subTest(counts=counts):
                self.assertLessEqual(counts[1], counts[0])

    def test_a_row_says_what_the_record_says(self):
        self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            date_start="2026-03-03 02:00:00",
            date_end="2026-03-03 03:30:00",
            content="第一行",
            result="成了",
        )
        row = self._get_row(self.leader_sjz, self.visit)
        self.assertEqual((row["user"], row["customer"]), ("sales_sjz1", "甲石家庄"))
        self.assertEqual(row["texts"][0]["text"], "谈了合作")
        facts = {fact["label"]: fact for fact in row["facts"]}
        self.assertEqual(facts["Location"]["text"], "No check-in")
        self.assertTrue(facts["Location"]["is_alert"])
        self.assertFalse(facts["Recorded After"]["is_alert"])
        (contact,) = row["contacts"]
        self.assertEqual(contact["text"], "成了")

    def test_late_records_are_red_and_calls_have_no_place(self):
        late = self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            category_id=self.by_phone.id,
            date_start="2026-03-02 02:00:00",
            date_end="2026-03-02 04:00:00",
        )
        row = self._get_row(self.leader_sjz, late)
        facts = {fact["label"]: fact for fact in row["facts"]}
        self.assertEqual(facts["Time"]["text"], "10:00–12:00")
        self.assertEqual(facts["Recorded After"]["text"], "48 hours")
        self.assertTrue(facts["Recorded After"]["is_alert"])
        self.assertNotIn("Location", facts)

    def test_the_last_five_contacts_the_newest_first(self):
        for day in range(10, 18):
            self._create_done(
                self.sales_sjz1,
                self.customer_sjz1,
                date_start=f"2026-02-{day} 02:00:00",
                date_end=f"2026-02-{day} 03:00:00",
                content=f"第{day}天",
            )
        self._create_done(self.sales_sjz2, self.customer_sjz2, content="别家的")
        row = self._get_row(self.leader_sjz, self.visit)
        self.assertEqual(
            [contact["text"] for contact in row["contacts"]],
            [f"第{day}天" for day in range(17, 12, -1)],
        )

    def test_the_number_of_statements_does_not_grow(self):
        counts = []
        for more in (2, 9):
            for _visit in range(more):
                visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
                self._create_done(self.sales_sjz2, self.customer_sjz2)
                visit.with_user(self.manager_north)._yishang_instruct("note", "看过")
            counts.append(self._count_statements())
        self.assertEqual(len(self._get_ids(self.leader_sjz)), 23)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 30)

    def _count_statements(self):
        self.env.flush_all()
        reading = self._get_reading(self.leader_sjz)
        # What the server remembers beyond the request is asked for once.
        for _run in range(2):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reading.get_data()
        return self.env.cr.sql_log_count - before
