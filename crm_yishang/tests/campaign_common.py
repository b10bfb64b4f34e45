from freezegun import freeze_time

from odoo.fields import Command

from .receipt_common import ReceiptCommon

NOW = "2026-03-20 04:00:00"


class CampaignCommon(ReceiptCommon):
    """A campaign in Hebei with costs, participants, leads, orders and receipts.

    The marketing person is in charge of Hebei. One participant, one lead and one order
    are of Guangzhou; one order is in another currency, at four to one.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.hebei.manager_ids |= cls.marketer
        cls.campaign = cls._create_campaign("春季展会", cls.hebei)
        cls.quiet = cls._create_campaign("无人问津", cls.guangdong)
        cls._make_results()
        cls.env.flush_all()

    @classmethod
    def _create_campaign(cls, title, region, **values):
        return cls.env["utm.campaign"].create(
            {
                "title": title,
                "user_id": cls.marketer.id,
                "yishang_kind_id": cls.env.ref(
                    "crm_yishang.crm_yishang_campaign_kind_exhibition"
                ).id,
                "yishang_region_id": region.id,
                "yishang_date_from": "2026-03-01",
                "yishang_date_to": "2026-03-03",
                "yishang_budget": 500,
                **values,
            }
        )

    @classmethod
    def _make_results(cls):
        campaign = cls.campaign
        campaign.yishang_cost_ids = [
            Command.create({"name": "展位", "amount": 300, "date": "2026-02-20"}),
            Command.create({"name": "资料", "amount": 100, "date": "2026-03-02"}),
        ]
        cls.participants = cls.env["crm.yishang.campaign.participant"].create(
            [
                {"campaign_id": campaign.id, "partner_id": customer.id, "state": state}
                for customer, state in (
                    (cls.customer_sjz1, "attended"),
                    (cls.customer_sjz2, "declined"),
                    (cls.customer_gz1, "attended"),
                )
            ]
        )
        currency = cls.env["res.currency"].create(
            {
                "name": "XTC",
                "symbol": "X",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 4})],
            }
        )
        cls.pricelist = cls.env["product.pricelist"].create(
            {"name": "外币", "currency_id": currency.id}
        )
        cls.order.campaign_id = campaign
        named = {"campaign_id": campaign.id}
        cls._sell(800, cls.customer_sjz2, pricelist_id=cls.pricelist.id, **named)
        cls._sell(300, cls.customer_gz1, **named)
        cls._sell(70, cls.customer_bd1, **named)._action_cancel()
        cls._create_order(cls.customer_bd1, **named)
        cls._confirm(cls._register((cls.order, 120)))
        cls.leads = cls.env["crm.lead"].create(
            [
                {"name": "线索", "partner_id": customer.id, "type": kind, **named}
                for customer, kind in (
                    (cls.customer_sjz1, "opportunity"),
                    (cls.customer_sjz1, "lead"),
                    (cls.customer_sjz2, "opportunity"),
                    (cls.customer_gz1, "opportunity"),
                )
            ]
        )
        cls.leads[2].action_set_lost()
