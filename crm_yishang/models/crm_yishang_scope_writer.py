from odoo import api, models
from odoo.tools import SQL

from ..tools.sight import POOL_WITHOUT_REGION

SCOPE_COLUMNS = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")


class CrmYishangScopeWriter(models.AbstractModel):
    """Write the scope columns of very many customers at once.

    The ORM derives them record by record, which takes minutes for 100,000 customers.
    This is the same in one statement for each table.
    """

    _name = "crm.yishang.scope.writer"
    _description = "Scope Columns of Many Customers"

    @api.model
    def _write_scope(self, customer_ids, source=None, assignments=()):
        """Derive the scope columns of customers, of their contacts and documents.

        Pending changes must be flushed before; caches are dropped afterwards.

        :param customer_ids: ids of commercial partners
        :param source: query of ``id, owner_id, region_id, is_customer`` and whatever
            the assignments need for each of them; what they have now by default
        :param assignments: ``SQL`` assignments to the row ``partner`` from that row
            ``customer``, written to customers and contacts along with the scope
        :return: ``{model name: number of rows written}``
        """
        source = source or self._sql_customers(customer_ids)
        counts = {"res.partner": self._write_partners(source, assignments)}
        self._write_search(customer_ids)
        for model in self._get_document_models():
            counts[model._name] = self._write_documents(model, customer_ids)
        self._write_meetings(customer_ids)
        self.env.invalidate_all(flush=False)
        return counts

    @api.model
    def _sql_customers(self, customer_ids):
        return SQL(
            """
            SELECT holder.id, holder.user_id AS owner_id,
                holder.yishang_region_id AS region_id,
                holder.yishang_is_customer AS is_customer
            FROM unnest(%s) AS chosen (id)
            JOIN res_partner holder ON holder.id = chosen.id
            """,
            list(customer_ids),
        )

    @api.model
    def _sql_never_narrowed(self):
        """Return the query of the partners that nobody may lose sight of.

        The twin of ``res.partner._yishang_get_never_narrowed`` for all partners.
        """
        return SQL(
            """
            SELECT partner_id AS id FROM res_users WHERE share IS NOT TRUE
            UNION SELECT partner_id FROM res_company
            UNION SELECT work_contact_id FROM hr_employee
                WHERE work_contact_id IS NOT NULL
            """
        )

    @api.model
    def _get_document_models(self):
        names = self.env.registry.descendants(
            ["crm.yishang.document.mixin"], "_inherit"
        )
        return [self.env[name] for name in names if not self.env[name]._abstract]

    @api.model
    def _write_partners(self, source, assignments):
        """Raw SQL, see the class: it says what ``res.partner`` computes."""
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE never AS MATERIALIZED (%(never)s),
                customer AS (
                    SELECT chosen.*,
                        COALESCE(chosen.owner_id, -chosen.region_id, %(orphan)s)
                            AS scope_key,
                        chosen.is_customer AND chosen.id NOT IN (SELECT id FROM never)
                            AS is_narrowed
                    FROM (%(source)s) chosen
                ),
                follower AS (
                    SELECT partner.id, customer.id AS customer_id
                    FROM res_partner partner
                    JOIN customer ON customer.id = partner.commercial_partner_id
                    UNION
                    SELECT branch.id, follower.customer_id
                    FROM follower
                    JOIN res_partner branch ON branch.parent_id = follower.id
                    JOIN res_partner head ON head.id = branch.commercial_partner_id
                    WHERE head.yishang_is_customer IS NOT TRUE
                        AND head.id NOT IN (SELECT id FROM customer)
                ),
                target AS (
                    SELECT follower.*,
                        customer.is_narrowed
                        AND follower.id NOT IN (SELECT id FROM never) AS is_narrowed
                    FROM follower
                    JOIN customer ON customer.id = follower.customer_id
                )
                UPDATE res_partner partner SET
                    %(assignments)s
                    yishang_customer_id =
                        CASE WHEN target.is_narrowed THEN customer.id END,
                    yishang_scope_key =
                        CASE WHEN target.is_narrowed THEN customer.scope_key ELSE 0 END,
                    yishang_scope_region_id =
                        CASE WHEN target.is_narrowed THEN customer.region_id END
                FROM customer, target
                WHERE partner.id = target.id AND customer.id = target.customer_id
                """,
                never=self._sql_never_narrowed(),
                orphan=POOL_WITHOUT_REGION,
                source=source,
                assignments=SQL(" ").join(SQL("%s,", part) for part in assignments),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _write_search(self, customer_ids):
        """Raw SQL, see the class: it says what is related to the partner."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_search search
                SET scope_key = partner.yishang_scope_key
                FROM res_partner partner
                WHERE partner.id = search.partner_id
                    AND partner.id IN (%s)
                    AND search.scope_key IS DISTINCT FROM partner.yishang_scope_key
                """,
                self._sql_followers(customer_ids),
            )
        )

    @api.model
    def _sql_followers(self, customer_ids):
        """Return the query of these customers, their contacts and branches."""
        return SQL(
            """
            SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%(ids)s)
            UNION
            SELECT id FROM res_partner WHERE yishang_customer_id = ANY(%(ids)s)
            """,
            ids=list(customer_ids),
        )

    @api.model
    def _write_documents(self, model, customer_ids):
        """Raw SQL, see the class: it says what the document mixin computes."""
        columns = [SQL.identifier(name) for name in SCOPE_COLUMNS]
        follows = model._sql_region_follows("document")
        region = SQL(
            ", yishang_region_id = CASE WHEN %s THEN partner.yishang_scope_region_id"
            " ELSE document.yishang_region_id END",
            follows,
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s document
                SET (%(columns)s) = ROW (%(values)s) %(region)s
                FROM res_partner partner
                WHERE partner.id IN (%(followers)s)
                AND document.partner_id = partner.id AND %(is_narrowed)s
                """,
                table=SQL.identifier(model._table),
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(SQL("partner.%s", name) for name in columns),
                region=region if follows else SQL(),
                followers=self._sql_followers(customer_ids),
                is_narrowed=model._sql_is_narrowed("document"),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _write_meetings(self, customer_ids):
        """Raw SQL, see the class: it says what ``calendar.event`` computes."""
        names = [SQL.identifier(name) for name in SCOPE_COLUMNS]
        columns = SQL(", ").join(SQL("holder.%s", name) for name in names)
        documents = self.env["calendar.event"]._yishang_get_document_models()
        branches = [self._sql_meetings_on(model, columns) for model in documents]
        self.env.cr.execute(
            SQL(
                """
                WITH partner AS MATERIALIZED (%(followers)s)
                UPDATE calendar_event event SET (%(names)s) = ROW (%(values)s)
                FROM (%(branches)s UNION ALL (%(guests)s)) AS source
                WHERE event.id = source.event_id
                """,
                followers=self._sql_followers(customer_ids),
                names=SQL(", ").join(names),
                values=SQL(", ").join(SQL("source.%s", name) for name in names),
                branches=SQL(" UNION ALL ").join(branches),
                guests=self._sql_meetings_with(documents, columns),
            )
        )

    @api.model
    def _sql_meetings_on(self, model, columns):
        """Return the meetings planned on documents of that model, with their scope."""
        is_lead = model._name == "crm.lead"
        return SQL(
            """
            SELECT event.id AS event_id, %(columns)s
            FROM calendar_event event
            JOIN %(table)s holder ON holder.id = %(document)s
            WHERE holder.%(partner)s IN (SELECT id FROM partner) AND %(condition)s
            """,
            columns=columns,
            table=SQL.identifier(model._table),
            document=SQL("COALESCE(event.opportunity_id, event.res_id)")
            if is_lead
            else SQL("event.res_id"),
            partner=SQL("id" if model._name == "res.partner" else "partner_id"),
            condition=SQL(
                "(event.opportunity_id IS NOT NULL OR event.res_model = %s)",
                model._name,
            )
            if is_lead
            else SQL(
                "event.opportunity_id IS NULL AND event.res_model = %s", model._name
            ),
        )

    @api.model
    def _sql_meetings_with(self, documents, columns):
        """Return the meetings that follow the first customer invited."""
        return SQL(
            """
            SELECT DISTINCT ON (event.id) event.id AS event_id, %(columns)s
            FROM calendar_event event
            JOIN calendar_event_res_partner_rel guest
                ON guest.calendar_event_id = event.id
            JOIN res_partner holder ON holder.id = guest.res_partner_id
            WHERE event.opportunity_id IS NULL
                AND (event.res_model != ALL(%(models)s)) IS NOT FALSE
                AND event.id IN (
                    SELECT calendar_event_id FROM calendar_event_res_partner_rel
                    WHERE res_partner_id IN (SELECT id FROM partner)
                )
            ORDER BY event.id, holder.yishang_customer_id IS NULL, holder.id
            """,
            columns=columns,
            models=[model._name for model in documents],
        )
