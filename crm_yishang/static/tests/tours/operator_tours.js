import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_region_and_operator", {
    steps: () => [
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=code] input", run: "edit T130199" },
        { trigger: ".o_field_widget[name=name] input", run: "edit 导览区" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" },
        {
            trigger: "button[data-menu-xmlid='crm_yishang.crm_yishang_menu_settings']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='crm_yishang.res_users_menu']",
            run: "click",
        },
        { trigger: ".o_data_row:contains(sales_sjz1)" },
        { trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit 导览员" },
        { trigger: ".o_field_widget[name=yishang_code] input", run: "edit DL01" },
        { trigger: ".o_field_widget[name=login] input", run: "edit daolan" },
        { trigger: ".o_field_widget[name=password] input", run: "edit daolan-2026" },
        { trigger: ".o_field_widget[name=yishang_region_id] input", run: "edit 导览" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(导览区)", run: "click" },
        { trigger: ".o_field_widget[name=yishang_role_sales] input", run: "click" },
        { trigger: ".o_select_menu_item:contains(业务员)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" },
    ],
});
