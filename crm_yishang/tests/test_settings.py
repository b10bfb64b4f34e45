from odoo.exceptions import AccessError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

ADMINISTRATOR = "crm_yishang.crm_yishang_group_administrator"


@tagged("post_install", "-at_install")
class TestSettings(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(cls.env, "rules", groups=ADMINISTRATOR)
        cls.settings = cls.env["res.config.settings"].with_user(cls.administrator)
        cls.company = cls.env.company
        cls.company.partner_id.tz = False

    def test_the_crm_administrator_saves_the_page_of_the_crm(self):
        other = self.env["res.company"].create({"name": "Shanxi"})
        with Form(self.settings) as form:
            self.assertEqual(form.yishang_duplicate_phone, "warn")
            form.yishang_visibility_in_force = True
            form.yishang_duplicate_phone = "block"
            form.yishang_duplicate_vat = "off"
            form.yishang_tz = "Asia/Urumqi"
        form.record.execute()
        self.assertRecordValues(
            self.company | other,
            [
                {
                    "yishang_visibility_in_force": True,
                    "yishang_duplicate_phone": "block",
                    "yishang_duplicate_vat": "off",
                },
                {
                    "yishang_visibility_in_force": False,
                    "yishang_duplicate_phone": "warn",
                    "yishang_duplicate_vat": "warn",
                },
            ],
        )
        self.assertEqual(self.company._yishang_get_tz().zone, "Asia/Urumqi")

    def test_the_crm_administrator_opens_and_discards_the_page(self):
        page = self.settings.create({})
        self.assertTrue(page.display_name)
        self.assertEqual(
            page.cancel()["context"], "{'module': 'crm_yishang', 'bin_size': False}"
        )

    def test_saving_changes_no_setting_of_another_app(self):
        fnames = list(self.env["res.config.settings"].fields_get())
        before = self.env["res.config.settings"].default_get(fnames)
        self.settings.create({"yishang_duplicate_phone": "off"}).execute()
        after = self.env["res.config.settings"].default_get(fnames)
        self.assertEqual(after, before)

    def test_the_crm_administrator_sees_the_page_of_the_crm_alone(self):
        system = self.env.ref("base.user_admin")
        for user, alone in ((system, False), (self.administrator, True)):
            with self.subTest(user=user.login):
                settings = self.env["res.config.settings"].with_user(user)
                arch = settings.get_view(view_type="form")["arch"]
                self.assertIn('name="crm_yishang"', arch)
                self.assertEqual('name="general_settings"' not in arch, alone)

    def test_settings_of_other_apps_are_refused(self):
        values = {"group_multi_currency": True}
        with self.assertRaises(AccessError):
            self.settings.create(values)
        page = self.settings.create({})
        with self.assertRaises(AccessError):
            page.write(values)
        system = self.env.ref("base.user_admin")
        self.env["res.config.settings"].with_user(system).create(values)

    def test_nobody_else_opens_the_page(self):
        director = new_test_user(
            self.env, "boss", groups="crm_yishang.crm_yishang_group_director"
        )
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(director).create({})
