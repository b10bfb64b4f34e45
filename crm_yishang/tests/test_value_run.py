from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from ..models import crm_yishang_value_measure, crm_yishang_value_writer
from .value_book import DAY
from .value_common import ValueCommon

EVIL = "'); DROP TABLE crm_yishang_value_band; --%s%(day)s"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestValueRun(ValueCommon):
    """Runs go on where they stopped, change what changed, and obey roles."""

    def _read(self):
        names = ["partner_id", "score", "rank", "grade", "rfm_cell", "revenue", "abc"]
        names += ["cumulative_share", "coverage"]
        return self.scores.search([], order="partner_id").read(names, load=None)

    def test_a_run_that_was_stopped_goes_on(self):
        self._run()
        whole = [{**row, "id": 0} for row in self._read()]
        self.env.cr.execute("DELETE FROM crm_yishang_value_score")
        self.env.invalidate_all()
        run = self.runs.create({"date": DAY})
        with (
            patch.object(crm_yishang_value_measure, "BATCH", 4),
            patch.object(crm_yishang_value_writer, "BATCH", 4),
        ):
            seen = set()
            while run._advance():
                # Killed in the middle of each following batch, once: it is undone
                # with what it noted of itself.
                place = (run.phase, run.last_id)
                if place not in seen:
                    seen.add(place)
                    with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
                        run._advance()
                        raise ZeroDivisionError
                    self.env.invalidate_all()
        self.assertEqual(run.state, "done")
        self.assertGreater(len(seen), 8)
        self.assertEqual([{**row, "id": 0} for row in self._read()], whole)

    def test_a_run_that_fails_says_why_and_can_go_on(self):
        run = self.runs.create({"date": DAY})
        grader = type(self.env["crm.yishang.value.grader"])
        with (
            patch.object(grader, "_grade", side_effect=ValueError("盘满")),
            patch.object(self.env.cr, "rollback"),
            self.assertLogs("odoo.addons.crm_yishang", "ERROR"),
        ):
            run._run_to_end(lambda **_values: 1)
        self.assertEqual(
            (run.state, run.failure, run.phase), ("failed", "盘满", "grade")
        )
        run.with_user(self.director).action_retry()
        self.assertEqual((run.state, run.progress), ("done", 100))
        with self.assertRefused(UserError, "has not failed"):
            run.with_user(self.director).action_retry()

    def test_history_and_grades_follow_what_changed(self):
        first = self._run()
        customer = self.ten[9]
        history = self.env["crm.yishang.value.history"]
        lines = history.search([("partner_id", "=", customer.id)])
        self.assertEqual(len(lines), 1)
        before = self._get_score(customer).score
        second = self._run()
        self.assertEqual(second.changed_count, 0)
        order = self._create_order(customer)
        order.action_confirm()
        third = self._run()
        score = self._get_score(customer)
        self.assertEqual(score.score_before, before)
        self.assertGreater(score.score, before)
        lines = history.search([("partner_id", "=", customer.id)])
        self.assertEqual(lines.mapped("run_id"), third | first)
        self.assertEqual(lines[0].score, score.score)
        with self.assertRaises(UserError):
            lines[0].score = 100
        customer.active = False
        self._run()
        self.assertFalse(self._get_score(customer))
        self.assertEqual(len(history.search([("partner_id", "=", customer.id)])), 2)

    def test_who_may_do_what(self):
        run = self._run()
        for user in (self.sales_sjz1, self.leader_sjz, self.marketer, self.host_user):
            with self.assertRefused(AccessError, "Only directors"):
                self.runs.with_user(user).action_start()
            self.assertFalse(self.runs.with_user(user).has_access("read"))
        action = self.runs.with_user(self.director).action_start()
        self.assertEqual(self.runs.browse(action["res_id"]).state, "done")
        self.assertTrue(self.runs.with_user(self.crm_admin).browse(run.id).date)
        with self.assertRaises(AccessError):
            run.with_user(self.director).limit_a = 1
        for user, places in (
            (self.sales_sjz1, range(6)),
            (self.sales_bd1, range(6, 10)),
            (self.leader_sjz, range(6)),
            (self.director, range(10)),
            (self.marketer, ()),
            (self.host_user, ()),
        ):
            scores = self.scores.with_user(user)
            found = scores.search([("partner_id", "in", self.ten.ids)])
            self.assertEqual(
                set(found.partner_id.ids), {self.ten[place].id for place in places}
            )
            by_customer = self.env["res.partner"].with_user(user)
            seen = by_customer.search(
                [("yishang_value_ids.score", ">=", 0), ("id", "in", self.ten.ids)]
            )
            self.assertEqual(set(seen.ids), set(found.partner_id.ids))
        hidden = self._get_score(self.ten[9]).with_user(self.sales_sjz1)
        with self.assertRaises(AccessError):
            hidden._explain()
        with self.assertRaises(AccessError):
            hidden.read(["explanation"])

    def test_indicators_of_administrators(self):
        indicators = self.env["crm.yishang.value.indicator"].with_user(self.crm_admin)
        fields_ = self.env["ir.model.fields"]

        def add(field, **values):
            return indicators.create(
                {
                    "code": f"X-{field}",
                    "name": field,
                    "field_id": fields_._get("res.partner", field).id,
                    "band_ids": [
                        Command.create({"lower": 0, "points": 0}),
                        Command.create({"lower": 1, "points": 100}),
                    ],
                    **values,
                }
            )

        for name in ("yishang_grade", "vat", "user_id", "credit_limit", "name"):
            with self.assertRefused(ValidationError, "cannot be measured"):
                add(name)
        own = add("yishang_revenue", name=EVIL, code=EVIL, unit=EVIL, definition=EVIL)
        add("yishang_scale")
        add("yishang_date_next_contact")
        add("is_company")
        self.ten[0].yishang_date_next_contact = "2026-03-01"
        self._run()
        rows = {row["code"]: row for row in self._get_score(self.ten[0])._explain()}
        self.assertEqual(rows[EVIL]["value"], 0)
        self.assertEqual(rows["X-yishang_scale"]["value"], 5)
        self.assertEqual(rows["X-yishang_date_next_contact"]["value"], 9)
        self.assertEqual(rows["X-is_company"]["points"], 100)
        self.assertTrue(own.band_ids.exists())
        self.assertNotIn("<script", str(self._get_score(self.ten[0]).explanation))
        with self.assertRefused(ValidationError, "Choose the field"):
            indicators.create(
                {"code": "X", "name": "X", "scale": "linear", "value_full": 5}
            )
        with self.assertRefused(ValidationError, "points rise"):
            own.band_ids[0].indicator_id.write(
                {"band_ids": [Command.create({"lower": 2, "points": 50})]}
            )
        shipped = indicators.search([("code", "=", "F01")])
        with self.assertRefused(UserError, "kept"):
            shipped.unlink()
        with self.assertRefused(UserError, "stays"):
            shipped.code = "F99"
        with Form(shipped) as form:
            form.weight = 3
            form.active = False
        self._run()
        rows = {row["code"] for row in self._get_score(self.ten[0])._explain()}
        self.assertNotIn("F01", rows)
        with self.assertRaises(AccessError):
            shipped.with_user(self.director).weight = 1

    def test_a_customer_of_two_companies_has_the_best_grade(self):
        other = self.env["res.company"].create({"name": "另一家公司"})
        self.ten.company_id = False
        self._run()
        mine = {one: self._get_score(one).grade for one in self.ten}
        run = self.runs.with_company(other).create(
            {"company_id": other.id, "date": DAY}
        )
        while run._advance():
            pass
        self.assertFalse(run.customer_count)
        visit = self.env["crm.yishang.visit"].search(
            [("partner_id", "=", self.ten[7].id)], limit=1
        )
        self.env.cr.execute(
            "UPDATE crm_yishang_visit SET company_id = %s WHERE id = %s",
            [other.id, visit.id],
        )
        limits = {
            f"yishang_value_limit_{name}": 4 - place for place, name in enumerate("abc")
        }
        other.write(limits)
        self.env.flush_all()
        run = run.create({"company_id": other.id, "date": DAY})
        while run._advance():
            pass
        self.env.invalidate_all()
        self.assertEqual(run.customer_count, 1)
        self.assertEqual(len(self._get_score(self.ten[7])), 2)
        self.assertNotEqual(mine[self.ten[7]], "a")
        self.assertEqual(self.ten[7].yishang_grade, "a")
        self.assertEqual(self.ten[0].yishang_grade, mine[self.ten[0]])

    def test_the_night_values_each_company_once_a_day(self):
        companies = self.env["res.company"].search([])
        (companies - self.company).yishang_is_valued = False
        self.ten[0].yishang_grade = "b"
        mine = [("company_id", "=", self.company.id)]
        self.runs._begin_nightly()
        self.assertFalse(self.runs.search(mine), "grades entered by hand stay")
        self._run()
        self.runs._begin_nightly()
        self.runs._begin_nightly()
        self.assertEqual(self.runs.search_count(mine), 2)
        cron = self.env.ref("crm_yishang.crm_yishang_value_run_cron")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(set(self.runs.search(mine).mapped("state")), {"done"})
