from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn

SUMS = ("amount_untaxed", "amount_total")
# Bars of a chart.
SHOWN = 20


class CrmYishangReportSalesMixin(models.AbstractModel):
    """What confirmed orders of a period come to, by who earned them, where.

    The figures stand on the totals, whose rules cut them: by the salesperson and the
    region of the day. The orders behind a row are those the user may see.
    """

    _name = "crm.yishang.report.sales.mixin"
    _inherit = ["crm.yishang.report.source.mixin"]
    _description = "Report of Sales"

    _report_group = "sales"
    _report_filters = ("period", "region", "user")
    _report_total = "crm.yishang.sales.total"
    # Of the total: what there is a row for, and what tells whether there is one.
    _report_dimensions = ()
    _report_count = "order_count"

    @api.model
    def _get_labels(self):
        """Return the columns of text there may be, ``{name: label}``."""
        return {
            "region_code": self.env._("Region Code"),
            "region": self.env._("Region"),
            "user_code": self.env._("Salesperson Code"),
            "user": self.env._("Salesperson"),
            "product_code": self.env._("Product Code"),
            "product": self.env._("Product"),
        }

    @api.model
    def _get_text_columns(self, *names):
        labels = self._get_labels()
        return tuple(ReportColumn(name, labels[name]) for name in names)

    @api.model
    def _get_amount_columns(self):
        return (
            ReportColumn(
                "amount_untaxed", self.env._("Untaxed Amount"), "monetary", True
            ),
            ReportColumn(
                "amount_total", self.env._("Amount with Tax"), "monetary", True
            ),
        )

    @api.model
    def _get_tree_page(self, criteria, limit, offset):
        """Return a page of rows, regions first, those below added up, and its count."""
        names, dimensions = SUMS, self._report_dimensions
        found = self._fetch(criteria)
        places, figures = self._roll_up(
            criteria,
            {
                tuple(row[name] for name in dimensions): [row[name] for name in names]
                for row in found
            },
        )
        ranks = {id_: rank for rank, id_ in enumerate(places)}
        people = self._rank_people(found)
        order = sorted(
            figures, key=lambda ids: (ranks[ids[0]], *map(people.get, ids[1:]))
        )
        rows = [
            {
                **(key := dict(zip(dimensions, ids, strict=True))),
                **places[ids[0]],
                **dict(zip(names, figures[ids], strict=True)),
                "key": key,
            }
            for ids in order[offset : offset + limit if limit else None]
        ]
        return rows, len(order)

    @api.model
    def _rank_people(self, rows):
        """Return where salespeople come by code and name, ``{user id: place}``."""
        people = [{"user_id": id_} for id_ in {row.get("user_id") for row in rows}]
        self._name_people(people)
        people.sort(
            key=lambda row: (row["user_code"], row["user"], row["user_id"] or 0)
        )
        return {row["user_id"]: place for place, row in enumerate(people)}

    @api.model
    def _get_totals_domain(self, criteria):
        domain = Domain("date", ">=", criteria.date_from)
        domain &= Domain("date", "<=", criteria.date_to)
        for name in ("region", "user", "product"):
            if ids := getattr(criteria, f"{name}_ids"):
                domain &= Domain(f"{name}_id", "in", ids)
        return domain

    @api.model
    def _fetch(self, criteria):
        """Return a row for each value of the dimensions, by the names of the fields."""
        names = self._report_dimensions
        groups = self.env[self._report_total]._read_group(
            self._get_totals_domain(criteria),
            names,
            [f"{name}:sum" for name in SUMS],
            having=[(f"{self._report_count}:sum", "!=", 0)],
        )
        # Sums of amounts that were rounded: only the noise of their addition goes.
        digits = self.env.company.currency_id.decimal_places
        return [
            {
                **{name: group[position].id for position, name in enumerate(names)},
                **{
                    name: round(value, digits)
                    for name, value in zip(SUMS, group[len(names) :], strict=True)
                },
            }
            for group in groups
        ]

    @api.model
    def _get_total(self, criteria):
        """Return the sums of all rows, from the small total if no product is asked."""
        model = self.env[
            self._report_total if criteria.product_ids else "crm.yishang.sales.total"
        ]
        (sums,) = model._read_group(
            self._get_totals_domain(criteria), [], [f"{name}:sum" for name in SUMS]
        )
        round_ = self.env.company.currency_id.round
        return {
            name: round_(value or 0) for name, value in zip(SUMS, sums, strict=False)
        }

    @api.model
    def _name_people(self, rows):
        """Add code and name of their salesperson to rows."""
        # sudo: colleagues have names for everybody, those who left as well.
        people = self.env["res.users"].sudo()
        people = people.browse({row["user_id"] for row in rows if row["user_id"]})
        names = {user.id: (user.yishang_code, user.name) for user in people}
        nobody = ("", self.env._("Without Salesperson"))
        for row in rows:
            row["user_code"], row["user"] = names.get(row["user_id"], nobody)
            row["user_code"] = row["user_code"] or ""

    @api.model
    def _get_key(self, row):
        """Return what finds the orders of a row again."""
        return {name: row[name] or False for name in self._report_dimensions}

    @api.model
    def _get_orders_domain(self, criteria, key):
        """Return the orders a row of that key counts, as a ``Domain``."""
        company = self.env.company
        first = company._yishang_get_start(criteria.date_from)
        end = company._yishang_get_start(criteria.date_to + timedelta(days=1))
        domain = Domain("state", "=", "sale") & Domain("date_order", ">=", first)
        domain &= Domain("date_order", "<", end)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        if criteria.user_ids:
            domain &= Domain("user_id", "in", criteria.user_ids)
        if criteria.region_ids:
            domain &= Domain("yishang_region_id", "in", criteria.region_ids)
        if criteria.product_ids:
            products = Domain("product_id", "in", criteria.product_ids)
            domain &= Domain("order_line", "any", products)
        if "user_id" in key:
            domain &= Domain("user_id", "=", key["user_id"])
        if "region_id" in key:
            operator = "child_of" if key["region_id"] else "="
            domain &= Domain("yishang_region_id", operator, key["region_id"])
        if key.get("product_id"):
            products = Domain("product_id", "=", key["product_id"])
            domain &= Domain("order_line", "any", products)
        return domain

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_orders_domain(criteria, key)
        return self._get_records_action("sale.action_orders", domain)

    @api.model
    def _count_hidden(self, criteria, key):
        domain = self._get_orders_domain(criteria, key)
        earned = self.env["crm.yishang.people"]._get_earned_domain(
            "user_id", "yishang_region_id"
        )
        # sudo: their number alone, which the row tells anyway.
        counted = self.env["sale.order"].sudo().search_count(domain & earned)
        return counted - self.env["sale.order"].search_count(domain & earned)

    @api.model
    def _get_chart(self, criteria, rows):
        rows = [row for row in rows if not row.get("depth")]
        rows = sorted(rows, key=lambda row: -row["amount_total"])[:SHOWN]
        if not rows:
            return False
        names = [name[:-3] for name in self._report_dimensions]
        return {
            "type": "bar",
            "labels": [" · ".join(row[name] or "" for name in names) for row in rows],
            "datasets": [
                {
                    "label": self.env._("Amount with Tax"),
                    "data": [row["amount_total"] for row in rows],
                }
            ],
        }

    @api.model
    def _get_pivot_action(self, criteria):
        name = self._report_total.replace(".", "_")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"crm_yishang.{name}_action"
        )
        return {
            **action,
            "domain": list(self._get_totals_domain(criteria)),
            "context": {
                "pivot_row_groupby": list(self._report_dimensions),
                "graph_groupbys": list(self._report_dimensions[:1]),
            },
        }
