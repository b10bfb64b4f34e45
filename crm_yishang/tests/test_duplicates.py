from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged

from .common import YishangCommon
from .duplicate_common import NUMBERS

TAX_ID = "91350100M000100Y43"


@tagged("post_install", "-at_install")
class TestDuplicates(YishangCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.known = cls._create_customer(
            "老客户 <b>甲</b>",
            cls.sales_sjz1,
            cls.sjz,
            phone="0311-8888 8888",
            vat=TAX_ID,
        )
        cls.env["res.partner"].create(
            {"name": "Person", "parent_id": cls.known.id, "phone": "138 0013 8000"}
        )

    def _get_warning(self, user, **values):
        """Return the warning on a new customer of ``user``, and on the saved one."""
        customers = (
            self.env["res.partner"]
            .with_user(user)
            .with_context(default_yishang_is_customer=True)
        )
        form = Form(customers, view="crm_yishang.crm_yishang_customer_view_form")
        form.name = f"New {next(NUMBERS)}"
        for name, value in values.items():
            form[name] = value
        warning = form.yishang_duplicate_warning
        saved = form.save()
        self.assertEqual(saved.yishang_duplicate_warning, warning)
        return warning

    def test_the_same_phone_is_named_however_it_is_written(self):
        for phone in ("+86 311 88888888", "031188888888", "13800138000"):
            with self.subTest(phone=phone):
                warning = self._get_warning(self.leader_sjz, phone=phone)
                self.assertIn("老客户 &lt;b&gt;甲&lt;/b&gt;</a>", warning)
                self.assertIn(f"/odoo/my-customers/{self.known.id}", warning)

    def test_a_hidden_customer_is_not_named(self):
        warning = self._get_warning(
            self.sales_bd1, phone="0311-88888888", vat=f" {TAX_ID[:8]} {TAX_ID[8:]}"
        )
        self.assertEqual(
            str(warning),
            f"<p>The tax ID {TAX_ID} also belongs to a customer handled by"
            " sales_sjz1 (ask your manager).<br>"
            "The phone number 031188888888 also belongs to a customer handled by"
            " sales_sjz1 (ask your manager).</p>",
        )

    def test_other_numbers_do_not_warn(self):
        self.assertFalse(self._get_warning(self.sales_bd1, phone="0311-8888 8887"))
        self.assertFalse(self._get_warning(self.sales_bd1, phone="8888 8888"))
        self.assertFalse(self._get_warning(self.sales_bd1))
        self.assertFalse(self.known.yishang_duplicate_warning)

    def test_a_company_may_do_without_the_warnings(self):
        self.env.company.yishang_duplicate_phone = "off"
        self.env.company.yishang_duplicate_vat = "off"
        self.assertFalse(
            self._get_warning(self.sales_bd1, phone="0311-88888888", vat=TAX_ID)
        )

    def test_the_phone_of_a_customer_stays_as_typed(self):
        customers = self.env["res.partner"].with_user(self.sales_bd1)
        view = "crm_yishang.crm_yishang_customer_view_form"
        context = {"default_yishang_is_customer": True}
        form = Form(customers.with_context(**context), view=view)
        form.name = "Typed"
        form.country_id = self.env.ref("base.cn")
        form.phone = "138-1234 5678"
        self.assertEqual(form.save().phone, "138-1234 5678")

    def test_a_wrong_tax_id_is_refused_for_customers_of_china_alone(self):
        wrong = TAX_ID[:-1] + "4"
        china = self.env.ref("base.cn").id
        with self.assertRaisesRegex(ValidationError, f"老客户.*{wrong}.*18 characters"):
            self.known.write({"vat": wrong, "country_id": china})
        with self.assertRaisesRegex(ValidationError, "18 characters"):
            self._create_customer("Wrong", country_id=china, vat="12345")
        self.env.invalidate_all(flush=False)
        self.assertEqual(self.known.vat, TAX_ID)
        self.known.vat = "/"
        self._create_customer("Abroad", country_id=self.env.ref("base.hk").id, vat="1")
        self.env["res.partner"].create({"name": "Vendor", "vat": "12345"})

    def test_a_tax_id_is_stored_as_it_is_printed(self):
        customer = self._create_customer("Typed", vat="９１３５０１００ m000100-y43")
        self.assertEqual(customer.vat, TAX_ID)

    def test_people_use_their_identity_card(self):
        person = self._create_customer("张三", is_company=False)
        person.vat = "11010519491231002X"
        with self.assertRaisesRegex(ValidationError, "18 characters"):
            person.is_company = True
