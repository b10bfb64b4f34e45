from odoo import api, models
from odoo.fields import Domain

from ..tools.report import FILTERS, ReportColumn

# What a filter narrows, and the key under which a row keeps its value.
FIELDS = {
    "region": "yishang_region_id",
    "user": "user_id",
    "customer_type": "yishang_type_id",
}

ANALYSES = ("pivot", "graph", "list")


class CrmYishangReportCustomersMixin(models.AbstractModel):
    """How many customers there are, one row for each value of the dimensions.

    Counted are those the user sees, whose they are and where they are today.
    """

    _name = "crm.yishang.report.customers.mixin"
    _inherit = ["crm.yishang.report.source.mixin"]
    _description = "Report that Counts Customers"

    _report_group = "customer"
    _report_filters = ("region", "user", "customer_type")
    # Keys of ``FIELDS``: what there is a row for.
    _report_dimensions = ()

    @api.model
    def _get_columns(self):
        labels = {
            "region": self.env._("Region"),
            "user": self.env._("Salesperson"),
            "customer_type": self.env._("Customer Type"),
        }
        columns = [ReportColumn(name, labels[name]) for name in self._report_dimensions]
        columns.append(ReportColumn("number", self.env._("Customers"), "integer", True))
        if len(self._report_dimensions) == 1:
            columns.append(ReportColumn("share", self.env._("Share of All"), "percent"))
        return tuple(columns)

    @api.model
    def _get_domain(self, criteria):
        return Domain("yishang_is_customer", "=", True) & Domain.AND(
            Domain(field, "in", ids)
            for name, field in FIELDS.items()
            if (ids := getattr(criteria, f"{name}_ids"))
        )

    @api.model
    def _fetch_numbers(self, criteria, names):
        """Return how many there are, ``{ids in the order of names: number}``."""
        filters = {
            name: ids for name in FIELDS if (ids := getattr(criteria, f"{name}_ids"))
        }
        return self.env["crm.yishang.customer.total"]._fetch_numbers(names, filters)

    @api.model
    def _count_rows(self, criteria):
        return self._get_page(criteria, 1)[1]

    @api.model
    def _get_page(self, criteria, limit=None, offset=0):
        """There may be many rows; only those of the page are made."""
        names = [f"{name}_id" for name in self._report_dimensions]
        numbers = self._fetch_numbers(criteria, self._report_dimensions)
        whole = sum(numbers.values())
        places = {}
        if "region_id" in names:
            cells = [(ids[0], ids[1:], (number,)) for ids, number in numbers.items()]
            places, figures = self._roll_up(criteria, cells)
            page, count = self._get_tree_cells(figures, limit, offset)
            page = [((id_, *rest), number) for id_, rest, (number,) in page]
        else:
            order = sorted(numbers.items(), key=lambda item: -item[1])
            page, count = order[offset : offset + limit if limit else None], len(order)
        rows = [
            {
                "key": dict(zip(names, ids, strict=True)),
                **dict(zip(names, ids, strict=True)),
                **places.get(ids[0], {}),
                "number": number,
                "share": number / whole if whole else 0,
            }
            for ids, number in page
        ]
        return self._name_rows(rows), count

    @api.model
    def _name_rows(self, rows):
        """Put beside the ids what they are called; the tree of regions has done so."""
        nothing = self._get_nothing()
        for name in self._report_dimensions:
            if name == "region":
                continue
            records = self.env[FILTERS[name]].browse(
                {row[f"{name}_id"] for row in rows} - {False}
            )
            names = {record.id: record.display_name for record in records}
            names[False] = nothing[name]
            key = f"{name}_id"
            for row in rows:
                row[name] = names[row[key]]
        return rows

    @api.model
    def _get_total(self, criteria):
        number = sum(self._fetch_numbers(criteria, ()).values())
        return {"number": number, "share": 1.0 if number else 0.0}

    @api.model
    def _get_nothing(self):
        """Return what stands where customers have no such value."""
        return {
            "user": self.env._("Public Pool"),
            "customer_type": self.env._("Without Type"),
        }

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_domain(criteria)
        for name in self._report_dimensions:
            value = key.get(f"{name}_id")
            operator = "child_of" if name == "region" and value else "="
            domain &= Domain(FIELDS[name], operator, value)
        return self._get_records_action(
            "crm_yishang.crm_yishang_customer_action", domain
        )

    @api.model
    def _get_pivot_action(self, criteria):
        """Pivot and graph count the customers themselves, those opened singly too."""
        action = self._get_records_action(
            "crm_yishang.crm_yishang_customer_action", self._get_domain(criteria)
        )
        view = "crm_yishang.crm_yishang_customer_view_%s"
        fields_ = [FIELDS[name] for name in self._report_dimensions]
        return {
            **action,
            "views": [[self.env.ref(view % kind).id, kind] for kind in ANALYSES],
            "context": {
                **action["context"],
                "pivot_row_groupby": fields_,
                "pivot_column_groupby": [],
                "graph_groupbys": fields_,
            },
        }

    @api.model
    def _get_chart(self, criteria, rows):
        rows = [row for row in rows if not row.get("depth")]
        if not rows:
            return False
        names = self._report_dimensions
        return {
            "type": "pie" if len(names) == 1 else "bar",
            "labels": [" · ".join(row[name] for name in names) for row in rows],
            "datasets": [
                {
                    "label": self.env._("Customers"),
                    "data": [row["number"] for row in rows],
                }
            ],
        }
