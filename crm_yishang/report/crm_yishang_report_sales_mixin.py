from datetime import timedelta
from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.report import ReportColumn
from .crm_yishang_total_source import CUBES

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
    _report_filters = ("period", "region", "user", "product", "customer_type")
    # What there is a row for, of the total.
    _report_dimensions = ()

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
        cells = [(*ids, sums) for ids, sums in self._fetch(criteria).items()]
        has_people = len(self._report_dimensions) > 1
        if has_people:
            people = self._get_people({cell[1] for cell in cells})
        else:
            cells = [(region_id, False, sums) for region_id, sums in cells]
            people = {False: ()}
        places, figures = self._roll_up(criteria, cells)
        page, number = self._get_tree_cells(
            figures, limit, offset, partial(sorted, key=people.get)
        )
        rows = []
        for region_id, user_id, (untaxed, total) in page:
            row = {
                **places[region_id],
                "amount_untaxed": untaxed,
                "amount_total": total,
            }
            if has_people:
                row["user_code"], row["user"], row["user_id"] = people[user_id]
            rows.append(row)
        return rows, number

    @api.model
    def _get_totals(self, criteria):
        """Return the total that pivot and graph of the rows stand on."""
        needs_lines = criteria.product_ids or criteria.customer_type_ids
        return self.env["crm.yishang.product.total" if needs_lines else CUBES[0]]

    @api.model
    def _get_smallest(self, criteria):
        """Return the smallest total that adds up to the same: whole months have one."""
        if criteria.product_ids or criteria.customer_type_ids:
            return self.env["crm.yishang.product.total"]
        after = criteria.date_to + timedelta(days=1)
        return self.env[CUBES[criteria.date_from.day == after.day == 1]]

    @api.model
    def _get_totals_domain(self, criteria):
        domain = Domain("date", ">=", criteria.date_from)
        domain &= Domain("date", "<=", criteria.date_to)
        for name in ("region", "user", "product", "customer_type"):
            if ids := getattr(criteria, f"{name}_ids"):
                domain &= Domain(f"{name}_id", "in", ids)
        return domain

    @api.model
    def _fetch(self, criteria):
        """Return ``{ids in the order of the dimensions: sums}``, no id being False.

        Raw SQL after the rules: ``_read_group`` would make a record of each of what may
        be many thousands of ids. Sums of amounts that were rounded: only the noise of
        their addition goes.
        """
        total = self._get_smallest(criteria)
        total.check_access("read")
        query = total._search(self._get_totals_domain(criteria))
        keys, sums, count = (
            [total._field_to_sql(query.table, name, query) for name in names]
            for names in (self._report_dimensions, SUMS, (total._total_count,))
        )
        digits = self.env.company._yishang_get_digits()
        query.groupby = SQL(", ").join(keys)
        query.having = SQL("SUM(%s) != 0", *count)
        sums = [SQL("ROUND(SUM(%s)::numeric, %s)", one, digits) for one in sums]
        rows = self.env.execute_query(query.select(*keys, *sums))
        number = len(keys)
        return {
            tuple(id_ or False for id_ in row[:number]): row[number:] for row in rows
        }

    @api.model
    def _get_total(self, criteria):
        """Return the sums of all rows."""
        (sums,) = self._get_smallest(criteria)._read_group(
            self._get_totals_domain(criteria), [], [f"{name}:sum" for name in SUMS]
        )
        round_ = self.env.company.currency_id.round
        return {
            name: round_(value or 0) for name, value in zip(SUMS, sums, strict=False)
        }

    @api.model
    def _get_people(self, user_ids):
        """Return code, name and id of salespeople by id, which sorts them too.

        Raw SQL after the search, without the records that names need in the ORM.
        """
        # sudo: colleagues have names for everybody, those who left as well.
        people = self.env["res.users"].sudo().with_context(active_test=False)
        query = people._search([("id", "in", [id_ for id_ in user_ids if id_])])
        columns = ("yishang_code", "name", "id")
        rows = self.env.execute_query(
            query.select(
                *(people._field_to_sql(query.table, name, query) for name in columns)
            )
        )
        nobody = ("", self.env._("Without Salesperson"), 0)
        return {False: nobody, **{row[2]: (row[0] or "", *row[1:]) for row in rows}}

    @api.model
    def _name_people(self, rows):
        """Add code and name of their salesperson to rows."""
        people = self._get_people({row["user_id"] for row in rows})
        for row in rows:
            row["user_code"], row["user"], _id = people[row["user_id"]]

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
        if criteria.customer_type_ids:
            domain &= Domain(
                "partner_id.commercial_partner_id.yishang_type_id",
                "in",
                criteria.customer_type_ids,
            )
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
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"crm_yishang.{self._get_totals(criteria)._table}_action"
        )
        return {
            **action,
            "domain": list(self._get_totals_domain(criteria)),
            "context": {
                "pivot_row_groupby": list(self._report_dimensions),
                "graph_groupbys": list(self._report_dimensions[:1]),
            },
        }
