from odoo.fields import Command


class LeakCampaignRecords:
    """Builders of campaigns and surveys, see ``LeakRecords``."""

    @classmethod
    def _build_campaign(cls, customer, secret):
        """The campaign is no secret, who takes part and what comes of it is."""
        campaign = cls.built["utm.campaign"]
        campaign.write(
            {
                "yishang_kind_id": cls.env.ref(
                    "crm_yishang.crm_yishang_campaign_kind_exhibition"
                ).id,
                "yishang_date_from": "2026-01-05",
                "yishang_cost_ids": [Command.create({"name": "展位", "amount": 1})],
            }
        )
        cls._add(
            cls.env["crm.yishang.campaign.participant"].create(
                {
                    "campaign_id": campaign.id,
                    "partner_id": customer.id,
                    "response": secret.word,
                }
            )
        )

    @classmethod
    def _build_survey(cls, customer, secret):
        survey = cls.env["survey.survey"].create(
            {
                "title": "调研",
                "access_mode": "token",
                "question_and_page_ids": [
                    Command.create({"title": "意见", "question_type": "char_box"})
                ],
            }
        )
        answer = cls._add(survey._create_answer(partner=customer))
        line = answer._save_lines(survey.question_ids, secret.word)
        cls._add(line or answer.user_input_line_ids)
        answer._mark_done()
