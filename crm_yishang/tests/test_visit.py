from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .visit_common import VisitCommon

HERE = {
    "latitude": 38.0428,
    "longitude": 114.5149,
    "accuracy": 12,
    "device_time": "2026-03-04 03:58:00",
}


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestVisit(VisitCommon):
    """A visit from its plan to the record of it."""

    def test_a_visit_gets_a_number_of_its_day(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        self.assertRegex(visit.name, r"^BF20260304\d{4}$")
        self.assertEqual(visit.subject, "上门 甲石家庄")
        self.assertEqual(visit.region_id, self.changan)

    def test_check_in_and_check_out(self):
        self.customer_sjz1.write(
            {"partner_latitude": 38.0428, "partner_longitude": 114.5264}
        )
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        visit.action_check_in(HERE)
        self.assertEqual(visit.state, "in_progress")
        self.assertEqual(visit.check_in_status, "located")
        self.assertEqual(visit.date_start, self.now)
        # One degree of longitude at 38.04° north is 87.57 km.
        self.assertAlmostEqual(visit.check_in_distance, 1007, delta=2)
        with freeze_time("2026-03-04 04:45:00"):
            visit.action_check_out(HERE)
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.date_end - visit.date_start, timedelta(minutes=45))

    def test_a_refused_location_is_marked(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        visit.action_check_in({"error": "denied"})
        self.assertEqual(visit.check_in_status, "denied")
        self.assertFalse(visit.check_in_latitude)

    def test_a_place_that_does_not_exist_is_refused(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        with self.assertRaises(ValidationError):
            visit.action_check_in({**HERE, "latitude": 138})
        self.assertEqual(visit.state, "planned")

    def test_nobody_is_at_two_customers(self):
        first = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        second = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        first.action_check_in(HERE)
        with self.assertRaisesRegex(UserError, first.name):
            second.action_check_in(HERE)
        with self.assertRaises(UserError):
            first.action_check_in(HERE)
        self.assertEqual(second.state, "planned")

    def test_check_out_needs_a_check_in(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        with self.assertRaises(UserError):
            visit.action_check_out(HERE)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            visit.date_end = self.now
            visit.flush_recordset()

    def test_the_end_is_after_the_start(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            visit.write(
                {"date_start": self.now, "date_end": self.now - timedelta(hours=1)}
            )
            visit.flush_recordset()

    def test_nothing_happened_in_the_future(self):
        with self.assertRaises(ValidationError):
            self._create_visit(
                self.sales_sjz1,
                self.customer_sjz1,
                date_start=self.now + timedelta(hours=1),
            )

    def test_the_day_is_that_of_the_company(self):
        late = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, date_start="2026-03-03 16:30:00"
        )
        self.assertEqual(late.day, date(2026, 3, 4))
        self.env.company.partner_id.tz = "Europe/Berlin"
        other = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, date_start="2026-03-03 16:30:00"
        )
        self.assertEqual(other.day, date(2026, 3, 3))

    def test_a_finished_visit_moves_the_customer(self):
        stage = self.env["crm.yishang.follow.stage"].search([], limit=1)
        self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            follow_stage_after_id=stage.id,
            date_next="2026-03-20",
        )
        customer = self.customer_sjz1
        self.assertEqual(customer.yishang_date_last_contact, date(2026, 3, 4))
        self.assertEqual(customer.yishang_date_next_contact, date(2026, 3, 20))
        self.assertEqual(customer.yishang_follow_stage_id, stage)
        self.assertEqual(customer.yishang_lifecycle, "visited")

    def test_an_older_record_does_not_turn_back_the_clock(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        self._create_done(
            self.sales_sjz1, self.customer_sjz1, date_start="2026-02-01 02:00:00"
        )
        customer = self.customer_sjz1
        self.assertEqual(customer.yishang_date_last_contact, date(2026, 3, 4))
        self.assertEqual(customer.yishang_date_first_contact, date(2026, 2, 1))

    def test_the_opportunity_follows(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "水泵",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
            }
        )
        stage = self.env["crm.stage"].search([("id", "!=", lead.stage_id.id)], limit=1)
        before = lead.stage_id
        visit = self._create_done(
            self.sales_sjz1,
            self.customer_sjz1,
            lead_id=lead.id,
            lead_stage_after_id=stage.id,
        )
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(visit.lead_stage_before_id, before)
        lead.sudo().unlink()
        self.assertFalse(visit.lead_id)
        self.assertEqual(visit.lead_stage_after_id, stage)

    def test_a_template_asks_for_answers(self):
        question = self.env["crm.yishang.contact.question"].create(
            {"category_id": self.on_site.id, "name": "预算多少?", "kind": "number"}
        )
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        with self.assertRaisesRegex(UserError, "预算多少"):
            visit.action_done()
        with self.assertRaises(ValidationError):
            visit.answer_ids = [(0, 0, {"question_id": question.id, "text": "很多"})]
        visit.answer_ids = [(0, 0, {"question_id": question.id, "text": "5000"})]
        visit.action_done()
        self.assertEqual(visit.state, "done")

    def test_a_record_is_locked_after_a_day(self):
        visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
        with freeze_time("2026-03-05 03:59:00"):
            visit.result = "有意向"
        with freeze_time("2026-03-05 04:00:01"):
            visit.invalidate_recordset()
            with self.assertRaises(UserError):
                visit.result = "没意向"
            with self.assertRaises(AccessError):
                visit.action_reopen()
            visit.with_user(self.leader_sjz).action_reopen()
            visit.invalidate_recordset()
            visit.result = "再想想"
        self.assertEqual(visit.result, "再想想")

    def test_nobody_writes_for_somebody_else(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        for user in (self.leader_sjz, self.director, self.crm_admin):
            with self.assertRaises(AccessError):
                visit.with_user(user).content = "改了"
        for user in (self.sales_sjz2, self.service_manager):
            with mute_logger("odoo.addons.base.models.ir_rule"):
                with self.assertRaises(AccessError):
                    visit.with_user(user).date_planned_start = self.now
        self.assertEqual(visit.content, "谈了合作")

    def test_states_are_not_written_by_hand(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        for name, value in (
            ("state", "done"),
            ("date_lock", False),
            ("region_id", self.guangzhou.id),
            ("name", "BF1"),
        ):
            with self.assertRaises(AccessError):
                visit.write({name: value})
        forged = visit.with_context(default_state="done").copy()
        self.assertEqual(forged.state, "planned")

    def test_a_leader_sends_the_own_people_only(self):
        visits = self.env["crm.yishang.visit"].with_user(self.leader_sjz)
        vals = {"partner_id": self.customer_sjz1.id, "category_id": self.on_site.id}
        sent = visits.create({**vals, "user_id": self.sales_sjz2.id})
        # Whoever is sent sees the customer, as long as the visit is planned.
        customer = self.customer_sjz1.with_user(self.sales_sjz2)
        self.assertTrue(customer.has_access("write"))
        with self.assertRaises(AccessError):
            visits.create({**vals, "user_id": self.sales_bd1.id})
        with self.assertRaises(AccessError):
            self.env["crm.yishang.visit"].with_user(self.sales_sjz1).create(
                {**vals, "user_id": self.sales_sjz2.id}
            )
        done = sent.with_user(self.sales_sjz2)
        done.content = "去过了"
        done.action_done()
        self.assertFalse(customer.has_access("read"))

    def test_what_happened_is_not_deleted(self):
        visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
        with self.assertRaises(UserError):
            visit.unlink()
        planned = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        planned.unlink()
        self.assertFalse(planned.exists())

    def test_a_planned_visit_stands_in_the_calendar(self):
        visit = self._create_visit(
            self.sales_sjz1,
            self.customer_sjz1,
            date_planned_start="2026-03-05 02:00:00",
        )
        event = visit.event_id
        self.assertEqual(event.user_id, self.sales_sjz1)
        self.assertEqual(event.yishang_customer_id, self.customer_sjz1)
        self.assertEqual(event.stop - event.start, timedelta(hours=1))
        event.with_user(self.sales_sjz1).write(
            {"start": "2026-03-06 02:00:00", "stop": "2026-03-06 03:30:00"}
        )
        self.assertEqual(visit.day, date(2026, 3, 6))
        self.assertEqual(visit.date_planned_end, datetime(2026, 3, 6, 3, 30))
        event.with_user(self.sales_sjz1).duration = 2
        self.assertEqual(visit.date_planned_end, datetime(2026, 3, 6, 4))
        for user in (self.sales_sjz2, self.sales_gz1, self.host_user):
            self.assertFalse(self._get_visible(user, event))
        self.assertTrue(self._get_visible(self.leader_sjz, event))
        visit.action_cancel("客户出差")
        self.assertFalse(event.active)
        visit.action_plan_again()
        self.assertTrue(event.active)
