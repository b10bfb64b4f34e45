from datetime import datetime, time, timedelta, timezone

from odoo import api, models
from odoo.fields import Domain

from ..tools.report import ReportColumn

CASE = "crm.yishang.service.case"
FIELDS = {
    "region": "yishang_scope_region_id",
    "user": "user_id",
    "product": "product_id",
    "customer_type": "partner_id.yishang_type_id",
}
DAY = timedelta(days=1)
GROUPS = ("type_id", "user_id")
# What is divided by what, and what the quotient is called.
QUOTIENTS = {
    "response_hours": ("response_sum", "responded"),
    "solution_hours": ("solution_sum", "solved"),
    "kept_share": ("kept", "judged"),
    "satisfaction": ("said_sum", "said"),
}
MANAGER = "crm_yishang.crm_yishang_group_service_manager"
ACTION = "crm_yishang.crm_yishang_service_case_action_all"


class CrmYishangReportService(models.AbstractModel):
    """Report 12 of the report center: what agents solve, how fast, how well.

    Counted are cases received in the period that were not cancelled, as far as one may
    see them, of the people whose work one may look at and of the teams one leads.
    """

    _name = "crm.yishang.report.service"
    _inherit = ["crm.yishang.report.source.mixin"]
    _description = "Service Report"

    _report_code = "service"
    _report_group = "team"
    _report_sequence = 120
    _report_filters = ("period", "region", "user", "product", "customer_type")
    _report_roles = ("service_agent", "leader", "report_viewer", "administrator")

    @api.model
    def _get_title(self):
        return self.env._("Service Report")

    @api.model
    def _get_sentence(self):
        return self.env._(
            "How many cases does who solve, how fast, and how content are customers?"
        )

    @api.model
    def _get_columns(self):
        return (
            ReportColumn("type", self.env._("Service Type")),
            ReportColumn("user", self.env._("Agent")),
            ReportColumn("cases", self.env._("Cases"), "integer", True),
            ReportColumn("response_hours", self.env._("Hours to Respond"), "float"),
            ReportColumn("solution_hours", self.env._("Hours to Solve"), "float"),
            ReportColumn("kept_share", self.env._("Time Limit Kept"), "percent"),
            ReportColumn("satisfaction", self.env._("Satisfaction (of 5)"), "float"),
            ReportColumn("said", self.env._("Ratings"), "integer", True),
        )

    @api.model
    def _get_domain(self, criteria):
        domain = Domain("state", "!=", "cancelled") & self._get_people_domain()
        if criteria.date_from:
            begin = self._get_moment(criteria.date_from)
            domain &= Domain("date_received", ">=", begin)
        if criteria.date_to:
            end = self._get_moment(criteria.date_to + DAY)
            domain &= Domain("date_received", "<", end)
        return domain & Domain.AND(
            Domain(field, "in", ids)
            for name, field in FIELDS.items()
            if (ids := getattr(criteria, f"{name}_ids"))
        )

    @api.model
    def _get_moment(self, day):
        """Return when a day begins where the company is, in UTC."""
        zone = self.env.company._yishang_get_tz()
        begin = zone.localize(datetime.combine(day, time.min))
        return begin.astimezone(timezone.utc).replace(tzinfo=None)

    @api.model
    def _get_people_domain(self):
        """Return the cases of those whose work the current user is told of."""
        if self.env.user.has_group(MANAGER):
            return Domain.TRUE
        people = self.env["crm.yishang.people"]._get_reported_domain("user_id")
        return people | Domain("team_id.leader_id", "=", self.env.uid)

    @api.model
    def _get_rows(self, criteria, limit=None, offset=0):
        groups = self._count(self._get_domain(criteria))
        nobody = self.env._("Nobody Yet")
        rows = []
        for (kind, user), figures in groups.items():
            row = {
                "type": kind.display_name,
                # sudo: the name of a colleague is no secret.
                "user": user.sudo().name or nobody,
                "key": {"type_id": kind.id, "user_id": user.id},
                **figures,
            }
            rows.append(self._divide(row))
        rows.sort(key=lambda row: (row["type"], row["user"]))
        return rows[offset : offset + limit if limit else None]

    @api.model
    def _count(self, domain):
        """Return ``{(type, agent): {figure: sum}}``.

        An open case counts for the time limit only once it is past it.
        """
        judged = Domain("sla_state", "in", ["kept", "late"])
        kept = Domain("sla_state", "in", ["kept"])
        answered = Domain("date_responded", "!=", False)
        solved = Domain("date_solved", "!=", False)
        rated = Domain("rating_last_value", ">", 0)
        asked = Domain("rating_last_value", "=", 0) & Domain(
            "satisfaction", "!=", False
        )
        found = {}
        for part, names, aggregates in (
            (Domain.TRUE, ("cases",), []),
            (answered, ("responded", "response_sum"), ["hours_to_respond:sum"]),
            (solved, ("solved", "solution_sum"), ["hours_to_solve:sum"]),
            (judged, ("judged",), []),
            (kept, ("kept",), []),
            (rated, ("said", "said_sum"), ["rating_last_value:sum"]),
        ):
            found_rows = self._group(domain & part, GROUPS, ["__count", *aggregates])
            for kind, user, *values in found_rows:
                figures = found.setdefault((kind, user), self._get_zeros())
                for name, value in zip(names, values, strict=True):
                    figures[name] += value or 0
        groups = self._group(domain & asked, (*GROUPS, "satisfaction"), ["__count"])
        for kind, user, said, count in groups:
            found[kind, user]["said"] += count
            found[kind, user]["said_sum"] += int(said) * count
        return found

    @api.model
    def _group(self, domain, groups, aggregates):
        return self.env[CASE]._read_group(domain, list(groups), aggregates)

    @api.model
    def _get_zeros(self):
        names = {name for pair in QUOTIENTS.values() for name in pair}
        return dict.fromkeys((*sorted(names), "cases"), 0)

    @api.model
    def _divide(self, row):
        for name, (part, whole) in QUOTIENTS.items():
            row[name] = round(row[part] / row[whole], 4) if row[whole] else None
        return row

    @api.model
    def _get_total(self, criteria):
        total = self._get_zeros()
        for row in self._get_rows(criteria):
            for name in total:
                total[name] += row[name]
        return self._divide(total)

    @api.model
    def _get_drill_action(self, criteria, key):
        domain = self._get_domain(criteria) & Domain.AND(
            Domain(name, "=", key.get(name) or False) for name in GROUPS
        )
        return self._get_records_action(ACTION, domain)

    @api.model
    def _get_pivot_action(self, criteria):
        domain = self._get_domain(criteria)
        return self._get_records_action(ACTION, domain, "pivot", "graph", "list")

    @api.model
    def _get_chart(self, criteria, rows):
        agents = {}
        for row in rows:
            agents[row["user"]] = agents.get(row["user"], 0) + row["cases"]
        if not agents:
            return False
        return {
            "type": "bar",
            "labels": list(agents),
            "datasets": [{"label": self.env._("Cases"), "data": list(agents.values())}],
        }
