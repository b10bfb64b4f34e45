from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, formatLang

from ..tools.value import ASPECTS, get_band

ROW = Markup(
    "<tr><td>{name}</td><td class='text-end'>{value}</td><td class='text-end'>{band}"
    "</td><td class='text-end'>{points}</td><td class='text-end'>{weight}</td>"
    "<td class='text-end'>{share}</td></tr>"
)
TABLE = Markup(
    "<table class='table table-sm table-striped o_yishang_value'><thead><tr>{heads}"
    "</tr></thead><tbody>{rows}</tbody></table>"
)


class CrmYishangValueExplainMixin(models.AbstractModel):
    """A score says how it came about."""

    _name = "crm.yishang.value.explain.mixin"
    _description = "Explanation of a Score"

    explanation = fields.Html(
        compute="_compute_explanation",
        sanitize=False,
        export_string_translation=False,
    )

    def _explain(self):
        """Return how the score came about, the indicators that count most first.

        :return: list of ``{"code", "name", "unit", "definition", "aspect",
            "aspect_label", "value": number or None, "band": text, "points": 0–100 or
            None, "weight": part of all weights, "share": points it brings of the 100
            of the score}``; the shares add up to the score
        """
        self.ensure_one()
        self.check_access("read")
        # sudo: the parameters of the run are read for everybody who sees the score.
        indicators = self.run_id.sudo()._get_indicators()
        figures, points = self._fetch_figures(len(indicators))
        weights = self._get_weights(indicators, points)
        # sudo: names are no secret; an indicator may be gone since the run.
        named = self.env["crm.yishang.value.indicator"].sudo()
        named = named.browse([one["id"] for one in indicators]).exists().grouped("id")
        rows = [
            self._explain_one(one, named.get(one["id"]), value, given, weight)
            for one, value, given, weight in zip(
                indicators, figures, points, weights, strict=True
            )
        ]
        return sorted(rows, key=lambda row: (-row["weight"], row["code"]))

    def _fetch_figures(self, number):
        """Return values and points, in the order of the run.

        Raw SQL: the ORM has no arrays.
        """
        self.env["crm.yishang.value.score"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT detail.figures, score.points FROM crm_yishang_value_score score
                LEFT JOIN crm_yishang_value_detail detail
                    ON detail.run_id = score.run_id
                    AND detail.partner_id = score.partner_id
                WHERE score.id = %s
                """,
                self.id,
            )
        )
        figures, points = rows[0] if rows else (None, None)
        nothing = [None] * number
        return figures or nothing, points or nothing

    def _get_weights(self, indicators, points):
        """Return which part of the score each indicator decided on."""
        # sudo: runs are the administrator's; their weights explain a visible score.
        aspects = self.run_id.sudo().parameters["weights"] if indicators else {}
        known = dict.fromkeys(aspects, 0)
        for one, given in zip(indicators, points, strict=True):
            if given is not None:
                known[one["aspect"]] += one["weight"]
        whole = sum(weight for aspect, weight in aspects.items() if known[aspect])
        return [
            0
            if given is None or not whole or not known[one["aspect"]]
            else one["weight"] / known[one["aspect"]] * aspects[one["aspect"]] / whole
            for one, given in zip(indicators, points, strict=True)
        ]

    def _explain_one(self, one, indicator, value, points, weight):
        indicator = indicator or self.env["crm.yishang.value.indicator"]
        return {
            "code": one["code"],
            "name": indicator.name or one["name"],
            "unit": indicator.unit or one["unit"],
            "definition": indicator.definition or "",
            "aspect": one["aspect"],
            "aspect_label": dict(self._get_aspects())[one["aspect"]],
            "value": value,
            "band": self._describe_band(one, value),
            "points": points,
            "weight": weight,
            "share": (points or 0) * weight,
        }

    @api.model
    def _get_aspects(self):
        field = self.env["crm.yishang.value.indicator"]._fields["aspect"]
        return field._description_selection(self.env) or ASPECTS

    def _describe_band(self, one, value):
        """Return in which band a value is, in words."""
        if value is None:
            return self.env._("not known")
        if one["scale"] == "linear":
            texts = [self._format(one[name]) for name in ("zero", "full")]
            return self.env._("%(zero)s → %(full)s", zero=texts[0], full=texts[1])
        cuts = [cut for cut in one["cuts"] if cut is not None]
        place = get_band(one, value)
        sign = ">" if one["scale"] == "quantile" else "≥"
        if not place:
            return (
                f"{'≤' if sign == '>' else '<'} {self._format(cuts[0])}" if cuts else ""
            )
        text = f"{sign} {self._format(cuts[place - 1])}"
        if place < len(cuts):
            text += f", {'≤' if sign == '>' else '<'} {self._format(cuts[place])}"
        return text

    def _format(self, number, digits=2):
        """Return a number without decimals where it has none."""
        if number is None:
            return ""
        is_whole = float(number).is_integer() or abs(number) >= 1000
        return formatLang(self.env, number, digits=0 if is_whole else digits)

    @api.depends(lambda self: () if self._abstract else ("run_id", "score"))
    @api.depends_context("uid", "lang")
    def _compute_explanation(self):
        for score in self:
            score.explanation = score._draw() if score.id and score.run_id else False

    def _draw(self):
        """Return the explanation as a table for each aspect."""
        rows = self._explain()
        parts = []
        for aspect, label in self._get_aspects():
            lines = [row for row in rows if row["aspect"] == aspect]
            if lines:
                brought = sum(row["share"] for row in lines)
                title = self.env._(
                    "%(aspect)s: %(points)s points of the score",
                    aspect=label,
                    points=self._format(brought),
                )
                parts.append(Markup("<h4 class='mt-3'>{}</h4>").format(title))
                parts.append(self._draw_table(lines))
        return Markup().join(parts)

    def _draw_table(self, rows):
        heads = (
            (self.env._("Indicator"), ""),
            (self.env._("Measured Value"), "text-end"),
            (self.env._("Band"), "text-end"),
            (self.env._("Points"), "text-end"),
            (self.env._("Weight"), "text-end"),
            (self.env._("Brings"), "text-end"),
        )
        return TABLE.format(
            heads=Markup().join(
                Markup("<th class='{}'>{}</th>").format(style, head)
                for head, style in heads
            ),
            rows=Markup().join(self._draw_row(row) for row in rows),
        )

    def _draw_row(self, row):
        is_known = row["value"] is not None
        value = (
            f"{self._format(row['value'])} {row['unit']}".strip() if is_known else "–"
        )
        return ROW.format(
            name=Markup("<span title='{}'>{} {}</span>").format(
                row["definition"], row["code"], row["name"]
            ),
            value=value,
            band=row["band"],
            points=row["points"] if row["points"] is not None else "–",
            weight=f"{100 * row['weight']:.1f} %",
            share=f"{row['share']:.2f}",
        )
