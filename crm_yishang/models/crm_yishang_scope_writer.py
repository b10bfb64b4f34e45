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
        for model in self._get_document_models():
            counts[model._name] = self._write_documents(model, customer_ids)
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
                WITH never AS MATERIALIZED (%(never)s),
                customer AS (
                    SELECT chosen.*,
                        COALESCE(chosen.owner_id, -chosen.region_id, %(orphan)s)
                            AS scope_key,
                        chosen.is_customer AND chosen.id NOT IN (SELECT id FROM never)
                            AS is_narrowed
                    FROM (%(source)s) chosen
                ),
                target AS (
                    SELECT partner.id,
                        customer.is_narrowed
                        AND partner.id NOT IN (SELECT id FROM never) AS is_narrowed
                    FROM res_partner partner
                    JOIN customer ON customer.id = partner.commercial_partner_id
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
                WHERE partner.commercial_partner_id = customer.id
                AND partner.id = target.id
                """,
                never=self._sql_never_narrowed(),
                orphan=POOL_WITHOUT_REGION,
                source=source,
                assignments=SQL(" ").join(SQL("%s,", part) for part in assignments),
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _write_documents(self, model, customer_ids):
        """Raw SQL, see the class: it says what the document mixin computes."""
        columns = [SQL.identifier(name) for name in SCOPE_COLUMNS]
        self.env.cr.execute(
            SQL(
                """
                UPDATE %(table)s document SET (%(columns)s) = ROW (%(values)s)
                FROM unnest(%(ids)s) AS chosen (id)
                JOIN res_partner partner ON partner.commercial_partner_id = chosen.id
                WHERE document.partner_id = partner.id AND %(is_narrowed)s
                """,
                table=SQL.identifier(model._table),
                columns=SQL(", ").join(columns),
                values=SQL(", ").join(SQL("partner.%s", name) for name in columns),
                ids=list(customer_ids),
                is_narrowed=model._sql_is_narrowed("document"),
            )
        )
        return self.env.cr.rowcount
