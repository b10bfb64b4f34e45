"""What indicators are measured on: one prepared row for each customer and aspect.

Text of SQL, without anything a user entered. Each query reads the customers of a batch
from ``crm_yishang_value_customer`` and the documents of one company up to a moment:

========= =====================================================================
company   its id
day       the day of the figures, where the company is
until     the moment at which that day ends, in UTC
quarter   90 days before it
year      twelve months before it
before    twenty-four months before it
========= =====================================================================
"""

# The next customers a company values: its own, and of those of all companies the ones
# it knows (see the decisions on value).
CUSTOMERS = """
SELECT partner.id, partner.create_date, partner.user_id, partner.is_company,
    partner.phone, partner.email, partner.street, partner.website, partner.vat,
    partner.industry_id, partner.yishang_scale, partner.yishang_revenue,
    partner.yishang_type_id, partner.yishang_source_id, partner.yishang_region_id,
    partner.yishang_lifecycle, partner.yishang_date_taken,
    partner.yishang_date_first_contact, partner.yishang_date_next_contact,
    stage.progress AS follow_progress %(own)s
FROM res_partner partner
LEFT JOIN (
    SELECT id, 100.0 * cume_dist() OVER (ORDER BY sequence, id) AS progress
    FROM crm_yishang_follow_stage WHERE active
) stage ON stage.id = partner.yishang_follow_stage_id
WHERE partner.id > %(first)s AND partner.id <= %(last)s AND partner.yishang_is_customer
    AND partner.active AND %(is_valued)s
"""

# Contacts of the customers; branches are the companies below them.
CHARACTERISTICS = """
SELECT customer.id, contact.*, category.tags, owner.changes, bank.accounts
FROM crm_yishang_value_customer customer
LEFT JOIN (
    SELECT contact.yishang_customer_id AS customer_id,
        COUNT(*) FILTER (WHERE NOT COALESCE(contact.is_company, FALSE)
            AND contact.type = 'contact') AS contacts,
        COUNT(*) FILTER (WHERE contact.is_company) AS branches,
        COUNT(*) FILTER (WHERE contact.yishang_decision_role = 'decider') AS deciders,
        COUNT(DISTINCT contact.yishang_decision_role) AS roles,
        COUNT(*) FILTER (WHERE contact.type = 'contact'
            AND contact.phone <> '') AS with_phone,
        COUNT(*) FILTER (WHERE contact.type = 'contact'
            AND contact.email <> '') AS with_email,
        COUNT(contact.yishang_birthday) AS with_birthday,
        COUNT(NULLIF(contact.yishang_preferences, '')) AS with_preferences,
        COUNT(*) FILTER (WHERE contact.type = 'delivery') AS places,
        COUNT(*) FILTER (WHERE contact.type = 'contact'
            AND contact.create_date >= %(year)s) AS new_contacts
    FROM crm_yishang_value_customer customer
    JOIN res_partner contact ON contact.yishang_customer_id = customer.id
    WHERE contact.id <> customer.id AND contact.active
    GROUP BY contact.yishang_customer_id
) contact ON contact.customer_id = customer.id
LEFT JOIN (
    SELECT partner_id AS customer_id, COUNT(*) AS tags
    FROM res_partner_res_partner_category_rel
    WHERE partner_id IN (SELECT id FROM crm_yishang_value_customer)
    GROUP BY partner_id
) category ON category.customer_id = customer.id
LEFT JOIN (
    SELECT customer_id, COUNT(*) AS changes FROM crm_yishang_ownership_change
    WHERE customer_id IN (SELECT id FROM crm_yishang_value_customer)
        AND date >= %(before)s AND date < %(until)s
        AND old_owner_id IS DISTINCT FROM new_owner_id AND old_owner_id IS NOT NULL
    GROUP BY customer_id
) owner ON owner.customer_id = customer.id
LEFT JOIN (
    SELECT partner_id AS customer_id, COUNT(*) AS accounts FROM res_partner_bank
    WHERE partner_id IN (SELECT id FROM crm_yishang_value_customer) AND active
    GROUP BY partner_id
) bank ON bank.customer_id = customer.id
"""

# Orders of the customers, in the currency of the company; transactions and finance both
# add them up. The gap is the time since the order before.
ORDERS = """
SELECT document.id, document.yishang_customer_id AS customer_id, document.state,
    document.date_order, document.create_date, document.user_id,
    document.opportunity_id, document.campaign_id, document.yishang_contract_id,
    document.invoice_status,
    rate.value AS rate, document.amount_untaxed / rate.value AS amount,
    document.amount_total / rate.value AS total,
    document.yishang_amount_received / rate.value AS received,
    document.yishang_amount_owed / rate.value AS owed,
    CASE WHEN document.state = 'sale' THEN EXTRACT(EPOCH FROM
        document.date_order - lag(document.date_order) OVER (
            PARTITION BY document.yishang_customer_id, document.state
            ORDER BY document.date_order, document.id
        ))::float8 / 86400 END AS gap
FROM crm_yishang_value_customer customer
JOIN sale_order document ON document.yishang_customer_id = customer.id
CROSS JOIN LATERAL (
    SELECT COALESCE(NULLIF(document.currency_rate, 0), 1) AS value
) rate
WHERE document.company_id = %(company)s AND document.date_order < %(until)s
"""

TRANSACTIONS = """
SELECT customer.id, orders.*, line.*, lead.*
FROM crm_yishang_value_customer customer
LEFT JOIN (
    SELECT customer_id AS order_customer_id,
        COUNT(*) FILTER (WHERE state = 'sale') AS orders,
        COUNT(*) FILTER (WHERE is_recent) AS orders_year,
        COUNT(*) FILTER (WHERE state = 'sale' AND date_order < %(year)s
            AND date_order >= %(before)s) AS orders_before,
        MIN(date_order) FILTER (WHERE state = 'sale') AS first_order,
        MAX(date_order) FILTER (WHERE state = 'sale') AS last_order,
        COUNT(DISTINCT date_trunc('month', date_order)) FILTER (
            WHERE is_recent) AS months,
        COUNT(DISTINCT date_trunc('quarter', date_order)) FILTER (
            WHERE state = 'sale' AND date_order >= %(before)s) AS quarters,
        AVG(gap) AS gap, STDDEV_POP(gap) AS gap_deviation, MAX(gap) AS gap_max,
        COUNT(DISTINCT user_id) FILTER (WHERE is_recent) AS sellers,
        COUNT(opportunity_id) FILTER (WHERE is_recent) AS by_opportunity,
        COUNT(campaign_id) FILTER (WHERE is_recent) AS by_campaign,
        COUNT(yishang_contract_id) FILTER (WHERE is_recent) AS by_contract,
        COUNT(*) FILTER (WHERE is_recent AND amount < 0) AS returns,
        AVG(EXTRACT(EPOCH FROM date_order - create_date)::float8 / 86400) FILTER (
            WHERE is_recent AND date_order >= create_date) AS decision_days,
        COUNT(*) FILTER (WHERE state IN ('draft', 'sent')) AS quotations,
        COUNT(*) FILTER (WHERE state = 'cancel'
            AND date_order >= %(year)s) AS cancelled_year,
        COUNT(*) FILTER (WHERE create_date >= %(year)s) AS offers_year,
        COUNT(*) FILTER (WHERE create_date >= %(year)s
            AND state = 'sale') AS offers_won
    FROM (
        SELECT *, state = 'sale' AND date_order >= %(year)s AS is_recent
        FROM crm_yishang_value_order
    ) document
    GROUP BY customer_id
) orders ON orders.order_customer_id = customer.id
LEFT JOIN (
    SELECT customer_id AS line_customer_id,
        COUNT(*) FILTER (WHERE lines > 0) AS products,
        COUNT(DISTINCT category_id) FILTER (WHERE lines > 0) AS categories,
        SUM(lines) AS lines,
        COUNT(*) FILTER (WHERE lines > 0 AND lines_before = 0) AS products_new,
        COUNT(*) FILTER (WHERE lines = 0) AS products_lost,
        COUNT(*) FILTER (WHERE orders > 1) AS products_again,
        MAX(amount) AS top_amount, SUM(GREATEST(amount, 0)) AS line_amount,
        SUM(list_amount) AS list_amount, SUM(discount) AS discount,
        SUM(full_price) AS full_price, SUM(amount) - SUM(cost) AS margin,
        SUM(amount) AS net_amount, SUM(ordered) AS ordered,
        SUM(delivered) AS delivered
    FROM (
        SELECT document.customer_id, line.product_id, template.categ_id AS category_id,
            COUNT(*) FILTER (WHERE is_recent) AS lines,
            COUNT(*) FILTER (WHERE NOT is_recent) AS lines_before,
            COUNT(DISTINCT document.id) FILTER (WHERE is_recent) AS orders,
            COALESCE(SUM(line.price_subtotal / document.rate)
                FILTER (WHERE is_recent), 0) AS amount,
            SUM(line.price_unit * line.product_uom_qty / document.rate)
                FILTER (WHERE is_recent AND line.product_uom_qty > 0) AS list_amount,
            SUM(line.price_unit * line.product_uom_qty * line.discount / 100
                / document.rate)
                FILTER (WHERE is_recent AND line.product_uom_qty > 0) AS discount,
            COUNT(*) FILTER (WHERE is_recent
                AND COALESCE(line.discount, 0) = 0) AS full_price,
            SUM(line.product_uom_qty * (product.standard_price ->> %(key)s)::float8)
                FILTER (WHERE is_recent) AS cost,
            SUM(line.product_uom_qty) FILTER (WHERE is_recent) AS ordered,
            SUM(line.qty_delivered) FILTER (WHERE is_recent) AS delivered
        FROM (
            SELECT id, customer_id, date_order >= %(year)s AS is_recent,
                rate
            FROM crm_yishang_value_order
            WHERE state = 'sale' AND date_order >= %(before)s
        ) document
        JOIN sale_order_line line ON line.order_id = document.id
        JOIN product_product product ON product.id = line.product_id
        JOIN product_template template ON template.id = product.product_tmpl_id
        WHERE line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
        GROUP BY document.customer_id, line.product_id, template.categ_id
    ) product
    GROUP BY customer_id
) line ON line.line_customer_id = customer.id
LEFT JOIN (
    SELECT lead.yishang_customer_id AS lead_customer_id,
        COUNT(*) FILTER (WHERE lead.active
            AND lead.won_status = 'pending') AS leads_open,
        SUM(lead.expected_revenue * lead.probability / 100) FILTER (
            WHERE lead.active AND lead.won_status = 'pending') AS leads_expected,
        MIN(lead.date_last_stage_update) FILTER (
            WHERE lead.active AND lead.won_status = 'pending') AS leads_moved,
        COUNT(*) FILTER (WHERE lead.won_status = 'won'
            AND lead.date_closed >= %(year)s) AS leads_won,
        COUNT(*) FILTER (WHERE lead.won_status = 'lost'
            AND lead.date_closed >= %(year)s) AS leads_lost,
        COUNT(*) FILTER (WHERE lead.create_date >= %(year)s) AS leads_new,
        AVG(lead.day_close) FILTER (WHERE lead.won_status = 'won'
            AND lead.date_closed >= %(year)s) AS days_to_win
    FROM crm_yishang_value_customer customer
    JOIN crm_lead lead ON lead.yishang_customer_id = customer.id
    WHERE lead.type = 'opportunity' AND lead.create_date < %(until)s
        AND COALESCE(lead.company_id, %(company)s) = %(company)s
    GROUP BY lead.yishang_customer_id
) lead ON lead.lead_customer_id = customer.id
"""
