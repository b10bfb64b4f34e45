from odoo import api, models


class CrmYishangTargetNameMixin(models.AbstractModel):
    """A target is called by its period, what is counted, and whose it is."""

    _name = "crm.yishang.target.name.mixin"
    _description = "Name of a Target"

    @api.depends("kind", "period", "date_from", "level", "user_id", "region_id")
    @api.depends("department_id")
    @api.depends_context("lang", "uid")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        visible = self._filter_visible("read")
        for target in self:
            parts = (target._get_period_name(), kinds.get(target.kind, ""))
            subject = target._get_subject_name() if target in visible else ""
            target.display_name = " · ".join(filter(None, (*parts, subject)))

    def _get_subject_name(self):
        # sudo: names of units and colleagues are no secret.
        target = self.sudo()
        if target.level == "company":
            return target.company_id.name
        if target.level == "person":
            return target.user_id.name
        return (target.region_id or target.department_id).name

    def _get_period_name(self):
        day = self.date_from
        if not day:
            return ""
        if self.period == "year":
            return self.env._("%(year)s", year=day.year)
        if self.period == "quarter":
            quarter = (day.month + 2) // 3
            return self.env._("%(year)s Q%(quarter)s", year=day.year, quarter=quarter)
        return self.env._("%(year)s-%(month)s", year=day.year, month=f"{day.month:02}")
