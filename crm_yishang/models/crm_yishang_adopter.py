from odoo import api, models
from odoo.tools import SQL

from .crm_yishang_policy import ROLES, WRITES_ALL
from .crm_yishang_search import CHUNK


class CrmYishangAdopter(models.AbstractModel):
    """Make customers of partners that were there before, very many at once.

    Raw SQL: see ``crm.yishang.adoption.plan``, which says who and with what.
    """

    _name = "crm.yishang.adopter"
    _description = "Adoption of Partners"

    @api.model
    def _count(self, choice):
        """Tell what adopting would do now.

        :return: ``{kind: number}``, the kinds being those of the wizard's lines
        """
        self.env["crm.yishang.adoption.plan"]._make(choice)
        return self._count_plan()

    @api.model
    def _count_plan(self):
        conditions = self._sql_kinds()
        (row,) = self.env.execute_query(
            SQL(
                "SELECT %s FROM crm_yishang_plan plan",
                SQL(", ").join(
                    SQL("count(*) FILTER (WHERE %s)", condition)
                    for condition in conditions.values()
                ),
            )
        )
        return {
            **dict(zip(conditions, row, strict=True)),
            **self._count_followers(),
        }

    @api.model
    def _count_followers(self):
        """Count the contacts and documents that follow the partners of the plan."""
        writer = self.env["crm.yishang.scope.writer"]
        models_ = {"contact": self.env["res.partner"]}
        for model in writer._get_document_models():
            models_[model._name.replace(".", "_")] = model
        counts = {}
        for kind, model in models_.items():
            is_partner = kind == "contact"
            ((counts[kind],),) = self.env.execute_query(
                SQL(
                    """
                    SELECT count(*)
                    FROM crm_yishang_plan plan
                    JOIN res_partner partner
                        ON partner.commercial_partner_id = plan.partner_id
                    JOIN %(table)s document ON document.%(column)s = partner.id
                    WHERE %(condition)s
                    """,
                    table=SQL.identifier(model._table),
                    column=SQL.identifier("id" if is_partner else "partner_id"),
                    condition=SQL("partner.id != plan.partner_id")
                    if is_partner
                    else model._sql_is_narrowed("document"),
                )
            )
        return counts

    @api.model
    def _get_partner_ids(self, choice, kind, limit):
        """Return the first partners that a kind counts, by id."""
        self.env["crm.yishang.adoption.plan"]._make(choice)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT partner_id FROM crm_yishang_plan plan
                WHERE %s ORDER BY partner_id LIMIT %s
                """,
                self._sql_kinds()[kind],
                limit,
            )
        )
        return [partner_id for (partner_id,) in rows]

    @api.model
    def _sql_kinds(self):
        """Return ``{kind: condition on a row of the plan}``."""
        return {
            "partner": SQL("TRUE"),
            "owner": SQL("plan.owner_id IS NOT NULL"),
            "pool": SQL("plan.owner_id IS NULL"),
            "region": SQL("plan.region_id IS NOT NULL"),
            "no_region": SQL("plan.region_id IS NULL"),
            "code": SQL("plan.code IS NULL"),
            "member": SQL("plan.lifecycle = 'member'"),
            "visited": SQL("plan.lifecycle = 'visited'"),
            "potential": SQL("plan.lifecycle = 'potential'"),
            "archived_owner": SQL(
                "plan.owner_id IN (SELECT id FROM res_users WHERE NOT active)"
            ),
            "blind_owner": SQL("plan.owner_id = ANY(%s)", self._get_blind_user_ids()),
            "same_tax_id": SQL("plan.partner_id IN (%s)", self._sql_same_tax_id()),
        }

    @api.model
    def _get_blind_user_ids(self):
        """Return the active internal users without any role in the CRM."""
        groups = self.env["res.groups"].union(
            *(self.env.ref(name) for name in (*ROLES, *WRITES_ALL))
        )
        # The host answers “not in” for each group alone, not for all of them.
        users = self.env["res.users"].search([("share", "=", False)])
        return (users - users.search([("all_group_ids", "in", groups.ids)])).ids

    @api.model
    def _sql_same_tax_id(self):
        """Return the query of the partners whose tax id another customer has too."""
        return SQL(
            """
            SELECT unnest(array_agg(partner.id))
            FROM res_partner partner
            WHERE partner.commercial_partner_id = partner.id
            AND partner.vat ~ '[0-9]'
            AND (
                partner.yishang_is_customer
                OR partner.id IN (SELECT partner_id FROM crm_yishang_plan)
            )
            GROUP BY upper(regexp_replace(partner.vat, '[^0-9A-Za-z]', '', 'g'))
            HAVING count(*) > 1
            """
        )

    @api.model
    def _adopt(self, choice):
        """Make customers of the partners that ``choice`` means now.

        Owner, region and flag are written here and not by `crm.yishang.ownership`,
        which checks and writes one by one: the caller is an administrator.

        :return: ``{kind: number}`` of what was done
        """
        self.env["crm.yishang.adoption.plan"]._make(choice)
        counts = self._count_plan()
        if not counts["partner"]:
            return counts
        self._give_codes(choice, counts["code"])
        customer_ids = self._get_planned_ids()
        self.env["crm.yishang.scope.writer"]._write_scope(
            customer_ids, self._sql_planned(choice), self._sql_assign(choice)
        )
        self.env["res.partner"].browse(customer_ids)._yishang_refresh_last_orders()
        self.env["crm.yishang.lifecycle.origin"]._tell(customer_ids)
        for start in range(0, len(customer_ids), CHUNK):
            chunk = customer_ids[start : start + CHUNK]
            self.env["crm.yishang.search"]._refresh(chunk, with_contacts=True)
            # Not checked: what a company has already is listed, not refused.
            self.env["crm.yishang.duplicate.key"]._refresh(chunk)
        self.env["crm.yishang.policy"]._forget()
        self.env["crm.yishang.grant"]._open_for_all_work()
        return counts

    @api.model
    def _give_codes(self, choice, count):
        """Number the partners that have no code, oldest first."""
        partners = self.env["res.partner"].with_company(choice.company_id)
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_plan plan SET code = given.code
                FROM (
                    SELECT partner_id, row_number() OVER (ORDER BY partner_id) AS place
                    FROM crm_yishang_plan WHERE code IS NULL
                ) waiting
                JOIN unnest(%s::text[]) WITH ORDINALITY AS given (code, place)
                    ON given.place = waiting.place
                WHERE plan.partner_id = waiting.partner_id
                """,
                partners._yishang_next_codes(count),
            )
        )

    @api.model
    def _get_planned_ids(self):
        rows = self.env.execute_query(SQL("SELECT partner_id FROM crm_yishang_plan"))
        return [partner_id for (partner_id,) in rows]

    @api.model
    def _sql_planned(self, choice):
        """Return what customers will be, as `_write_scope` takes it."""
        return SQL(
            """
            SELECT plan.partner_id AS id, plan.owner_id, plan.region_id,
                TRUE AS is_customer, plan.code, plan.lifecycle %(defaults)s
            FROM crm_yishang_plan plan
            JOIN res_partner holder ON holder.id = plan.partner_id
            """,
            defaults=SQL(" ").join(
                SQL(
                    ", COALESCE(holder.%(column)s, %(value)s) AS %(column)s",
                    column=SQL.identifier(name),
                    value=value,
                )
                for name, value in choice.defaults
            ),
        )

    @api.model
    def _sql_assign(self, choice):
        """Return what is written to customers and, as the host does, to contacts."""
        sources = {
            "yishang_is_customer": "is_customer",
            "yishang_code": "code",
            "yishang_lifecycle": "lifecycle",
            "yishang_region_id": "region_id",
            "user_id": "owner_id",
            **{name: name for name, _value in choice.defaults},
        }
        shared = set(self.env["res.partner"]._commercial_fields())
        assignments = [
            SQL(
                "%(column)s = CASE WHEN %(is_shared)s OR partner.id = customer.id"
                " THEN customer.%(source)s ELSE partner.%(column)s END",
                column=SQL.identifier(name),
                source=SQL.identifier(source),
                is_shared=name in shared,
            )
            for name, source in sources.items()
        ]
        return [
            *assignments,
            SQL("write_uid = %s", self.env.uid),
            SQL("write_date = now() AT TIME ZONE 'UTC'"),
        ]
