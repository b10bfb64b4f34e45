from datetime import datetime, time

from odoo import api, models
from odoo.tools import SQL

# Records of one person on a timeline.
TIMELINE_LIMIT = 500


class CrmYishangSupervisionTimelineMixin(models.AbstractModel):
    """All records of one person, one after the other."""

    _name = "crm.yishang.supervision.timeline.mixin"
    _description = "Timeline of an Employee"

    @api.model
    @api.readonly
    def get_timeline(self, user_id, date_from, date_to):
        """Return what a person did in a period, in order.

        Records of customers that are hidden from the viewer are there, without customer
        and subject.

        :return: ``{"name", "is_cut": whether there is more, "days":
            [{"day", "entries": [{"time", "kind", "customer", "subject", "state",
            "delay": text, "place": key or False, "place_label", "is_missed",
            "is_hidden", "action"}]}]}``
        """
        self._check_reader()
        user = self._get_person(user_id)
        period = self._get_period(date_from, date_to)
        entries = []
        for source in self._get_sources():
            if source.on_timeline:
                entries += self._get_entries(source, user, period)
        entries.sort(key=lambda entry: entry["moment"])
        return {
            "name": user.name,
            "is_cut": len(entries) > TIMELINE_LIMIT,
            "days": self._group_by_day(entries[:TIMELINE_LIMIT]),
        }

    @api.model
    def _group_by_day(self, entries):
        days = {}
        for entry in entries:
            moment = entry.pop("moment")
            days.setdefault(str(moment.date()), []).append(entry)
        return [{"day": day, "entries": found} for day, found in days.items()]

    @api.model
    def _get_entries(self, source, user, period):
        # sudo: the work is shown, whoever holds the customer; what would name a hidden
        # one is left out below.
        model = self.env[source.model].sudo().with_context(active_test=False)
        records = model.search(
            self._get_domain(source, user, period),
            order=f"{source.moment}, id",
            limit=TIMELINE_LIMIT + 1,
        )
        seen = self._get_seen(records)
        return [
            self._get_entry(source, record, record in seen)
            | (self._get_visit_entry(record) if source.key == "visits" else {})
            for record in records
        ]

    @api.model
    def _get_seen(self, records):
        """Return those of ``records`` the viewer may read."""
        if not self.env[records._name].has_access("read"):
            return records.browse()
        # sudo: given back as they came, seen ones alone.
        return records.sudo(False)._filtered_access("read").sudo()

    @api.model
    def _get_entry(self, source, record, is_seen):
        moment = record[source.moment]
        is_moment = isinstance(moment, datetime)
        moment = (
            self._to_company(moment)
            if is_moment
            else datetime.combine(moment, time.max)
        )
        subject = record[source.subject] if source.subject and is_seen else ""
        return {
            "moment": moment,
            "key": f"{source.model},{record.id}",
            "time": moment.strftime("%H:%M") if is_moment else "",
            "kind": source.label,
            "customer": self._get_customer_name(source, record, is_seen),
            "subject": subject or "",
            "state": "",
            "delay": "",
            "place": False,
            "place_label": "",
            "is_missed": False,
            "is_hidden": not is_seen,
            "action": is_seen and self._get_form_action(record),
        }

    @api.model
    def _get_customer_name(self, source, record, is_seen):
        if not is_seen:
            return self.env._("No access")
        # Masked by ``env.uid`` where the record is seen and its customer is not.
        return record[source.customer].display_name or ""

    @api.model
    def _get_visit_entry(self, visit):
        """Return what only visits tell: the real time, delay and place."""
        start = visit.date_start or visit.date_planned_start
        states = dict(visit._fields["state"]._description_selection(self.env))
        places = dict(visit._fields["check_in_status"]._description_selection(self.env))
        vals = {
            "kind": visit.category_id.name,
            "state": self.env._("Missed") if visit.is_missed else states[visit.state],
            "is_missed": visit.is_missed,
            "delay": self._describe_delay(visit),
            "place": visit.check_in_status,
            "place_label": places.get(visit.check_in_status, ""),
        }
        if start:
            moment = self._to_company(start)
            vals |= {"moment": moment, "time": moment.strftime("%H:%M")}
        return vals

    @api.model
    def _describe_delay(self, visit):
        if visit.state != "done":
            return ""
        hours = round(visit.record_delay, 1)
        return self.env._("Recorded after %(hours)s h", hours=hours)

    @api.model
    def _get_form_action(self, record):
        views = [[False, "form"]]
        if record._name == "res.partner":
            views[0][0] = self.env.ref("crm_yishang.crm_yishang_customer_view_form").id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": views,
        }

    @api.model
    def _fetch_last_visits(self, user_ids, day):
        """Return when each user was in contact with a customer last, up to a day.

        Raw SQL: the newest of each of many people, one step in an index for each.

        :return: ``{user id: (visit id, moment of the company's clock)}``
        """
        self.env["crm.yishang.visit"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT person.user_id, last.id,
                    COALESCE(last.date_start, last.day::timestamp)
                FROM unnest(%s::int[]) person (user_id)
                CROSS JOIN LATERAL (
                    SELECT visit.id, visit.date_start, visit.day
                    FROM crm_yishang_visit visit
                    WHERE visit.user_id = person.user_id AND visit.day <= %s
                        AND visit.state IN ('in_progress', 'done')
                        AND visit.company_id = ANY(%s)
                    ORDER BY visit.day DESC, visit.id DESC
                    LIMIT 1
                ) last
                """,
                user_ids,
                day,
                self.env.companies.ids,
            )
        )
        return {
            user_id: (visit_id, self._to_company(moment))
            for user_id, visit_id, moment in rows
        }
