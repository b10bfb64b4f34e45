from odoo.tests import BaseCase, tagged
from odoo.tools.mail import email_normalize_all

from ..tools.company_name import get_company_key
from ..tools.duplicate_keys import get_emails, get_keys


@tagged("post_install", "-at_install")
class TestDuplicateKeys(BaseCase):
    """What is the same and what is not, however it is written."""

    def assertSame(self, *names):
        self.assertEqual(len({get_company_key(name) for name in names}), 1, names)

    def assertDifferent(self, *names):
        keys = {get_company_key(name) for name in names}
        self.assertEqual(len(keys), len(names), keys)

    def test_names_that_are_one_company(self):
        for names in (
            ("河北亿尚科技有限公司", "河北亿尚科技有限责任公司", "河北亿尚科技"),
            ("河北亿尚科技股份有限公司", "河北亿尚科技公司", "河北亿尚科技 集团"),
            (
                "亿尚（石家庄）贸易有限公司",
                "亿尚(石家庄) 贸易",
                "亿尚【石家庄】贸易公司",
            ),
            ("ＡＢＣ科技有限公司", "abc科技", "A B C 科技"),
            ("石家莊恒泰機電設備有限責任公司", "石家庄恒泰机电设备有限公司"),
            ("臺灣億尚國際貿易股份有限公司", "台湾亿尚国际贸易"),
            ("Acme Trading Co., Ltd.", "ACME TRADING CO.,LTD", "Acme Trading Limited"),
            ("Acme-Trading Inc.", "acme trading", "Acme Trading Company"),
            ("上海（集团）有限公司", "上海集团", "上海集团股份有限公司"),
            ("亿尚　科技\t有限公司", "亿尚·科技", "亿尚、科技。"),
        ):
            with self.subTest(names=names):
                self.assertSame(*names)

    def test_names_that_are_several_companies(self):
        for names in (
            ("石家庄恒泰机电设备有限公司", "石家庄恒泰机械设备有限公司"),
            ("亿尚科技有限公司", "亿尚科技有限公司保定分公司"),
            ("亿尚科技有限公司石家庄分公司", "亿尚科技有限公司保定分公司"),
            ("亿尚（河北）有限公司", "亿尚（河南）有限公司"),
            ("Tesco", "Tes Co"),
            ("Incline Ltd", "Cline Ltd"),
        ):
            with self.subTest(names=names):
                self.assertDifferent(*names)

    def test_a_name_never_comes_down_to_nothing(self):
        for name, key in (
            ("公司", "公司"),
            ("有限公司", "有限"),
            ("集团公司", "集团"),
            ("甲公司", "甲公司"),
            ("Co., Ltd.", "co"),
            ("（）", ""),
            ("甲", ""),
            ("", ""),
            (None, ""),
        ):
            with self.subTest(name=name):
                self.assertEqual(get_company_key(name), key)

    def test_phones_however_they_are_written(self):
        for text in (
            "0311-8888 8886",
            "+86 311 88888886",
            "（0311）88888886",
            "０３１１－８８８８８８８６",
            "0086-311-8888-8886",
            "031188888886/13800138000",
        ):
            with self.subTest(text=text):
                self.assertIn(("phone", "031188888886"), get_keys(phones=[text]))
        for text in ("+86 138-0013-8000", "13800138000", "8613800138000"):
            with self.subTest(text=text):
                self.assertEqual(get_keys(phones=[text]), {("phone", "13800138000")})

    def test_what_everybody_has_is_no_key(self):
        for phone in ("110", "8001", "00000000", "无", ""):
            self.assertEqual(get_keys(phones=[phone]), set(), phone)
        self.assertEqual(get_keys("/", (), ["无"], "（）"), set())

    def test_mail_addresses_and_tax_ids(self):
        self.assertEqual(
            get_keys(" 91350100 m000100y43 ", (), ["Li <Li@Example.cn>, b@example.cn"]),
            {
                ("vat", "91350100m000100y43"),
                ("email", "li@example.cn"),
                ("email", "b@example.cn"),
            },
        )

    def test_addresses_are_what_the_host_takes_them_for(self):
        for text in (
            "a@b.cn",
            "A.B+c_d-1@Sub-Domain.Example.COM",
            "a@b",
            "a@b.cn.",
            ".a@b.cn",
            "a..b@c.cn",
            "a@-b.cn",
            "a@b..cn",
            "张三 <a@b.cn>; c@d.cn",
            "a@b.cn c@d.cn",
            "a@b.cn,c@d.cn",
            "张三@例子.cn",
            "a@例子.cn",
            "a@@b.cn",
            "",
        ):
            with self.subTest(text=text):
                self.assertEqual(get_emails(text), email_normalize_all(text))
