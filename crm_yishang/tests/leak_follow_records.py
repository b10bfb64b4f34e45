from odoo.fields import Command


class LeakFollowRecords:
    """Builders of visits and of what leaders write on them, see ``LeakRecords``."""

    @classmethod
    def _build_visits(cls, customer, secret):
        """One finished visit with an answer and an instruction, and a planned one."""
        categories = cls.env["crm.yishang.contact.category"]
        category = categories.create(
            {
                "code": f"LEAK{customer.id}",
                "name": "拜访",
                "kind": "visit",
                "question_ids": [Command.create({"name": "预算"})],
            }
        )
        common = {
            "partner_id": customer.id,
            "contact_id": customer.child_ids[:1].id,
            "category_id": category.id,
            "lead_id": cls.built["crm.lead"][0].id,
            "user_id": customer.user_id.id,
            "subject": secret.word,
        }
        visits = cls.env["crm.yishang.visit"].create(
            [
                {
                    **common,
                    "content": secret.word,
                    "result": secret.word,
                    "next_step": secret.word,
                    "check_in_place": secret.word,
                    "answer_ids": [
                        Command.create(
                            {
                                "question_id": category.question_ids.id,
                                "text": secret.word,
                            }
                        )
                    ],
                },
                {**common, "date_planned_start": "2026-03-05 02:00:00"},
            ]
        )
        visits[0].action_done()
        cls._add(visits)
        cls._add(visits.answer_ids)
        cls._add(visits.event_id)
        cls._add(visits.event_id.attendee_ids)
        instruction = (
            visits[0]
            .with_user(cls.director)
            ._yishang_instruct("instruction", secret.word)
        )
        cls._add(cls.env[instruction._name].browse(instruction.ids))
        cls._add(
            cls.env["mail.message"].search(
                [("model", "=", instruction._name), ("res_id", "=", instruction.id)]
            )
        )
        cls._add(cls.env["crm.yishang.grant"].search([("visit_id", "in", visits.ids)]))
