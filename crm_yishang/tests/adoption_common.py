from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

SCOPE = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
GROUP = "crm_yishang.crm_yishang_group_"
OTHER_TAX_ID = "91130100MA0AAAAA1X"


class AdoptionCommon(TransactionCase):
    """A company that has worked with Odoo for a while, before this addon came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "采纳测试公司"})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        # Whatever the database has for other companies stays out of the numbers.
        cls.env["res.company"].search([]).yishang_visibility_in_force = False
        cls._create_regions()
        cls._create_users()
        cls.product = cls.env["product.product"].create(
            {"name": "采纳产品", "list_price": 100, "type": "service"}
        )

    @classmethod
    def _create_regions(cls):
        create = cls.env["crm.yishang.region"].create
        cls.province = create({"code": "A13", "name": "采纳省"})
        cls.city = create(
            {"code": "A1301", "name": "采石市", "parent_id": cls.province.id}
        )
        cls.district = create(
            {"code": "A130101", "name": "采东区", "parent_id": cls.city.id}
        )
        cls.other_province = create({"code": "A14", "name": "旁边省"})
        other_city = create(
            {"code": "A1401", "name": "旁石市", "parent_id": cls.other_province.id}
        )
        cls.other_district = create(
            {"code": "A140101", "name": "采东区", "parent_id": other_city.id}
        )
        country = cls.env.ref("base.cn")
        cls.state, cls.other_state = cls.env["res.country.state"].create(
            [
                {"name": "采纳省", "code": "采", "country_id": country.id},
                {"name": "旁边省", "code": "旁", "country_id": country.id},
            ]
        )

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login=f"adoption_{login}",
            name=login,
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_users(cls):
        seller = f"base.group_user,{GROUP}salesperson"
        cls.admin = cls._create_user("admin", f"base.group_user,{GROUP}administrator")
        cls.seller = cls._create_user("seller", seller)
        cls.colleague = cls._create_user("colleague", seller)
        cls.host_seller = cls._create_user(
            "host_seller", "base.group_user,sales_team.group_sale_salesman"
        )
        cls.accountant = cls._create_user(
            "accountant", "base.group_user,account.group_account_invoice"
        )
        cls.departed = cls._create_user("departed", "base.group_user")

    @classmethod
    def _create_partner(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "country_id": False, **values}
        )

    @classmethod
    def _create_order(cls, partner, user=None, confirmed=False, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
                "order_line": [Command.create({"product_id": cls.product.id})],
                **values,
            }
        )
        if confirmed:
            order.action_confirm()
        return order

    @classmethod
    def _create_lead(cls, partner, user=None, **values):
        return cls.env["crm.lead"].create(
            {
                "name": f"商机{partner.name}",
                "type": "opportunity",
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
                **values,
            }
        )

    def _make_wizard(self, **values):
        wizard = self.env["crm.yishang.adoption"].with_user(self.admin)
        return wizard.create({"all_customers_user_ids": False, **values})

    def _adopt(self, **values):
        wizard = self._make_wizard(**values)
        wizard.action_adopt()
        return {line.kind: line.count for line in wizard.line_ids}

    def _preview(self, **values):
        wizard = self._make_wizard(**values)
        wizard.action_preview()
        return {line.kind: line.count for line in wizard.line_ids}

    def _get_scope(self, records):
        return [tuple(record[name] for name in SCOPE) for record in records]
