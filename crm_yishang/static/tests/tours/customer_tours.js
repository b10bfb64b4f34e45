import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_customer_create", {
    steps: () => [
        { trigger: ".o_list_button_add:contains(新建)", run: "click" },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit 河北导览商贸有限公司",
        },
        { trigger: ".o_field_widget[name=phone] input", run: "edit 0311-8888 7777" },
        {
            trigger: ".o_field_widget[name=yishang_region_id] input",
            run: "edit 测试长安",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(测试长安区)",
            run: "click",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" },
        { trigger: ".o_back_button", run: "click" },
        { trigger: ".o_data_row:contains(河北导览商贸有限公司)" },
    ],
});

tours.add("crm_yishang_customer_search", {
    steps: () => [
        { trigger: ".o_data_row:contains(甲石家庄)" },
        { trigger: ".o_facet_remove", run: "click" },
        { trigger: ".o_data_row:contains(公海石家庄)" },
        { trigger: ".o_searchview_input", run: "edit jsjz" },
        { trigger: ".o_searchview_input", run: "press Enter" },
        {
            trigger:
                ".o_list_view:not(:contains(公海石家庄)) .o_data_row:contains(甲石家庄)",
        },
    ],
});

tours.add("crm_yishang_sees_one_customer", {
    steps: () => [
        { trigger: ".o_list_view" },
        { trigger: ".o_list_view:not(:contains(sales_gz1))" },
    ],
});

tours.add("crm_yishang_sees_all_customers", {
    steps: () => [{ trigger: ".o_group_header:contains(sales_gz1)" }],
});
