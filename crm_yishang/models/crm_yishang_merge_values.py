from markupsafe import Markup

from odoo import api, models

from ..tools.legacy import Legacy
from ..tools.text import squeeze
from .crm_yishang_ownership import OWNERSHIP_FIELDS

# Written by services, worked out anew, or joined instead of filled in.
NOT_FILLED = OWNERSHIP_FIELDS | {
    "comment",
    "company_id",
    "yishang_code",
    "yishang_date_first_contact",
    "yishang_date_last_contact",
    "yishang_date_last_order",
    "yishang_date_next_contact",
    "yishang_date_reclaim",
    "yishang_date_taken",
    "yishang_lifecycle",
    "yishang_reclaim_reason",
}
# Parts of an address; the country alone is none.
ADDRESS = ("street", "street2", "city", "state_id", "zip")
# How a customer is reached.
REACHED = ("phone", "yishang_fax", "email", "website")
# What a note tells of a merged customer that the kept one says otherwise.
TOLD = (
    "vat",
    "company_registry",
    "yishang_short_name",
    "yishang_type_id",
    "yishang_source_id",
    "industry_id",
    "yishang_grade",
    "yishang_scale",
    "yishang_revenue",
    "yishang_follow_stage_id",
)
DATES = {
    "yishang_date_first_contact": min,
    "yishang_date_last_contact": max,
    "yishang_date_next_contact": min,
}


class CrmYishangMergeValues(models.AbstractModel):
    """What merged customers say of themselves: none of it gets lost."""

    _name = "crm.yishang.merge.values"
    _description = "Values of Merged Customers"

    @api.model
    def _remember(self, partners):
        """Return the ``Legacy`` of each of ``partners``."""
        names = (*TOLD, *REACHED, *ADDRESS, "country_id", "comment", *DATES)
        return [
            Legacy(
                name=partner.name or "",
                code=partner.yishang_code,
                owner=partner.user_id.name,
                region=partner.yishang_region_id.name,
                stage=partner.yishang_lifecycle,
                values={
                    name: partner._fields[name].convert_to_write(partner[name], partner)
                    for name in names
                    if partner[name]
                },
            )
            # sudo: what it says is told to whoever sees the kept one.
            for partner in partners.sudo()
        ]

    @api.model
    def _get_filled(self, kept, merged):
        """Return what ``kept`` lacks and one of ``merged`` has, as values to write.

        Written once the merged ones are gone: until then both would have it.
        """
        wizard = self.env["base.partner.merge.automatic.wizard"]
        vals = self._get_lacking(kept, merged, wizard._get_summable_fields())
        # Protected fields are filled by approval alone.
        guard = self.env["crm.yishang.revision.guard"]
        guard._check(guard._find(kept, vals))
        return vals

    @api.model
    def _get_lacking(self, kept, merged, summed):
        """Return the first value of ``merged`` for each field ``kept`` has none of.

        :param summed: names of the fields that add up
        """
        # sudo: whether the user may merge them was asked before.
        kept, merged = kept.sudo(), merged.sudo()
        partners, vals = kept | merged, {}
        has_address = any(kept[name] for name in ADDRESS)
        for name, field in kept._fields.items():
            if not self._is_filled(field) or (name in ADDRESS and has_address):
                continue
            if name in summed:
                vals[name] = sum(partners.mapped(name))
            elif not kept[name] and (source := merged.filtered(name)[:1]):
                vals[name] = field.convert_to_write(source[name], source)
        if kept.company_id and not all(partner.company_id for partner in merged):
            # Documents of other companies came along with a shared one.
            vals["company_id"] = False
        return vals

    @api.model
    def _is_filled(self, field):
        return (
            field.store
            and not field.compute
            and field.name not in models.MAGIC_COLUMNS
            and not field.company_dependent
            and field.type not in ("many2many", "one2many")
            and field.name not in NOT_FILLED
        )

    @api.model
    def _complete(self, kept, legacies, filled):
        """Fill in values, join dates and remarks, and keep how others were reached.

        :param filled: see ``_get_filled``
        """
        # sudo: whether the user may merge them was asked before.
        kept = kept.sudo()
        vals = dict(filled)
        for name, choose in DATES.items():
            dates = [kept[name], *(one.values.get(name) for one in legacies)]
            if any(dates):
                vals[name] = choose(filter(None, dates))
        remarks = [kept.comment, *(one.values.get("comment") for one in legacies)]
        if remarks := dict.fromkeys(filter(None, remarks)):
            vals["comment"] = Markup("<br/>").join(map(Markup, remarks))
        kept.write(vals)
        addresses = [self._get_address(kept, one) for one in legacies]
        kept.create([vals for vals in addresses if vals])

    @api.model
    def _get_address(self, kept, legacy):
        """Return a contact of ``kept`` with its former name and address, or None.

        A contact and no note: it is found, and masked where numbers are masked.
        """
        names = (*REACHED, *ADDRESS, "country_id")
        known = {
            name: kept._fields[name].convert_to_write(kept[name], kept)
            for name in names
        }
        given = {name: legacy.values[name] for name in names if name in legacy.values}
        is_known = all(known[name] == value for name, value in given.items())
        if is_known and squeeze(kept.name) == squeeze(legacy.name):
            return None
        return {
            **given,
            "name": legacy.name or kept.name,
            "parent_id": kept.id,
            "ref": legacy.code,
            "type": "other",
        }

    @api.model
    def _get_reason(self, kept, legacies):
        """Return what the ownership history says of the merge."""
        return self.env._(
            "%(merged)s merged into %(kept)s",
            merged=self.env._(", ").join(map(self._get_line, legacies)),
            kept=self._remember(kept)[0].get_title(),
        )

    @api.model
    def _get_line(self, legacy):
        holder = legacy.owner or self.env._("Public Pool")
        if not legacy.code:
            return legacy.get_title()
        return self.env._(
            "%(customer)s (%(owner)s)", customer=legacy.get_title(), owner=holder
        )

    @api.model
    def _get_note(self, kept, legacies, reason):
        """Return the note on ``kept``: what came, and what it says otherwise."""
        # sudo: see _remember.
        kept = kept.sudo()
        rows = [
            (legacy.get_title(), field._description_string(self.env), shown)
            for legacy in legacies
            for name in TOLD
            if (value := legacy.values.get(name))
            and value != kept._fields[name].convert_to_write(kept[name], kept)
            and (field := kept._fields[name])
            and (shown := self._get_shown(field, value))
        ]
        note = Markup("<p>%s</p>") % reason
        if rows:
            lines = Markup("").join(Markup("<li>%s, %s: %s</li>") % row for row in rows)
            note += Markup("<p>%s</p><ul>%s</ul>") % (
                self.env._("What was said otherwise and is not taken over:"),
                lines,
            )
        return note

    @api.model
    def _get_shown(self, field, value):
        if field.type == "many2one":
            # sudo: what was kept is named to whoever merges, who saw both customers.
            return self.env[field.comodel_name].sudo().browse(value).display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        return value
