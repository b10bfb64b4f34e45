from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.supervision import BY_USER

# Hour of the company's clock from which a day without record is worth a look.
LATE_FROM_HOUR = 10
# Who comes first on the board.
ORDER = ("in_visit", "late", "nothing", "active", "leave", "off")


class CrmYishangBoard(models.AbstractModel):
    """What everybody in charge is doing at the moment."""

    _name = "crm.yishang.board"
    _inherit = [
        "crm.yishang.supervision.fact.mixin",
        "crm.yishang.supervision.action.mixin",
        "crm.yishang.supervision.timeline.mixin",
    ]
    _description = "Team Now"

    @api.model
    @api.readonly
    def get_data(self):
        """Return what the people whose work the user may look at are doing now.

        :return: ``{"day", "moment": text, "counts": [{"key", "label", "value",
            "is_alert"}], "people": [person]}`` where a person is ``{"user_id", "name",
            "department", "region_id", "status": "in_visit", "late" (no record yet),
            "nothing", "active", "leave" or "off" (no workday), "status_label", "now":
            {"customer", "since", "place", "place_label", "action"} or False, "last":
            {"when", "what"} or False, "done", "planned", "contacts": numbers of
            today}``
        """
        self._check_reader()
        moment = self._to_company(fields.Datetime.now())
        people = self._get_people(moment)
        return {
            "day": str(moment.date()),
            "moment": moment.strftime("%Y-%m-%d %H:%M"),
            "counts": self._get_counts(people),
            "people": people,
        }

    @api.model
    def _get_people(self, moment):
        users = self._get_supervised(self._get_users())
        # Of the partners themselves: users have their names computed, one by one.
        users.partner_id.fetch(["name"])
        names = {user.id: user.partner_id.name or "" for user in users}
        users = users.sorted(lambda user: names[user.id])
        period = self._get_period(moment.date(), moment.date())
        sources = [self._get_visit_source()]
        figures = self._fetch_figures(sources, period, users, users)
        departments = self._get_department_names(figures)
        present = self._get_present(users)
        last = self._get_last(users, period.last)
        absent = self._fetch_absent(users)
        labels = self._get_status_labels()
        people = []
        for user in users:
            figure = figures.get((BY_USER, user.id), {})
            now = present.get(user.id, False)
            status = self._get_status(figure, now, user.id in absent, moment)
            people.append(
                {
                    "user_id": user.id,
                    "name": names[user.id],
                    "department": departments.get(figure.get("department_id"), ""),
                    "region_id": user.yishang_region_id.id,
                    "status": status,
                    "status_label": labels[status],
                    "now": now,
                    "last": last.get(user.id, False),
                    "done": int(figure.get("visits_done", 0)),
                    "planned": int(figure.get("visits_planned", 0)),
                    "contacts": int(figure.get("contacts", 0)),
                }
            )
        return sorted(people, key=lambda person: ORDER.index(person["status"]))

    @api.model
    def _get_status(self, figure, now, is_absent, moment):
        if now:
            return "in_visit"
        if figure.get("contacts"):
            return "active"
        if is_absent:
            return "leave"
        if not figure.get("workdays"):
            return "off"
        return "late" if moment.hour >= LATE_FROM_HOUR else "nothing"

    @api.model
    def _get_status_labels(self):
        return {
            "in_visit": self.env._("In a visit"),
            "late": self.env._("No record yet"),
            "nothing": self.env._("No record yet"),
            "active": self.env._("At work"),
            "leave": self.env._("On leave"),
            "off": self.env._("Day off"),
        }

    @api.model
    def _get_counts(self, people):
        """Return the figures above the board."""
        statuses = [person["status"] for person in people]
        waiting = statuses.count("late") + statuses.count("nothing")
        done = sum(person["done"] for person in people)
        planned = sum(person["planned"] for person in people)
        counts = (
            ("people", self.env._("Employees"), len(people), False),
            ("in_visit", self.env._("In a visit"), statuses.count("in_visit"), False),
            (
                "recorded",
                self.env._("With records today"),
                sum(1 for person in people if person["contacts"]),
                False,
            ),
            ("nothing", self.env._("No record yet"), waiting, "late" in statuses),
            ("leave", self.env._("On leave"), statuses.count("leave"), False),
            (
                "visits",
                self.env._("Visits done / planned"),
                f"{done} / {planned}",
                False,
            ),
        )
        return [
            {"key": key, "label": label, "value": str(value), "is_alert": is_alert}
            for key, label, value, is_alert in counts
        ]

    @api.model
    def _get_present(self, users):
        """Return who is with a customer: ``{user id: what the board tells}``."""
        # sudo: the work is shown; the name of a hidden customer is masked.
        visits = (
            self.env["crm.yishang.visit"]
            .sudo()
            .search(
                Domain("user_id", "in", users.ids)
                & Domain("state", "=", "in_progress")
                & Domain("date_end", "=", False)
                & Domain("company_id", "in", self.env.companies.ids)
            )
        )
        seen, source = self._get_seen(visits), self._get_visit_source()
        status = visits._fields["check_in_status"]
        places = dict(status._description_selection(self.env))
        return {
            visit.user_id.id: {
                "customer": self._get_customer_name(source, visit, visit in seen),
                "since": self._to_company(visit.date_start).strftime("%m-%d %H:%M"),
                "place": visit.check_in_status,
                "place_label": places.get(visit.check_in_status, ""),
                "action": visit in seen and self._get_form_action(visit),
            }
            for visit in visits
        }

    @api.model
    def _get_last(self, users, day):
        """Return the last record of each user: ``{user id: {"when", "what"}}``."""
        last = self._fetch_last_visits(users.ids, day)
        # sudo: the kind of the contact tells nothing of the customer.
        visits = self.env["crm.yishang.visit"].sudo()
        visits = visits.browse([visit_id for visit_id, _moment in last.values()])
        visits.fetch(["category_id"])
        kinds = {visit.id: visit.category_id.name for visit in visits}
        return {
            user_id: {
                "when": moment.strftime(
                    "%H:%M" if moment.date() == day else "%m-%d %H:%M"
                ),
                "what": kinds[visit_id],
            }
            for user_id, (visit_id, moment) in last.items()
        }

    @api.model
    def _fetch_absent(self, users):
        """Return the ids of the users on leave at the moment.

        Leaves of the host's app for them are absences of the employee's resource, as
        are those entered without it.
        """
        now = fields.Datetime.now()
        # sudo: that somebody is away is told, why is not.
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id.user_id", "in", users.ids)
                & Domain("time_type", "=", "leave")
                & Domain("date_from", "<=", now)
                & Domain("date_to", ">=", now)
            )
        )
        return set(leaves.resource_id.user_id.ids)
