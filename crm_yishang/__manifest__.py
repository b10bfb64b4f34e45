{
    "name": "Yishang CRM",
    "summary": "Customers of the company: visibility by region and hierarchy",
    "version": "19.0.0.1.0",
    "category": "Sales/CRM",
    "author": "Yishang CRM contributors",
    "license": "LGPL-3",
    "depends": [
        "contacts",
        "hr",
        "calendar",
        "portal",
        "sale_crm",
        "sale_management",
    ],
    "external_dependencies": {"python": ["phonenumbers", "pypinyin"]},
    "data": [
        "security/crm_yishang_groups.xml",
        "security/ir.model.access.csv",
        "views/crm_yishang_menus.xml",
    ],
    "application": True,
}
