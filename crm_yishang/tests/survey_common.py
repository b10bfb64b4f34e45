from odoo.fields import Command
from odoo.tests import Form

from .common import RefusalCase, YishangCommon

INVITE = "survey.survey_invite_view_form"


class SurveyCommon(YishangCommon, RefusalCase):
    """A survey of two questions; the marketing person is in charge of Hebei.

    One customer of Hebei is on the blacklist, one has no address.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hebei.manager_ids |= cls.marketer
        for customer in cls.owned:
            customer.email = f"c{customer.id}@example.com"
        cls.pool_sjz.email = "leave-me@example.com"
        cls.env["mail.blacklist"].create({"email": "leave-me@example.com"})
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "客户满意度调研",
                "access_mode": "token",
                "questions_layout": "one_page",
                "scoring_type": "scoring_without_answers",
                "question_and_page_ids": [
                    Command.create(
                        {
                            "title": "您满意吗",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [
                                Command.create({"value": "满意", "answer_score": 10}),
                                Command.create({"value": "不满意"}),
                            ],
                        }
                    ),
                    Command.create({"title": "意见", "question_type": "char_box"}),
                ],
            }
        )
        cls.choice, cls.remark = cls.survey.question_ids
        cls.segment = cls.env["crm.yishang.segment"].create(
            {"name": "全部客户", "user_id": cls.marketer.id, "is_shared": True}
        )
        cls.env.flush_all()

    def _open_invite(self, user, **values):
        """Return the wizard as the button of the survey opens it."""
        action = self.survey.with_user(user).action_send_survey()
        wizards = self.env["survey.invite"].with_user(user)
        with Form(wizards.with_context(**action["context"]), INVITE) as form:
            for name, value in values.items():
                if name == "partner_ids":
                    for partner in value:
                        form.partner_ids.add(partner)
                else:
                    form[name] = value
        return form.record

    def _answer(self, customer, words, choice=0):
        """Let a customer answer, invited or not."""
        inputs = self.survey.user_input_ids
        found = inputs.filtered(lambda one: one.partner_id == customer)
        found = found[:1] or self.survey._create_answer(partner=customer)
        found._save_lines(self.choice, self.choice.suggested_answer_ids[choice].id)
        found._save_lines(self.remark, words)
        found._mark_done()
        self.env.flush_all()
        return found
