from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .mailing_common import MailingCommon
from .survey_common import SurveyCommon


@tagged("post_install", "-at_install")
class TestMailingFigures(MailingCommon):
    """Numbers of lists and links tell nothing about customers one does not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._let_export(cls.marketer, cls.crm_admin, cls.director)
        cls.list = cls.env["mailing.list"].create(
            {
                "name": "名单",
                "contact_ids": [
                    Command.create({"name": customer.name, "email": customer.email})
                    for customer in cls.owned
                ],
            }
        )
        contacts = cls.list.contact_ids
        cls.hidden = contacts.filtered(
            lambda contact: contact.email == cls.customer_gz1.email
        )
        cls.hidden.message_bounce = 2
        subscriptions = cls.env["mailing.subscription"]
        subscriptions.search([("contact_id", "=", cls.hidden.id)]).opt_out = True

    @classmethod
    def _let_export(cls, *users):
        for name in ("base.group_allow_export", "mass_mailing.group_mass_mailing_user"):
            cls.env.ref(name).user_ids |= cls.env["res.users"].union(*users)

    def test_a_list_is_counted_as_far_as_it_is_seen(self):
        self.env["mail.blacklist"].create({"email": self.customer_gz1.email})
        names = (
            "contact_count",
            "contact_count_email",
            "contact_count_opt_out",
            "contact_count_blacklisted",
            "contact_pct_bounce",
            "display_name",
        )
        for user, figures in (
            (self.marketer, [3, 3, 0, 0, 0, "名单 (3)"]),
            (self.crm_admin, [4, 3, 1, 1, 25, "名单 (4)"]),
        ):
            self.env.invalidate_all()
            seen = self.list.with_user(user)
            with self.subTest(user=user.login):
                self.assertEqual([seen[name] for name in names], figures)
                exported = seen.export_data(["name", "contact_count"])["datas"]
                self.assertEqual(exported, [["名单", figures[0]]])

    def test_contacts_are_grouped_by_whatever_they_have(self):
        contacts = self.env["mailing.contact"]
        for user, count in ((self.marketer, 3), (self.crm_admin, 4)):
            mine = contacts.with_user(user)
            domain = [("list_ids", "in", self.list.ids)]
            for name, field in mine._fields.items():
                if not field._description_groupable(mine.env):
                    continue
                if field.type == "properties":
                    continue
                spec = f"{name}:month" if field.type in ("date", "datetime") else name
                with self.subTest(user=user.login, field=name):
                    groups = mine._read_group(domain, [spec], ["__count"])
                    self.assertEqual(sum(group[-1] for group in groups), count)

    def _click(self):
        """Have two customers click a link, the hidden one three times."""
        mailing = self._create_mailing(self.director)
        mailing.action_launch()
        self._run_queue()
        link = self.env["link.tracker"].search([("mass_mailing_id", "=", mailing.id)])
        other = link.copy({"url": "https://example.com/b", "label": "b"})
        traces = self.env["mailing.trace"].search(
            [("mass_mailing_id", "=", mailing.id)]
        )
        by_customer = {trace.yishang_customer_id: trace for trace in traces}
        clicks = [(link, self.customer_gz1, f"1.1.1.{number}") for number in range(3)]
        clicks += [(link, self.customer_sjz1, "2.2.2.2")]
        clicks += [(other, self.customer_sjz1, f"2.2.2.{last}") for last in (3, 4)]
        self.env["link.tracker.click"].create(
            [
                {
                    "link_id": clicked.id,
                    "ip": ip,
                    "mailing_trace_id": by_customer[customer].id,
                }
                for clicked, customer, ip in clicks
            ]
        )
        self.env.flush_all()
        self.assertEqual((link.count, other.count), (4, 2))
        return link, other

    def test_clicks_are_counted_as_far_as_they_are_seen(self):
        link, other = self._click()
        both = link | other
        for user, counts in ((self.marketer, (1, 2)), (self.director, (4, 2))):
            self.env.invalidate_all()
            links = self.env["link.tracker"].with_user(user)
            mine = both.with_user(user)
            domain = [("id", "in", both.ids)]
            with self.subTest(user=user.login):
                self.assertEqual(tuple(mine.mapped("count")), counts)
                order = both if counts[0] > counts[1] else other | link
                self.assertEqual(links.search(domain).ids, order.ids)
                (found,) = links.search_read([*domain, ("id", "=", link.id)], ["count"])
                self.assertEqual(found["count"], counts[0])
                self.assertEqual(
                    links.search_count([*domain, ("count", ">", 3)]), counts[0] // 4
                )
                ((total,),) = links._read_group(domain, [], ["count:sum"])
                self.assertEqual(total, sum(counts))
                groups = links._read_group(domain, ["count"], ["__count"])
                self.assertEqual(dict(groups), dict.fromkeys(counts, 1))
                exported = mine.export_data(["count"])["datas"]
                self.assertEqual([row[0] for row in exported], list(counts))
                self.assertEqual(mine.read(["count"])[0]["count"], counts[0])
        # What is kept is the number of all.
        self.env.invalidate_all()
        self.assertEqual((link.count, other.count), (4, 2))


@tagged("post_install", "-at_install")
class TestSurveyFigures(SurveyCommon):
    """Numbers of a survey are those of the answers one sees."""

    def _read_figures(self, user):
        self.env.invalidate_all()
        survey = self.survey.with_user(user)
        names = ("answer_count", "answer_done_count", "success_count")
        lines = self.env["survey.user_input.line"].with_user(user)
        seen = lines.search([("survey_id", "=", survey.id)])
        numbers = survey._prepare_statistics(seen)
        return [
            *(survey[name] for name in names),
            numbers["count_all"],
            numbers["count_finished"],
            round(survey.answer_duration_avg),
        ]

    def _take_hours(self, answer, hours):
        start = datetime(2026, 3, 1)
        answer.write(
            {"start_datetime": start, "end_datetime": start + timedelta(hours=hours)}
        )

    def test_answers_are_counted_as_far_as_they_are_seen(self):
        hidden = self._answer(self.customer_gz1, "贵")
        self._take_hours(hidden, 9)
        self.env.flush_all()
        # Nobody in sight has answered: that is none, and not all.
        self.assertEqual(self._read_figures(self.marketer), [0, 0, 0, 0, 0, 0])
        seen = self._answer(self.customer_sjz1, "好")
        self._take_hours(seen, 1)
        self.env.flush_all()
        for user, figures in (
            (self.marketer, [1, 1, 1, 1, 1, 1]),
            (self.crm_admin, [2, 2, 2, 2, 2, 5]),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._read_figures(user), figures)

    def test_no_road_leads_to_a_hidden_answer(self):
        self._answer(self.customer_gz1, "Gz-dear")
        self._answer(self.customer_sjz1, "Sjz-fine")
        self.marketer.group_ids += self.env.ref("base.group_allow_export")
        self.env.invalidate_all()
        surveys = self.survey.with_user(self.marketer)
        inputs = self.env["survey.user_input"].with_user(self.marketer)
        lines = self.env["survey.user_input.line"].with_user(self.marketer)
        domain = [("survey_id", "=", self.survey.id)]
        self.assertEqual(len(surveys.user_input_ids), 1)
        for records, count in ((inputs, 1), (lines, 2)):
            self.assertEqual(records.search_count(domain), count)
            ((number,),) = records._read_group(domain, [], ["__count"])
            self.assertEqual(number, count)
        groups = lines._read_group(
            [*domain, ("value_char_box", "!=", False)], ["value_char_box"]
        )
        self.assertEqual(groups, [("Sjz-fine",)])
        paths = ["title", "user_input_ids/partner_id/name"]
        paths += ["user_input_ids/user_input_line_ids/value_char_box"]
        told = repr(surveys.export_data(paths)["datas"])
        self.assertIn("Sjz-fine", told)
        self.assertNotIn("Gz-dear", told)
        self.assertNotIn(self.customer_gz1.name, told)
        found = self.env["survey.survey"].with_user(self.marketer)
        for condition in (
            ("user_input_ids.partner_id", "=", self.customer_gz1.id),
            ("user_input_ids.user_input_line_ids.value_char_box", "=", "Gz-dear"),
        ):
            with self.subTest(condition=condition):
                self.assertFalse(found.search([("id", "=", self.survey.id), condition]))
