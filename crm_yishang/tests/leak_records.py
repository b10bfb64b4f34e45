from odoo.fields import Command
from odoo.tests import new_test_user

from .leak_account_records import LeakAccountRecords
from .leak_campaign_records import LeakCampaignRecords
from .leak_collection_records import LeakCollectionRecords
from .leak_contract_records import LeakContractRecords
from .leak_duplicate_records import LeakDuplicateRecords
from .leak_export_records import LeakExportRecords
from .leak_follow_records import LeakFollowRecords
from .leak_handover_records import LeakHandoverRecords
from .leak_lifecycle_records import LeakLifecycleRecords
from .leak_mail_records import LeakMailRecords
from .leak_marketing_records import LeakMarketingRecords
from .leak_opportunity_records import LeakOpportunityRecords
from .leak_ownership_records import LeakOwnershipRecords
from .leak_receipt_records import LeakReceiptRecords
from .leak_revision_records import LeakRevisionRecords
from .leak_risk_records import LeakRiskRecords
from .leak_schedule_records import LeakScheduleRecords
from .leak_service_records import LeakServiceRecords
from .leak_value_records import LeakValueRecords


class LeakRecords(
    LeakAccountRecords,
    LeakCampaignRecords,
    LeakContractRecords,
    LeakCollectionRecords,
    LeakDuplicateRecords,
    LeakFollowRecords,
    LeakHandoverRecords,
    LeakMailRecords,
    LeakMarketingRecords,
    LeakOpportunityRecords,
    LeakOwnershipRecords,
    LeakReceiptRecords,
    LeakRevisionRecords,
    LeakLifecycleRecords,
    LeakExportRecords,
    LeakRiskRecords,
    LeakScheduleRecords,
    LeakServiceRecords,
    LeakValueRecords,
):
    """Builders of everything that can hang on a customer, one method an area.

    Every text carries the word of the customer, every amount its amount.
    """

    @classmethod
    def _build_everything(cls, secret, **values):
        """Create a customer and one record of each kind that leads to it.

        :param secret: the ``Secret`` it carries
        :return: ``{model name: recordset}``
        """
        cls.built = {}
        customer = cls._build_customer(secret, **values)
        for build in (
            cls._build_contacts,
            cls._build_bank_account,
            cls._build_lead,
            cls._build_opportunity,
            cls._build_visits,
            cls._build_order,
            cls._build_contracts,
            cls._build_discount,
            cls._build_cases,
            cls._build_invoice,
            cls._build_payment,
            cls._build_online_payment,
            cls._build_event,
            cls._build_chatter,
            cls._build_letters,
            cls._build_analytics,
            cls._build_mailing,
            cls._build_segment,
            cls._build_campaign,
            cls._build_survey,
            cls._build_vendor,
            cls._build_channel,
            cls._build_odds,
            cls._build_leftovers,
            cls._build_ownership,
            cls._find_case_grants,
            cls._build_lifecycle,
            cls._build_receipts,
            cls._build_revision,
            cls._build_exports,
            cls._build_handover,
            cls._build_duplicates,
            cls._find_in_reports,
            cls._find_receivables,
            cls._find_in_schedule,
            cls._build_values,
            cls._build_risks,
        ):
            build(customer, secret)
        cls.env.flush_all()
        return cls.built

    @classmethod
    def _add(cls, records):
        name = records._name
        cls.built[name] = cls.built.get(name, cls.env[name]) | records
        return records

    @classmethod
    def _build_customer(cls, secret, **values):
        return cls._add(
            cls.env["res.partner"].create(
                {
                    "name": secret.word,
                    "is_company": True,
                    "yishang_is_customer": True,
                    "yishang_code": secret.code,
                    "yishang_short_name": secret.word,
                    "phone": secret.phone,
                    "yishang_fax": secret.phone,
                    "email": f"info@{secret.domain}",
                    "website": f"https://{secret.domain}",
                    "vat": secret.vat,
                    "company_registry": secret.vat,
                    "street": f"{secret.word}街",
                    "city": f"{secret.word}市",
                    "ref": secret.code,
                    "comment": secret.word,
                    "yishang_revenue": secret.amount,
                    **values,
                }
            )
        )

    @classmethod
    def _build_contacts(cls, customer, secret):
        category = cls._add(
            cls.env["res.partner.category"].create({"name": "标签", "active": True})
        )
        customer.category_id = category
        contacts = cls.env["res.partner"].create(
            [
                {
                    "name": f"{secret.word}{kind}",
                    "parent_id": customer.id,
                    "type": kind,
                    "phone": secret.phone,
                    "email": f"{kind}@{secret.domain}",
                    "street": f"{secret.word}路",
                    "comment": secret.word,
                    "function": secret.word,
                    "category_id": [Command.link(category.id)],
                }
                for kind in ("contact", "invoice", "delivery")
            ]
        )
        cls._add(contacts)
        cls._add(
            new_test_user(
                cls.env,
                login=f"portal@{secret.domain}",
                groups="base.group_portal",
                partner_id=contacts[0].id,
                name=contacts[0].name,
                email=contacts[0].email,
            )
        )

    @classmethod
    def _build_bank_account(cls, customer, secret):
        cls._add(
            cls.env["res.partner.bank"].create(
                {
                    "acc_number": secret.account,
                    "partner_id": customer.id,
                    "acc_holder_name": secret.word,
                }
            )
        )

    @classmethod
    def _build_lead(cls, customer, secret):
        values = {
            "description": secret.word,
            "expected_revenue": secret.amount,
            "user_id": customer.user_id.id,
        }
        cls._add(
            cls.env["crm.lead"].create(
                [
                    {
                        **values,
                        "name": f"{secret.word}商机",
                        "type": "opportunity",
                        "partner_id": customer.id,
                    },
                    {
                        **values,
                        "name": f"{secret.word}线索",
                        "type": "lead",
                        "contact_name": secret.word,
                        "partner_name": secret.word,
                        "phone": secret.phone,
                        "email_from": f"lead@{secret.domain}",
                    },
                ]
            )
        )

    @classmethod
    def _build_order(cls, customer, secret):
        """Product, team and campaign are no secret, their totals are."""
        product = cls._add(
            cls.env["product.product"].create(
                {"name": "泵", "taxes_id": False, "invoice_policy": "order"}
            )
        )
        cls._add(product.product_tmpl_id)
        team = cls._add(cls.env["crm.team"].create({"name": "团队"}))
        campaign = cls._add(cls.env["utm.campaign"].create({"name": "活动"}))
        common = {"team_id": team.id, "campaign_id": campaign.id}
        cls.built["crm.lead"].write(common)
        orders = cls.env["sale.order"].create(
            [
                {
                    **common,
                    "partner_id": customer.id,
                    "user_id": customer.user_id.id,
                    "client_order_ref": secret.word,
                    "note": secret.word,
                    "opportunity_id": cls.built["crm.lead"][0].id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "name": secret.word,
                                "price_unit": secret.amount,
                                "tax_ids": False,
                            }
                        )
                    ],
                }
                for _number in range(2)
            ]
        )
        orders[0].action_confirm()
        cls._add(orders)
        cls._add(orders.order_line)
        cls._build_custom_value(product, orders.order_line[0], secret)

    @classmethod
    def _build_odds(cls, customer, secret):
        lead = cls.built["crm.lead"][0]
        cls._add(
            cls.env["crm.yishang.grant"].create(
                {"user_id": cls.director.id, "customer_id": customer.id}
            )
        )
        cls._add(
            cls.env["calendar.filters"].create(
                {"user_id": cls.director.id, "partner_id": customer.id}
            )
        )
        # Written by the customer on a document that is no secret.
        cls._add(
            cls.env["product.template"]
            .create({"name": "阀门"})
            .message_post(
                body="你好",
                author_id=customer.id,
                email_from=f"{secret.word} <info@{secret.domain}>",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        )
        cls._add(
            cls.env["mail.message"].search(
                [("model", "=", "crm.lead"), ("res_id", "=", lead.id)]
            )
        )

    @classmethod
    def _build_custom_value(cls, product, line, secret):
        attribute = cls.env["product.attribute"].create(
            {
                "name": "颜色",
                "value_ids": [Command.create({"name": "定制", "is_custom": True})],
            }
        )
        attribute_line = cls.env["product.template.attribute.line"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "attribute_id": attribute.id,
                "value_ids": [Command.set(attribute.value_ids.ids)],
            }
        )
        value = attribute_line.product_template_value_ids
        cls._add(
            cls.env["product.attribute.custom.value"].create(
                {
                    "custom_product_template_attribute_value_id": value.id,
                    "custom_value": secret.word,
                    "sale_order_line_id": line.id,
                }
            )
        )

    @classmethod
    def _find_in_reports(cls, customer, _secret):
        cls.env.flush_all()
        for model in ("account.invoice.report", "crm.activity.report", "sale.report"):
            cls._add(cls.env[model].search([("partner_id", "=", customer.id)]))
