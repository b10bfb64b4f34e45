from odoo.tests import HttpCase


class UiCase(HttpCase):
    """Screens in Chinese, for people whose password is their login.

    To be named behind the case that makes the people.
    """

    @classmethod
    def _speak_chinese(cls, users):
        """Have ``users`` log in, and read Chinese."""
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(
            ["web", "crm_yishang"], ["zh_CN"]
        )
        for user in users:
            user.write({"lang": "zh_CN", "password": user.login})

    def _start(self, url, tour, user):
        self.start_tour(url, f"crm_yishang_{tour}", login=user.login)
