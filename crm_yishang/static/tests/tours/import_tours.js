import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

registry.category("web_tour.tours").add("crm_yishang_import_customers", {
    steps: () => [
        {
            trigger: "[data-menu-xmlid='crm_yishang.crm_yishang_menu_customers']",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='crm_yishang.crm_yishang_import_menu_customer']",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=file]",
            async run() {
                const response = await fetch("/crm_yishang/test/customers.xlsx");
                const file = new File([await response.blob()], "客户资料.xlsx");
                await inputFiles(".modal .o_field_widget[name=file] input[type=file]", [
                    file,
                ]);
            },
        },
        { trigger: ".modal .o_field_widget[name=file] input:value(客户资料.xlsx)" },
        { trigger: ".modal button[name=action_check]", run: "click" },
        { trigger: ".modal .o_field_widget[name=count_create]:contains(2)" },
        { trigger: ".modal .o_field_widget[name=count_wrong]:contains(1)" },
        { trigger: ".modal .o_data_row:contains(4):contains(客户名称)" },
        { trigger: ".modal button[name=action_import]", run: "click" },
        { trigger: ".modal button[name=action_view_records]", run: "click" },
        { trigger: ".o_data_row:contains(导入一号有限公司)" },
        { trigger: ".o_data_row:contains(导入二号有限公司)" },
    ],
});
