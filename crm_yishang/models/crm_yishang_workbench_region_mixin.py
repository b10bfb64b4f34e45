from os.path import commonprefix

from odoo import api, models
from odoo.fields import Domain

# Rows of the table; further ones are summed up in a last one.
REGION_LIMIT = 15
# Keys of rows that are no region: documents without one, and what is beyond the limit.
NOWHERE, OTHERS = 0, -1
FIGURES = ("people", "recorded", "done", "planned", "orders", "receipts", "late")


class CrmYishangWorkbenchRegionMixin(models.AbstractModel):
    """Today and this month by region, for whoever looks at regions."""

    _name = "crm.yishang.workbench.region.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.figure.mixin",
    ]
    _description = "Regions on the Workbench"

    @api.model
    def _get_region_section(self, people, orders, receipts, late):
        """Return what happens in each region.

        :param people: as the board returns them
        :param orders, receipts: of regions this month, see `_fetch_orders`
        :param late: of regions, see `_fetch_late`
        """
        regions = self._add_up(people, orders, receipts, late)
        branches = self._get_branches(regions)
        rows = {}
        for region_id, figures in regions.items():
            row = rows.setdefault(branches[region_id], dict.fromkeys(FIGURES, 0))
            for name in FIGURES:
                row[name] += figures[name]
        ranked = sorted(
            rows.items(), key=lambda item: (item[0] == NOWHERE, -item[1]["orders"])
        )
        if len(ranked) > REGION_LIMIT:
            ranked = self._fold(ranked)
        return self._make_section(
            "regions",
            self.env._("Regions"),
            is_wide=True,
            table=self._make_table(
                [
                    self.env._("Region"),
                    self.env._("At work today"),
                    self.env._("Visits done / planned"),
                    self.env._("Orders this month"),
                    self.env._("Receipts this month"),
                    self.env._("Overdue"),
                ],
                self._get_region_rows(ranked, branches),
                self.env._("No region has figures yet."),
            ),
            more="crm_yishang.crm_yishang_board_action",
        )

    @api.model
    def _add_up(self, people, orders, receipts, late):
        """Return the figures of each region: ``{region id: {name: number}}``."""
        regions = {}

        def add(region_id, name, number):
            row = regions.setdefault(region_id or NOWHERE, dict.fromkeys(FIGURES, 0))
            row[name] += number

        for person in people:
            region_id = person["region_id"]
            add(region_id, "people", 1)
            add(region_id, "recorded", bool(person["contacts"] or person["now"]))
            add(region_id, "done", person["done"])
            add(region_id, "planned", person["planned"])
        for name, amounts in (
            ("orders", orders),
            ("receipts", receipts),
            ("late", late),
        ):
            for region_id, amount in amounts.items():
                add(region_id, name, amount)
        return regions

    @api.model
    def _get_branches(self, region_ids):
        """Return under which region each of these is shown: ``{id: id of the row}``.

        Rows are the regions one step below what all of them have in common.
        """
        # sudo: the tree of regions is no secret.
        regions = (
            self.env["crm.yishang.region"]
            .sudo()
            .browse([region_id for region_id in region_ids if region_id > 0])
        )
        regions.fetch(["parent_path"])
        paths = {
            region.id: [int(part) for part in region.parent_path.split("/") if part]
            for region in regions
        }
        depth = len(commonprefix(list(paths.values())))
        branches = {
            region_id: path[min(depth, len(path) - 1)]
            for region_id, path in paths.items()
        }
        return {NOWHERE: NOWHERE, **branches}

    @api.model
    def _fold(self, ranked):
        """Return the first rows, and one more that sums up the rest."""
        rest = dict.fromkeys(FIGURES, 0)
        for _region_id, figures in ranked[REGION_LIMIT:]:
            for name in FIGURES:
                rest[name] += figures[name]
        return [*ranked[:REGION_LIMIT], (OTHERS, rest)]

    @api.model
    def _get_region_rows(self, ranked, branches):
        # sudo: the tree of regions is no secret.
        regions = self.env["crm.yishang.region"].sudo()
        found = regions.browse(
            [region_id for region_id, _row in ranked if region_id > 0]
        )
        found.fetch(["name"])
        names = {region.id: region.name for region in found} | {
            NOWHERE: self.env._("Without region"),
            OTHERS: self.env._("Other regions"),
        }
        members = {}
        for region_id, branch in branches.items():
            members.setdefault(branch, []).append(region_id)
        shown = {region_id for region_id, _row in ranked}
        rest = sum((ids for key, ids in members.items() if key not in shown), [])
        members[OTHERS] = rest
        return [
            self._get_region_row(region_id, names[region_id], row, members[region_id])
            for region_id, row in ranked
        ]

    @api.model
    def _get_region_row(self, region_id, name, row, members):
        """Return one row; each figure opens its own records.

        :param members: the regions with figures that are summed up in it
        """
        cells = [
            name,
            f"{row['recorded']} / {row['people']}",
            f"{row['done']} / {row['planned']}",
            self._format_amount(row["orders"]),
            self._format_amount(row["receipts"]),
            self._format_amount(row["late"]) if row["late"] else "",
        ]
        ids = [id_ or False for id_ in members]
        month = self._get_month()
        day = self.env.company._yishang_get_day()
        instalments = self.env["crm.yishang.instalment"]
        visits = self._get_action(
            "crm.yishang.visit",
            Domain("user_id.yishang_region_id", "in", ids) & Domain("day", "=", day),
            name,
        )
        orders = self._get_action(
            "sale.order",
            Domain("yishang_region_id", "in", ids) & self._get_order_domain(*month),
            name,
        )
        actions = {
            1: "crm_yishang.crm_yishang_board_action",
            2: visits,
            4: self._get_action(
                "crm.yishang.receipt",
                Domain("region_id", "in", ids) & self._get_receipt_domain(*month),
                name,
            ),
            5: self._get_action(
                instalments._name,
                Domain("yishang_scope_region_id", "in", ids)
                & instalments._get_overdue_domain(),
                name,
            ),
        }
        return self._make_row(
            region_id, cells, orders, [5] if row["late"] else (), actions
        )
