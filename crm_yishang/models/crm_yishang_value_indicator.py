from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.value import ASPECTS, SCALES, WINDOWS
from ..tools.value_measures import MEASURES
from ..tools.value_measures_work import WORK_MEASURES

KNOWN = {**MEASURES, **WORK_MEASURES}


class CrmYishangValueIndicator(models.Model):
    """One thing that tells what a customer is worth, and what it is worth in points.

    Shipped ones are measured by an expression of this addon, others by a field of the
    customer. Nobody enters SQL.
    """

    _name = "crm.yishang.value.indicator"
    _description = "Indicator of Customer Value"
    _inherit = ["crm.yishang.value.field.mixin"]
    _order = "aspect_sequence, sequence, code, id"
    _rec_names_search = ["code", "name"]

    code = fields.Char(required=True, copy=False)
    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(
        string="Counts",
        default=True,
        help="Whether it counts from the next run on.",
    )
    sequence = fields.Integer(default=100, export_string_translation=False)
    aspect = fields.Selection(ASPECTS, required=True, default="characteristics")
    aspect_sequence = fields.Integer(
        compute="_compute_aspect_sequence", store=True, export_string_translation=False
    )
    unit = fields.Char(translate=True)
    definition = fields.Text(translate=True, help="What is measured, in words.")
    window = fields.Selection(
        WINDOWS, required=True, default="now", help="What time the figures are of."
    )
    direction = fields.Selection(
        [("higher", "More Is Better"), ("lower", "Less Is Better")],
        string="What Is Better",
        required=True,
        default="higher",
    )
    scale = fields.Selection(
        SCALES,
        string="Way of Scoring",
        required=True,
        default="fixed",
        help="Fixed Limits: bands of values. Place Among Customers: bands by how many "
        "percent of the customers have less. Straight Line: from 0 to 100 points.",
    )
    band_ids = fields.One2many(
        "crm.yishang.value.band", "indicator_id", string="Bands", copy=True
    )
    value_zero = fields.Float(string="0 Points At", digits=(16, 2))
    value_full = fields.Float(string="100 Points At", digits=(16, 2), default=100)
    weight = fields.Float(
        default=1,
        help="How much it counts among the indicators of its aspect. 0: it is measured "
        "and shown, and counts nothing.",
    )
    is_shipped = fields.Boolean(compute="_compute_is_shipped")

    _code_uniq = models.UniqueIndex(
        "(lower(code))", "This code of an indicator is already used."
    )
    _check_weight = models.Constraint(
        "CHECK (weight >= 0)", "The weight of an indicator cannot be negative."
    )

    @api.depends("aspect")
    def _compute_aspect_sequence(self):
        places = {name: place for place, (name, _label) in enumerate(ASPECTS)}
        for indicator in self:
            indicator.aspect_sequence = places.get(indicator.aspect, 0)

    @api.depends("code")
    def _compute_is_shipped(self):
        for indicator in self:
            indicator.is_shipped = indicator.code in KNOWN

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = f"{indicator.code} {indicator.name or ''}".strip()

    @api.constrains("code", "field_id")
    def _check_measured(self):
        for indicator in self:
            if not indicator.is_shipped and not indicator.field_id:
                raise ValidationError(
                    self.env._(
                        "Choose the field of the customer that indicator %(name)s is "
                        "measured by.",
                        name=indicator.display_name,
                    )
                )

    @api.constrains("scale", "direction", "band_ids", "value_zero", "value_full")
    def _check_scale(self):
        for indicator in self:
            if indicator.scale == "linear":
                indicator._check_line()
            else:
                indicator._check_bands()

    def _check_line(self):
        rises = self.value_full > self.value_zero
        if self.value_full == self.value_zero or rises != (self.direction == "higher"):
            raise ValidationError(
                self.env._(
                    "Indicator %(name)s: 100 points have to be at a %(better)s value "
                    "than 0 points, or change what is better.",
                    name=self.display_name,
                    better=self.env._("higher")
                    if self.direction == "higher"
                    else self.env._("lower"),
                )
            )

    def _check_bands(self):
        bands = self.band_ids.sorted("lower")
        points = bands.mapped("points")
        ordered = sorted(points, reverse=self.direction == "lower")
        if len(points) < 2 or points != ordered:
            raise ValidationError(
                self.env._(
                    "Indicator %(name)s needs two bands or more, whose points rise "
                    "where more is better and fall where less is better.",
                    name=self.display_name,
                )
            )
        lowers = bands.mapped("lower")
        if self.scale == "quantile" and not 0 <= lowers[0] <= lowers[-1] < 100:
            raise ValidationError(
                self.env._(
                    "Indicator %(name)s: bands among customers begin at 0 to 99 "
                    "percent.",
                    name=self.display_name,
                )
            )

    def write(self, vals):
        if "code" in vals and any(
            one.is_shipped and one.code != vals["code"] for one in self
        ):
            raise UserError(
                self.env._(
                    "The code of a shipped indicator says how it is measured and stays."
                    " Change its name instead, or add an indicator of your own."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shipped(self):
        shipped = self.filtered("is_shipped")
        if shipped:
            raise UserError(
                self.env._(
                    "Shipped indicators are kept: %(names)s. Switch them off instead.",
                    names=", ".join(shipped.mapped("display_name")),
                )
            )

    def _freeze(self):
        """Return what a run keeps of each indicator, as plain values.

        Of bands among customers the run itself finds the ``cuts``; ``shares`` are
        their percentages.
        """
        return [one._freeze_one() for one in self]

    def _freeze_one(self):
        bands = self.band_ids.sorted("lower")
        lowers = bands.mapped("lower")[1:]
        is_quantile = self.scale == "quantile"
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "unit": self.unit or "",
            "aspect": self.aspect,
            "direction": self.direction,
            "weight": self.weight,
            "scale": self.scale,
            "shares": [lower / 100 for lower in lowers] if is_quantile else [],
            "cuts": [] if is_quantile else lowers,
            "points": bands.mapped("points"),
            "zero": self.value_zero,
            "full": self.value_full,
            "field": "" if self.is_shipped else self.field_id.name,
        }
