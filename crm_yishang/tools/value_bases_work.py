"""What finance, contact and service are measured on, see ``value_bases``."""

# Contracts have no rate of exchange: those in the currency of the company add up.
FINANCE = """
SELECT customer.id, orders.*, receipt.*, instalment.*, contract.*
FROM crm_yishang_value_customer customer
LEFT JOIN (
    SELECT customer_id AS order_customer_id,
        SUM(amount) AS revenue,
        SUM(amount) FILTER (WHERE is_recent) AS revenue_year,
        SUM(amount) FILTER (WHERE NOT is_recent
            AND date_order >= %(before)s) AS revenue_before,
        SUM(amount) FILTER (WHERE date_order >= %(quarter)s) AS revenue_quarter,
        AVG(amount) FILTER (WHERE is_recent AND amount > 0) AS order_average,
        STDDEV_POP(amount) FILTER (WHERE is_recent
            AND amount > 0) AS order_deviation,
        MAX(amount) FILTER (WHERE is_recent) AS order_max,
        MAX(amount) AS order_record,
        -SUM(amount) FILTER (WHERE is_recent AND amount < 0) AS returned,
        SUM(total) FILTER (WHERE is_recent) AS total_year,
        SUM(received) FILTER (WHERE is_recent) AS received_year,
        SUM(owed) AS owed,
        COUNT(*) FILTER (WHERE is_recent AND invoice_status = 'invoiced') AS invoiced,
        COUNT(*) FILTER (WHERE is_recent) AS orders_year
    FROM (
        SELECT *, date_order >= %(year)s AS is_recent
        FROM crm_yishang_value_order WHERE state = 'sale'
    ) document
    GROUP BY customer_id
) orders ON orders.order_customer_id = customer.id
LEFT JOIN (
    SELECT receipt.yishang_customer_id AS receipt_customer_id,
        SUM(receipt.amount_company) FILTER (WHERE is_recent) AS receipts,
        COUNT(*) FILTER (WHERE is_recent AND receipt.kind = 'receipt') AS receipt_count,
        -SUM(receipt.amount_company) FILTER (WHERE is_recent
            AND receipt.kind = 'refund') AS refunds,
        MAX(receipt.date) FILTER (WHERE receipt.kind = 'receipt') AS last_receipt,
        COUNT(DISTINCT receipt.method_id) FILTER (WHERE is_recent) AS methods,
        SUM(receipt.amount_company * receipt.amount_advance
            / NULLIF(receipt.amount, 0)) FILTER (
            WHERE receipt.kind = 'receipt') AS advance,
        SUM(paid.delay) FILTER (WHERE is_recent)
            / NULLIF(SUM(paid.weight) FILTER (WHERE is_recent), 0) AS delay
    FROM crm_yishang_value_customer customer
    JOIN crm_yishang_receipt receipt ON receipt.yishang_customer_id = customer.id
    CROSS JOIN LATERAL (
        SELECT receipt.date >= %(year_day)s AS is_recent
    ) recent
    LEFT JOIN LATERAL (
        SELECT SUM((receipt.date - instalment.date_due) * line.amount) AS delay,
            SUM(line.amount) AS weight
        FROM crm_yishang_receipt_line line
        JOIN crm_yishang_instalment instalment ON instalment.id = line.instalment_id
        WHERE line.receipt_id = receipt.id AND receipt.kind = 'receipt'
    ) paid ON TRUE
    WHERE receipt.state = 'confirmed' AND receipt.company_id = %(company)s
        AND receipt.date <= %(day)s
    GROUP BY receipt.yishang_customer_id
) receipt ON receipt.receipt_customer_id = customer.id
LEFT JOIN (
    SELECT instalment.yishang_customer_id AS instalment_customer_id,
        SUM(amount_open / rate.value) AS open,
        SUM(amount_open / rate.value) FILTER (WHERE date_due < %(day)s) AS overdue,
        COUNT(*) FILTER (WHERE date_due < %(day)s) AS overdue_count,
        %(day)s - MIN(date_due) FILTER (WHERE date_due < %(day)s) AS overdue_days,
        SUM(amount_open / rate.value) FILTER (WHERE date_due >= %(day)s
            AND date_due <= %(day)s + 30) AS soon
    FROM crm_yishang_value_customer customer
    JOIN crm_yishang_instalment instalment
        ON instalment.yishang_customer_id = customer.id
    CROSS JOIN LATERAL (
        SELECT COALESCE(NULLIF(instalment.currency_rate, 0), 1) AS value
    ) rate
    WHERE instalment.is_owed IS TRUE AND instalment.state <> 'paid'
        AND instalment.company_id = %(company)s
    GROUP BY instalment.yishang_customer_id
) instalment ON instalment.instalment_customer_id = customer.id
LEFT JOIN (
    SELECT contract.yishang_customer_id AS contract_customer_id,
        COUNT(*) FILTER (WHERE state IN ('signed', 'running')) AS contracts,
        SUM(amount) FILTER (WHERE state IN ('signed', 'running')
            AND currency_id = %(currency)s) AS contracted,
        MAX(date_end) FILTER (WHERE state IN ('signed', 'running')) AS contract_end,
        COUNT(*) FILTER (WHERE predecessor_id IS NOT NULL) AS renewals,
        COUNT(*) FILTER (WHERE state = 'terminated') AS terminations
    FROM crm_yishang_value_customer customer
    JOIN crm_yishang_contract contract ON contract.yishang_customer_id = customer.id
    WHERE contract.company_id = %(company)s
    GROUP BY contract.yishang_customer_id
) contract ON contract.contract_customer_id = customer.id
"""

CONTACT = """
SELECT customer.id, visit.*
FROM crm_yishang_value_customer customer
LEFT JOIN (
    SELECT visit.customer_id,
        COUNT(*) FILTER (WHERE is_done) AS records,
        COUNT(*) FILTER (WHERE is_recent AND kind = 'visit') AS visits,
        COUNT(*) FILTER (WHERE is_recent AND kind = 'reception') AS receptions,
        COUNT(*) FILTER (WHERE is_recent AND kind = 'call') AS calls,
        COUNT(*) FILTER (WHERE is_recent AND kind = 'message') AS messages,
        COUNT(*) FILTER (WHERE is_recent) AS records_year,
        COUNT(*) FILTER (WHERE is_done AND day < %(year_day)s
            AND day >= %(before_day)s) AS records_before,
        MAX(day) FILTER (WHERE is_done) AS last_day,
        MAX(day) FILTER (WHERE is_done
            AND kind IN ('visit', 'reception')) AS last_meeting,
        MIN(day) FILTER (WHERE is_recent) AS first_day,
        COUNT(DISTINCT date_trunc('month', day)) FILTER (WHERE is_recent) AS months,
        COUNT(DISTINCT contact_id) FILTER (WHERE is_recent) AS people,
        COUNT(*) FILTER (WHERE is_recent AND role = 'decider') AS with_decider,
        COUNT(DISTINCT user_id) FILTER (WHERE is_recent) AS colleagues,
        AVG(attitude::int) FILTER (WHERE is_recent) AS attitude,
        (array_agg(attitude::int ORDER BY day DESC, id DESC) FILTER (
            WHERE is_recent AND attitude IS NOT NULL))[1] AS attitude_last,
        COUNT(*) FILTER (WHERE is_recent AND attitude = '1') AS declining,
        COUNT(*) FILTER (WHERE state = 'cancelled'
            AND day >= %(year_day)s AND day <= %(day)s) AS cancelled,
        COUNT(*) FILTER (WHERE state = 'planned' AND day < %(day)s) AS missed,
        COUNT(*) FILTER (WHERE state = 'planned' AND day >= %(day)s) AS planned,
        COUNT(*) FILTER (WHERE is_recent AND kind = 'visit'
            AND check_in_status = 'located') AS located,
        AVG(EXTRACT(EPOCH FROM date_end - date_start)::float8 / 60) FILTER (
            WHERE is_recent AND date_end > date_start) AS minutes,
        COUNT(*) FILTER (WHERE is_recent
            AND (next_step <> '' OR date_next IS NOT NULL)) AS with_next,
        COUNT(lead_id) FILTER (WHERE is_recent) AS on_leads,
        AVG(record_delay) FILTER (WHERE is_recent) AS record_delay
    FROM (
        SELECT visit.*, visit.yishang_customer_id AS customer_id, category.kind,
            met.yishang_decision_role AS role,
            visit.state = 'done' AND visit.day <= %(day)s AS is_done,
            visit.state = 'done' AND visit.day <= %(day)s
                AND visit.day >= %(year_day)s AS is_recent
        FROM crm_yishang_value_customer customer
        JOIN crm_yishang_visit visit ON visit.yishang_customer_id = customer.id
        JOIN crm_yishang_contact_category category ON category.id = visit.category_id
        LEFT JOIN res_partner met ON met.id = visit.contact_id
        WHERE visit.company_id = %(company)s
    ) visit
    GROUP BY visit.customer_id
) visit ON visit.customer_id = customer.id
"""

SERVICE = """
SELECT customer.id, cases.*
FROM crm_yishang_value_customer customer
LEFT JOIN (
    SELECT customer_id, COUNT(*) AS cases,
        COUNT(*) FILTER (WHERE is_recent) AS cases_year,
        COUNT(*) FILTER (WHERE is_recent AND is_complaint) AS complaints,
        COUNT(*) FILTER (WHERE is_open) AS open,
        COUNT(*) FILTER (WHERE is_open AND is_complaint) AS complaints_open,
        %(until)s - MIN(date_received) FILTER (WHERE is_open) AS open_age,
        MAX(date_received) FILTER (WHERE is_complaint) AS last_complaint,
        AVG(rating_last_value) FILTER (WHERE is_recent AND is_rated) AS rating,
        MIN(rating_last_value) FILTER (WHERE is_recent AND is_rated) AS rating_min,
        COUNT(*) FILTER (WHERE is_recent AND is_rated) AS rated,
        COUNT(*) FILTER (WHERE is_recent AND date_closed IS NOT NULL) AS closed,
        AVG(is_kept) FILTER (WHERE is_recent
            AND date_solution_due IS NOT NULL) AS kept,
        AVG(hours_to_respond) FILTER (WHERE is_recent
            AND date_responded IS NOT NULL) AS hours_to_respond,
        AVG(hours_to_solve) FILTER (WHERE is_recent
            AND date_solved IS NOT NULL) AS hours_to_solve,
        COUNT(*) FILTER (WHERE is_recent AND reopen_count > 0) AS reopened,
        SUM(hours) FILTER (WHERE is_recent) AS hours,
        SUM(compensation) FILTER (WHERE is_recent) AS compensation,
        COUNT(*) FILTER (WHERE is_recent AND channel = 'portal') AS by_portal,
        COUNT(*) FILTER (WHERE is_recent AND priority >= '2') AS urgent,
        COUNT(DISTINCT product_id) FILTER (WHERE is_recent) AS products,
        COUNT(*) FILTER (WHERE is_recent AND escalation = 'late') AS escalated
    FROM (
        SELECT document.*, document.yishang_customer_id AS customer_id,
            document.date_received >= %(year)s AS is_recent,
            document.state NOT IN ('solved', 'closed', 'cancelled') AS is_open
        FROM crm_yishang_value_customer customer
        JOIN crm_yishang_service_case document
            ON document.yishang_customer_id = customer.id
        WHERE document.company_id = %(company)s AND document.state <> 'cancelled'
            AND document.date_received < %(until)s
    ) document
    GROUP BY customer_id
) cases ON cases.customer_id = customer.id
"""
