"""What reports have to say, as SQL over the documents alone."""

RECEIVABLES = """
WITH money AS (
    SELECT partner_id, id, currency_rate AS rate, amount_total AS ordered, (
        SELECT COALESCE(SUM(line.amount), 0) FROM crm_yishang_receipt_line line
        JOIN crm_yishang_receipt receipt ON receipt.id = line.receipt_id
        WHERE line.order_id = sale_order.id AND receipt.state = 'confirmed'
    ) AS received, (
        SELECT COALESCE(SUM(amount_open), 0) FROM crm_yishang_instalment part
        WHERE part.order_id = sale_order.id AND part.date_due < '2026-03-31'
    ) AS overdue
    FROM sale_order WHERE state = 'sale' AND partner_id = ANY(%s) AND company_id = %s
)
SELECT partner_id, SUM(ordered / rate), SUM(received / rate),
    SUM((ordered - received) / rate), SUM(overdue / rate)
FROM money WHERE ordered != received GROUP BY partner_id
"""
FUNNEL = """
SELECT stage.name->>'en_US', COUNT(DISTINCT stay.lead_id),
    COUNT(*) FILTER (WHERE lead.stage_id = stage.id AND lead.active),
    COALESCE(SUM(lead.expected_revenue)
        FILTER (WHERE lead.stage_id = stage.id AND lead.active), 0)
FROM crm_yishang_stage_duration stay
JOIN crm_lead lead ON lead.id = stay.lead_id
JOIN crm_stage stage ON stage.id = stay.stage_id
WHERE lead.partner_id = ANY(%s) AND stage.id = ANY(%s)
    AND stay.date_in >= '2026-02-28 16:00' AND stay.date_in < '2026-03-31 16:00'
GROUP BY 1
"""
ACHIEVED = """
SELECT user_id, SUM(amount_total / currency_rate) FROM sale_order
WHERE state = 'sale' AND user_id = ANY(%s) AND company_id = %s
    AND date_order >= '2026-02-28 16:00' AND date_order < '2026-03-31 16:00'
GROUP BY user_id
"""
CAMPAIGNS = """
SELECT campaign.id, (
    SELECT COALESCE(SUM(amount), 0) FROM crm_yishang_campaign_cost cost
    WHERE cost.campaign_id = campaign.id
), (
    SELECT COUNT(*) FROM crm_yishang_campaign_participant part
    WHERE part.campaign_id = campaign.id AND part.partner_id = ANY(%(customers)s)
), (
    SELECT COUNT(*) FROM crm_yishang_campaign_participant part
    WHERE part.campaign_id = campaign.id AND part.partner_id = ANY(%(customers)s)
        AND part.state = 'attended'
), (
    SELECT COUNT(*) FROM crm_lead lead
    WHERE lead.campaign_id = campaign.id AND lead.partner_id = ANY(%(customers)s)
), (
    SELECT COUNT(*) FROM crm_lead lead WHERE lead.campaign_id = campaign.id
        AND lead.partner_id = ANY(%(customers)s) AND lead.type = 'opportunity'
), (
    SELECT COUNT(*) FROM sale_order o WHERE o.campaign_id = campaign.id
        AND o.partner_id = ANY(%(customers)s) AND o.state = 'sale'
        AND o.company_id = campaign.company_id
), (
    SELECT COALESCE(SUM(amount_untaxed / currency_rate), 0) FROM sale_order o
    WHERE o.campaign_id = campaign.id AND o.partner_id = ANY(%(customers)s)
        AND o.state = 'sale' AND o.company_id = campaign.company_id
), (
    SELECT COALESCE(SUM(line.amount), 0) FROM crm_yishang_receipt_line line
    JOIN crm_yishang_receipt receipt ON receipt.id = line.receipt_id
    JOIN sale_order o ON o.id = line.order_id
    WHERE o.campaign_id = campaign.id AND o.partner_id = ANY(%(customers)s)
        AND receipt.state = 'confirmed'
)
FROM utm_campaign campaign WHERE campaign.id = ANY(%(campaigns)s)
"""
