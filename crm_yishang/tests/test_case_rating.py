from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import CASE, PortalCommon


@tagged("post_install", "-at_install")
class TestCaseRating(PortalCommon):
    """Customers rate closed cases, once for each closing, by mail or in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = (
            cls.cases.with_user(cls.service_manager)
            .create(
                {
                    "partner_id": cls.customer_sjz1.id,
                    "contact_id": cls.customer_sjz1.child_ids[:1].id,
                    "subject": "水泵漏水",
                    "type_id": cls.repair.id,
                    "user_id": cls.agent.id,
                    "result": "换了密封圈",
                }
            )
            .sudo()
        )

    def _close(self):
        """Close the case as its agent; return the mails sent and the open rating."""
        before = self.env["mail.mail"].search([], order="id DESC", limit=1).id or 0
        self.case.with_user(self.agent).action_close()
        self.env.flush_all()
        mails = self.env["mail.mail"].search([("id", ">", before)])
        mails = mails.filtered(lambda mail: "/rate/" in (mail.body_html or ""))
        return mails, self.case.rating_ids.filtered(lambda one: not one.consumed)

    def _rate(self, rating, rate, feedback="不行"):
        return self._post(
            f"/rate/{rating.access_token}/submit_feedback",
            rate=rate,
            feedback=feedback,
        )

    def test_closing_asks_the_customer_by_mail(self):
        mail, rating = self._close()
        self.assertEqual(mail.recipient_ids, self.case.contact_id)
        self.assertIn("换了密封圈", mail.body_html)
        self.assertIn(f"/rate/{rating.access_token}/1", mail.body_html)
        self.assertEqual(rating.parent_res_id, self.team.id)
        # Who works on the case does not get the customer's link.
        self.assertFalse(mail.mail_message_id.model)
        agent = self.case.with_user(self.agent)
        for message in agent.message_ids:
            self.assertNotIn(rating.access_token, str(message.body))
        for user in (self.agent, self.service_manager, self.crm_admin):
            with self.assertRaises(AccessError):
                rating.with_user(user).read(["access_token"])
        self.case.action_reopen()
        self.assertFalse(rating.exists(), "the question is about nothing any more")
        self.team.is_rating_asked = False
        mail, rating = self._close()
        self.assertFalse(mail or rating)

    @mute_logger("odoo.http")
    def test_a_low_rating_reopens_the_case_once(self):
        _mail, rating = self._close()
        self._login(None)
        page = self.url_open(f"/rate/{rating.access_token}/1").text
        self.assertIn("submit_feedback", page)
        self._rate(rating, 1, "还是漏")
        self.assertEqual((rating.rating, rating.feedback), (1, "还是漏"))
        self.assertEqual((self.case.state, self.case.reopen_count), ("in_progress", 1))
        self.assertEqual(self.case.rating_last_value, 1)
        activity = self.case.activity_ids
        self.assertEqual(activity.user_id, self.team_leader)
        self.assertIn("1", activity.summary)
        self.assertIn("还是漏", activity.note)
        # The same link says nothing any more, nor does it turn the rating round.
        answer = self._rate(rating, 5)
        self.assertIn("o_yishang_rating_over", answer.text)
        answer = self.url_open(f"/rate/{rating.access_token}/5")
        self.assertIn("o_yishang_rating_over", answer.text)
        self.assertEqual((rating.rating, self.case.state), (1, "in_progress"))
        # The next closing asks again, and the last answer counts.
        _mail, again = self._close()
        self._rate(again, 5, "好了")
        self.assertEqual(self.case.state, "closed")
        self.assertEqual(self.case.rating_last_value, 5)
        self.assertEqual(self.case.rating_count, 2)
        self.team.invalidate_recordset()
        self.assertEqual((self.team.rating_avg, self.team.rating_count), (3, 2))
        found = self.cases._read_group(
            [("rating_last_value", ">", 0), ("team_id", "=", self.team.id)],
            ["user_id"],
            ["rating_last_value:avg"],
        )
        self.assertEqual(found, [(self.agent, 5)])

    @mute_logger("odoo.http")
    def test_nobody_rates_twice_by_two_links(self):
        _mail, rating = self._close()
        token = self.case._rating_get_access_token(self.customer_sjz1)
        other = self.case.rating_ids.filtered(lambda one: one.access_token == token)
        self.assertNotEqual(rating, other)
        self._login(None)
        self._rate(rating, 5)
        self.assertFalse(other.exists())
        answer = self.url_open(f"/rate/{token}/5")
        self.assertEqual(answer.status_code, 404)
        self._login(self.portal)
        self._post(f"/my/cases/{self.case.id}/rate", rate="1")
        self.assertEqual(self.case.rating_ids.mapped("rating"), [5])

    @mute_logger("odoo.http")
    def test_a_stranger_with_the_link_does_not_rate(self):
        _mail, rating = self._close()
        for user in (self.foreigner, self.sales_gz1):
            user.sudo().password = user.login
            self._login(user)
            answer = self._rate(rating, 5)
            self.assertIn("o_yishang_rating_over", answer.text)
        self.assertFalse(rating.consumed)

    @mute_logger("odoo.http")
    def test_the_portal_asks_too(self):
        url = f"/my/cases/{self.case.id}"
        self._login(self.portal)
        self._post(f"{url}/rate", rate="5")
        self.assertFalse(self.case.rating_ids, "not closed yet")
        self._close()
        self.assertIn(f'action="{url}/rate"', self.url_open(url).text)
        for rate in ("0", "6", "x", ""):
            self._post(f"{url}/rate", rate=rate)
        self.assertFalse(self.case.rating_ids.filtered("consumed"))
        answer = self._post(f"{url}/rate", rate="4", feedback="师傅很准时")
        self.assertIn("师傅很准时", answer.text)
        self.assertNotIn(f'action="{url}/rate"', answer.text)
        self.assertEqual(self.case.rating_last_value, 4)
        self.assertEqual(self.case.rating_ids.partner_id, self.portal.partner_id)
        self.assertEqual(self.case.state, "closed")

    def test_no_colleague_rates_or_reads_a_hidden_rating(self):
        _mail, rating = self._close()
        values = {
            "res_model_id": self.env["ir.model"]._get_id(CASE),
            "res_id": self.case.id,
            "rating": 5,
            "consumed": True,
        }
        agent = self.case.with_user(self.agent)
        with self.assertRefused(AccessError, "Customers rate"):
            agent.env["rating.rating"].create(values)
        with self.assertRefused(AccessError, "Customers rate"):
            rating.with_user(self.agent).write({"rating": 5, "consumed": True})
        with self.assertRefused(AccessError, "Customers rate"):
            agent.rating_apply(5, rating=rating)
        agent.message_post(body="x", rating_value=5)
        self.assertEqual(self.case.rating_ids, rating)
        self.case.rating_apply(2, rating=rating, feedback="机密")
        self.case.invalidate_recordset()
        for user, sees in (
            (self.agent, True),
            (self.sales_sjz1, True),
            (self.director, True),
            (self.sales_gz1, False),
            (self.stranger, False),
        ):
            ratings = self.env["rating.rating"].with_user(user)
            found = ratings.search([("res_model", "=", CASE)])
            self.assertEqual(bool(found), sees, user.login)
            grouped = ratings._read_group([("feedback", "=", "机密")], [], ["__count"])
            self.assertEqual(grouped, [(int(sees),)], user.login)
            if not sees:
                with self.assertRaises(AccessError):
                    rating.with_user(user).read(["feedback"])
        self.assertEqual(agent.rating_last_feedback, "机密")
        self.assertEqual(agent.action_view_ratings()["res_model"], "rating.rating")
