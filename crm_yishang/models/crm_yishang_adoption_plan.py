from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.adoption import Place

# Begin of a street up to the first district, county or banner: 河北省石家庄市长安区…
DISTRICT = "^.{0,40}?[区县旗]"


class CrmYishangAdoptionPlan(models.AbstractModel):
    """Which partners become customers, and with what: a table for one transaction.

    Raw SQL throughout: a company adopts 100,000 partners at once, which takes the
    better part of an hour record by record.
    """

    _name = "crm.yishang.adoption.plan"
    _description = "Plan of an Adoption"

    @api.model
    def _make(self, choice):
        """Fill the table with what ``choice`` means now; nothing else is changed."""
        self.env.flush_all()
        self._create_table(choice)
        if choice.maps_owner:
            self._map_owners(choice)
        if choice.maps_region:
            self._map_regions()
        self._map_lifecycles()
        self.env.cr.execute("ANALYZE crm_yishang_plan")

    @api.model
    def _create_table(self, choice):
        self.env.cr.execute("DROP TABLE IF EXISTS crm_yishang_plan")
        self.env.cr.execute(
            SQL(
                """
                CREATE TEMPORARY TABLE crm_yishang_plan ON COMMIT DROP AS
                SELECT customer.id AS partner_id,
                    customer.user_id AS owner_id,
                    customer.yishang_region_id AS region_id,
                    customer.yishang_lifecycle AS lifecycle,
                    customer.yishang_code AS code
                FROM res_partner customer
                WHERE customer.id IN (
                    SELECT partner.commercial_partner_id
                    FROM res_partner partner WHERE partner.id IN (%(sources)s)
                )
                AND customer.yishang_is_customer IS NOT TRUE
                AND COALESCE(customer.company_id, %(company)s) = %(company)s
                AND (customer.is_company OR %(has_persons)s)
                AND (customer.active OR %(has_archived)s)
                AND customer.id NOT IN (%(never)s)
                AND customer.id NOT IN (%(technical)s)
                ORDER BY customer.id
                """,
                sources=self._sql_sources(choice),
                company=choice.company_id,
                has_persons=choice.has_persons,
                has_archived=choice.has_archived,
                never=self.env["crm.yishang.scope.writer"]._sql_never_narrowed(),
                technical=self._sql_technical(),
            )
        )
        self.env.cr.execute("ALTER TABLE crm_yishang_plan ADD PRIMARY KEY (partner_id)")

    @api.model
    def _sql_sources(self, choice):
        """Return the query of the partners named by the choice, customers or not."""
        company = choice.company_id
        queries = [SQL("SELECT NULL::integer WHERE FALSE")]
        if choice.has_orders:
            queries.append(
                SQL("SELECT partner_id FROM sale_order WHERE company_id = %s", company)
            )
        if choice.has_leads:
            queries.append(
                SQL(
                    "SELECT partner_id FROM crm_lead"
                    " WHERE COALESCE(company_id, %(company)s) = %(company)s",
                    company=company,
                )
            )
        domain = choice.domain
        if choice.tag_ids:
            domain |= Domain("category_id", "child_of", list(choice.tag_ids))
        if not domain.is_false():
            partners = self.env["res.partner"].with_context(
                active_test=not choice.has_archived
            )
            queries.append(partners._search(domain).select())
        return SQL(" UNION ").join(SQL("(%s)", query) for query in queries)

    @api.model
    def _sql_technical(self):
        """Return the query of the partners of visitors and of templates of users."""
        public = self.env.ref("base.group_public")
        # sudo: parameters are the administrator's; this one names the template of
        # users.
        template = self.env["ir.config_parameter"].sudo()
        return SQL(
            """
            SELECT technical.partner_id FROM res_users technical
            WHERE technical.id = %s OR technical.id IN (
                SELECT uid FROM res_groups_users_rel WHERE gid = %s
            )
            """,
            int(template.get_param("base.template_portal_user_id", 0)),
            public.id,
        )

    @api.model
    def _map_owners(self, choice):
        """Give partners without salesperson the one of the latest order or lead."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_plan plan SET owner_id = latest.user_id
                FROM (
                    SELECT DISTINCT ON (partner.commercial_partner_id)
                        partner.commercial_partner_id AS partner_id, document.user_id
                    FROM (
                        SELECT partner_id, user_id, date_order AS moment, id
                        FROM sale_order
                        WHERE company_id = %(company)s AND state != 'cancel'
                        UNION ALL
                        SELECT partner_id, user_id, create_date, id FROM crm_lead
                        WHERE COALESCE(company_id, %(company)s) = %(company)s
                    ) document
                    JOIN res_partner partner ON partner.id = document.partner_id
                    JOIN res_users seller ON seller.id = document.user_id
                        AND seller.active AND seller.share IS NOT TRUE
                    ORDER BY partner.commercial_partner_id,
                        document.moment DESC, document.id DESC
                ) latest
                WHERE plan.partner_id = latest.partner_id AND plan.owner_id IS NULL
                """,
                company=choice.company_id,
            )
        )

    @api.model
    def _map_regions(self):
        """Give partners without region the one of their address."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT %s
                FROM crm_yishang_plan plan
                JOIN res_partner partner ON partner.id = plan.partner_id
                WHERE plan.region_id IS NULL
                """,
                self._sql_place(),
            )
        )
        found = self.env["crm.yishang.place.mapper"]._map_places(
            Place(*row) for row in rows
        )
        if not found:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE crm_yishang_plan plan SET region_id = found.region_id
                FROM res_partner partner, unnest(%s, %s, %s, %s)
                    AS found (state_id, city, street, region_id)
                WHERE partner.id = plan.partner_id AND plan.region_id IS NULL
                AND (found.state_id, found.city, found.street) = (%s)
                """,
                *map(list, zip(*found, strict=True)),
                [region.id for region in found.values()],
                self._sql_place(),
            )
        )

    @api.model
    def _sql_place(self):
        """Return the columns of a ``Place`` of the partner."""
        return SQL(
            """
            COALESCE(partner.state_id, 0), COALESCE(trim(partner.city), ''),
            COALESCE(substring(trim(partner.street) FROM %s), '')
            """,
            DISTRICT,
        )

    @api.model
    def _map_lifecycles(self):
        """Tell who has bought, who was in contact, and who is only known."""
        self.env.cr.execute(
            """
            UPDATE crm_yishang_plan plan SET lifecycle = CASE
                WHEN contact.has_bought THEN 'member'
                WHEN contact.partner_id IS NOT NULL THEN 'visited'
                ELSE 'potential'
            END
            FROM crm_yishang_plan known
            LEFT JOIN (
                SELECT partner.commercial_partner_id AS partner_id,
                    bool_or(document.has_bought) AS has_bought
                FROM (
                    SELECT partner_id, state = 'sale' AS has_bought FROM sale_order
                    WHERE state != 'cancel'
                    UNION ALL
                    SELECT partner_id, FALSE FROM crm_lead WHERE type = 'opportunity'
                ) document
                JOIN res_partner partner ON partner.id = document.partner_id
                GROUP BY partner.commercial_partner_id
            ) contact ON contact.partner_id = known.partner_id
            WHERE plan.partner_id = known.partner_id AND plan.lifecycle IS NULL
            """
        )
