from odoo import api, models
from odoo.fields import Domain

# The largest opportunities that are shown.
LARGEST_LIMIT = 5


class CrmYishangWorkbenchFunnelMixin(models.AbstractModel):
    """Open opportunities: by stage, and the largest ones with their last contact."""

    _name = "crm.yishang.workbench.funnel.mixin"
    _inherit = [
        "crm.yishang.workbench.mixin",
        "crm.yishang.workbench.role.mixin",
    ]
    _description = "Funnel on the Workbench"

    @api.model
    def _get_open_opportunities(self):
        """Return the open opportunities: the own ones, of leaders the team's."""
        people = Domain("user_id", "=", self.env.uid)
        if self._is_leader():
            people = self.env["crm.yishang.people"]._get_domain("user_id")
        return (
            Domain("type", "=", "opportunity")
            & Domain("won_status", "=", "pending")
            & people
        )

    @api.model
    def _fetch_stages(self):
        """Return number and revenue of open opportunities of each stage, in order."""
        totals = self.env["crm.yishang.opportunity.total"]
        if self._is_leader():
            people = self.env["crm.yishang.people"]._get_domain("user_id")
            groups = totals._fetch_stages(people)
        else:
            groups = totals._count_leads(Domain("user_id", "=", self.env.uid))
        return sorted(groups, key=lambda group: (group[0].sequence, group[0].id))

    @api.model
    def _get_funnel_section(self):
        """Return the open opportunities by stage, as funnel and as table."""
        domain = self._get_open_opportunities()
        groups = self._fetch_stages()
        names = [stage.name or self.env._("No stage") for stage, *_rest in groups]
        actions = [
            self._get_action(
                "crm.lead", domain & Domain("stage_id", "=", stage.id), name
            )
            for (stage, *_rest), name in zip(groups, names, strict=True)
        ]
        rows = [
            self._make_row(
                stage.id, [name, str(count), self._format_amount(revenue)], action
            )
            for (stage, count, revenue), name, action in zip(
                groups, names, actions, strict=True
            )
        ]
        counts = [count for _stage, count, _revenue in groups]
        title = (
            self.env._("Team funnel") if self._is_leader() else self.env._("My funnel")
        )
        return self._make_section(
            "funnel",
            title,
            table=self._make_table(
                [
                    self.env._("Stage"),
                    self.env._("Opportunities"),
                    self.env._("Expected revenue"),
                ],
                rows,
                self.env._("No open opportunity. Start one from a customer."),
            ),
            chart=bool(rows)
            and {
                "kind": "funnel",
                "labels": names,
                "datasets": [
                    {
                        "label": self.env._("Opportunities"),
                        "data": counts,
                        "actions": actions,
                    }
                ],
            },
        )

    @api.model
    def _get_opportunity_section(self):
        """Return the largest open opportunities, and when each was contacted last."""
        leads = self.env["crm.lead"].search_fetch(
            self._get_open_opportunities(),
            ["name", "partner_id", "yishang_customer_id", "user_id"]
            + ["expected_revenue"],
            order="expected_revenue DESC, id DESC",
            limit=LARGEST_LIMIT,
        )
        columns = [
            self.env._("Opportunity"),
            self.env._("Customer"),
            self.env._("Expected revenue"),
            self.env._("Last contact"),
        ]
        contacts = self._get_last_contacts(leads)
        today = self.env.company._yishang_get_day()
        return self._make_section(
            "largest",
            self.env._("Largest open opportunities"),
            table=self._make_table(
                columns,
                [
                    self._get_opportunity_row(lead, contacts.get(lead), today)
                    for lead in leads
                ],
                self.env._("No open opportunity. Start one from a customer."),
                texts=2,
            ),
        )

    @api.model
    def _get_last_contacts(self, leads):
        """Return the day of the last contact: ``{opportunity: date}``."""
        # sudo: who sees the opportunity may know when its customer was contacted.
        customers = leads.sudo().yishang_customer_id
        customers.fetch(["yishang_date_last_contact"])
        return {
            lead: lead.sudo().yishang_customer_id.yishang_date_last_contact
            for lead in leads
        }

    @api.model
    def _get_opportunity_row(self, lead, day, today):
        customer = lead.partner_id.display_name or ""
        if self._is_leader():
            # sudo: the name of a colleague.
            customer = " · ".join(filter(None, (customer, lead.sudo().user_id.name)))
        return self._make_row(
            lead.id,
            [
                lead.name,
                customer,
                self._format_amount(lead.expected_revenue),
                self._format_age(day, today),
            ],
            self._get_form_action(lead),
        )
