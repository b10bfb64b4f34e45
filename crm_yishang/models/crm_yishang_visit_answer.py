from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CrmYishangVisitAnswer(models.Model):
    """What the record of a visit answers to one question of its category."""

    _name = "crm.yishang.visit.answer"
    _description = "Answer in a Visit"
    _inherit = "crm.yishang.visible.mixin"
    _order = "visit_id, sequence, id"
    _rec_name = "text"

    _visible_through = ("visit_id",)

    visit_id = fields.Many2one(
        "crm.yishang.visit", required=True, index=True, ondelete="cascade"
    )
    question_id = fields.Many2one(
        "crm.yishang.contact.question", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="question_id.sequence", store=True)
    kind = fields.Selection(related="question_id.kind")
    is_required = fields.Boolean(related="question_id.is_required")
    text = fields.Char(string="Answer")
    option_id = fields.Many2one(
        "crm.yishang.contact.option",
        string="Choice",
        ondelete="restrict",
        domain="[('question_id', '=', question_id)]",
    )

    _once_uniq = models.UniqueIndex(
        "(visit_id, question_id)", "Each question is answered once."
    )

    @api.constrains("text", "option_id", "question_id")
    def _check_answer(self):
        for answer in self:
            question = answer.question_id
            if answer.option_id and answer.option_id.question_id != question:
                raise ValidationError(
                    self.env._(
                        "%(choice)s is no answer to: %(question)s",
                        choice=answer.option_id.name,
                        question=question.name,
                    )
                )
            if question.kind == "number" and answer.text and not is_number(answer.text):
                raise ValidationError(
                    self.env._(
                        "%(question)s asks for a number; %(text)s is none.",
                        question=question.name,
                        text=answer.text,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.visit_id._check_author({"answer_ids": None})
        answers.visit_id._check_unlocked({"answer_ids": None})
        return answers

    def write(self, vals):
        self.visit_id._check_author({"answer_ids": None})
        self.visit_id._check_unlocked({"answer_ids": None})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.visit_id._check_author({"answer_ids": None})
        self.visit_id._check_unlocked({"answer_ids": None})

    def _is_given(self):
        self.ensure_one()
        return bool(self.option_id if self.kind == "choice" else self.text)


def is_number(text):
    """Return whether a text is a number, as people write it."""
    try:
        float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return False
    return True
