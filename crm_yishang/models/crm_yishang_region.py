import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.region_names import RegionNames

OFFICIAL_CODE = re.compile(r"[1-8]\d{5}")


class CrmYishangRegion(models.Model):
    """One node of the sales territory: a province, a city or a district."""

    _name = "crm.yishang.region"
    _description = "Region"
    _inherit = ["crm.yishang.dictionary.mixin", "crm.yishang.division.mixin"]
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["code", "name", "complete_name"]

    name = fields.Char(translate=False)
    complete_name = fields.Char(
        string="Full Name",
        compute="_compute_complete_name",
        store=True,
        precompute=True,
        recursive=True,
    )
    level = fields.Selection(
        [
            ("province", "Province Level"),
            ("city", "City Level"),
            ("district", "District Level"),
            ("other", "Other"),
        ],
        compute="_compute_level",
        store=True,
        precompute=True,
        readonly=False,
        recursive=True,
        help="Follows from an official code of six digits, otherwise from the level"
        " of the region above.",
    )
    parent_id = fields.Many2one(
        "crm.yishang.region", string="Part Of", index=True, ondelete="restrict"
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        "crm.yishang.region", "parent_id", string="Regions Below"
    )
    manager_ids = fields.Many2many(
        "res.users",
        relation="crm_yishang_region_manager_rel",
        column1="region_id",
        column2="user_id",
        string="In Charge",
        domain=[("share", "=", False)],
        help="They see every customer of this region and of the regions below it.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for region in self:
            above = region.parent_id.complete_name
            region.complete_name = f"{above} / {region.name}" if above else region.name

    @api.depends("code", "parent_id.level")
    def _compute_level(self):
        below = {"province": "city", "city": "district"}
        for region in self:
            if OFFICIAL_CODE.fullmatch(region.code or ""):
                region.level = self._get_official_level(region.code)
            else:
                region.level = below.get(region.parent_id.level, "other")

    @api.depends("name", "complete_name", "level")
    @api.depends_context("hierarchical_naming", "yishang_short_region")
    def _compute_display_name(self):
        if self.env.context.get("yishang_short_region"):
            for region in self:
                region.display_name = region._get_short_name()
            return None
        if self.env.context.get("hierarchical_naming", True):
            return super()._compute_display_name()
        for region in self:
            region.display_name = region.name

    def _get_short_name(self):
        """Return the telling end of the path: city and district.

        It is cut from the stored path, as lists name many regions at once.
        """
        self.ensure_one()
        if self.level == "province":
            return self.name
        return " / ".join((self.complete_name or "").split(" / ")[-2:])

    @api.constrains("active", "parent_id")
    def _check_active_branch(self):
        branch = ["|", ("id", "in", self.ids), ("parent_id", "in", self.ids)]
        orphan = self.search([*branch, ("parent_id.active", "=", False)], limit=1)
        if orphan:
            raise ValidationError(
                self.env._(
                    "“%(region)s” is active, but “%(parent)s” above it is archived."
                    " Archive the regions below first, or move them elsewhere.",
                    region=orphan.name,
                    parent=orphan.parent_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        regions = super().create(vals_list)
        self.env["crm.yishang.policy"]._forget()
        return regions

    def write(self, vals):
        if vals.get("parent_id"):
            self._check_parent(self.browse(vals["parent_id"]))
        result = super().write(vals)
        self.env["crm.yishang.policy"]._forget()
        return result

    def unlink(self):
        result = super().unlink()
        self.env["crm.yishang.policy"]._forget()
        return result

    @api.model
    def _find_by_names(self, names):
        """Recognise regions by code (a number too), name, short name or path.

        :param names: what people write: 130102, 石家庄, 河北省石家庄市长安区
        :return: ``{name: regions}``: none if unknown, several if ambiguous
        """
        fnames = ["code", "name", "parent_id", "level"]
        tree = RegionNames(
            (
                region.id,
                region.code,
                region.name,
                region.parent_id.id,
                region.level == "province",
            )
            for region in self.search_fetch([], fnames, order="code, id")
        )
        return {name: self.browse(sorted(tree.find(name))) for name in names}

    def _check_parent(self, parent):
        """Check that ``parent`` is not one of these regions or below one.

        The host would only say "Recursion Detected".
        """
        above = {int(region_id) for region_id in parent.parent_path.split("/")[:-1]}
        for region in self.filtered(lambda region: region.id in above)[:1]:
            raise ValidationError(
                self.env._(
                    "“%(region)s” cannot be part of “%(parent)s”, which is the same"
                    " region or lies below it.",
                    region=region.complete_name,
                    parent=parent.complete_name,
                )
            )

    @api.model
    def _get_official_level(self, code):
        if code.endswith("0000"):
            return "province"
        return "city" if code.endswith("00") else "district"
