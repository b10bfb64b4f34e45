import base64
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .visit_common import VisitCommon

QUICK = "crm_yishang.crm_yishang_visit_view_form_quick"
PLAN = "crm_yishang.crm_yishang_visit_view_form_plan"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-04 04:00:00")
class TestVisitViews(VisitCommon):
    """The forms in which contacts are recorded, planned and looked at."""

    def _open(self, action, user):
        """Return the ``Form`` an action of the customer or the opportunity opens."""
        visits = self.env["crm.yishang.visit"].with_user(user)
        return Form(visits.with_context(**action["context"]), action["views"][0][0])

    def _create_lead(self, **values):
        return self.env["crm.lead"].create(
            {
                "name": "水泵",
                "type": "opportunity",
                "partner_id": self.customer_sjz1.id,
                "user_id": self.sales_sjz1.id,
                **values,
            }
        )

    def test_a_contact_is_recorded_on_the_customer(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        with self._open(
            customer.action_yishang_record_visit(), self.sales_sjz1
        ) as form:
            form.category_id = self.by_phone
            form.content = "谈了价格"
            form.date_next = date(2026, 3, 11)
        visit = form.record
        self.assertEqual(visit.state, "done")
        self.assertEqual(visit.user_id, self.sales_sjz1)
        self.assertEqual((visit.date_start, visit.date_end), (self.now, self.now))
        self.assertEqual(visit.subject, "打电话 甲石家庄")
        self.assertEqual(customer.yishang_visit_count, 1)
        self.assertEqual(customer.yishang_date_next_contact, date(2026, 3, 11))
        self.assertEqual(customer.yishang_visit_ids, visit)

    def test_what_was_earlier_is_recorded_at_its_time(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        start = self.now - timedelta(hours=3)
        with self._open(
            customer.action_yishang_record_visit(), self.sales_sjz1
        ) as form:
            form.content = "早上见过"
            form.date_start = start
        self.assertEqual((form.record.date_start, form.record.date_end), (start, start))
        self.assertEqual(form.record.record_delay, 3)

    def test_a_record_without_content_is_not_saved(self):
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        form = self._open(customer.action_yishang_record_visit(), self.sales_sjz1)
        with self.assertRaises(AssertionError):
            form.save()

    def test_a_record_that_cannot_be_finished_is_not_saved(self):
        self.env["crm.yishang.contact.question"].create(
            {"category_id": self.on_site.id, "name": "预算?", "kind": "text"}
        )
        action = self.customer_sjz1.with_user(
            self.sales_sjz1
        ).action_yishang_record_visit()
        visits = self.env["crm.yishang.visit"].with_user(self.sales_sjz1)
        visits = visits.with_context(**action["context"])
        vals = {"category_id": self.on_site.id, "content": "谈了价格"}
        # Whoever calls the server leaves the questions out.
        with self.assertRaisesRegex(UserError, "预算"), self.cr.savepoint():
            visits.web_save(vals, {"state": {}})
        self.assertFalse(self.customer_sjz1.yishang_visit_ids)
        vals["category_id"] = self.by_phone.id
        (saved,) = visits.web_save(vals, {"state": {}})
        self.assertEqual(saved["state"], "done")
        self.assertEqual(self.customer_sjz1.yishang_visit_ids.ids, [saved["id"]])

    def test_the_only_open_opportunity_is_filled_in(self):
        lead = self._create_lead(partner_id=self.contacts[0].id)
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        form = self._open(customer.action_yishang_record_visit(), self.sales_sjz1)
        self.assertEqual(form.lead_id, lead)
        self.assertEqual(form.contact_id, self.contacts[0])
        self._create_lead()
        form = self._open(customer.action_yishang_record_visit(), self.sales_sjz1)
        self.assertFalse(form.lead_id)

    def test_a_contact_is_recorded_on_the_opportunity(self):
        lead = self._create_lead().with_user(self.sales_sjz1)
        stage = self.env["crm.stage"].search([("id", "!=", lead.stage_id.id)], limit=1)
        with self._open(lead.action_yishang_record_visit(), self.sales_sjz1) as form:
            form.content = "送了样品"
            form.lead_stage_after_id = stage
        self.assertEqual(lead.stage_id, stage)
        self.assertEqual(lead.yishang_visit_count, 1)
        self.assertEqual(form.record.partner_id, self.customer_sjz1)
        stranger = self._create_lead(partner_id=False).with_user(self.sales_sjz1)
        with self.assertRaises(UserError):
            stranger.action_yishang_record_visit()

    def test_the_questions_of_the_category_are_answered(self):
        budget, kind = self.env["crm.yishang.contact.question"].create(
            [
                {"category_id": self.by_phone.id, "name": "预算?", "kind": "number"},
                {
                    "category_id": self.by_phone.id,
                    "name": "付款?",
                    "kind": "choice",
                    "option_ids": [
                        Command.create({"name": "现款"}),
                        Command.create({"name": "月结"}),
                    ],
                },
            ]
        )
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        form = self._open(customer.action_yishang_record_visit(), self.sales_sjz1)
        form.category_id = self.by_phone
        form.content = "谈了付款"
        self.assertEqual(len(form.answer_ids), 2)
        with form.answer_ids.edit(0) as answer:
            self.assertEqual(answer.question_id, budget)
            answer.text = "30000"
        with self.assertRaises(AssertionError):
            form.save()
        with form.answer_ids.edit(1) as answer:
            self.assertEqual(answer.question_id, kind)
            answer.option_id = kind.option_ids[1]
        visit = form.save()
        self.assertEqual(visit.answer_ids.mapped("text"), ["30000", False])
        self.assertEqual(visit.answer_ids.option_id.name, "月结")

    def test_a_visit_is_planned_for_one_of_the_own_people(self):
        customer = self.customer_sjz1.with_user(self.leader_sjz)
        with self._open(customer.action_yishang_plan_visit(), self.leader_sjz) as form:
            form.date_planned_start = "2026-03-05 02:00:00"
            form.user_id = self.sales_sjz1
        visit = form.record
        self.assertEqual((visit.state, visit.day), ("planned", date(2026, 3, 5)))
        self.assertEqual(visit.user_id, self.sales_sjz1)
        form = self._open(
            self.customer_sjz1.with_user(self.sales_sjz1).action_yishang_plan_visit(),
            self.sales_sjz1,
        )
        self.assertNotIn("user_id", form._view["fields"])

    def test_the_whole_form_serves_its_author_and_the_leader(self):
        visit = self._create_done(self.sales_sjz1, self.customer_sjz1)
        with Form(visit) as form:
            form.result = "有意向"
        form = Form(visit.with_user(self.leader_sjz))
        self.assertTrue(form.yishang_can_instruct)
        with self.assertRaises(AssertionError):
            form.result = "改了"

    def test_one_goes_from_contact_to_contact(self):
        days = ("2026-03-01", "2026-03-03", "2026-03-02")
        first, last, middle = (
            self._create_done(
                self.sales_sjz1, self.customer_sjz1, date_start=f"{day} 02:00:00"
            )
            for day in days
        )
        self._create_visit(self.sales_sjz1, self.customer_sjz1).action_cancel("病了")
        self._create_done(self.sales_sjz2, self.customer_sjz2)
        both = first + middle + last
        first.mapped("previous_id")
        both.invalidate_recordset()
        # The columns of the visits themselves, then the contacts of their customers.
        with self.assertQueryCount(2):
            both.mapped("next_id")
        self.assertEqual((middle.previous_id, middle.next_id), (first, last))
        self.assertEqual(first.previous_id.ids + last.next_id.ids, [])
        self.assertEqual(middle.action_next()["res_id"], last.id)
        self.assertEqual(middle.action_previous()["res_id"], first.id)

    def test_visits_are_cancelled_with_a_reason(self):
        visits = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        visits |= self._create_visit(self.sales_sjz1, self.customer_sjz1)
        wizards = self.env["crm.yishang.visit.cancel"].with_user(self.sales_sjz1)
        context = {"active_model": visits._name, "active_ids": visits.ids}
        with Form(wizards.with_context(**context)) as form:
            form.reason = "客户出差"
        form.record.action_cancel()
        self.assertEqual(set(visits.mapped("state")), {"cancelled"})
        self.assertEqual(set(visits.mapped("cancel_reason")), {"客户出差"})

    def test_one_box_finds_visits(self):
        visit = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, contact_id=self.contacts[0].id
        )
        view = self.env.ref("crm_yishang.crm_yishang_visit_view_search")
        arch = self.env["crm.yishang.visit"].get_view(view.id, "search")["arch"]
        self.assertIn("partner_id.yishang_search", arch)
        visits = self.env["crm.yishang.visit"].with_user(self.sales_sjz1)
        for text in ("jsjz", "甲石家"):
            found = visits.search([("partner_id.yishang_search", "ilike", text)])
            self.assertEqual(found, visit)

    def test_a_place_leads_to_the_map(self):
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        self.assertFalse(visit.check_in_map_url)
        visit.action_check_in({"latitude": 38.5, "longitude": 114.25, "accuracy": 9})
        self.assertEqual(
            visit.check_in_map_url,
            "https://uri.amap.com/marker?position=114.25%2C38.5&coordinate=wgs84",
        )

    def test_a_photo_that_is_too_large_is_refused(self):
        photo = b"x" * (21 * 1024 * 1024)
        vals = {"check_in_photo": base64.b64encode(photo).decode()}
        visit = self._create_visit(self.sales_sjz1, self.customer_sjz1)
        with self.assertRaisesRegex(ValidationError, "20 MB"):
            visit.write(vals)
        with self.assertRaisesRegex(ValidationError, "20 MB"):
            self._create_visit(self.sales_sjz1, self.customer_sjz1, **vals)
        file = self.env["ir.attachment"].with_user(self.sales_sjz1)
        with self.assertRaisesRegex(ValidationError, "20 MB"):
            file.create({"name": "大.jpg", "raw": photo, "res_model": visit._name})
        file = file.create({"name": "大.jpg", "raw": photo})
        with self.assertRaisesRegex(ValidationError, "20 MB"):
            visit.attachment_ids = file
        self.assertFalse(visit.check_in_photo)

    def test_a_file_is_visible_as_its_visit_is(self):
        files = self.env["ir.attachment"].with_user(self.sales_sjz1)
        file = files.create({"name": "合影.jpg", "raw": b"x"})
        visit = self._create_visit(
            self.sales_sjz1, self.customer_sjz1, attachment_ids=file.ids
        )
        self.assertEqual((file.res_model, file.res_id), (visit._name, visit.id))
        self.assertEqual(file.with_user(self.leader_sjz).raw, b"x")
        for user in (self.sales_sjz2, self.sales_gz1, self.host_user):
            with self.assertRaises(AccessError):
                _raw = file.with_user(user).raw
        other = files.with_user(self.sales_sjz2).create({"name": "别的", "raw": b"y"})
        with self.assertRaises(AccessError):
            visit.attachment_ids = [Command.link(other.id)]
        self.assertFalse(other.res_id)

    def test_the_history_costs_one_query_a_table(self):
        for number in range(45):
            self._create_done(
                self.sales_sjz1,
                self.customer_sjz1,
                date_start=self.now - timedelta(days=number),
            )
        customer = self.customer_sjz1.with_user(self.sales_sjz1)
        names = (
            "day category_id user_id progress content result next_step "
            "yishang_instruction_mark"
        ).split()
        specification = {
            "yishang_visit_ids": {
                "fields": {
                    name: {"fields": {"display_name": {}}}
                    if name.endswith("_id")
                    else {}
                    for name in names
                },
                "limit": 40,
            }
        }
        self.env.invalidate_all()
        customer.web_read(specification)
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            (row,) = customer.web_read(specification)
        rows = row["yishang_visit_ids"]
        self.assertEqual(len(rows), 45)
        self.assertEqual(len([line for line in rows if "day" in line]), 40)
        self.assertEqual(rows[0]["day"], date(2026, 3, 4))

    def test_counters_cost_one_query(self):
        self._create_done(self.sales_sjz1, self.customer_sjz1)
        customers = self.customers.with_user(self.director)
        customers.mapped("yishang_visit_count")
        customers.invalidate_recordset()
        with self.assertQueryCount(1):
            counts = customers.mapped("yishang_visit_count")
        self.assertEqual(sum(counts), 1)
        self.assertEqual(
            self.customer_sjz1.with_user(self.accountant).yishang_visit_count, 0
        )
