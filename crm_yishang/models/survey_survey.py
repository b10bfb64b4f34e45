from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .crm_yishang_in_sight_mixin import IN_SIGHT


class SurveySurvey(models.Model):
    """What a survey brought, as far as the user sees who answered.

    The host counts as superuser, and all answers where it finds none to count.
    """

    _inherit = "survey.survey"

    @api.depends_context("uid")
    def _compute_survey_statistic(self):
        surveys = self.with_context(**{IN_SIGHT: True})
        return super(SurveySurvey, surveys)._compute_survey_statistic()

    @api.depends_context("uid")
    def _compute_answer_duration_avg(self):
        # sudo: the policy narrows.
        answers = self.env["survey.user_input"].sudo()
        seen = answers._get_visible_domain("read")
        if seen.is_true():
            return super()._compute_answer_duration_avg()
        finished = answers._search(
            seen
            & Domain("survey_id", "in", self._origin.ids)
            & Domain("state", "=", "done")
            & Domain("start_datetime", "!=", False)
            & Domain("end_datetime", "!=", False)
        )
        hours = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT survey_id,
                        AVG(EXTRACT(EPOCH FROM end_datetime - start_datetime)) / 3600
                    FROM survey_user_input WHERE id IN %s GROUP BY survey_id
                    """,
                    finished.subselect(),
                )
            )
        )
        for survey in self:
            survey.answer_duration_avg = hours.get(survey._origin.id, 0)
        return None

    def _prepare_statistics(self, user_input_lines=None):
        surveys = self.with_context(**{IN_SIGHT: True})
        return super(SurveySurvey, surveys)._prepare_statistics(user_input_lines)
