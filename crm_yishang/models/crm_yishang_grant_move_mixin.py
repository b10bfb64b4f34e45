from odoo import api, fields, models
from odoo.tools import SQL

ALL = SQL("TRUE")
MOVED = SQL("customer.id IN (SELECT customer_id FROM crm_yishang_moving)")


class CrmYishangGrantMoveMixin(models.AbstractModel):
    """Grants written for very many customers at once, by raw SQL."""

    _name = "crm.yishang.grant.move.mixin"
    _description = "Grants of Many Customers"

    @api.model
    def _settle_moved(self):
        """Bring the grants on customers that moved in step with their new owners.

        What moved stands in the table ``crm_yishang_moving`` of this transaction.
        """
        # The owner needs no grant, and none outlives the work of its user.
        self.env.cr.execute(
            """
            DELETE FROM crm_yishang_grant access USING crm_yishang_moving moving
            WHERE access.customer_id = moving.customer_id
                AND access.user_id = moving.new_owner_id
            """
        )
        for model in self._get_assigned_models():
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM crm_yishang_grant access
                    USING crm_yishang_moving moving, %s document
                    WHERE access.customer_id = moving.customer_id
                        AND document.id = access.%s
                        AND document.user_id IS DISTINCT FROM access.user_id
                    """,
                    SQL.identifier(model._table),
                    SQL.identifier(model._grant_link),
                )
            )
        self._open_for_former_owners()
        self._open_for_all_work(MOVED)
        self.invalidate_model(flush=False)

    @api.model
    def _settle_work(self, move):
        """Bring the grants in step with open work that went to somebody else.

        :param move: the ``crm.yishang.ownership.move`` that remembers the work
        """
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        for model in self._get_assigned_models():
            moved = SQL(
                "document.id IN (SELECT res_id FROM crm_yishang_ownership_item"
                " WHERE move_id = %s AND res_model = %s)",
                move.id,
                model._name,
            )
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM crm_yishang_grant access USING %(table)s document
                    WHERE document.id = access.%(link)s AND %(moved)s
                        AND document.user_id IS DISTINCT FROM access.user_id
                    """,
                    table=SQL.identifier(model._table),
                    link=SQL.identifier(model._grant_link),
                    moved=moved,
                )
            )
            self._open_for(model, moved)
        self.invalidate_model(flush=False)

    @api.model
    def _sql_collaborations(self, user_id):
        """Return the query of the grants somebody else was given by hand, and has."""
        return SQL(
            """
            SELECT id FROM crm_yishang_grant
            WHERE user_id = %s AND source = 'collaborator'
                AND (date_end IS NULL OR date_end >= %s)
            """,
            user_id,
            self.env.company._yishang_get_day(),
        )

    @api.model
    def _move_collaborations(self, move, targets):
        """Give collaborations to others, except where they have sight already.

        Raw SQL: there may be thousands.

        :param targets: query of ``id, old_owner_id, new_owner_id``
        """
        self.env.cr.execute(
            SQL(
                """
                WITH moved AS (
                    UPDATE crm_yishang_grant access SET user_id = target.new_owner_id
                    FROM (%(targets)s) target, res_partner customer
                    WHERE access.id = target.id AND customer.id = access.customer_id
                        AND access.user_id = target.old_owner_id
                        AND customer.user_id IS DISTINCT FROM target.new_owner_id
                        AND NOT EXISTS (
                            SELECT FROM crm_yishang_grant other
                            WHERE other.customer_id = access.customer_id
                                AND other.user_id = target.new_owner_id
                                AND other.source = 'collaborator'
                        )
                    RETURNING access.id, target.old_owner_id, target.new_owner_id
                )
                INSERT INTO crm_yishang_ownership_item
                    (move_id, res_model, res_id, old_user_id, new_user_id)
                SELECT %(move)s, %(model)s, id, old_owner_id, new_owner_id FROM moved
                """,
                targets=targets,
                move=move.id,
                model=self._name,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _join(self, kept, merged):
        """Have each user collaborate once on customers that become one.

        The wider right and the later end count.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH access AS (
                    SELECT (array_agg(id ORDER BY customer_id = %(kept)s DESC, id))[1]
                            AS id,
                        array_agg(id) AS ids,
                        bool_or(access_right = 'write') AS is_writable,
                        bool_or(date_end IS NULL) AS is_endless,
                        max(date_end) AS date_end
                    FROM crm_yishang_grant
                    WHERE customer_id = ANY(%(ids)s)
                        AND source IN ('collaborator', 'former')
                    GROUP BY user_id, source HAVING count(*) > 1
                ),
                joined AS (
                    UPDATE crm_yishang_grant held SET
                        access_right =
                            CASE WHEN access.is_writable THEN 'write' ELSE 'read' END,
                        date_end =
                            CASE WHEN NOT access.is_endless THEN access.date_end END
                    FROM access WHERE held.id = access.id
                )
                DELETE FROM crm_yishang_grant held USING access
                WHERE held.id = ANY(access.ids) AND held.id != access.id
                """,
                kept=kept.id,
                ids=(kept | merged).ids,
            )
        )
        self.invalidate_model(flush=False)

    @api.model
    def _open_for_former_owners(self):
        """Have former owners read on for as long as the settings say."""
        company = self.env.company
        days = company.yishang_former_owner_days
        if not days:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_grant (
                    user_id, customer_id, access_right, source, date_end,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT past.id, moving.customer_id, 'read', 'former', %(end)s,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM crm_yishang_moving moving
                JOIN res_users past ON past.id = moving.old_owner_id AND past.active
                WHERE moving.old_owner_id IS DISTINCT FROM moving.new_owner_id
                """,
                end=fields.Date.add(company._yishang_get_day(), days=days),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )

    @api.model
    def _get_assigned_models(self):
        names = self.env.registry.descendants(
            ["crm.yishang.assigned.mixin"], "_inherit"
        )
        return [self.env[name] for name in names if not self.env[name]._abstract]

    @api.model
    def _open_for_all_work(self, customers=ALL):
        """Open customers to whoever works on an open document of somebody else's.

        For what the documents did not tell one by one: visibility was switched on, or
        customers were written by SQL. One note for all, not one for each customer.

        :param customers: which customers, as a condition on the row ``customer``
        """
        if not self.env["res.company"]._yishang_get_companies_in_force():
            return
        # sudo: open work opens its customer, whoever throws the switch.
        grants = self.sudo()
        for model in grants._get_assigned_models():
            count = grants._open_for(model, customers)
            if count and customers != MOVED:
                grants._log_opened(model, count)

    @api.model
    def _open_for(self, documents, customers):
        """Write the grants that open documents lack.

        The twin of ``_yishang_get_grant_vals`` for all documents at once.

        :param documents: a model of ``crm.yishang.assigned.mixin``
        :return: how many
        """
        self.env.flush_all()
        # Raw SQL: a company may throw the switch with tens of thousands of them.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO crm_yishang_grant (
                    user_id, customer_id, %(link)s, access_right, source,
                    create_uid, create_date, write_uid, write_date
                )
                SELECT document.user_id, customer.id, document.id, 'write', %(source)s,
                    %(uid)s, %(now)s, %(uid)s, %(now)s
                FROM %(table)s document
                JOIN res_partner customer ON customer.id = document.yishang_customer_id
                WHERE %(is_open)s AND %(customers)s
                    AND document.user_id != COALESCE(customer.user_id, 0)
                ORDER BY document.id
                ON CONFLICT (%(link)s) WHERE %(link)s IS NOT NULL DO UPDATE SET
                    user_id = EXCLUDED.user_id,
                    customer_id = EXCLUDED.customer_id,
                    write_uid = EXCLUDED.write_uid,
                    write_date = EXCLUDED.write_date
                WHERE (crm_yishang_grant.user_id, crm_yishang_grant.customer_id)
                    IS DISTINCT FROM (EXCLUDED.user_id, EXCLUDED.customer_id)
                """,
                link=SQL.identifier(documents._grant_link),
                source=documents._grant_source,
                table=SQL.identifier(documents._table),
                is_open=documents._sql_is_open_work("document"),
                customers=customers,
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model(flush=False)
        self.env["res.partner"].invalidate_model(
            ["yishang_collaborator_ids"], flush=False
        )
        self.env["crm.yishang.policy"]._forget()
        return count

    @api.model
    def _log_opened(self, documents, count):
        self.env.company.partner_id._message_log(
            body=self.env._(
                "Visibility: %(count)s open documents (%(kind)s) on customers of "
                "somebody else. Whoever works on them collaborates on these "
                "customers as long as they are open.",
                count=count,
                kind=self.env["ir.model"]._get(documents._name).name,
            )
        )
