from odoo import api, fields, models
from odoo.tools.misc import formatLang

# Rows of each kind of record below a report.
RECORDED_LIMIT = 200
# Characters of a text in the table.
TEXT_LIMIT = 120


class CrmYishangWorkReportRecordedMixin(models.AbstractModel):
    """The records of a period in their order, as a table below the figures."""

    _name = "crm.yishang.work.report.recorded.mixin"
    _description = "Records Behind a Work Report"

    recorded = fields.Html(
        string="What the System Recorded",
        compute="_compute_recorded",
        sanitize=False,
        help="Visits, calls, new customers, opportunities and orders of the period.",
    )

    @api.depends("user_id", "date_from", "date_to", "company_id")
    @api.depends_context("uid", "lang")
    def _compute_recorded(self):
        """Shown for one report at a time: lists do not carry it."""
        for report in self:
            report.recorded = self.env["ir.qweb"]._render(
                "crm_yishang.crm_yishang_work_report_recorded",
                {"rows": report._get_recorded()},
            )

    def _get_recorded(self):
        """Return what is recorded of the period, in order, one statement a kind.

        What a reader does not see is there without customer and words: that it was
        done is no secret to whoever sees the report.

        :return: ``[{"time", "kind", "customer", "text", "url"}]``, all texts
        """
        self.ensure_one()
        rows = []
        for found in (
            self._get_visit_rows(),
            self._get_customer_rows(),
            self._get_opportunity_rows(),
            self._get_order_rows(),
        ):
            rows += self._mask_rows(found)
        rows.sort(key=lambda row: (row["moment"], row["kind"]))
        local = self.with_context(tz=self.company_id._yishang_get_tz().zone)
        pattern = "%H:%M" if self.kind == "day" else "%m-%d %H:%M"
        for row in rows:
            moment = fields.Datetime.context_timestamp(local, row.pop("moment"))
            row["time"] = moment.strftime(pattern)
        return rows

    @api.model
    def _mask_rows(self, rows):
        """Return rows of one model as far as the reader sees their records."""
        records = [row.pop("record") for row in rows]
        if not records:
            return rows
        own = records[0].union(*records).sudo(False)
        is_readable = own.browse().has_access("read")
        seen = own._filter_visible("read") if is_readable else own.browse()
        for record, row in zip(records, rows, strict=True):
            if record.id not in seen._ids:
                row.update(text="", url="")
        return rows

    def _get_visit_rows(self):
        states = self.env["crm.yishang.visit"]._fields["state"]
        states = dict(states._description_selection(self.env))
        visits = self._find_recorded("visits")
        return [
            self._get_row(
                visit,
                visit.date_start or visit.date_planned_start or visit.create_date,
                visit.category_id.name,
                visit.partner_id,
                (visit.result or visit.content)
                if visit.state == "done"
                else states[visit.state],
                "visits",
            )
            for visit in visits
        ]

    def _get_customer_rows(self):
        customers = self._find_recorded("customers")
        return [
            self._get_row(
                customer,
                customer.create_date,
                self.env._("New Customer"),
                customer,
                customer.yishang_type_id.name,
                "my-customers",
            )
            for customer in customers
        ]

    def _get_opportunity_rows(self):
        leads = self._find_recorded("leads")
        return [
            self._get_row(
                lead,
                lead.create_date,
                self.env._("New Opportunity"),
                lead.partner_id,
                lead.name,
                "crm",
            )
            for lead in leads
        ]

    def _get_order_rows(self):
        orders = self._find_recorded("orders")
        return [
            self._get_row(
                order,
                order.date_order,
                self.env._("Order"),
                order.partner_id,
                formatLang(
                    self.env, order.amount_total, currency_obj=order.currency_id
                ),
                "orders",
            )
            for order in orders
        ]

    def _find_recorded(self, key):
        """Return the records of a source of supervision, hidden ones among them."""
        sources = self._get_supervision(self.company_id)._get_sources()
        (source,) = (source for source in sources if source.key == key)
        # sudo: what is hidden is told without customer and words, see _mask_rows.
        records = self.env[source.model].sudo().with_context(active_test=False)
        return records.search(
            self._get_records_domain(source),
            limit=RECORDED_LIMIT,
            order=f"{source.moment}, id",
        )

    @api.model
    def _get_row(self, record, moment, kind, customer, text, path):
        """Return one row of the table, to be masked."""
        text = text or ""
        if len(text) > TEXT_LIMIT:
            text = f"{text[:TEXT_LIMIT]}…"
        return {
            "record": record,
            "moment": moment,
            "kind": kind or "",
            # Masked by the user of the environment, see the visible mixin.
            "customer": customer.display_name if customer else "",
            "text": text,
            "url": f"/odoo/{path}/{record.id}",
        }
