from collections import defaultdict

from odoo import api, fields, models

from ..tools.import_visit_sheet import VISITS
from .crm_yishang_import_customer import QUIET


class CrmYishangImportVisit(models.AbstractModel):
    """Finished visits of the past, with their original authors and dates."""

    _name = "crm.yishang.import.visit"
    _inherit = ["crm.yishang.import.visit.check", "crm.yishang.import.kind"]
    _description = "Import of Visits"

    # Leaders for their people, administrators for everybody.
    _import_roles = (
        "crm_yishang.crm_yishang_group_leader",
        "crm_yishang.crm_yishang_group_administrator",
    )
    _import_action = "crm_yishang.crm_yishang_visit_action"
    _import_sequence = 15

    @api.model
    def _get_kinds(self):
        return {"visit": self.env._("Visits")}

    @api.model
    def _get_sheets(self, kind):
        return (VISITS,)

    @api.model
    def _get_model(self, kind):
        return self.env["crm.yishang.visit"].with_context(**QUIET)

    @api.model
    def _check_table(self, plan, table):
        self._check_visits(plan, table)
        return table

    @api.model
    def _create_rows(self, plan, table, rows):
        # sudo: authors and states are nobody's to write; the check has asked whether
        # the user may, row by row.
        visits = self._get_model(plan.kind).sudo()
        # Read together what new visits would read one by one.
        customers = self.env["res.partner"].sudo()
        customers.browse({row.values["partner_id"] for row in rows}).mapped("name")
        records = visits._yishang_create_many(
            [self._get_visit_vals(visits, row) for row in rows],
            {"state": "done", "company_id": self.env.company.id},
        )
        for row, record in zip(rows, records, strict=True):
            row.record_id = record.id
        self._put_into_the_past(records)
        self._carry_to_customers(records)
        return records.sudo(False)

    @api.model
    def _get_visit_vals(self, visits, row):
        """Return the values of a visit, recorded when it ended as far as is known."""
        vals = self._get_vals(visits, row)
        hours = self.env.company.yishang_visit_lock_hours
        return {
            **vals,
            "date_done": vals["date_end"],
            "date_lock": fields.Datetime.add(vals["date_end"], hours=hours),
        }

    @api.model
    def _put_into_the_past(self, visits):
        """Write the departments of those days; the stages before are not known.

        New visits take them from today, whatever they are given.
        """
        departments = self._get_departments(visits.user_id.ids)
        for department_id, group in visits.grouped(
            lambda visit: self._choose(departments[visit.user_id.id], visit.day)
        ).items():
            group.department_id = department_id
        visits.follow_stage_before_id = False

    @api.model
    def _choose(self, versions, day):
        """Return the department of a day; before the first one it is that one."""
        begun = [department_id for first, department_id in versions if first <= day]
        before = [department_id for _first, department_id in versions[:1]]
        return (begun or before or [False])[-1]

    @api.model
    def _get_departments(self, user_ids):
        """Return from when on users were in which department: ``{id: [(day, id)]}``."""
        # sudo: the department of a colleague is no secret, the employee is.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        employees = employees.search(
            [
                ("user_id", "in", list(user_ids)),
                ("company_id", "in", self.env.companies.ids),
            ],
            order="active DESC, id",
        )
        departments = defaultdict(list)
        for user, group in employees.grouped("user_id").items():
            departments[user.id] = [
                (version.date_version, version.department_id.id)
                for version in group[0].version_ids.sorted("date_version")
                # Those of whoever left are archived together.
                if version.active or not group[0].active
            ]
        return departments

    @api.model
    def _carry_to_customers(self, visits):
        """Move contact dates, stages and lifecycles along; written together at last.

        What is older than the last contact known moves nothing but the first contact.
        """
        for customer, group in visits.grouped("partner_id").items():
            group = group.sorted("date_start")
            last = customer.yishang_date_last_contact
            vals = group._get_customer_vals(not last or group[-1].day >= last)
            # What the host does to partners concerns names, addresses and users, and
            # asks the database three times for each.
            models.BaseModel.write(customer, vals)
        self.env["crm.yishang.lifecycle"]._follow_visits(visits)
        self.env["crm.yishang.pool.clock"]._refresh(visits.partner_id.ids)
