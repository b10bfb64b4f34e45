from contextlib import contextmanager

from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon

GROUP = "crm_yishang.crm_yishang_group_"


class RefusalCase(BaseCommon):
    """Tests of what is refused: with which words, and that nothing changed."""

    @contextmanager
    def assertRefused(self, exception, words):
        """Check that the block fails saying ``words``; undo what it did before."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertIn(words, str(caught.exception))


class YishangCommon(BaseCommon):
    """A company of four levels with siblings and cousins, visibility in force.

    ::

        director
        ├── manager_north (in charge of Hebei)     Hebei ── Shijiazhuang ── Chang'an
        │   ├── leader_sjz ── sales_sjz1, sales_sjz2    └── Baoding
        │   └── leader_bd ── sales_bd1
        └── manager_south (in charge of Guangdong) Guangdong ── Guangzhou
            └── leader_gz ── sales_gz1

    Each salesperson owns one customer of the own city, with one contact; one
    customer of each city and one without region are in the public pool.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.yishang_visibility_in_force = True
        cls._create_regions()
        cls._create_staff()
        cls._create_customers()
        cls.env.flush_all()

    @classmethod
    def _create_region(cls, code, name, parent=None):
        return cls.env["crm.yishang.region"].create(
            {"code": code, "name": name, "parent_id": parent and parent.id}
        )

    @classmethod
    def _create_regions(cls):
        cls.hebei = cls._create_region("T13", "测试河北省")
        cls.sjz = cls._create_region("T1301", "测试石家庄市", cls.hebei)
        cls.changan = cls._create_region("T130102", "测试长安区", cls.sjz)
        cls.baoding = cls._create_region("T1306", "测试保定市", cls.hebei)
        cls.guangdong = cls._create_region("T44", "测试广东省")
        cls.guangzhou = cls._create_region("T4401", "测试广州市", cls.guangdong)

    @classmethod
    def _create_operator(cls, login, role, boss=None, region=None, **values):
        """Create a user with that role and its employee below ``boss``."""
        user = new_test_user(
            cls.env,
            login=f"test_{login}",
            name=login,
            email=f"{login}@example.com",
            groups=",".join(
                ["base.group_user", *(f"{GROUP}{name}" for name in role.split())]
            ),
            tz="Asia/Shanghai",
            yishang_region_id=region and region.id,
            **values,
        )
        cls.env["hr.employee"].create(
            {
                "name": login,
                "user_id": user.id,
                "parent_id": boss and boss.employee_id.id,
            }
        )
        return user

    @classmethod
    def _create_staff(cls):
        create = cls._create_operator
        cls.director = create("director", "director")
        cls.manager_north = create("manager_north", "regional_manager", cls.director)
        cls.manager_south = create("manager_south", "regional_manager", cls.director)
        cls.hebei.manager_ids = cls.manager_north
        cls.guangdong.manager_ids = cls.manager_south
        cls.leader_sjz = create("leader_sjz", "leader", cls.manager_north, cls.sjz)
        cls.leader_bd = create("leader_bd", "leader", cls.manager_north, cls.baoding)
        cls.leader_gz = create("leader_gz", "leader", cls.manager_south, cls.guangzhou)
        cls.sales_sjz1 = create("sales_sjz1", "salesperson", cls.leader_sjz, cls.sjz)
        cls.sales_sjz2 = create("sales_sjz2", "salesperson", cls.leader_sjz, cls.sjz)
        cls.sales_bd1 = create("sales_bd1", "salesperson", cls.leader_bd, cls.baoding)
        cls.sales_gz1 = create("sales_gz1", "salesperson", cls.leader_gz, cls.guangzhou)
        cls.service_agent = create("service_agent", "service_agent")
        cls.service_manager = create("service_manager", "service_manager")
        cls.cashier = create("cashier", "cashier")
        cls.marketer = create("marketer", "marketing")
        cls.report_viewer = create("report_viewer", "report_viewer")
        cls.crm_admin = create("crm_admin", "administrator")
        cls.host_user = create("host_user", "")
        cls.accountant = create("accountant", "all_customers")
        cls.staff = cls.env["res.users"].search(
            [("login", "=like", "test_%")], order="id"
        )

    @classmethod
    def _create_customer(cls, name, owner=None, region=None, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "yishang_is_customer": True,
                "user_id": owner and owner.id,
                "yishang_region_id": region and region.id,
                **values,
            }
        )

    @classmethod
    def _create_customers(cls):
        create = cls._create_customer
        cls.customer_sjz1 = create("甲石家庄", cls.sales_sjz1, cls.changan)
        cls.customer_sjz2 = create("乙石家庄", cls.sales_sjz2, cls.sjz)
        cls.customer_bd1 = create("丙保定", cls.sales_bd1, cls.baoding)
        cls.customer_gz1 = create("丁广州", cls.sales_gz1, cls.guangzhou)
        cls.pool_sjz = create("公海石家庄", None, cls.changan)
        cls.pool_gz = create("公海广州", None, cls.guangzhou)
        cls.pool_nowhere = create("公海无区域")
        cls.owned = (
            cls.customer_sjz1 | cls.customer_sjz2 | cls.customer_bd1 | cls.customer_gz1
        )
        cls.pool = cls.pool_sjz | cls.pool_gz | cls.pool_nowhere
        cls.customers = cls.owned | cls.pool
        cls.contacts = cls.env["res.partner"].create(
            [
                {
                    "name": f"{customer.name}联系人",
                    "parent_id": customer.id,
                    "email": f"contact{customer.id}@example.com",
                    "phone": f"1380013{customer.id:04d}",
                }
                for customer in cls.customers
            ]
        )

    @classmethod
    def _create_order(cls, customer, **values):
        product = cls.env["product.product"].search(
            [("default_code", "=", "YISHANG-TEST")]
        ) or cls.env["product.product"].create(
            {"name": "测试产品", "default_code": "YISHANG-TEST", "list_price": 100}
        )
        return cls.env["sale.order"].create(
            {
                "partner_id": customer.id,
                "user_id": customer.user_id.id,
                "order_line": [Command.create({"product_id": product.id})],
                **values,
            }
        )

    def _get_visible(self, user, records):
        """Return those of ``records`` that ``user`` finds, by search."""
        found = (
            records.with_user(user)
            .with_context(active_test=False)
            .search([("id", "in", records.ids)])
        )
        return records.browse(found.ids)
