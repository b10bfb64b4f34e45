from odoo import api, fields, models

from ..tools.value import ASPECT_NAMES

SCORE = "crm.yishang.value.score"
HISTORY = "crm.yishang.value.history"
# Points of the line of the past.
PAST = 24
# Indicators that are named as the best and as the worst.
NAMED = 5


class CrmYishangCustomerValueCardMixin(models.AbstractModel):
    """What the tab Value of a customer shows, asked for when it is opened."""

    _name = "crm.yishang.customer.value.card.mixin"
    _inherit = "crm.yishang.value.words.mixin"
    _description = "Value Tab of a Customer"

    yishang_risk_ids = fields.One2many(
        "crm.yishang.risk", "partner_id", string="Risks of Loss"
    )

    @api.readonly
    def yishang_get_value_card(self):
        """Return what the last value run found, for the current company.

        :return: False without a value, else ``{"facts": [{"label", "text", "note"}],
            "grade", "score", "aspects": chart, "past": chart or False, "best": [row],
            "worst": [row], "action"}``; a chart is ``{"labels", "data"}``, a row
            ``{"name", "text", "points"}``
        """
        self.ensure_one()
        score = self.env[SCORE].search(
            [("partner_id", "=", self.id), ("company_id", "=", self.env.company.id)]
        )
        if not score:
            return False
        rows = [row for row in score._explain() if row["points"] is not None]
        labels = dict(score._fields["grade"]._description_selection(self.env))
        return {
            "score": f"{score.score:.1f}",
            "grade": labels.get(score.grade, ""),
            "facts": self._yishang_get_value_facts(score),
            "aspects": self._yishang_get_aspects(score, rows),
            "past": self._yishang_get_past(score),
            **self._yishang_get_reasons(rows),
            "action": self._yishang_get_value_action(score),
        }

    @api.model
    def _yishang_get_value_action(self, score):
        view = self.env.ref("crm_yishang.crm_yishang_value_score_view_form")
        return {
            "type": "ir.actions.act_window",
            "res_model": SCORE,
            "res_id": score.id,
            "views": [[view.id, "form"]],
        }

    @api.model
    def _yishang_get_value_facts(self, score):
        """Return the figures in words, as ``[{"label", "text", "note"}]``."""
        workbench = self.env["crm.yishang.workbench"]
        classes = (score.rfm_recency, score.rfm_frequency, score.rfm_monetary)
        vital = self.env._("One of the vital few") if score.is_vital else ""
        change = score.score - score.score_before if score.score_before else 0
        rows = (
            (self.env._("Rank"), f"{score.rank:,}", ""),
            (
                self.env._("Since the Run Before"),
                f"{change:+.1f}" if change else "0",
                self._yishang_get_grade_change(score),
            ),
            (self.env._("RFM"), score.rfm_cell or "", self._get_rfm_words(*classes)),
            (
                self.env._("Revenue of Twelve Months"),
                workbench._format_amount(score.revenue),
                self.env._("%(share).2f %% of the company", share=score.share * 100),
            ),
            (self.env._("ABC Class"), (score.abc or "").upper(), vital),
            (
                self.env._("Known"),
                f"{score.coverage * 100:.0f} %",
                self.env._("Part of the indicators that could be measured"),
            ),
        )
        return [
            {"label": label, "text": text, "note": note} for label, text, note in rows
        ]

    @api.model
    def _yishang_get_reasons(self, rows):
        """Return what brings most points, and what costs most of the hundred."""
        best = sorted(rows, key=lambda row: -row["share"])
        worst = sorted(rows, key=lambda row: row["share"] - 100 * row["weight"])
        return {
            "best": [
                self._yishang_get_reason(row, f"+{row['share']:.1f}")
                for row in best[:NAMED]
                if row["share"] > 0
            ],
            "worst": [
                self._yishang_get_reason(
                    row, f"−{100 * row['weight'] - row['share']:.1f}"
                )
                for row in worst[:NAMED]
                if row["share"] < 100 * row["weight"]
            ],
        }

    @api.model
    def _yishang_get_reason(self, row, points):
        scores = self.env[SCORE]
        text = f"{scores._format(row['value'])} {row['unit'] or ''}".strip()
        return {"name": row["name"], "text": text, "points": points}

    @api.model
    def _yishang_get_grade_change(self, score):
        if not score.grade_before or score.grade_before == score.grade:
            return ""
        return f"{score.grade_before.upper()} → {score.grade.upper()}"

    @api.model
    def _yishang_get_aspects(self, score, rows):
        """Return the points of the five aspects, None where nothing is known.

        :param rows: what is known; the ORM reads what is unknown as zero
        """
        known = {row["aspect"] for row in rows} or {*ASPECT_NAMES}
        fields_ = {name: score._fields[f"score_{name}"] for name in ASPECT_NAMES}
        return {
            "labels": [
                field._description_string(self.env) for field in fields_.values()
            ],
            "data": [
                round(score[field.name], 1) if name in known else None
                for name, field in fields_.items()
            ],
        }

    @api.model
    def _yishang_get_past(self, score):
        """Return the scores of the past, the oldest first; False if there is one."""
        rows = self.env[HISTORY].search_fetch(
            [
                ("partner_id", "=", score.partner_id.id),
                ("company_id", "=", score.company_id.id),
            ],
            ["date", "score"],
            limit=PAST,
        )
        points = {row.date: round(row.score, 1) for row in reversed(rows)}
        points[score.date] = round(score.score, 1)
        points.pop(False, None)
        if len(points) < 2:
            return False
        return {
            "labels": [day.strftime("%Y-%m-%d") for day in points],
            "data": [*points.values()],
        }
